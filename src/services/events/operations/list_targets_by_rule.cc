#include "services/events/operations.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<ListTargetsByRuleResponse> list_targets_by_rule(Events& events, ports::Call& call,
                                                       const ListTargetsByRuleRequest& request) {
  BusName bus = TRY(bus_of(call.scope(), request.event_bus_name));
  RuleRecord rule = TRY(events.find_rule(call.transaction, bus, request.rule));
  std::vector<Target> targets;
  for (const auto& [id, record] : rule.targets) targets.push_back(target_of(record));
  Page page = TRY(page_of(targets.size(), request.limit, request.next_token));
  ListTargetsByRuleResponse response;
  response.targets.emplace(targets.begin() + static_cast<std::ptrdiff_t>(page.begin),
                           targets.begin() + static_cast<std::ptrdiff_t>(page.end));
  response.next_token = page.next;
  return response;
}

}  // namespace stellwerk::events
