#include "services/logs/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/arn.h"
#include "base/bytes.h"

namespace stellwerk::logs {
namespace {

constexpr std::int64_t kRetentions[] = {1,   3,   5,   7,   14,   30,   60,   90,   120,  150,  180,
                                        365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653};

template <class Number>
bool read_number(std::string_view text, Number& out) {
  auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
  return failed == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::string group_arn(const store::Scope& scope, std::string_view name) {
  return fmt::format("arn:aws:logs:{}:{}:log-group:{}", scope.region, scope.account, name);
}

std::string stream_arn(const store::Scope& scope, std::string_view group, std::string_view stream) {
  return group_arn(scope, group) + ":log-stream:" + std::string(stream);
}

Result<std::string> group_name(const store::Scope& scope, const std::optional<std::string>& name,
                               const std::optional<std::string>& identifier) {
  if (name && identifier) {
    return errors::InvalidParameterException("LogGroup name and LogGroup ARN are mutually exclusive parameters.");
  }
  if (name) return *name;
  if (!identifier) return errors::InvalidParameterException("Give logGroupName or logGroupIdentifier.");
  if (!identifier->starts_with("arn:")) return *identifier;
  auto arn = parse_arn(*identifier);
  constexpr std::string_view kKind = "log-group:";
  if (!arn || arn->service != "logs" || !arn->resource.starts_with(kKind)) {
    return errors::InvalidParameterException("Invalid log group ARN " + *identifier);
  }
  if (arn->account != scope.account || arn->region != scope.region) {
    return errors::InvalidParameterException("Log groups of other accounts or regions cannot be read: " + *identifier);
  }
  std::string out = arn->resource.substr(kKind.size());
  if (out.ends_with(":*")) out.resize(out.size() - 2);
  return out;
}

Result<void> check_retention(std::int64_t days) {
  if (std::ranges::find(kRetentions, days) != std::end(kRetentions)) return {};
  return errors::InvalidParameterException(fmt::format(
      "1 validation error detected: Value '{}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy "
      "enum value set: [{}]",
      days, fmt::join(kRetentions, ", ")));
}

Result<void> check_tags(const std::map<std::string, std::string>& tags,
                        const std::map<std::string, std::string>& present) {
  std::size_t count = present.size();
  for (const auto& [key, value] : tags) {
    if (to_lower(key).starts_with("aws:")) {
      return errors::InvalidParameterException("Tag keys that begin with aws: are reserved: " + key);
    }
    if (!present.contains(key)) ++count;
  }
  if (count > kTagsLimit)
    return errors::TooManyTagsException(fmt::format("A resource can have at most {} tags.", kTagsLimit));
  return {};
}

Result<Acceptance> check_batch(const std::vector<InputLogEvent>& events, Timestamp now,
                               const std::optional<std::int64_t>& retention_in_days) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    std::size_t size = events[i].message.size() + kEventOverheadBytes;
    if (size > kBatchLimitBytes) {
      return errors::InvalidParameterException(
          fmt::format("Log event too large: {} bytes exceeds limit of {}", size, kBatchLimitBytes));
    }
    bytes += size;
    if (i > 0 && events[i].timestamp < events[i - 1].timestamp) {
      return errors::InvalidParameterException(
          "Log events in a single PutLogEvents request must be in chronological order.");
    }
  }
  if (bytes > kBatchLimitBytes) {
    return errors::InvalidParameterException(
        fmt::format("Upload too large: {} bytes exceeds limit of {}", bytes, kBatchLimitBytes));
  }
  if (!events.empty() && events.back().timestamp - events.front().timestamp > kDayMilliseconds) {
    return errors::InvalidParameterException(
        "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  }
  auto before = [&](std::int64_t time) {
    return static_cast<std::size_t>(std::ranges::lower_bound(events, time, {}, &InputLogEvent::timestamp) -
                                    events.begin());
  };
  std::size_t too_old = before(now.milliseconds - kOldestMilliseconds), expired = 0;
  if (retention_in_days) expired = before(now.milliseconds - *retention_in_days * kDayMilliseconds);
  std::size_t too_new = before(now.milliseconds + kNewestMilliseconds + 1);
  Acceptance out{std::max(too_old, expired), too_new, {}};
  if (too_old > 0 || expired > 0 || too_new < events.size()) {
    out.rejected.emplace();
    if (too_old > 0) out.rejected->too_old_log_event_end_index = static_cast<std::int64_t>(too_old);
    if (expired > 0) out.rejected->expired_log_event_end_index = static_cast<std::int64_t>(expired);
    if (too_new < events.size()) out.rejected->too_new_log_event_start_index = static_cast<std::int64_t>(too_new);
  }
  return out;
}

std::string digits(const Position& position) {
  return fmt::format("{:020}{:020}{:016}", position.time, position.order, position.tie);
}

std::optional<Position> from_digits(std::string_view text) {
  Position out;
  if (text.size() != 56 || !read_number(text.substr(0, 20), out.time) || !read_number(text.substr(20, 20), out.order) ||
      !read_number(text.substr(40), out.tie)) {
    return std::nullopt;
  }
  return out;
}

std::string page_token(std::string_view last_name) { return to_base64(last_name); }

Result<std::string> from_page_token(std::string_view token) {
  auto name = from_base64(token);
  if (!name) return errors::InvalidParameterException("The specified nextToken is invalid.");
  return std::move(*name);
}

}  // namespace stellwerk::logs
