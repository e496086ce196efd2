#include "services/iam/service.h"

#include "services/iam/records.h"
#include "services/iam/test_account.h"

namespace stellwerk::iam {
namespace {

TEST(IamCredentials, TheFirstAdministratorSignsIn) {
  TestAccount account;
  auto transaction = account.store->begin();
  auto made = account.iam.create_first_administrator(*transaction, kTestAccount, account.clock.time, account.ids);
  EXPECT_TRUE(made.access_key_id.starts_with("AKIA"));
  EXPECT_EQ(made.access_key_id.size(), 20u);
  EXPECT_EQ(made.secret_access_key.size(), 40u);
  auto found = account.iam.find_credential(*transaction, made.access_key_id, "");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->secret_access_key, made.secret_access_key);
  EXPECT_EQ(found->caller.arn, "arn:aws:iam::111122223333:user/administrator");
  EXPECT_TRUE(found->caller.principal_id.starts_with("AIDA"));
  auto policies = account.iam.policies_of(*transaction, found->caller);
  ASSERT_EQ(policies.identity.size(), 1u);
  EXPECT_NE(policies.identity[0].find(R"("Action":"*")"), std::string::npos);
}

TEST(IamCredentials, AnInactiveKeyIsNoCredential) {
  TestAccount account;
  ASSERT_TRUE(account.run(create_user, CreateUserRequest{.user_name = "dev"}));
  auto key = account.run(create_access_key, CreateAccessKeyRequest{.user_name = "dev"})->access_key;
  ASSERT_TRUE(account.run(update_access_key, UpdateAccessKeyRequest{"dev", key.access_key_id, "Inactive"}));
  EXPECT_FALSE(account.iam.find_credential(*account.store->begin(), key.access_key_id, ""));
  ASSERT_TRUE(account.run(update_access_key, UpdateAccessKeyRequest{"dev", key.access_key_id, "Active"}));
  EXPECT_TRUE(account.iam.find_credential(*account.store->begin(), key.access_key_id, ""));
}

TEST(IamCredentials, TheLastUseIsNotedNowAndThen) {
  TestAccount account;
  ASSERT_TRUE(account.run(create_user, CreateUserRequest{.user_name = "dev"}));
  auto key = account.run(create_access_key, CreateAccessKeyRequest{.user_name = "dev"})->access_key;
  auto last_use = [&] {
    return account.run(get_access_key_last_used, GetAccessKeyLastUsedRequest{key.access_key_id})->access_key_last_used;
  };
  EXPECT_EQ(last_use()->service_name, "N/A");
  auto use = [&](Timestamp now) {
    auto transaction = account.store->begin();
    auto caller = account.iam.find_credential(*transaction, key.access_key_id, "")->caller;
    account.iam.note_use(*transaction, caller, "s3", "eu-central-1", now);
    bool has_written = transaction->has_writes();
    EXPECT_EQ(account.store->commit(*transaction), store::CommitOutcome::done);
    return has_written;
  };
  auto now = account.clock.time;
  EXPECT_TRUE(use(now));
  EXPECT_EQ(last_use()->service_name, "s3");
  EXPECT_TRUE(use(now));  // the same call, run again after a conflict
  EXPECT_FALSE(use(now.plus_seconds(10)));
  EXPECT_TRUE(use(now.plus_seconds(1000)));
  EXPECT_EQ(last_use()->last_used_date, now.plus_seconds(1000));
}

TEST(IamSessions, TheTokenIsTheSession) {
  TestAccount account;
  auto role = account
                  .run(create_role, CreateRoleRequest{.role_name = "build",
                                                      .assume_role_policy_document = kTestTrust,
                                                      .tags = std::vector<Tag>{{"team", "platform"}, {"stage", "one"}}})
                  ->role;
  auto transaction = account.store->begin();
  auto issued = account.iam.issue_role_session(
      *transaction,
      {.role_arn = role.arn, .session_name = "b1", .tags = {{"Stage", "two"}}, .source_identity = "alice"});
  ASSERT_TRUE(issued);
  EXPECT_TRUE(issued->access_key_id.starts_with("ASIA"));
  EXPECT_EQ(issued->expires, account.clock.time.plus_seconds(3600));
  auto found = account.iam.find_credential(*transaction, issued->access_key_id, issued->session_token);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->secret_access_key, issued->secret_access_key);
  EXPECT_EQ(found->caller.arn, "arn:aws:sts::111122223333:assumed-role/build/b1");
  EXPECT_EQ(found->caller.principal_id, role.role_id + ":b1");
  EXPECT_EQ(found->caller.source_identity, "alice");
  EXPECT_EQ(found->caller.principal_tags, (Tags{{"team", "platform"}, {"Stage", "two"}}));
  // Neither half is of use with another's.
  EXPECT_FALSE(account.iam.find_credential(*transaction, "ASIAAAAAAAAAAAAAAAAA", issued->session_token));
  auto bent = issued->session_token;
  bent[20] = bent[20] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(account.iam.find_credential(*transaction, issued->access_key_id, bent));
}

