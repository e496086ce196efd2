#include <gtest/gtest.h>

#include "services/logs/filter_pattern.h"
#include "services/logs/rules.h"

namespace stellwerk::logs {
namespace {

bool matches(std::string_view pattern, std::string_view message) {
  auto filter = parse_filter_pattern(pattern);
  EXPECT_TRUE(filter) << pattern;
  return filter && (*filter)(message);
}

TEST(LogsFilterPattern, Terms) {
  EXPECT_TRUE(matches("", "anything"));
  EXPECT_TRUE(matches("ERROR", "an ERROR here"));
  EXPECT_FALSE(matches("ERROR", "an error here"));
  EXPECT_FALSE(matches("ERROR Exception", "an ERROR here"));
  EXPECT_TRUE(matches("?ERROR ?WARN", "a WARN here"));
  EXPECT_FALSE(matches("?ERROR ?WARN", "fine"));
  EXPECT_FALSE(matches("ERROR -Exiting", "ERROR Exiting"));
  EXPECT_TRUE(matches("\"exit 1\" -\"exit 12\"", "command: exit 1"));
  EXPECT_TRUE(matches("%4[0-9]{2}%", "status 404"));
  EXPECT_FALSE(parse_filter_pattern("[a, b]"));
  EXPECT_FALSE(parse_filter_pattern("\"open"));
  EXPECT_FALSE(parse_filter_pattern("a=b"));
}

TEST(LogsFilterPattern, JsonSelectors) {
  std::string_view event = R"({"type":"Trail","n":3,"user":{"id":null,"ok":true},"list":[{"v":"a"},{"v":"b"}]})";
  EXPECT_TRUE(matches("{ $.type = \"Trail\" }", event));
  EXPECT_TRUE(matches("{ $.type = Tr* }", event));
  EXPECT_FALSE(matches("{ $.type != \"Trail\" }", event));
  EXPECT_TRUE(matches("{ ($.n >= 3) && ($.n < 4) }", event));
  EXPECT_TRUE(matches("{ $.n = 7 || $.list[1].v = b }", event));
  EXPECT_TRUE(matches("{ $.list[*].v = \"a\" }", event));
  EXPECT_TRUE(matches("{ $.user.id IS NULL }", event));
  EXPECT_TRUE(matches("{ $.user.ok IS TRUE }", event));
  EXPECT_TRUE(matches("{ $.user.no NOT EXISTS }", event));
  EXPECT_FALSE(matches("{ $.type = \"Trail\" }", "no JSON"));
  EXPECT_FALSE(parse_filter_pattern("{ type = 1 }"));
  EXPECT_FALSE(parse_filter_pattern("{ $.a = 1"));
  EXPECT_FALSE(parse_filter_pattern("{ $.a < word }"));
}

std::vector<InputLogEvent> at(std::initializer_list<std::int64_t> times) {
  std::vector<InputLogEvent> out;
  for (auto time : times) out.push_back({time, "x"});
  return out;
}

TEST(LogsBatch, TakesWhatIsNeitherTooOldNorTooNew) {
  Timestamp now{100 * kDayMilliseconds};
  auto fine = check_batch(at({now.milliseconds, now.milliseconds}), now, {});
  ASSERT_TRUE(fine);
  EXPECT_EQ(fine->end, 2u);
  EXPECT_FALSE(fine->rejected);
  auto mixed =
      check_batch(at({now.milliseconds - 3'600'000, now.milliseconds, now.milliseconds + 2 * 3'600'000 + 1}), now, {});
  ASSERT_TRUE(mixed);
  EXPECT_EQ(mixed->rejected->too_new_log_event_start_index, 2);
  EXPECT_EQ(mixed->end, 2u);
  auto old = check_batch(
      at({now.milliseconds - 14 * kDayMilliseconds - 5, now.milliseconds - 14 * kDayMilliseconds + 5}), now, {});
  EXPECT_EQ(old->rejected->too_old_log_event_end_index, 1);
  auto expired = check_batch(at({now.milliseconds - kDayMilliseconds - 5, now.milliseconds - 5}), now, 1);
  EXPECT_EQ(expired->rejected->expired_log_event_end_index, 1);
  EXPECT_EQ(expired->begin, 1u);
  EXPECT_FALSE(check_batch(at({5, 4}), now, {}));
  EXPECT_FALSE(check_batch(at({0, kDayMilliseconds + 1}), now, {}));
  EXPECT_FALSE(check_batch({{now.milliseconds, std::string(kBatchLimitBytes, 'x')}}, now, {}));
}

TEST(LogsPosition, ReadsItsOwnDigits) {
  Position position{1'764'000'000'000, 77, 4'000'000'000};
  EXPECT_EQ(from_digits(digits(position)), position);
  EXPECT_EQ(digits(position).size(), 56u);
  EXPECT_FALSE(from_digits("1"));
}

TEST(LogsGroupName, ComesFromNamesAndArns) {
  store::Scope scope{"111122223333", "eu-central-1"};
  EXPECT_EQ(*group_name(scope, "a/b", {}), "a/b");
  EXPECT_EQ(*group_name(scope, {}, group_arn(scope, "a/b") + ":*"), "a/b");
  EXPECT_EQ(*group_name(scope, {}, group_arn(scope, "a/b")), "a/b");
  EXPECT_FALSE(group_name(scope, {}, "arn:aws:logs:eu-central-1:999999999999:log-group:x"));
  EXPECT_FALSE(group_name(scope, {}, {}));
}

}  // namespace
}  // namespace stellwerk::logs
