#include "services/events/operations.h"
#include "services/events/rule_index.h"
#include "services/events/service.h"

namespace stellwerk::events {

// Deleting what is not there succeeds, as at AWS.
Result<DeleteRuleResponse> delete_rule(Events&, ports::Call& call, const DeleteRuleRequest& request) {
  BusName bus = TRY(bus_of(call.scope(), request.event_bus_name));
  auto rule = kRules.get(call.transaction, bus.scope, {bus.name, request.name});
  if (rule && !rule->targets.empty()) {
    return ::stellwerk::Error{"ValidationException", "Rule can't be deleted since it has targets.", 400};
  }
  erase_rule_record(call.transaction, bus, request.name);
  return DeleteRuleResponse{};
}

}  // namespace stellwerk::events
