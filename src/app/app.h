#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "app/installation.h"
#include "base/result.h"

namespace stellwerk::app {

/// Some per processor: what blocks for long runs aside and what waits holds no thread, so more would only take turns.
int default_threads();
/// What runs when the server is asked to stop has this long to end.
inline constexpr std::chrono::milliseconds kStopGrace{10'000};

struct ServeOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 4566;       // 0: any free one
  std::uint16_t edge_port = 8443;  // 0: any free one
  bool is_plain = false;           // HTTP instead of TLS on the API port: only when asked for
  int threads = default_threads();
};

/// The running server.
///
/// Start: master key, certificates, store, services, outbox handlers registered, listeners bound, outbox
/// started, listeners started, run/ports and run/stellwerk.pid written.
/// Stop, the other way round: listeners (requests end), outbox (handlers end), services, store.
class App {
 public:
  /// Errors: NotInitialised, and what store, certificates and listeners report.
  static Result<std::unique_ptr<App>> start(const Home& home, const ServeOptions& options);
  ~App();
  std::uint16_t port() const;
  std::uint16_t edge_port() const;
  void stop();

 private:
  struct Parts;
  explicit App(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace stellwerk::app
