#include "services/events/operations.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<DeleteEventBusResponse> delete_event_bus(Events&, ports::Call& call, const DeleteEventBusRequest& request) {
  BusName bus = TRY(bus_of(call.scope(), request.name));
  if (bus.name == kDefaultBus) {
    return ::stellwerk::Error{"ValidationException", "Cannot delete event bus default.", 400};
  }
  if (!kRules.all(call.transaction, bus.scope, {bus.name}).empty()) {
    return ::stellwerk::Error{"ValidationException", "Cannot delete event bus " + bus.name + " since it has rules.",
                              400};
  }
  kBuses.erase(call.transaction, bus.scope, {bus.name});
  kIndexedBuses.erase(call.transaction, bus.scope, {bus.name});
  return DeleteEventBusResponse{};
}

}  // namespace stellwerk::events
