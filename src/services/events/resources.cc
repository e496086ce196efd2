#include "aws/service_roles.h"
#include "aws/tags.h"
#include "base/json.h"
#include "ports/access.h"
#include "services/events/operations.h"
#include "services/events/service.h"

// Which operation needs leave for which of these stands in operations.list.
// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
namespace stellwerk::events {
namespace {

using Accesses = std::vector<ports::Access>;

/// What a rule's pattern fixes as source and detail type: a policy may keep rules to some.
void tell_pattern(ports::Access& access, const std::optional<std::string>& pattern) {
  auto json = parse_json(pattern.value_or("{}"));
  if (!json) return;  // the operation says what is wrong with it
  auto tell = [&](const std::string& key, const Json* values) {
    if (values == nullptr || values->array() == nullptr) return;
    for (const Json& value : *values->array()) {
      if (value.string()) access.context[key].push_back(*value.string());
    }
  };
  tell("events:source", json->find("source"));
  tell("events:detail-type", json->find("detail-type"));
  const Json* detail = json->find("detail");
  if (detail == nullptr) return;
  tell("events:detail.service", detail->find("service"));
  tell("events:detail.eventTypeCode", detail->find("eventTypeCode"));
  if (const Json* identity = detail->find("userIdentity")) {
    tell("events:detail.userIdentity.principalId", identity->find("principalId"));
  }
}

}  // namespace

Result<ports::Access> bus_access(Events& events, ports::Call& call, const std::optional<std::string>& name) {
  BusName bus = TRY(bus_of(call.scope(), name));
  ports::Access access{.resource = bus_arn(bus.scope, bus.name), .resource_account = bus.scope.account};
  if (auto record = events.find_bus(call.transaction, bus)) {
    if (!record->policy.empty()) access.resource_policies.push_back(record->policy);
    aws::tell_resource_tags(access, record->tags);
  }
  return access;
}

Result<ports::Access> rule_access(Events& events, ports::Call& call, const std::optional<std::string>& bus_name,
                                  const std::string& rule) {
  BusName bus = TRY(bus_of(call.scope(), bus_name));
  ports::Access access{.resource = rule_arn(bus.scope, bus.name, rule), .resource_account = bus.scope.account};
  if (auto record = events.find_rule(call.transaction, bus, rule)) {
    aws::tell_resource_tags(access, record->tags);
    access.context["events:creatorAccount"] = {bus.scope.account};
  }
  return access;
}

/// A bus or rule by its ARN; one that does not exist has no tags to tell of.
Result<ports::Access> tagged_access(Events& events, ports::Call& call, const std::string& arn) {
  ports::Access access{.resource = arn};
  bool is_there = events.change_tags(call, arn, [&](auto& tags) { aws::tell_resource_tags(access, tags); }).has_value();
  if (is_there) access.context["events:creatorAccount"] = {call.account};
  return access;
}

// Those below look into lists and documents, which operations.list cannot say.

Result<Accesses> accesses(Events& events, ports::Call& call, const PutRuleRequest& request) {
  Accesses out{TRY(rule_access(events, call, request.event_bus_name, request.name))};
  out[0].action = "events:PutRule";
  tell_pattern(out[0], request.event_pattern);
  if (!request.tags || request.tags->empty()) return out;
  aws::tell_request_tags(out[0], aws::tag_list(request.tags));
  out.push_back(out[0]);
  out[1].action = "events:TagResource";
  return out;
}

Result<Accesses> accesses(Events& events, ports::Call& call, const PutTargetsRequest& request) {
  Accesses out{TRY(rule_access(events, call, request.event_bus_name, request.rule))};
  out[0].action = "events:PutTargets";
  for (const Target& target : request.targets) {
    out[0].context["events:TargetArn"].push_back(target.arn);
    if (!target.role_arn) continue;
    out.push_back(TRY(aws::pass_role(call, "events.amazonaws.com", *target.role_arn, out[0].resource)));
  }
  return out;
}

Result<Accesses> accesses(Events& events, ports::Call& call, const PutEventsRequest& request) {
  Accesses out;
  for (const auto& entry : request.entries) {
    ports::Access access = TRY(bus_access(events, call, entry.event_bus_name));
    access.action = "events:PutEvents";
    access.context["events:source"] = {entry.source.value_or("")};
    access.context["events:detail-type"] = {entry.detail_type.value_or("")};
    out.push_back(std::move(access));
  }
  return out;
}

}  // namespace stellwerk::events
