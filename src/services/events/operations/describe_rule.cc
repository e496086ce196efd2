#include "services/events/operations.h"
#include "services/events/service.h"

namespace stellwerk::events {

Result<DescribeRuleResponse> describe_rule(Events& events, ports::Call& call, const DescribeRuleRequest& request) {
  BusName bus = TRY(bus_of(call.scope(), request.event_bus_name));
  Rule rule = rule_of(bus.scope, TRY(events.find_rule(call.transaction, bus, request.name)));
  DescribeRuleResponse response;
  response.name = rule.name;
  response.arn = rule.arn;
  response.event_pattern = rule.event_pattern;
  response.state = rule.state;
  response.description = rule.description;
  response.role_arn = rule.role_arn;
  response.event_bus_name = rule.event_bus_name;
  response.created_by = bus.scope.account;
  return response;
}

}  // namespace stellwerk::events
