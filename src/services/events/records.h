#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "store/table.h"

namespace stellwerk::events {

struct BusRecord {
  std::string name;
  std::string description;
  std::string policy;  // JSON, empty for none
  Timestamp created;
  Timestamp modified;
  std::map<std::string, std::string> tags;
  static void fields(auto& record, auto& visit) {
    visit(1, record.name);
    visit(2, record.description);
    visit(3, record.policy);
    visit(4, record.created);
    visit(5, record.modified);
    visit(6, record.tags);
  }
};

struct TargetRecord {
  std::string id;
  std::string arn;
  std::string role_arn;
  std::optional<std::string> input;
  std::optional<std::string> input_path;
  std::optional<std::string> input_template;
  std::map<std::string, std::string> input_paths;
  std::optional<std::int64_t> retry_attempts;
  std::optional<std::int64_t> age_seconds;
  static void fields(auto& record, auto& visit) {
    visit(1, record.id);
    visit(2, record.arn);
    visit(3, record.role_arn);
    visit(4, record.input);
    visit(5, record.input_path);
    visit(6, record.input_template);
    visit(7, record.input_paths);
    visit(8, record.retry_attempts);
    visit(9, record.age_seconds);
  }
};

struct RuleRecord {
  std::string name;
  std::string bus;
  std::string pattern;
  std::string state = "ENABLED";
  std::string description;
  std::string role_arn;
  std::map<std::string, std::string> tags;
  std::map<std::string, TargetRecord> targets;  // by id
  static void fields(auto& record, auto& visit) {
    visit(1, record.name);
    visit(2, record.bus);
    visit(3, record.pattern);
    visit(4, record.state);
    visit(5, record.description);
    visit(6, record.role_arn);
    visit(7, record.tags);
    visit(8, record.targets);
  }
};

/// One event for one target.
struct Delivery {
  std::string account;
  std::string region;
  std::string rule;
  std::string rule_arn;
  TargetRecord target;
  std::string event;  // JSON
  Timestamp created;
  static void fields(auto& record, auto& visit) {
    visit(1, record.account);
    visit(2, record.region);
    visit(3, record.rule);
    visit(4, record.target);
    visit(5, record.event);
    visit(6, record.created);
    visit(7, record.rule_arn);
  }
};

inline constexpr store::Table<BusRecord> kBuses{"events.bus"};    // bus name; "default" only once changed
inline constexpr store::Table<RuleRecord> kRules{"events.rule"};  // bus name, rule name

/// That something stands where it stands.
struct IndexRecord {
  static void fields(auto&, auto&) {}
};
inline constexpr store::Table<IndexRecord> kRulesBySource{
    "events.rule-by-source"};                                                    // bus name, source or "", rule name
inline constexpr store::Table<IndexRecord> kIndexedBuses{"events.indexed-bus"};  // bus name

inline constexpr std::string_view kInvokeTopic = "events.invoke";

}  // namespace stellwerk::events
