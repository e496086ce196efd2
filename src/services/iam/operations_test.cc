#include <algorithm>
#include <set>

#include "auth/policy.h"
#include "base/bytes.h"
#include "services/iam/managed_policies.h"
#include "services/iam/rules.h"
#include "services/iam/test_account.h"

namespace stellwerk::iam {
namespace {

TEST(IamManagedPolicies, AreAllThereAndCanBeRead) {
  auto all = managed_policies();
  EXPECT_GT(all.size(), 1400u);
  for (const auto& policy : all) {
    auto parsed = auth::parse_policy(document_of(policy), auth::PolicyKind::stored);
    EXPECT_TRUE(parsed) << policy.name << ": " << (parsed ? "" : parsed.error().message);
    EXPECT_EQ(find_managed_policy(policy.arn()), &policy);
  }
  EXPECT_TRUE(std::ranges::is_sorted(all, {}, [](const ManagedPolicy& policy) { return policy.arn(); }));
  for (const char* absent : {"arn:aws:iam::aws:policy/", "arn:aws:iam::aws:policy", "arn:aws:iam::aws:policy/NoSuch",
                             "", "arn:aws:iam::111122223333:policy/AdministratorAccess",
                             "arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole"}) {
    EXPECT_EQ(find_managed_policy(absent), nullptr) << absent;
  }
}

TEST(IamManagedPolicies, AreFoundInEveryAccountAsAwsAnswersThem) {
  TestAccount account;
  auto arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
  auto policy = account.run(get_policy, GetPolicyRequest{arn})->policy;
  EXPECT_EQ(policy->path, "/service-role/");
  EXPECT_EQ(policy->attachment_count, 0);
  EXPECT_EQ(to_iso8601(*policy->create_date), "2015-04-09T15:03:43Z");
  auto version = account.run(get_policy_version, GetPolicyVersionRequest{arn, "v1"})->policy_version;
  EXPECT_NE(percent_decode(*version->document)->find("logs:PutLogEvents"), std::string::npos);
  EXPECT_EQ(account.run(get_policy_version, GetPolicyVersionRequest{arn, "v99"}).error().code, "NoSuchEntity");
  auto read_only = account.run(get_policy, GetPolicyRequest{"arn:aws:iam::aws:policy/ReadOnlyAccess"})->policy;
  EXPECT_EQ(account.run(list_policy_versions, ListPolicyVersionsRequest{"arn:aws:iam::aws:policy/ReadOnlyAccess"})
                ->versions->at(0)
                .version_id,
            read_only->default_version_id);
}

TEST(IamManagedPolicies, AreListedPageByPage) {
  TestAccount account;
  ASSERT_TRUE(account.run(create_policy, CreatePolicyRequest{.policy_name = "own", .policy_document = kTestDocument}));
  ListPoliciesRequest request{.max_items = 1000};
  std::set<std::string> seen;
  for (bool more = true; more;) {
    auto page = *account.run(list_policies, request);
    for (const auto& policy : *page.policies) EXPECT_TRUE(seen.insert(*policy.arn).second);
    more = page.is_truncated.value_or(false);
    request.marker = page.marker;
  }
  EXPECT_EQ(seen.size(), managed_policies().size() + 1);
  EXPECT_EQ(account.run(list_policies, ListPoliciesRequest{.scope = "Local"})->policies->size(), 1u);
  EXPECT_TRUE(account.run(list_policies, ListPoliciesRequest{.only_attached = true})->policies->empty());
}

TEST(IamManagedPolicies, CannotBeChanged) {
  TestAccount account;
  std::string arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
  EXPECT_EQ(account.run(delete_policy, DeletePolicyRequest{arn}).error().code, "AccessDenied");
  EXPECT_EQ(account.run(create_policy_version, CreatePolicyVersionRequest{arn, kTestDocument}).error().code,
            "AccessDenied");
  EXPECT_EQ(account.run(delete_policy_version, DeletePolicyVersionRequest{arn, "v1"}).error().code, "AccessDenied");
  EXPECT_EQ(account.run(set_default_policy_version, SetDefaultPolicyVersionRequest{arn, "v1"}).error().code,
            "AccessDenied");
  EXPECT_EQ(account.run(tag_policy, TagPolicyRequest{arn, {{"a", "b"}}}).error().code, "AccessDenied");
  EXPECT_EQ(account.run(untag_policy, UntagPolicyRequest{arn, {"a"}}).error().code, "AccessDenied");
}

TEST(IamRoles, CarryWhatTerraformReadsBack) {
  TestAccount account;
  CreateRoleRequest request{.path = "/delivery/",
                            .role_name = "build",
                            .assume_role_policy_document = kTestTrust,
                            .description = "builds",
                            .max_session_duration = 7200,
                            .permissions_boundary = "arn:aws:iam::aws:policy/PowerUserAccess",
                            .tags = std::vector<Tag>{{"team", "platform"}}};
  ASSERT_TRUE(account.run(create_role, request));
  auto role = account.run(get_role, GetRoleRequest{"build"})->role;
  EXPECT_EQ(role.arn, "arn:aws:iam::111122223333:role/delivery/build");
  EXPECT_EQ(role.role_id.size(), 21u);
  EXPECT_EQ(percent_decode(*role.assume_role_policy_document), kTestTrust);
  EXPECT_EQ(role.assume_role_policy_document->find_first_of("{\" "), std::string::npos);
  EXPECT_EQ(role.description, "builds");
  EXPECT_EQ(role.max_session_duration, 7200);
  EXPECT_EQ(role.permissions_boundary->permissions_boundary_arn, "arn:aws:iam::aws:policy/PowerUserAccess");
  ASSERT_EQ(role.tags->size(), 1u);
  auto again =
      account.run(create_role, CreateRoleRequest{.role_name = "BUILD", .assume_role_policy_document = kTestTrust});
  EXPECT_EQ(again.error().code, "EntityAlreadyExists");
  EXPECT_EQ(again.error().http_status, 409);
}

TEST(IamRoles, ATrustedPrincipalMustExist) {
  TestAccount account;
  auto trust =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/other"},"Action":"sts:AssumeRole"}]})";
  CreateRoleRequest request{.role_name = "a", .assume_role_policy_document = trust};
  auto refused = account.run(create_role, request);
  EXPECT_EQ(refused.error().code, "MalformedPolicyDocument");
  EXPECT_EQ(refused.error().message, R"(Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:role/other")");
  ASSERT_TRUE(
      account.run(create_role, CreateRoleRequest{.role_name = "other", .assume_role_policy_document = kTestTrust}));
  EXPECT_TRUE(account.run(create_role, request));
}

TEST(IamRoles, AreNotDeletedWhileTheyHoldSomething) {
  TestAccount account;
  ASSERT_TRUE(account.run(create_role, CreateRoleRequest{.role_name = "a", .assume_role_policy_document = kTestTrust}));
  ASSERT_TRUE(account.run(put_role_policy, PutRolePolicyRequest{"a", "p", kTestDocument}));
  EXPECT_EQ(account.run(delete_role, DeleteRoleRequest{"a"}).error().message,
            "Cannot delete entity, must delete policies first.");
  ASSERT_TRUE(account.run(delete_role_policy, DeleteRolePolicyRequest{"a", "p"}));
  ASSERT_TRUE(account.run(create_instance_profile, CreateInstanceProfileRequest{.instance_profile_name = "i"}));
  ASSERT_TRUE(account.run(add_role_to_instance_profile, AddRoleToInstanceProfileRequest{"i", "a"}));
  EXPECT_EQ(account.run(delete_role, DeleteRoleRequest{"a"}).error().code, "DeleteConflict");
  EXPECT_EQ(
      account.run(list_instance_profiles_for_role, ListInstanceProfilesForRoleRequest{"a"})->instance_profiles.size(),
      1u);
  ASSERT_TRUE(account.run(remove_role_from_instance_profile, RemoveRoleFromInstanceProfileRequest{"i", "a"}));
  EXPECT_TRUE(account.run(delete_role, DeleteRoleRequest{"a"}));
  EXPECT_EQ(account.run(get_role, GetRoleRequest{"a"}).error().message, "The role with name a cannot be found.");
}

TEST(IamPolicyVersions, OneIsTheDefaultAndFiveAreMost) {
  TestAccount account;
  auto arn = *account.run(create_policy, CreatePolicyRequest{.policy_name = "p", .policy_document = kTestDocument})
                  ->policy->arn;
  for (int i = 2; i <= 5; ++i) {
    auto version = account.run(create_policy_version, CreatePolicyVersionRequest{arn, kTestDocument, i == 5});
    EXPECT_EQ(version->policy_version->version_id, "v" + std::to_string(i));
  }
  EXPECT_EQ(account.run(create_policy_version, CreatePolicyVersionRequest{arn, kTestDocument}).error().code,
            "LimitExceeded");
  EXPECT_EQ(account.run(get_policy, GetPolicyRequest{arn})->policy->default_version_id, "v5");
  EXPECT_EQ(account.run(delete_policy_version, DeletePolicyVersionRequest{arn, "v5"}).error().code, "DeleteConflict");
  EXPECT_EQ(account.run(delete_policy, DeletePolicyRequest{arn}).error().code, "DeleteConflict");
  for (auto id : {"v1", "v2", "v3", "v4"})
    ASSERT_TRUE(account.run(delete_policy_version, DeletePolicyVersionRequest{arn, id}));
  ASSERT_TRUE(account.run(create_policy_version, CreatePolicyVersionRequest{arn, kTestDocument}));
  EXPECT_EQ(account.run(list_policy_versions, ListPolicyVersionsRequest{arn})->versions->at(0).version_id, "v6");
}

TEST(IamPolicyAttachments, AreCountedAndHoldThePolicy) {
  TestAccount account;
  auto arn = *account.run(create_policy, CreatePolicyRequest{.policy_name = "p", .policy_document = kTestDocument})
                  ->policy->arn;
  ASSERT_TRUE(account.run(create_user, CreateUserRequest{.user_name = "dev", .permissions_boundary = arn}));
  ASSERT_TRUE(account.run(attach_user_policy, AttachUserPolicyRequest{"dev", arn}));
  ASSERT_TRUE(account.run(update_user, UpdateUserRequest{"dev", "/x/", "developer"}));
  auto policy = account.run(get_policy, GetPolicyRequest{arn})->policy;
  EXPECT_EQ(policy->attachment_count, 1);
  EXPECT_EQ(policy->permissions_boundary_usage_count, 1);
  auto holders = account.run(list_entities_for_policy, ListEntitiesForPolicyRequest{.policy_arn = arn});
  ASSERT_EQ(holders->policy_users->size(), 1u);
  EXPECT_EQ(holders->policy_users->at(0).user_name, "developer");
  EXPECT_EQ(account.run(delete_policy, DeletePolicyRequest{arn}).error().code, "DeleteConflict");
  ASSERT_TRUE(account.run(detach_user_policy, DetachUserPolicyRequest{"developer", arn}));
  ASSERT_TRUE(account.run(delete_user, DeleteUserRequest{"developer"}));
  EXPECT_TRUE(account.run(delete_policy, DeletePolicyRequest{arn}));
}

TEST(IamLists, ComeInPages) {
  TestAccount account;
  for (auto name : {"c", "a", "b"}) ASSERT_TRUE(account.run(create_user, CreateUserRequest{.user_name = name}));
  auto first = account.run(list_users, ListUsersRequest{.max_items = 2});
  ASSERT_EQ(first->users.size(), 2u);
  EXPECT_EQ(first->users[0].user_name, "a");
  EXPECT_TRUE(*first->is_truncated);
  auto second = account.run(list_users, ListUsersRequest{.marker = first->marker});
  ASSERT_EQ(second->users.size(), 1u);
  EXPECT_EQ(second->users[0].user_name, "c");
  EXPECT_FALSE(*second->is_truncated);
}

TEST(IamTags, KeysDifferingInCaseAreOne) {
  Tags tags{{"Team", "a"}};
  ASSERT_TRUE(add_tags(tags, {{"team", "b"}}));
  EXPECT_EQ(tags, (Tags{{"team", "b"}}));
  EXPECT_EQ(add_tags(tags, {{"x", "1"}, {"X", "2"}}).error().code, "InvalidInput");
  EXPECT_EQ(add_tags(tags, {{"aws:x", "1"}}).error().code, "InvalidInput");
}

TEST(IamPolicySize, LeavesOutWhiteSpaceOutsideOfStrings) {
  EXPECT_EQ(policy_size("{ \"a b\" : \"c\\\" d\" }\n"), std::string_view("{\"a b\":\"c\\\" d\"}").size());
}

TEST(IamSimulation, DecidesAsTheServerDoes) {
  TestAccount account;
  ASSERT_TRUE(account.run(create_user, CreateUserRequest{.user_name = "dev"}));
  ASSERT_TRUE(account.run(put_user_policy, PutUserPolicyRequest{"dev", "p", kTestDocument}));
  SimulatePrincipalPolicyRequest request{.policy_source_arn = "arn:aws:iam::111122223333:user/dev",
                                         .action_names = {"s3:GetObject", "s3:PutObject"}};
  auto results = account.run(simulate_principal_policy, request)->evaluation_results;
  ASSERT_EQ(results->size(), 2u);
  EXPECT_EQ(results->at(0).eval_decision, "allowed");
  EXPECT_EQ(results->at(1).eval_decision, "implicitDeny");
}

}  // namespace
}  // namespace stellwerk::iam
