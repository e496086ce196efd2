#include "base/lenient_json.h"
#include "services/events/operations.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<TestEventPatternResponse> test_event_pattern(Events&, ports::Call&, const TestEventPatternRequest& request) {
  aws::EventPattern pattern = TRY(check_pattern(request.event_pattern));
  auto event = parse_lenient_json(request.event);
  if (!event || event->object() == nullptr) {
    return ::stellwerk::Error{"ValidationException", "Parameter Event is not valid. Reason: it is not a JSON object.",
                              400};
  }
  for (const char* name : {"id", "account", "source", "time", "region", "detail-type"}) {
    if (event->find(name) == nullptr) {
      return ::stellwerk::Error{"ValidationException",
                                std::string("Parameter Event lacks the required member ") + name + ".", 400};
    }
  }
  return TestEventPatternResponse{pattern.matches(aws::FlatEvent(*event))};
}

}  // namespace stellwerk::events
