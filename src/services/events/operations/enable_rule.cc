#include "services/events/operations.h"
#include "services/events/rule_index.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<EnableRuleResponse> enable_rule(Events& events, ports::Call& call, const EnableRuleRequest& request) {
  BusName bus = TRY(bus_of(call.scope(), request.event_bus_name));
  RuleRecord rule = TRY(events.find_rule(call.transaction, bus, request.name));
  rule.state = "ENABLED";
  put_rule_record(call.transaction, bus, rule);
  return EnableRuleResponse{};
}

}  // namespace stellwerk::events
