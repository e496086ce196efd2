#include "services/events/service.h"

#include "base/arn.h"
#include "base/assert.h"
#include "base/json.h"
#include "services/events/pattern.h"

namespace stellwerk::events {

void Events::emit(store::Transaction& transaction, const store::Scope& scope, Timestamp now, Event event) {
  put_event(transaction, {scope, std::string(kDefaultBus)}, now, scope.account, event, now);
}

std::string Events::put_event(store::Transaction& transaction, const BusName& bus, Timestamp now,
                              const std::string& account, const Event& event, Timestamp event_time) {
  std::string id = ids_.uuid();
  auto detail = parse_json(event.detail);
  STELLWERK_ASSERT(detail.has_value());
  Json::Array resources(event.resources.begin(), event.resources.end());
  Json envelope;
  envelope.set("version", "0").set("id", id).set("detail-type", event.detail_type).set("source", event.source);
  envelope.set("account", account).set("time", to_iso8601(event_time)).set("region", bus.scope.region);
  envelope.set("resources", Json(std::move(resources))).set("detail", std::move(*detail));
  for (const RuleRecord& rule : kRules.all(transaction, bus.scope, {bus.name})) {
    if (rule.state != "ENABLED" || rule.targets.empty()) continue;
    auto pattern = parse_json(rule.pattern);
    STELLWERK_ASSERT(pattern.has_value());
    if (!matches(*pattern, envelope)) continue;
    for (const auto& [target_id, target] : rule.targets) {
      Delivery delivery{bus.scope.account,
                        bus.scope.region,
                        rule.name,
                        rule_arn(bus.scope, bus.name, rule.name),
                        target,
                        envelope.dump(),
                        now};
      transaction.after(std::string(kInvokeTopic), store::encode_record(delivery));
    }
  }
  return id;
}

Result<BusRecord> Events::find_bus(store::Transaction& transaction, const BusName& bus) {
  auto record = kBuses.get(transaction, bus.scope, {bus.name});
  if (record) return std::move(*record);
  if (bus.name != kDefaultBus) return errors::ResourceNotFoundException("Event bus " + bus.name + " does not exist.");
  BusRecord standard;
  standard.name = kDefaultBus;
  return standard;
}

Result<RuleRecord> Events::find_rule(store::Transaction& transaction, const BusName& bus, const std::string& rule) {
  auto record = kRules.get(transaction, bus.scope, {bus.name, rule});
  if (record) return std::move(*record);
  return errors::ResourceNotFoundException("Rule " + rule + " does not exist on EventBus " + bus.name + ".");
}

Result<void> Events::change_tags(ports::Call& call, const std::string& text,
                                 const std::function<void(std::map<std::string, std::string>&)>& change) {
  auto arn = parse_arn(text);
  std::string_view resource = arn ? std::string_view(arn->resource) : std::string_view();
  bool is_here = arn && arn->service == "events" && store::Scope{arn->account, arn->region} == call.scope();
  constexpr std::string_view kBusKind = "event-bus/", kRuleKind = "rule/";
  if (is_here && resource.starts_with(kBusKind)) {
    BusRecord bus = TRY(find_bus(call.transaction, {call.scope(), std::string(resource.substr(kBusKind.size()))}));
    auto before = bus.tags;
    change(bus.tags);
    if (bus.tags != before) kBuses.put(call.transaction, call.scope(), {bus.name}, bus);
    return {};
  }
  if (is_here && resource.starts_with(kRuleKind)) {
    resource.remove_prefix(kRuleKind.size());
    std::size_t slash = resource.rfind('/');
    bool is_default = slash == std::string_view::npos;
    BusName bus{call.scope(), std::string(is_default ? kDefaultBus : resource.substr(0, slash))};
    RuleRecord rule =
        TRY(find_rule(call.transaction, bus, std::string(is_default ? resource : resource.substr(slash + 1))));
    auto before = rule.tags;
    change(rule.tags);
    if (rule.tags != before) kRules.put(call.transaction, call.scope(), {rule.bus, rule.name}, rule);
    return {};
  }
  return ::stellwerk::Error{"ValidationException",
                            "Not the ARN of an event bus or rule of this account and region: " + text, 400};
}

}  // namespace stellwerk::events
