#include "ports/access.h"
#include "services/events/operations.h"
#include "services/events/service.h"

// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
namespace stellwerk::events {
namespace {

using Accesses = std::vector<ports::Access>;

ports::Access on_arn(std::string action, std::string arn) {
  return {.action = "events:" + std::move(action), .resource = std::move(arn)};
}

Result<Accesses> on_bus(Events& events, ports::Call& call, std::string action, const std::optional<std::string>& name) {
  BusName bus = TRY(bus_of(call.scope(), name));
  ports::Access access = on_arn(std::move(action), bus_arn(bus.scope, bus.name));
  access.resource_account = bus.scope.account;
  if (auto record = events.find_bus(call.transaction, bus); record && !record->policy.empty()) {
    access.resource_policies.push_back(record->policy);
  }
  return Accesses{std::move(access)};
}

Result<Accesses> on_rule(ports::Call& call, std::string action, const std::optional<std::string>& bus_name,
                         const std::string& rule) {
  BusName bus = TRY(bus_of(call.scope(), bus_name));
  ports::Access access = on_arn(std::move(action), rule_arn(bus.scope, bus.name, rule));
  access.resource_account = bus.scope.account;
  return Accesses{std::move(access)};
}

void add_request_tags(ports::Access& access, const std::vector<Tag>& tags) {
  for (const Tag& tag : tags) {
    access.context["aws:RequestTag/" + tag.key] = {tag.value};
    access.context["aws:TagKeys"].push_back(tag.key);
  }
}

}  // namespace

#define STELLWERK_ON_BUS(operation, member)                                                         \
  Result<Accesses> accesses(Events& events, ports::Call& call, const operation##Request& request) { \
    return on_bus(events, call, #operation, request.member);                                        \
  }
STELLWERK_ON_BUS(DeleteEventBus, name)
STELLWERK_ON_BUS(DescribeEventBus, name)
STELLWERK_ON_BUS(PutPermission, event_bus_name)
STELLWERK_ON_BUS(RemovePermission, event_bus_name)
STELLWERK_ON_BUS(UpdateEventBus, name)
#undef STELLWERK_ON_BUS

Result<Accesses> accesses(Events& events, ports::Call& call, const CreateEventBusRequest& request) {
  Accesses out = TRY(on_bus(events, call, "CreateEventBus", request.name));
  add_request_tags(out[0], request.tags.value_or(std::vector<Tag>{}));
  return out;
}

#define STELLWERK_ON_RULE(operation, member)                                                 \
  Result<Accesses> accesses(Events&, ports::Call& call, const operation##Request& request) { \
    return on_rule(call, #operation, request.event_bus_name, request.member);                \
  }
STELLWERK_ON_RULE(DeleteRule, name)
STELLWERK_ON_RULE(DescribeRule, name)
STELLWERK_ON_RULE(DisableRule, name)
STELLWERK_ON_RULE(EnableRule, name)
STELLWERK_ON_RULE(ListTargetsByRule, rule)
STELLWERK_ON_RULE(RemoveTargets, rule)
#undef STELLWERK_ON_RULE

Result<Accesses> accesses(Events&, ports::Call& call, const PutRuleRequest& request) {
  Accesses out = TRY(on_rule(call, "PutRule", request.event_bus_name, request.name));
  add_request_tags(out[0], request.tags.value_or(std::vector<Tag>{}));
  return out;
}

Result<Accesses> accesses(Events&, ports::Call& call, const PutTargetsRequest& request) {
  Accesses out = TRY(on_rule(call, "PutTargets", request.event_bus_name, request.rule));
  for (const Target& target : request.targets) {
    out[0].context["events:TargetArn"].push_back(target.arn);
    if (!target.role_arn) continue;
    ports::Access pass{.action = "iam:PassRole", .resource = *target.role_arn};
    pass.context["iam:PassedToService"] = {"events.amazonaws.com"};
    out.push_back(std::move(pass));
  }
  return out;
}

Result<Accesses> accesses(Events& events, ports::Call& call, const PutEventsRequest& request) {
  Accesses out;
  for (const auto& entry : request.entries) {
    Accesses one = TRY(on_bus(events, call, "PutEvents", entry.event_bus_name));
    one[0].context["events:source"] = {entry.source.value_or("")};
    one[0].context["events:detail-type"] = {entry.detail_type.value_or("")};
    out.push_back(std::move(one[0]));
  }
  return out;
}

#define STELLWERK_ON_EVERYTHING(operation)                                      \
  Result<Accesses> accesses(Events&, ports::Call&, const operation##Request&) { \
    return Accesses{on_arn(#operation, "*")};                                   \
  }
STELLWERK_ON_EVERYTHING(ListEventBuses)
STELLWERK_ON_EVERYTHING(ListRules)
STELLWERK_ON_EVERYTHING(ListRuleNamesByTarget)
STELLWERK_ON_EVERYTHING(TestEventPattern)
#undef STELLWERK_ON_EVERYTHING

Result<Accesses> accesses(Events&, ports::Call&, const ListTagsForResourceRequest& request) {
  return Accesses{on_arn("ListTagsForResource", request.resource_arn)};
}
Result<Accesses> accesses(Events&, ports::Call&, const UntagResourceRequest& request) {
  return Accesses{on_arn("UntagResource", request.resource_arn)};
}
Result<Accesses> accesses(Events&, ports::Call&, const TagResourceRequest& request) {
  Accesses out{on_arn("TagResource", request.resource_arn)};
  add_request_tags(out[0], request.tags);
  return out;
}

}  // namespace stellwerk::events
