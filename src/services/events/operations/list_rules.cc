#include "services/events/operations.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<ListRulesResponse> list_rules(Events& events, ports::Call& call, const ListRulesRequest& request) {
  BusName bus = TRY(bus_of(call.scope(), request.event_bus_name));
  TRY(events.find_bus(call.transaction, bus));
  auto rules = kRules.all(call.transaction, bus.scope, {bus.name});
  std::erase_if(rules,
                [&](const RuleRecord& rule) { return !rule.name.starts_with(request.name_prefix.value_or("")); });
  Page page = TRY(page_of(rules.size(), request.limit, request.next_token));
  ListRulesResponse response;
  response.rules.emplace();
  for (std::size_t i = page.begin; i < page.end; ++i) response.rules->push_back(rule_of(bus.scope, rules[i]));
  response.next_token = page.next;
  return response;
}

}  // namespace stellwerk::events
