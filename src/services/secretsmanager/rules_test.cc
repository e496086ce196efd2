#include "services/secretsmanager/rules.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace stellwerk::secretsmanager {
namespace {

using Stages = std::map<std::string, std::string>;

TEST(SecretStages, TheCurrentVersionLeavesAPreviousOne) {
  SecretRecord secret;
  move_stages(secret, {kCurrent}, "one");
  EXPECT_EQ(secret.stages, (Stages{{kCurrent, "one"}}));
  move_stages(secret, {kCurrent}, "two");
  EXPECT_EQ(secret.stages, (Stages{{kCurrent, "two"}, {kPrevious, "one"}}));
  move_stages(secret, {"AWSPENDING"}, "three");
  move_stages(secret, {kCurrent}, "one");
  EXPECT_EQ(secret.stages, (Stages{{kCurrent, "one"}, {kPrevious, "two"}, {"AWSPENDING", "three"}}));
  EXPECT_EQ(stages_of(secret, "three"), (std::vector<std::string>{"AWSPENDING"}));
}

TEST(SecretStages, ANewCurrentVersionTakesPendingFromTheOneBefore) {
  SecretRecord secret;
  give_stages(secret, {"mine"}, "one");
  EXPECT_EQ(secret.stages, (Stages{{kCurrent, "one"}, {"mine", "one"}}));
  move_stages(secret, {kPending}, "one");
  give_stages(secret, {"other"}, "two");
  EXPECT_EQ(secret.stages[kPending], "one");
  give_stages(secret, {kCurrent}, "three");
  EXPECT_EQ(secret.stages, (Stages{{kCurrent, "three"}, {kPrevious, "one"}, {"mine", "one"}, {"other", "two"}}));
}

TEST(SecretDeletion, HasAWindowUnlessForced) {
  EXPECT_EQ(recovery_days({}).value(), 30);
  EXPECT_EQ(recovery_days({.recovery_window_in_days = 7}).value(), 7);
  EXPECT_FALSE(recovery_days({.recovery_window_in_days = 6}));
  EXPECT_EQ(recovery_days({.force_delete_without_recovery = true}).value(), 0);
  EXPECT_FALSE(recovery_days({.recovery_window_in_days = 7, .force_delete_without_recovery = true}));
}

TEST(SecretPasswords, HoldWhatWasAskedFor) {
  SeededIdSource ids(1);
  auto all = random_password({}, ids).value();
  EXPECT_EQ(all.size(), 32u);
  EXPECT_TRUE(std::ranges::any_of(all, [](char c) { return std::isdigit(static_cast<unsigned char>(c)); }));
  auto digits = random_password({.password_length = 8,
                                 .exclude_characters = "01",
                                 .exclude_punctuation = true,
                                 .exclude_uppercase = true,
                                 .exclude_lowercase = true},
                                ids);
  EXPECT_EQ(digits->find_first_not_of("23456789"), std::string::npos);
  EXPECT_FALSE(random_password({.password_length = 3}, ids));
  EXPECT_FALSE(random_password(
      {.exclude_numbers = true, .exclude_punctuation = true, .exclude_uppercase = true, .exclude_lowercase = true},
      ids));
}

TEST(SecretNames, AllowTheseCharactersOnly) {
  EXPECT_TRUE(check_name("disruptions/staging/feed_key+=.@!-1"));
  EXPECT_FALSE(check_name("a b"));
  EXPECT_FALSE(check_name("a:b"));
}

TEST(SecretFilters, MatchBeginnings) {
  SecretRecord secret{.name = "prod/feed", .description = "Feed Key", .tags = {{"team", "bus"}}};
  EXPECT_TRUE(matches(secret, {"name", std::vector<std::string>{"prod"}}, ""));
  EXPECT_FALSE(matches(secret, {"name", std::vector<std::string>{"feed"}}, ""));
  EXPECT_TRUE(matches(secret, {"name", std::vector<std::string>{"!feed"}}, ""));
  EXPECT_TRUE(matches(secret, {"description", std::vector<std::string>{"key FE"}}, ""));
  EXPECT_FALSE(matches(secret, {"description", std::vector<std::string>{"ey"}}, ""));
  EXPECT_TRUE(matches(secret, {"all", std::vector<std::string>{"bus"}}, ""));
}

}  // namespace
}  // namespace stellwerk::secretsmanager
