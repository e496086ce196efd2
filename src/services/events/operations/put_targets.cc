#include "services/events/operations.h"
#include "services/events/rule_index.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<PutTargetsResponse> put_targets(Events& events, ports::Call& call, const PutTargetsRequest& request) {
  BusName bus = TRY(bus_of(call.scope(), request.event_bus_name));
  RuleRecord rule = TRY(events.find_rule(call.transaction, bus, request.rule));
  PutTargetsResponse response;
  response.failed_entries.emplace();
  for (const Target& target : request.targets) {
    if (auto why = refusal_of(target)) {
      response.failed_entries->push_back({target.id, "ValidationException", *why});
    } else {
      rule.targets[target.id] = record_of(target);
    }
  }
  if (rule.targets.size() > kTargetsPerRuleLimit) {
    return errors::LimitExceededException(
        "The requested resource exceeds the maximum number allowed: 5 targets a rule.");
  }
  put_rule_record(call.transaction, bus, rule);
  response.failed_entry_count = static_cast<std::int64_t>(response.failed_entries->size());
  return response;
}

}  // namespace stellwerk::events
