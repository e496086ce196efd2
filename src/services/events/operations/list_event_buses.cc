#include <algorithm>

#include "services/events/operations.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<ListEventBusesResponse> list_event_buses(Events& events, ports::Call& call,
                                                const ListEventBusesRequest& request) {
  std::vector<BusRecord> buses = kBuses.all(call.transaction, call.scope());
  BusName standard{call.scope(), std::string(kDefaultBus)};
  if (std::ranges::find(buses, kDefaultBus, &BusRecord::name) == buses.end()) {
    buses.insert(buses.begin(), TRY(events.find_bus(call.transaction, standard)));
  }
  std::erase_if(buses, [&](const BusRecord& bus) { return !bus.name.starts_with(request.name_prefix.value_or("")); });
  Page page = TRY(page_of(buses.size(), request.limit, request.next_token));
  ListEventBusesResponse response;
  response.event_buses.emplace();
  for (std::size_t i = page.begin; i < page.end; ++i) {
    EventBus bus;
    bus.name = buses[i].name;
    bus.arn = bus_arn(call.scope(), buses[i].name);
    if (!buses[i].description.empty()) bus.description = buses[i].description;
    if (!buses[i].policy.empty()) {
      bus.policy = events.principals().show_policy(call.transaction, buses[i].policy);
    }
    response.event_buses->push_back(std::move(bus));
  }
  response.next_token = page.next;
  return response;
}

}  // namespace stellwerk::events
