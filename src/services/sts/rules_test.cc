#include "services/sts/rules.h"

#include <gtest/gtest.h>

namespace stellwerk::sts {
namespace {

TEST(StsDurations, FollowTheRoleAndTheChain) {
  auth::Caller user{.type = auth::PrincipalType::user};
  auth::Caller session{.type = auth::PrincipalType::assumed_role};
  ports::RoleTrust role{.max_session_seconds = 7200};
  EXPECT_EQ(role_session_seconds(user, role, std::nullopt).value(), 3600);
  EXPECT_EQ(role_session_seconds(user, role, 7200).value(), 7200);
  EXPECT_EQ(role_session_seconds(user, role, 7201).error().message,
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  EXPECT_EQ(role_session_seconds(session, role, 3601).error().code, "ValidationError");
  EXPECT_EQ(role_session_seconds(session, role, 900).value(), 900);
}

TEST(StsTags, TransitiveOnesAreInheritedAndFixed) {
  auth::Caller caller{.type = auth::PrincipalType::assumed_role,
                      .principal_tags = {{"team", "a"}, {"stage", "b"}},
                      .transitive_tag_keys = {"team"}};
  AssumeRoleRequest request{.tags = std::vector<Tag>{{"cost", "c"}},
                            .transitive_tag_keys = std::vector<std::string>{"cost"}};
  auto tags = session_tags(caller, request);
  ASSERT_TRUE(tags);
  EXPECT_EQ(tags->tags, (std::map<std::string, std::string>{{"team", "a"}, {"cost", "c"}}));
  EXPECT_EQ(tags->transitive_keys, (std::vector<std::string>{"team", "cost"}));
  EXPECT_FALSE(session_tags(caller, {.tags = std::vector<Tag>{{"Team", "x"}}}));
  std::vector<Tag> many;
  for (std::size_t i = 0; i < kSessionTagsLimit - 1; ++i) many.push_back({"t" + std::to_string(i), ""});
  EXPECT_TRUE(session_tags(caller, {.tags = many}));
  many.push_back({"one-more", ""});
  EXPECT_FALSE(session_tags(caller, {.tags = many}));
  EXPECT_FALSE(session_tags(caller, {.transitive_tag_keys = std::vector<std::string>{"cost"}}));
}

TEST(StsRootSessions, NameAnAccountAndLastMinutes) {
  EXPECT_EQ(target_account("111122223333"), "111122223333");
  EXPECT_EQ(target_account("arn:aws:iam::111122223333:root"), "111122223333");
  for (const char* other : {"11112222333", "arn:aws:iam::111122223333:user/root", "11112222333a", ""}) {
    EXPECT_EQ(target_account(other).error().code, "ValidationError") << other;
  }
  EXPECT_EQ(root_session_seconds(std::nullopt), 900);
  EXPECT_EQ(root_session_seconds(60), 60);
  EXPECT_FALSE(root_session_seconds(901));
  EXPECT_FALSE(root_session_seconds(-1));
}

TEST(StsPackedSize, IsAbsentWithoutPoliciesAndTags) {
  EXPECT_FALSE(packed_policy_size({}));
  EXPECT_EQ(packed_policy_size({.policy = std::string(4096, 'x')}), 100);
  EXPECT_EQ(packed_policy_size({.policy = "x"}), 1);
}

}  // namespace
}  // namespace stellwerk::sts
