#include "services/events/operations.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<DescribeEventBusResponse> describe_event_bus(Events& events, ports::Call& call,
                                                    const DescribeEventBusRequest& request) {
  BusName name = TRY(bus_of(call.scope(), request.name));
  BusRecord bus = TRY(events.find_bus(call.transaction, name));
  DescribeEventBusResponse response;
  response.name = bus.name;
  response.arn = bus_arn(name.scope, bus.name);
  if (!bus.description.empty()) response.description = bus.description;
  if (!bus.policy.empty()) response.policy = events.principals().show_policy(call.transaction, bus.policy);
  if (bus.created != Timestamp{}) response.creation_time = bus.created;
  if (bus.modified != Timestamp{}) response.last_modified_time = bus.modified;
  return response;
}

}  // namespace stellwerk::events
