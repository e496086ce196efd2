#pragma once
#include <vector>

#include "base/http_message.h"
#include "http/listener.h"
#include "ports/doors.h"

namespace stellwerk::app {

/// What the listeners serve outside, served within sandboxes' own networks.
class Doors final : public ports::Doors {
 public:
  /// `options` as of the listener outside: its address is the one inside.
  void add(const http::ListenerOptions& options, HttpEndpoint& endpoint) { doors_.push_back({options, endpoint}); }
  void use(http::FiberPool& pool) { pool_ = &pool; }

  std::vector<Address> addresses() const override;
  Result<std::shared_ptr<void>> open(std::size_t address, Descriptor listening) override;

 private:
  struct Door {
    http::ListenerOptions options;
    HttpEndpoint& endpoint;
  };
  http::FiberPool* pool_ = nullptr;
  std::vector<Door> doors_;  // all there before the first sandbox
};

}  // namespace stellwerk::app
