#pragma once
#include <optional>
#include <string>
#include <vector>

#include "api/logs.h"
#include "base/result.h"
#include "services/logs/records.h"
#include "store/key.h"

namespace stellwerk::logs {

inline constexpr std::size_t kBatchLimitBytes = 1'048'576;
inline constexpr std::size_t kEventOverheadBytes = 26;  // counted for each event of a batch
inline constexpr std::size_t kPageLimitBytes = 1'048'576;
inline constexpr std::int64_t kPageLimitEvents = 10'000;
inline constexpr std::int64_t kDescribeLimit = 50;
inline constexpr std::size_t kTagsLimit = 50;
inline constexpr std::int64_t kDayMilliseconds = 86'400'000;
inline constexpr std::int64_t kOldestMilliseconds = 14 * kDayMilliseconds;
inline constexpr std::int64_t kNewestMilliseconds = 2 * 3'600'000;

/// Without ":*".
std::string group_arn(const store::Scope& scope, std::string_view name);
std::string stream_arn(const store::Scope& scope, std::string_view group, std::string_view stream);
/// The group's name from a name or an ARN of this account and region (with or without ":*").
Result<std::string> group_name(const store::Scope& scope, const std::optional<std::string>& name,
                               const std::optional<std::string>& identifier);

/// Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
Result<void> check_retention(std::int64_t days);
Result<void> check_tags(const std::map<std::string, std::string>& tags,
                        const std::map<std::string, std::string>& present);

/// Which events of a batch are taken: [begin, end). Source: API_PutLogEvents.
struct Acceptance {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::optional<RejectedLogEventsInfo> rejected;
};
/// Errors: InvalidParameterException for order, span and size.
Result<Acceptance> check_batch(const std::vector<InputLogEvent>& events, Timestamp now,
                               const std::optional<std::int64_t>& retention_in_days);

/// Where an event stands in its stream.
struct Position {
  std::uint64_t time = 0;   // milliseconds
  std::uint64_t order = 0;  // of arrival
  std::uint32_t tie = 0;    // tells apart two batches of one millisecond
  auto operator<=>(const Position&) const = default;
};
/// Fifty-six digits; AWS's event ids look so.
std::string digits(const Position& position);
std::optional<Position> from_digits(std::string_view text);

/// A page's token is the last name of the page before.
std::string page_token(std::string_view last_name);
Result<std::string> from_page_token(std::string_view token);

}  // namespace stellwerk::logs
