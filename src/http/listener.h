#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/descriptor.h"
#include "base/http_message.h"
#include "base/result.h"
#include "http/fiber_pool.h"
#include "http/limits.h"
#include "http/tls.h"

namespace stellwerk::http {

struct ListenerOptions {
  std::string address = "127.0.0.1";  // numeric, IPv4 or IPv6
  std::uint16_t port = 0;             // 0: any free one
  std::optional<TlsFiles> tls;        // none: plain HTTP
  Limits limits = {};
};

/// Takes connections on one address and hands their requests to an endpoint, each connection on a fiber of
/// its own. HTTP/1.1.
class Listener {
 public:
  /// Binds. Errors: AddressUnusable, TlsFilesUnusable. The endpoint and the pool must outlive it.
  static Result<std::unique_ptr<Listener>> open(FiberPool& pool, ListenerOptions options, HttpEndpoint& endpoint);
  /// The same with a socket that listens already, in another network perhaps: `options` tells the rest.
  static Result<std::unique_ptr<Listener>> adopt(FiberPool& pool, stellwerk::Descriptor listening,
                                                 ListenerOptions options, HttpEndpoint& endpoint);
  /// Stops without grace.
  ~Listener();

  std::uint16_t port() const;
  void start();
  /// Takes no more connections, closes idle ones, and waits for the requests that run, then cuts them off.
  void stop(std::chrono::milliseconds grace);

  struct State;

 private:
  explicit Listener(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;
};

}  // namespace stellwerk::http
