#pragma once
#include "base/http_message.h"
#include "gateway/environment.h"

namespace stellwerk::gateway {

/// The way into every service: takes requests from a listener through the stages (see stages.h).
class Gateway final : public HttpEndpoint {
 public:
  explicit Gateway(Environment& environment) : environment_(environment) {}
  HttpResponse serve(HttpRequest request) override;

 private:
  Environment& environment_;
};

}  // namespace stellwerk::gateway
