#include "aws/service_roles.h"
#include "aws/tags.h"
#include "ports/access.h"
#include "services/events/operations.h"
#include "services/events/service.h"

// Which operation needs leave for which of these stands in operations.list.
// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
namespace stellwerk::events {
namespace {

using Accesses = std::vector<ports::Access>;

// A bus's policy speaks of its rules too.
ports::Access on(Events& events, ports::Call& call, const BusName& bus, std::string resource) {
  ports::Access access{.resource = std::move(resource), .resource_account = bus.scope.account};
  auto record = events.find_bus(call.transaction, bus);
  if (record && !record->policy.empty()) access.resource_policies.push_back(record->policy);
  return access;
}

}  // namespace

Result<ports::Access> bus_access(Events& events, ports::Call& call, const std::optional<std::string>& name) {
  BusName bus = TRY(bus_of(call.scope(), name));
  ports::Access access = on(events, call, bus, bus_arn(bus.scope, bus.name));
  if (auto record = events.find_bus(call.transaction, bus)) aws::tell_resource_tags(access, record->tags);
  return access;
}

Result<ports::Access> rule_access(Events& events, ports::Call& call, const std::optional<std::string>& bus_name,
                                  const std::string& rule) {
  BusName bus = TRY(bus_of(call.scope(), bus_name));
  ports::Access access = on(events, call, bus, rule_arn(bus.scope, bus.name, rule));
  if (auto record = events.find_rule(call.transaction, bus, rule)) {
    aws::tell_resource_tags(access, record->tags);
    // Rules belong to the account of their bus here, whoever put them.
    access.context["events:creatorAccount"] = {bus.scope.account};
  }
  return access;
}

/// A bus or rule by its ARN. Whether it is there is told to those alone who may ask.
Result<ports::Access> tagged_access(Events& events, ports::Call& call, const std::string& arn) {
  ports::Access access{.resource = arn};
  if (auto tagged = events.find_tagged(call.transaction, call.scope(), arn)) {
    aws::tell_resource_tags(access, tagged->tags);
    if (tagged->rule) access.context["events:creatorAccount"] = {tagged->bus.scope.account};
  }
  return access;
}

// Those below look into lists and documents, which operations.list cannot say.

Result<Accesses> accesses(Events& events, ports::Call& call, const PutRuleRequest& request) {
  Accesses out{TRY(rule_access(events, call, request.event_bus_name, request.name))};
  out[0].action = "events:PutRule";
  // The keys under which a policy limits what a rule may listen to; absent where the pattern takes everything.
  constexpr std::pair<const char*, const char*> kPatternKeys[] = {
      {"events:source", "source"},
      {"events:detail-type", "detail-type"},
      {"events:detail.service", "detail.service"},
      {"events:detail.eventTypeCode", "detail.eventTypeCode"},
      {"events:detail.userIdentity.principalId", "detail.userIdentity.principalId"}};
  if (auto pattern = check_pattern(request.event_pattern.value_or(""))) {
    for (const auto& [key, path] : kPatternKeys) {
      if (auto values = pattern->only_values_of(path)) out[0].context[key] = std::move(*values);
    }
  }
  if (request.tags && !request.tags->empty()) {
    aws::tell_request_tags(out[0], aws::tag_list(request.tags));
    out.push_back(out[0]);
    out[1].action = "events:TagResource";
  }
  if (request.role_arn) {
    out.push_back(TRY(aws::pass_role(call, "events.amazonaws.com", *request.role_arn, out[0].resource)));
  }
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
    auto access = bus_access(events, call, entry.event_bus_name);
    if (!access) continue;  // fails alone
    access->action = "events:PutEvents";
    access->context["events:source"] = {entry.source.value_or("")};
    access->context["events:detail-type"] = {entry.detail_type.value_or("")};
    bool is_passed_on = call.caller.acting_service == "events.amazonaws.com";
    access->context["events:eventBusInvocation"] = {is_passed_on ? "true" : "false"};
    out.push_back(std::move(*access));
  }
  return out;
}

}  // namespace stellwerk::events
