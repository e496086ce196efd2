#include "services/events/operations.h"
#include "services/events/pattern.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<TestEventPatternResponse> test_event_pattern(Events&, ports::Call&, const TestEventPatternRequest& request) {
  Json pattern = TRY(parse_pattern(request.event_pattern));
  auto event = parse_json(request.event);
  if (!event || event->object() == nullptr) {
    return ::stellwerk::Error{"ValidationException", "Parameter Event is not valid. Reason: it is not a JSON object.",
                              400};
  }
  for (const char* name : {"id", "account", "source", "time", "region", "resources", "detail-type"}) {
    if (event->find(name) == nullptr) {
      return ::stellwerk::Error{"ValidationException",
                                std::string("Parameter Event lacks the required member ") + name + ".", 400};
    }
  }
  return TestEventPatternResponse{matches(pattern, *event)};
}

}  // namespace stellwerk::events
