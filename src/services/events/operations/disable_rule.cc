#include "services/events/operations.h"
#include "services/events/rule_index.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<DisableRuleResponse> disable_rule(Events& events, ports::Call& call, const DisableRuleRequest& request) {
  BusName bus = TRY(bus_of(call.scope(), request.event_bus_name));
  RuleRecord rule = TRY(events.find_rule(call.transaction, bus, request.name));
  rule.state = "DISABLED";
  put_rule_record(call.transaction, bus, rule);
  return DisableRuleResponse{};
}

}  // namespace stellwerk::events
