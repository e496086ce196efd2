#include "services/events/operations.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<UpdateEventBusResponse> update_event_bus(Events& events, ports::Call& call,
                                                const UpdateEventBusRequest& request) {
  BusName name = TRY(bus_of(call.scope(), request.name));
  BusRecord bus = TRY(events.find_bus(call.transaction, name));
  bus.description = request.description.value_or("");
  bus.modified = call.now;
  kBuses.put(call.transaction, name.scope, {bus.name}, bus);
  UpdateEventBusResponse response;
  response.arn = bus_arn(name.scope, bus.name);
  response.name = bus.name;
  response.description = request.description;
  return response;
}

}  // namespace stellwerk::events
