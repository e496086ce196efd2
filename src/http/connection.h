#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <string>

#include "base/http_message.h"
#include "http/fiber_pool.h"
#include "http/limits.h"
#include "http/stream.h"

namespace stellwerk::http {

/// What the listener watches of a connection from outside its fiber: it breaks off waits that last too long
/// by shutting the socket down.
class Watch {
 public:
  enum class For { reading, writing };
  using Milliseconds = std::chrono::milliseconds;

  explicit Watch(int file_descriptor) : file_descriptor_(file_descriptor) { begin_waiting(); }
  void expect(For what, Milliseconds within);
  void nothing() { deadline_.store(kNever); }
  void set_idle(bool is_idle) { is_idle_.store(is_idle); }
  /// Between the connection's begin, or a request's end, and the whole of the next request's head.
  void begin_waiting() { waiting_since_.store(std::chrono::steady_clock::now().time_since_epoch().count()); }
  void end_waiting() { waiting_since_.store(kNotWaiting); }

  // Called by the listener.
  static constexpr std::int64_t kNotWaiting = std::numeric_limits<std::int64_t>::max();
  std::int64_t waiting_since() const { return waiting_since_.load(); }
  void break_off_if_late(std::chrono::steady_clock::time_point now);
  void break_off_if_idle();
  void break_off();

 private:
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
  const int file_descriptor_;
  std::atomic<std::int64_t> deadline_{kNever};
  std::atomic<For> what_{For::reading};
  std::atomic<bool> is_idle_{false};
  std::atomic<std::int64_t> waiting_since_{kNotWaiting};
};

struct ConnectionContext {
  Fiber& fiber;
  Stream& stream;
  Watch& watch;
  const Limits& limits;
  HttpEndpoint& endpoint;
  std::string peer_address;
  bool is_tls;
  const std::atomic<bool>& is_stopping;
};

/// Reads requests and writes answers until either side ends it.
void serve_connection(ConnectionContext context);

}  // namespace stellwerk::http
