#include "auth/policy.h"
#include "services/events/bus_policy.h"
#include "services/events/operations.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<PutPermissionResponse> put_permission(Events& events, ports::Call& call, const PutPermissionRequest& request) {
  BusName name = TRY(bus_of(call.scope(), request.event_bus_name));
  BusRecord bus = TRY(events.find_bus(call.transaction, name));
  if (request.policy) {
    bus.policy = *request.policy;
  } else {
    if (!request.action || !request.principal || !request.statement_id) {
      return ::stellwerk::Error{"ValidationException", "Give either Policy, or Action, Principal and StatementId.",
                                400};
    }
    bus.policy = with_statement(bus.policy, request, bus_arn(name.scope, name.name));
  }
  if (bus.policy.size() > kPolicyBytesLimit) {
    return errors::PolicyLengthExceededException("The policy of an event bus can have at most 10240 bytes.");
  }
  if (auto parsed = auth::parse_policy(bus.policy, auth::PolicyKind::resource); !parsed) {
    return ::stellwerk::Error{"ValidationException", parsed.error().message, 400};
  }
  auto bound = events.principals().bind_policy(call.transaction, bus.policy);
  if (!bound) return ::stellwerk::Error{"ValidationException", bound.error().message, 400};
  bus.policy = std::move(*bound);
  bus.modified = call.now;
  kBuses.put(call.transaction, name.scope, {bus.name}, bus);
  return PutPermissionResponse{};
}

}  // namespace stellwerk::events
