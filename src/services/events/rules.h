#pragma once
#include <optional>
#include <string>
#include <vector>

#include "api/events.h"
#include "aws/event_pattern.h"
#include "aws/tags.h"
#include "base/result.h"
#include "services/events/records.h"

namespace stellwerk::events {

inline constexpr std::size_t kTargetsPerRuleLimit = 5;
inline constexpr std::size_t kEntryBytesLimit = 256 * 1024;
inline constexpr std::size_t kPolicyBytesLimit = 10 * 1024;
inline constexpr std::int64_t kDefaultRetryAttempts = 185;
inline constexpr std::int64_t kDefaultAgeSeconds = 24 * 60 * 60;
inline constexpr std::int64_t kDefaultPageLimit = 100;
inline constexpr std::string_view kDefaultBus = "default";

std::string bus_arn(const store::Scope& scope, std::string_view bus);
std::string rule_arn(const store::Scope& scope, std::string_view bus, std::string_view rule);
/// A bus by name or ARN: whose it is and its name. ValidationException.
struct BusName {
  store::Scope scope;
  std::string name;
};
Result<BusName> bus_of(const store::Scope& scope, const std::optional<std::string>& name_or_arn);

/// Nothing, or why the target cannot be kept.
std::optional<std::string> refusal_of(const Target& target);
TargetRecord record_of(const Target& target);
Target target_of(const TargetRecord& record);
Rule rule_of(const store::Scope& scope, const RuleRecord& record);

/// Nothing, or why PutEvents cannot take the entry.
struct EntryFault {
  std::string code;
  std::string message;
};
std::optional<EntryFault> fault_of(const store::Scope& scope, const PutEventsRequestEntry& entry);

/// Adds to or replaces in `tags`. Errors: ValidationException (reserved key, key given twice), LimitExceededException.
Result<void> add_tags(aws::Tags& tags, const std::vector<Tag>& given);

/// Error InvalidEventPatternException with the reason.
Result<aws::EventPattern> check_pattern(std::string_view text);

struct Page {
  std::size_t begin;
  std::size_t end;
  std::optional<std::string> next;
};
Result<Page> page_of(std::size_t size, std::optional<std::int64_t> limit, const std::optional<std::string>& token);

}  // namespace stellwerk::events
