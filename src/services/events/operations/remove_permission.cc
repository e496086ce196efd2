#include "services/events/bus_policy.h"
#include "services/events/operations.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<RemovePermissionResponse> remove_permission(Events& events, ports::Call& call,
                                                   const RemovePermissionRequest& request) {
  BusName name = TRY(bus_of(call.scope(), request.event_bus_name));
  BusRecord bus = TRY(events.find_bus(call.transaction, name));
  if (bus.policy.empty()) return errors::ResourceNotFoundException("EventBus does not have a policy.");
  if (request.remove_all_permissions.value_or(false)) {
    bus.policy.clear();
  } else {
    auto rest = without_statement(bus.policy, request.statement_id.value_or(""));
    if (!rest) return errors::ResourceNotFoundException("Statement with the provided id does not exist.");
    bus.policy = *rest;
  }
  bus.modified = call.now;
  kBuses.put(call.transaction, name.scope, {bus.name}, bus);
  return RemovePermissionResponse{};
}

}  // namespace stellwerk::events
