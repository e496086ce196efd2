#include "services/events/operations.h"
#include "services/events/rule_index.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<PutRuleResponse> put_rule(Events& events, ports::Call& call, const PutRuleRequest& request) {
  BusName bus = TRY(bus_of(call.scope(), request.event_bus_name));
  TRY(events.find_bus(call.transaction, bus));
  if (!request.event_pattern) {
    return ::stellwerk::Error{"ValidationException",
                              "Parameter(s) EventPattern or ScheduleExpression must be specified.", 400};
  }
  TRY(check_pattern(*request.event_pattern));
  RuleRecord rule = kRules.get(call.transaction, bus.scope, {bus.name, request.name}).value_or(RuleRecord{});
  bool is_new = rule.name.empty();
  rule.name = request.name;
  rule.bus = bus.name;
  rule.pattern = *request.event_pattern;
  rule.state = request.state.value_or("ENABLED");
  rule.description = request.description.value_or("");
  rule.role_arn = request.role_arn.value_or("");
  if (is_new) {
    TRY(add_tags(rule.tags, request.tags.value_or(std::vector<Tag>{})));
  }
  put_rule_record(call.transaction, bus, rule);
  return PutRuleResponse{rule_arn(bus.scope, bus.name, rule.name)};
}

}  // namespace stellwerk::events
