#include "services/events/rule_index.h"

#include "aws/event_pattern.h"

namespace stellwerk::events {
namespace {

/// Where rules stand that take events of any source; no event has an empty one.
const std::string kAnySource;

std::vector<std::string> sources_of(const RuleRecord& rule) {
  auto pattern = aws::EventPattern::parse(rule.pattern);
  auto sources = pattern ? pattern->only_values_of("source") : std::nullopt;
  return sources ? std::move(*sources) : std::vector<std::string>{kAnySource};
}

void add_to_index(store::Transaction& transaction, const BusName& bus, const RuleRecord& rule) {
  for (const std::string& source : sources_of(rule)) {
    kRulesBySource.put(transaction, bus.scope, {bus.name, source, rule.name}, {});
  }
}

bool has_index(store::Transaction& transaction, const BusName& bus) {
  return kIndexedBuses.get(transaction, bus.scope, {bus.name}).has_value();
}

/// Rules of an older release have none.
void make_index(store::Transaction& transaction, const BusName& bus) {
  if (has_index(transaction, bus)) return;
  for (const RuleRecord& rule : kRules.all(transaction, bus.scope, {bus.name})) add_to_index(transaction, bus, rule);
  kIndexedBuses.put(transaction, bus.scope, {bus.name}, {});
}

void remove_from_index(store::Transaction& transaction, const BusName& bus, const std::string& name) {
  auto before = kRules.get(transaction, bus.scope, {bus.name, name});
  if (!before) return;
  for (const std::string& source : sources_of(*before)) {
    kRulesBySource.erase(transaction, bus.scope, {bus.name, source, name});
  }
}

}  // namespace

void put_rule_record(store::Transaction& transaction, const BusName& bus, const RuleRecord& rule) {
  make_index(transaction, bus);
  remove_from_index(transaction, bus, rule.name);
  kRules.put(transaction, bus.scope, {bus.name, rule.name}, rule);
  add_to_index(transaction, bus, rule);
}

void erase_rule_record(store::Transaction& transaction, const BusName& bus, const std::string& rule) {
  make_index(transaction, bus);
  remove_from_index(transaction, bus, rule);
  kRules.erase(transaction, bus.scope, {bus.name, rule});
}

void each_rule_for_source(store::Transaction& transaction, const BusName& bus, const std::string& source,
                          const std::function<void(const RuleRecord&)>& visit) {
  if (!has_index(transaction, bus)) {
    for (const RuleRecord& rule : kRules.all(transaction, bus.scope, {bus.name})) visit(rule);
    return;
  }
  for (const std::string& place : {source, kAnySource}) {
    std::vector<std::string> names;
    kRulesBySource.scan(transaction, bus.scope, {bus.name, place},
                        [&](const std::vector<std::string>& parts, const IndexRecord&) {
                          names.push_back(parts.back());
                          return true;
                        });
    for (const std::string& name : names) {
      if (auto rule = kRules.get(transaction, bus.scope, {bus.name, name})) visit(*rule);
    }
  }
}

}  // namespace stellwerk::events
