#include "services/events/service.h"

#include "base/arn.h"
#include "base/assert.h"
#include "base/lenient_json.h"
#include "services/events/rule_index.h"

namespace stellwerk::events {

void Events::emit(store::Transaction& transaction, const store::Scope& scope, Timestamp now, Event event) {
  put_event(transaction, {scope, std::string(kDefaultBus)}, now, scope.account, event, now);
}

std::string Events::put_event(store::Transaction& transaction, const BusName& bus, Timestamp now,
                              const std::string& account, const Event& event, Timestamp event_time) {
  std::string id = ids_.uuid();
  auto detail = parse_lenient_json(event.detail);
  STELLWERK_ASSERT(detail.has_value());
  Json::Array resources(event.resources.begin(), event.resources.end());
  Json envelope;
  envelope.set("version", "0").set("id", id).set("detail-type", event.detail_type).set("source", event.source);
  envelope.set("account", account).set("time", to_iso8601(event_time)).set("region", bus.scope.region);
  envelope.set("resources", Json(std::move(resources))).set("detail", std::move(*detail));
  const aws::FlatEvent flat(envelope);
  const std::string text = envelope.dump();
  each_rule_for_source(transaction, bus, event.source, [&](const RuleRecord& rule) {
    if (rule.state != "ENABLED" || rule.targets.empty()) return;
    auto pattern = patterns_.load(rule.pattern);
    // Null: an older release took the pattern; DescribeRule shows it, PutRule tells what is wrong with it.
    if (!pattern || !pattern->matches(flat)) return;
    for (const auto& [target_id, target] : rule.targets) {
      Delivery delivery{
          bus.scope.account, bus.scope.region, rule.name, rule_arn(bus.scope, bus.name, rule.name), target, text, now};
      transaction.after(std::string(kInvokeTopic), store::encode_record(delivery));
    }
  });
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

Result<Events::Tagged> Events::find_tagged(store::Transaction& transaction, const store::Scope& scope,
                                           const std::string& text) {
  auto arn = parse_arn(text);
  std::string_view resource = arn ? std::string_view(arn->resource) : std::string_view();
  constexpr std::string_view kBusKind = "event-bus/", kRuleKind = "rule/";
  bool is_bus = resource.starts_with(kBusKind), is_rule = resource.starts_with(kRuleKind);
  if (!arn || arn->service != "events" || (!is_bus && !is_rule)) {
    return ::stellwerk::Error{"ValidationException", "Not the ARN of an event bus or rule: " + text, 400};
  }
  if (arn->account != scope.account || arn->region != scope.region) {
    return errors::ResourceNotFoundException("There is no " + text + " in this account and region.");
  }
  Tagged found;
  if (is_bus) {
    found.bus = {scope, std::string(resource.substr(kBusKind.size()))};
    found.tags = TRY(find_bus(transaction, found.bus)).tags;
    return found;
  }
  resource.remove_prefix(kRuleKind.size());
  std::size_t slash = resource.rfind('/');
  bool is_default = slash == std::string_view::npos;
  found.bus = {scope, std::string(is_default ? kDefaultBus : resource.substr(0, slash))};
  found.rule = TRY(find_rule(transaction, found.bus, std::string(is_default ? resource : resource.substr(slash + 1))));
  found.tags = found.rule->tags;
  return found;
}

Result<void> Events::set_tags(store::Transaction& transaction, Tagged tagged) {
  if (tagged.rule) {
    tagged.rule->tags = std::move(tagged.tags);
    put_rule_record(transaction, tagged.bus, *tagged.rule);
    return {};
  }
  BusRecord bus = TRY(find_bus(transaction, tagged.bus));
  bus.tags = std::move(tagged.tags);
  kBuses.put(transaction, tagged.bus.scope, {bus.name}, bus);
  return {};
}

}  // namespace stellwerk::events
