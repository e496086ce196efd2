#include "services/events/operations.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<ListRuleNamesByTargetResponse> list_rule_names_by_target(Events& events, ports::Call& call,
                                                                const ListRuleNamesByTargetRequest& request) {
  BusName bus = TRY(bus_of(call.scope(), request.event_bus_name));
  TRY(events.find_bus(call.transaction, bus));
  std::vector<std::string> names;
  for (const RuleRecord& rule : kRules.all(call.transaction, bus.scope, {bus.name})) {
    for (const auto& [id, target] : rule.targets) {
      if (target.arn == request.target_arn && (names.empty() || names.back() != rule.name)) names.push_back(rule.name);
    }
  }
  Page page = TRY(page_of(names.size(), request.limit, request.next_token));
  ListRuleNamesByTargetResponse response;
  response.rule_names.emplace(names.begin() + static_cast<std::ptrdiff_t>(page.begin),
                              names.begin() + static_cast<std::ptrdiff_t>(page.end));
  response.next_token = page.next;
  return response;
}

}  // namespace stellwerk::events
