#include "services/events/operations.h"
#include "services/events/rule_index.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<RemoveTargetsResponse> remove_targets(Events& events, ports::Call& call, const RemoveTargetsRequest& request) {
  BusName bus = TRY(bus_of(call.scope(), request.event_bus_name));
  RuleRecord rule = TRY(events.find_rule(call.transaction, bus, request.rule));
  RemoveTargetsResponse response;
  response.failed_entries.emplace();
  for (const std::string& id : request.ids) {
    if (rule.targets.erase(id) == 0) {
      response.failed_entries->push_back({id, "ResourceNotFoundException", "Target " + id + " does not exist."});
    }
  }
  put_rule_record(call.transaction, bus, rule);
  response.failed_entry_count = static_cast<std::int64_t>(response.failed_entries->size());
  return response;
}

}  // namespace stellwerk::events
