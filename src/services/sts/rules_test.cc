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
  EXPECT_FALSE(session_tags(caller, {.transitive_tag_keys = std::vector<std::string>{"cost"}}));
}

TEST(StsPackedSize, IsAbsentWithoutPoliciesAndTags) {
  EXPECT_FALSE(packed_policy_size({}));
  EXPECT_EQ(packed_policy_size({.policy = std::string(4096, 'x')}), 100);
  EXPECT_EQ(packed_policy_size({.policy = "x"}), 1);
}

}  // namespace
}  // namespace stellwerk::sts
