#include "base/json.h"
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

void tell_resource_tags(ports::Access& access, const std::map<std::string, std::string>& tags) {
  for (const auto& [key, value] : tags) access.context["aws:ResourceTag/" + key] = {value};
}

Result<Accesses> on_bus(Events& events, ports::Call& call, std::string action, const std::optional<std::string>& name) {
  BusName bus = TRY(bus_of(call.scope(), name));
  ports::Access access = on_arn(std::move(action), bus_arn(bus.scope, bus.name));
  access.resource_account = bus.scope.account;
  if (auto record = events.find_bus(call.transaction, bus)) {
    if (!record->policy.empty()) access.resource_policies.push_back(record->policy);
    tell_resource_tags(access, record->tags);
  }
  return Accesses{std::move(access)};
}

Result<Accesses> on_rule(Events& events, ports::Call& call, std::string action,
                         const std::optional<std::string>& bus_name, const std::string& rule) {
  BusName bus = TRY(bus_of(call.scope(), bus_name));
  ports::Access access = on_arn(std::move(action), rule_arn(bus.scope, bus.name, rule));
  access.resource_account = bus.scope.account;
  if (auto record = events.find_rule(call.transaction, bus, rule)) {
    tell_resource_tags(access, record->tags);
    access.context["events:creatorAccount"] = {bus.scope.account};
  }
  return Accesses{std::move(access)};
}

/// A bus or rule by its ARN; one that does not exist has no tags to tell of.
ports::Access on_tagged(Events& events, ports::Call& call, std::string action, const std::string& arn) {
  ports::Access access = on_arn(std::move(action), arn);
  (void)events.change_tags(call, arn, [&](auto& tags) { tell_resource_tags(access, tags); });
  return access;
}

void add_request_tags(ports::Access& access, const std::vector<Tag>& tags) {
  for (const Tag& tag : tags) {
    access.context["aws:RequestTag/" + tag.key] = {tag.value};
    access.context["aws:TagKeys"].push_back(tag.key);
  }
}

/// Tags given at creation need the leave to tag as well.
Accesses with_creation_tags(Accesses accesses, const std::optional<std::vector<Tag>>& tags) {
  if (!tags || tags->empty()) return accesses;
  add_request_tags(accesses[0], *tags);
  accesses.push_back(accesses[0]);
  accesses.back().action = "events:TagResource";
  return accesses;
}

/// What a rule's pattern fixes as source and detail type: a policy may keep rules to some.
void tell_pattern(ports::Access& access, const std::optional<std::string>& pattern) {
  auto json = parse_json(pattern.value_or("{}"));
  if (!json) return;  // the operation says what is wrong with it
  auto tell = [&](const std::string& key, const Json* values) {
    if (values == nullptr || values->array() == nullptr) return;
    for (const Json& value : *values->array()) {
      if (value.string()) access.context["events:" + key].push_back(*value.string());
    }
  };
  tell("source", json->find("source"));
  tell("detail-type", json->find("detail-type"));
  const Json* detail = json->find("detail");
  if (detail == nullptr) return;
  tell("detail.service", detail->find("service"));
  tell("detail.eventTypeCode", detail->find("eventTypeCode"));
  if (const Json* identity = detail->find("userIdentity")) {
    tell("detail.userIdentity.principalId", identity->find("principalId"));
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
  return with_creation_tags(TRY(on_bus(events, call, "CreateEventBus", request.name)), request.tags);
}

#define STELLWERK_ON_RULE(operation, member)                                                        \
  Result<Accesses> accesses(Events& events, ports::Call& call, const operation##Request& request) { \
    return on_rule(events, call, #operation, request.event_bus_name, request.member);               \
  }
STELLWERK_ON_RULE(DeleteRule, name)
STELLWERK_ON_RULE(DescribeRule, name)
STELLWERK_ON_RULE(DisableRule, name)
STELLWERK_ON_RULE(EnableRule, name)
STELLWERK_ON_RULE(ListTargetsByRule, rule)
STELLWERK_ON_RULE(RemoveTargets, rule)
#undef STELLWERK_ON_RULE

Result<Accesses> accesses(Events& events, ports::Call& call, const PutRuleRequest& request) {
  Accesses out = TRY(on_rule(events, call, "PutRule", request.event_bus_name, request.name));
  tell_pattern(out[0], request.event_pattern);
  return with_creation_tags(std::move(out), request.tags);
}

Result<Accesses> accesses(Events& events, ports::Call& call, const PutTargetsRequest& request) {
  Accesses out = TRY(on_rule(events, call, "PutTargets", request.event_bus_name, request.rule));
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

Result<Accesses> accesses(Events& events, ports::Call& call, const ListTagsForResourceRequest& request) {
  return Accesses{on_tagged(events, call, "ListTagsForResource", request.resource_arn)};
}
Result<Accesses> accesses(Events& events, ports::Call& call, const UntagResourceRequest& request) {
  Accesses out{on_tagged(events, call, "UntagResource", request.resource_arn)};
  out[0].context["aws:TagKeys"] = request.tag_keys;
  return out;
}
Result<Accesses> accesses(Events& events, ports::Call& call, const TagResourceRequest& request) {
  Accesses out{on_tagged(events, call, "TagResource", request.resource_arn)};
  add_request_tags(out[0], request.tags);
  return out;
}

}  // namespace stellwerk::events
