#include "services/events/operations.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<CreateEventBusResponse> create_event_bus(Events&, ports::Call& call, const CreateEventBusRequest& request) {
  if (request.event_source_name || request.name == kDefaultBus || request.name.find('/') != std::string::npos) {
    return ::stellwerk::Error{"ValidationException",
                              "Partner event buses are not available here, and the name " + request.name +
                                  " must be neither default nor hold a slash.",
                              400};
  }
  if (kBuses.get(call.transaction, call.scope(), {request.name})) {
    return errors::ResourceAlreadyExistsException("Event bus " + request.name + " already exists.");
  }
  BusRecord bus;
  bus.name = request.name;
  bus.description = request.description.value_or("");
  bus.created = bus.modified = call.now;
  TRY(add_tags(bus.tags, request.tags.value_or(std::vector<Tag>{})));
  kBuses.put(call.transaction, call.scope(), {bus.name}, bus);
  CreateEventBusResponse response;
  response.event_bus_arn = bus_arn(call.scope(), bus.name);
  response.description = request.description;
  return response;
}

}  // namespace stellwerk::events
