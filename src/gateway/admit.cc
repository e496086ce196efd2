#include "gateway/stages.h"

namespace stellwerk::gateway {

Result<Admitted> admit(Environment& environment, Exchange& exchange, HttpRequest request) {
  exchange.method = request.method;
  exchange.path = request.path;
  exchange.has_response_body = request.method != "HEAD";
  Admitted admitted{std::make_unique<Place>(environment.counters), std::move(request)};
  if (environment.counters.running.load() > kRunningRequestsLimit) {
    return Error{"SlowDown", "Please reduce your request rate.", 503};
  }
  return admitted;
}

}  // namespace stellwerk::gateway
