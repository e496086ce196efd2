#pragma once
#include <atomic>

#include "base/http_message.h"
#include "gateway/environment.h"

namespace stellwerk::app {

inline constexpr std::string_view kVersion = STELLWERK_VERSION;

/// GET /_stellwerk/health: version, whether the server is ready, and counters. For supervisors and tests.
class Health final : public HttpEndpoint {
 public:
  explicit Health(const gateway::Counters& counters) : counters_(counters) {}
  void set_ready(bool is_ready) { is_ready_ = is_ready; }
  HttpResponse serve(HttpRequest request) override;

 private:
  const gateway::Counters& counters_;
  std::atomic<bool> is_ready_{false};
};

}  // namespace stellwerk::app