TEST(IamSessions, ASessionDiesWithItsRole) {
  TestAccount account;
  CreateRoleRequest request{.role_name = "build", .assume_role_policy_document = kTestTrust};
  auto role = account.run(create_role, request)->role;
  auto issued = account.iam.issue_role_session(*account.store->begin(), {.role_arn = role.arn, .session_name = "b1"});
  ASSERT_TRUE(account.run(delete_role, DeleteRoleRequest{"build"}));
  EXPECT_FALSE(account.iam.find_credential(*account.store->begin(), issued->access_key_id, issued->session_token));
  // A new role of the same name is another role.
  ASSERT_TRUE(account.run(create_role, request));
  EXPECT_FALSE(account.iam.find_credential(*account.store->begin(), issued->access_key_id, issued->session_token));
  EXPECT_TRUE(account.iam.policies_of(*account.store->begin(), issued->caller).identity.empty());
}

ports::Errand errand_of(const std::string& service, const std::string& source, const std::string& account) {
  return {service, {account, "eu-central-1"}, source, "b1"};
}
const std::string kSite = "arn:aws:codebuild:eu-central-1:111122223333:project/site";

TEST(IamServiceRoles, OnlyTheTrustedServiceGetsASession) {
  TestAccount account;
  auto role =
      account.run(create_role, CreateRoleRequest{.role_name = "build", .assume_role_policy_document = kTestTrust})
          ->role;
  auto session = account.iam.enter(errand_of("codebuild.amazonaws.com", kSite, kTestAccount), role.arn);
  ASSERT_TRUE(session);
  EXPECT_EQ(session->region, "eu-central-1");
  EXPECT_EQ(session->caller.role_arn, role.arn);
  EXPECT_EQ(session->caller.acting_service, "codebuild.amazonaws.com");
  EXPECT_EQ(session->caller.via_service, "") << "the role calls for itself, not on behalf of another caller";
  auto other = account.iam.enter(errand_of("codepipeline.amazonaws.com", kSite, kTestAccount), role.arn);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, "AccessDenied");
  auto absent = account.iam.credential(errand_of("codebuild.amazonaws.com", kSite, kTestAccount), role.arn + "x");
  EXPECT_EQ(absent.error().code, "AccessDenied");
}

TEST(IamServiceRoles, NoneForAResourceOfAnotherAccount) {
  TestAccount account;
  auto role =
      account.run(create_role, CreateRoleRequest{.role_name = "build", .assume_role_policy_document = kTestTrust})
          ->role;
  const ports::Errand foreign =
      errand_of("codebuild.amazonaws.com", "arn:aws:codebuild:eu-central-1:444455556666:project/site", "444455556666");
  EXPECT_EQ(account.iam.credential(foreign, role.arn).error().code, "AccessDenied");
  EXPECT_EQ(account.iam.enter(foreign, role.arn).error().code, "AccessDenied");
}

TEST(IamServiceRoles, ATrustPolicyCanNameTheSource) {
  TestAccount account;
  auto trust =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"codebuild.amazonaws.com"},)"
      R"("Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"},)"
      R"("ArnLike":{"aws:SourceArn":"arn:aws:codebuild:*:111122223333:project/site"}}}]})";
  auto role =
      account.run(create_role, CreateRoleRequest{.role_name = "build", .assume_role_policy_document = trust})->role;
  auto with = [&](const std::string& source) {
    return account.iam.credential(errand_of("codebuild.amazonaws.com", source, kTestAccount), role.arn).has_value();
  };
  EXPECT_TRUE(with(kSite));
  EXPECT_FALSE(with("arn:aws:codebuild:eu-central-1:111122223333:project/other"));
}

TEST(IamPolicies, GroupsAttachmentsAndBoundariesBear) {
  TestAccount account;
  ASSERT_TRUE(account.run(create_user, CreateUserRequest{.user_name = "dev"}));
  ASSERT_TRUE(account.run(create_group, CreateGroupRequest{.group_name = "devs"}));
  ASSERT_TRUE(account.run(add_user_to_group, AddUserToGroupRequest{"devs", "dev"}));
  ASSERT_TRUE(account.run(put_group_policy, PutGroupPolicyRequest{"devs", "p", kTestDocument}));
  auto policy =
      account.run(create_policy, CreatePolicyRequest{.policy_name = "own", .policy_document = kTestDocument})->policy;
  ASSERT_TRUE(account.run(attach_user_policy, AttachUserPolicyRequest{"dev", *policy->arn}));
  ASSERT_TRUE(account.run(put_user_permissions_boundary,
                          PutUserPermissionsBoundaryRequest{"dev", "arn:aws:iam::aws:policy/ReadOnlyAccess"}));
  auto key = account.run(create_access_key, CreateAccessKeyRequest{.user_name = "dev"})->access_key;
  auto transaction = account.store->begin();
  auto caller = account.iam.find_credential(*transaction, key.access_key_id, "")->caller;
  auto policies = account.iam.policies_of(*transaction, caller);
  EXPECT_EQ(policies.identity, (std::vector<std::string>{kTestDocument, kTestDocument}));
  ASSERT_TRUE(policies.permissions_boundary);
  EXPECT_NE(policies.permissions_boundary->find("codecommit:GitPull"), std::string::npos);
}

TEST(IamAccessRole, ANewAccountCanBeEntered) {
  TestAccount account;
  auto transaction = account.store->begin();
  account.iam.create_access_role(*transaction, "444455556666", "OrganizationAccountAccessRole", kTestAccount,
                                 account.clock.time);
  auto role = account.iam.find_role(*transaction, "arn:aws:iam::444455556666:role/OrganizationAccountAccessRole");
  ASSERT_TRUE(role);
  EXPECT_NE(role->trust_policy.find("arn:aws:iam::111122223333:root"), std::string::npos);
}

}  // namespace
}  // namespace stellwerk::iam
