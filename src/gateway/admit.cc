#include "gateway/stages.h"

namespace stellwerk::gateway {
namespace {

Error slow_down() { return Error{"SlowDown", "Please reduce your request rate.", 503}; }

}  // namespace

Result<std::string> read_whole_body(Place& place, ByteSource& body, std::uint64_t limit_bytes) {
  auto announced = body.remaining_bytes();
  if (announced.value_or(0) > limit_bytes) {
    return Error{"RequestEntityTooLargeException",
                 "The request body is larger than the " + std::to_string(limit_bytes) + " bytes allowed here", 413};
  }
  // Who does not say how much will come may use the limit up.
  if (!place.reserve(announced.value_or(limit_bytes))) return slow_down();
  return read_all(body, limit_bytes);
}

Result<Admitted> admit(Environment& environment, Exchange& exchange, HttpRequest request) {
  exchange.method = request.method;
  exchange.path = request.path;
  exchange.has_response_body = request.method != "HEAD";
  Admitted admitted{std::make_unique<Place>(environment.counters), std::move(request)};
  if (environment.counters.running.load() > kRunningRequestsLimit) {
    return slow_down();
  }
  return admitted;
}

}  // namespace stellwerk::gateway
