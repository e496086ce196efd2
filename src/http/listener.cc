#include "http/listener.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <stop_token>
#include <thread>

#include "base/log.h"
#include "http/connection.h"
#include "http/open_connections.h"

namespace stellwerk::http {
namespace {

using Milliseconds = std::chrono::milliseconds;

constexpr int kBacklog = 1024;
constexpr Milliseconds kLongestSweepInterval{1'000};
constexpr Milliseconds kShortestSweepInterval{20};
constexpr Milliseconds kAcceptPause{100};  // when file descriptors ran out
constexpr Milliseconds kCutOffWait{5'000};

struct AddressFree {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
};

Error unusable(const ListenerOptions& options, std::string_view reason) {
  return Error{
      "AddressUnusable",
      "Cannot listen on " + options.address + " port " + std::to_string(options.port) + ": " + std::string(reason),
      500};
}

Result<int> bound_socket(const ListenerOptions& options) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  std::string port = std::to_string(options.port);
  if (int failed = getaddrinfo(options.address.c_str(), port.c_str(), &hints, &found); failed != 0) {
    return unusable(options, gai_strerror(failed));
  }
  std::unique_ptr<addrinfo, AddressFree> owned(found);
  int socket = ::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket < 0) return unusable(options, std::strerror(errno));
  int on = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (found->ai_family == AF_INET6) setsockopt(socket, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  if (bind(socket, found->ai_addr, found->ai_addrlen) != 0 || listen(socket, kBacklog) != 0) {
    Error why = unusable(options, std::strerror(errno));
    ::close(socket);
    return why;
  }
  return socket;
}

std::uint16_t port_of(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  if (address.ss_family == AF_INET6) return ntohs(reinterpret_cast<sockaddr_in6&>(address).sin6_port);
  return ntohs(reinterpret_cast<sockaddr_in&>(address).sin_port);
}

std::string text_of(const sockaddr_storage& address) {
  char text[INET6_ADDRSTRLEN] = {};
  if (address.ss_family == AF_INET6) {
    inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, text, sizeof text);
  } else {
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text, sizeof text);
  }
  return text;
}

}  // namespace

struct Listener::State : std::enable_shared_from_this<Listener::State> {
  State(FiberPool& given_pool, ListenerOptions given, HttpEndpoint& given_endpoint, int socket)
      : pool(given_pool),
        options(std::move(given)),
        endpoint(given_endpoint),
        port(port_of(socket)),
        acceptor(pool, socket),
        connections(options.limits) {}

  void accept_all(Fiber& fiber);
  void serve(Fiber& fiber, int socket, const sockaddr_storage& peer);
  /// On a thread of its own: limits hold even when all of the pool's are busy.
  void sweep(std::stop_token stopping);
  bool wait_for_end(Milliseconds grace);
  Milliseconds sweep_interval() const;

  FiberPool& pool;
  const ListenerOptions options;
  HttpEndpoint& endpoint;
  const std::uint16_t port;
  Descriptor acceptor;
  std::unique_ptr<TlsContext> tls;
  std::atomic<bool> is_stopping{false};
  OpenConnections connections;
  std::mutex mutex;  // of all below
  std::condition_variable_any changed;
  bool is_accepting = false;
  std::jthread sweeper;
};

void Listener::State::accept_all(Fiber& fiber) {
  while (!is_stopping.load()) {
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    int socket =
        accept4(acceptor.file_descriptor(), reinterpret_cast<sockaddr*>(&peer), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket >= 0) {
      pool.spawn([self = shared_from_this(), socket, peer](Fiber& own) { self->serve(own, socket, peer); });
    } else if (errno == EAGAIN) {
      if (!acceptor.wait_readable(fiber)) break;
    } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      log::warning(std::string("no connection can be taken: ") + std::strerror(errno));
      connections.evict_one();
      fiber.sleep(kAcceptPause);
    } else if (errno != EINTR && errno != ECONNABORTED) {
      break;
    }
  }
  std::lock_guard lock(mutex);
  is_accepting = false;
  changed.notify_all();
}

void Listener::State::serve(Fiber& fiber, int socket, const sockaddr_storage& peer) {
  Descriptor descriptor(pool, socket);
  Watch watch(socket);
  const std::string address = text_of(peer);
  if (is_stopping.load() || !connections.admit(watch, OpenConnections::peer_of(address))) return;
  // Also when the fiber is ended while it waits.
  struct Leaving {
    OpenConnections& connections;
    Watch& watch;
    ~Leaving() { connections.leave(watch); }
  } leaving{connections, watch};
  int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  auto stream = tls ? make_tls_stream(descriptor, *tls) : make_plain_stream(descriptor);
  serve_connection({fiber, *stream, watch, options.limits, endpoint, address, tls != nullptr, is_stopping});
}

Milliseconds Listener::State::sweep_interval() const {
  const Limits& limits = options.limits;
  Milliseconds shortest = std::min({limits.handshake_timeout, limits.header_timeout, limits.idle_timeout,
                                    limits.body_idle_timeout, limits.write_timeout, limits.linger_timeout});
  return std::clamp(shortest / 4, kShortestSweepInterval, kLongestSweepInterval);
}

void Listener::State::sweep(std::stop_token stopping) {
  std::unique_lock lock(mutex);
  while (!changed.wait_for(lock, stopping, sweep_interval(), [&] { return stopping.stop_requested(); })) {
    connections.break_off_late();
  }
}

bool Listener::State::wait_for_end(Milliseconds grace) {
  auto deadline = std::chrono::steady_clock::now() + grace;
  {
    std::unique_lock lock(mutex);
    if (!changed.wait_until(lock, deadline, [&] { return !is_accepting; })) return false;
  }
  return connections.wait_until_none(deadline);
}

Result<std::unique_ptr<Listener>> Listener::open(FiberPool& pool, ListenerOptions options, HttpEndpoint& endpoint) {
  stellwerk::Descriptor socket(TRY(bound_socket(options)));
  return adopt(pool, std::move(socket), std::move(options), endpoint);
}

Result<std::unique_ptr<Listener>> Listener::adopt(FiberPool& pool, stellwerk::Descriptor listening,
                                                  ListenerOptions options, HttpEndpoint& endpoint) {
  std::unique_ptr<TlsContext> tls;
  if (options.tls) tls = TRY(TlsContext::load(*options.tls));
  auto state = std::make_shared<State>(pool, std::move(options), endpoint, listening.release());
  state->tls = std::move(tls);
  return std::unique_ptr<Listener>(new Listener(std::move(state)));
}

Listener::~Listener() { stop(Milliseconds(0)); }

std::uint16_t Listener::port() const { return state_->port; }

void Listener::start() {
  {
    std::lock_guard lock(state_->mutex);
    state_->is_accepting = true;
  }
  state_->pool.spawn([state = state_](Fiber& fiber) { state->accept_all(fiber); });
  state_->sweeper = std::jthread([state = state_.get()](std::stop_token stopping) { state->sweep(stopping); });
}

void Listener::stop(Milliseconds grace) {
  if (!state_->is_stopping.exchange(true)) {
    // Shut down rather than closed: the descriptor belongs to the fiber that waits on it.
    ::shutdown(state_->acceptor.file_descriptor(), SHUT_RDWR);
    state_->connections.break_off_idle();
  }
  if (!state_->wait_for_end(grace)) {
    state_->connections.break_off_all();
    state_->wait_for_end(kCutOffWait);
  }
  state_->sweeper = {};
}

}  // namespace stellwerk::http
