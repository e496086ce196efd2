#include "app/control.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>

#include "base/log.h"

namespace stellwerk::app {
namespace {

constexpr std::string_view kSocketName = "control";
constexpr std::size_t kLineLimitBytes = 8192;
constexpr int kAsksAtOnce = 4;
constexpr timeval kAskTimeout{5, 0};  // for a line to arrive; an answer takes as long as its work

// The address of a socket may have 107 bytes, a home's path more: so by the directory's descriptor.
struct ControlAddress {
  explicit ControlAddress(const std::filesystem::path& run_directory)
      : directory(::open(run_directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {
    address.sun_family = AF_UNIX;
    std::string path = "/proc/self/fd/" + std::to_string(directory.number()) + "/" + std::string(kSocketName);
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&address); }

  Descriptor directory;
  sockaddr_un address{};
};

std::optional<std::string> read_line(int connection) {
  std::string out;
  char piece[512];
  while (out.size() < kLineLimitBytes) {
    ssize_t count = ::recv(connection, piece, sizeof piece, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return std::nullopt;
    out.append(piece, static_cast<std::size_t>(count));
    if (auto end = out.find('\n'); end != std::string::npos) return out.substr(0, end);
  }
  return std::nullopt;
}

void write_line(int connection, std::string line) {
  line += '\n';
  ssize_t sent = ::send(connection, line.data(), line.size(), MSG_NOSIGNAL);
  if (sent != static_cast<ssize_t>(line.size())) log::warning("a command went away before its answer");
}

bool is_same_user(int connection) {
  ucred peer{};
  socklen_t size = sizeof peer;
  return ::getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
         (peer.uid == ::geteuid() || peer.uid == 0);
}

}  // namespace

Control::Control(Descriptor listening, std::filesystem::path path, Handler handler)
    : listening_(std::move(listening)),
      stop_(::eventfd(0, EFD_CLOEXEC)),
      path_(std::move(path)),
      handler_(std::move(handler)),
      thread_([this] { serve(); }) {}

Control::~Control() {
  ::eventfd_write(stop_.number(), 1);
  thread_.join();
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

Result<std::unique_ptr<Control>> Control::open(const std::filesystem::path& run_directory, Handler handler) {
  const std::filesystem::path path = run_directory / kSocketName;
  ControlAddress address(run_directory);
  std::error_code ignored;
  std::filesystem::remove(path, ignored);  // of a server that was killed
  Descriptor listening(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!listening.is_open() || ::bind(listening.number(), address.get(), sizeof address.address) != 0 ||
      ::chmod(path.c_str(), 0600) != 0 || ::listen(listening.number(), kAsksAtOnce) != 0) {
    return Error{"FileUnwritable", path.string() + ": " + std::strerror(errno), 500};
  }
  return std::unique_ptr<Control>(new Control(std::move(listening), path, std::move(handler)));
}

void Control::serve() {
  while (true) {
    pollfd waited[] = {{listening_.number(), POLLIN, 0}, {stop_.number(), POLLIN, 0}};
    if (::poll(waited, 2, -1) < 0 && errno != EINTR) return;
    if (waited[1].revents != 0) return;
    if (waited[0].revents == 0) continue;
    Descriptor connection(::accept4(listening_.number(), nullptr, nullptr, SOCK_CLOEXEC));
    if (connection.is_open() && is_same_user(connection.number())) answer(std::move(connection));
  }
}

void Control::answer(Descriptor connection) {
  ::setsockopt(connection.number(), SOL_SOCKET, SO_RCVTIMEO, &kAskTimeout, sizeof kAskTimeout);
  auto line = read_line(connection.number());
  if (!line) return;
  auto done = handler_(*line);
  write_line(connection.number(), done ? "done" : "failed " + done.error().message);
}

std::optional<Result<void>> ask_server(const std::filesystem::path& run_directory, const std::string& line) {
  ControlAddress address(run_directory);
  Descriptor connection(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!connection.is_open() || ::connect(connection.number(), address.get(), sizeof address.address) != 0) {
    return std::nullopt;
  }
  write_line(connection.number(), line);
  auto answer = read_line(connection.number());
  if (answer == "done") return Result<void>();
  constexpr std::string_view kFailed = "failed ";
  if (!answer || !answer->starts_with(kFailed)) {
    return Error{"ServerStopped", "The server ended before it was done; see its log", 500};
  }
  return Error{"Failed", answer->substr(kFailed.size()), 500};
}

}  // namespace stellwerk::app
