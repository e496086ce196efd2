#include <gtest/gtest.h>

#include "ports/test_call.h"
#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/secrets.h"
#include "services/secretsmanager/service.h"

namespace stellwerk::secretsmanager {
namespace {

using Words = std::vector<std::string>;

class SecretAccesses : public testing::Test {
 protected:
  SecretAccesses() : manager(*calls.store, calls.principals) {
    CreateSecretRequest request{.name = "bus/feed"};  // without a value, as there is no KMS here
    request.tags = std::vector<Tag>{{"team", "bus"}};
    arn = *calls.in_call([&](ports::Call& call) { return create_secret(manager, call, request); })->arn;
  }

  template <class Request>
  Words asked(const Request& request) {
    return in_words(calls.in_call([&](ports::Call& call) { return accesses(manager, call, request); }));
  }

  /// `more`: keys that stand in order before and behind those of the secret.
  Words on_secret(const std::string& action, const std::string& before = "", const std::string& between = "",
                  const std::string& behind = "") {
    return {"secretsmanager:" + action + " " + arn + before + between + " secretsmanager:ResourceTag/team" +
            " secretsmanager:SecretId secretsmanager:SecretPrimaryRegion" + behind};
  }

  ports::TestCalls calls;
  SecretsManager manager;
  std::string arn;
};

TEST_F(SecretAccesses, AreBySecretWithItsTags) {
  const std::string tag = " aws:ResourceTag/team";
  for (const std::string& id : {std::string("bus/feed"), arn}) {
    EXPECT_EQ(asked(DescribeSecretRequest{id}), on_secret("DescribeSecret", tag));
  }
  EXPECT_EQ(
      asked(DeleteSecretRequest{.secret_id = arn, .recovery_window_in_days = 7}),
      on_secret("DeleteSecret", tag, " secretsmanager:ForceDeleteWithoutRecovery secretsmanager:RecoveryWindowInDays"));
  EXPECT_EQ(asked(GetResourcePolicyRequest{arn}), on_secret("GetResourcePolicy", tag));
  EXPECT_EQ(asked(PutResourcePolicyRequest{.secret_id = arn}),
            on_secret("PutResourcePolicy", tag, " secretsmanager:BlockPublicPolicy"));
  EXPECT_EQ(asked(DeleteResourcePolicyRequest{arn}), on_secret("DeleteResourcePolicy", tag));
  EXPECT_EQ(asked(GetSecretValueRequest{.secret_id = arn, .version_id = "v"}),
            on_secret("GetSecretValue", tag, "", " secretsmanager:VersionId secretsmanager:VersionStage"));
  EXPECT_EQ(asked(ListSecretVersionIdsRequest{.secret_id = arn}), on_secret("ListSecretVersionIds", tag));
  EXPECT_EQ(asked(PutSecretValueRequest{.secret_id = arn}), on_secret("PutSecretValue", tag));
  EXPECT_EQ(asked(RestoreSecretRequest{arn}), on_secret("RestoreSecret", tag));
  EXPECT_EQ(asked(UpdateSecretRequest{.secret_id = arn, .description = "d", .kms_key_id = "k"}),
            on_secret("UpdateSecret", tag, " secretsmanager:Description secretsmanager:KmsKeyId"));
  EXPECT_EQ(asked(UpdateSecretVersionStageRequest{.secret_id = arn, .version_stage = "s"}),
            on_secret("UpdateSecretVersionStage", tag, "", " secretsmanager:VersionStage"));
}

TEST_F(SecretAccesses, OfTaggingTellTheTags) {
  EXPECT_EQ(asked(TagResourceRequest{arn, {{"a", "b"}}}),
            on_secret("TagResource", " aws:RequestTag/a aws:ResourceTag/team aws:TagKeys"));
  EXPECT_EQ(asked(UntagResourceRequest{arn, {"a"}}), on_secret("UntagResource", " aws:ResourceTag/team aws:TagKeys"));
}

TEST_F(SecretAccesses, OfMakingWithTagsNeedTheRightToTag) {
  const std::string made = " arn:aws:secretsmanager:eu-central-1:111122223333:secret:depot-??????";
  EXPECT_EQ(asked(CreateSecretRequest{.name = "depot"}),
            Words{"secretsmanager:CreateSecret" + made + " secretsmanager:Name"});
  CreateSecretRequest request{.name = "depot", .description = "d", .kms_key_id = "k"};
  request.tags = std::vector<Tag>{{"a", "b"}};
  const std::string told =
      made + " aws:RequestTag/a aws:TagKeys secretsmanager:Description secretsmanager:KmsKeyId secretsmanager:Name";
  EXPECT_EQ(asked(request), (Words{"secretsmanager:CreateSecret" + told, "secretsmanager:TagResource" + told}));
}

TEST_F(SecretAccesses, OfWhatIsNotOneSecretAreOnAll) {
  EXPECT_EQ(asked(ListSecretsRequest{}), Words{"secretsmanager:ListSecrets *"});
  EXPECT_EQ(asked(GetRandomPasswordRequest{}), Words{"secretsmanager:GetRandomPassword *"});
}

TEST_F(SecretAccesses, AreDecidedByTheSecretsPolicyToo) {
  std::string policy =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]})";
  auto put = [&](const std::string& text) {
    return calls.in_call([&](ports::Call& call) {
      return put_resource_policy(manager, call, PutResourcePolicyRequest{arn, text});
    });
  };
  ASSERT_TRUE(put(policy));
  auto found = calls.in_call([&](ports::Call& call) { return accesses(manager, call, GetSecretValueRequest{arn}); });
  EXPECT_EQ(found->front().resource_policies, Words{policy});
  policy.replace(policy.find("\"*\""), 3, R"({"AWS":"arn:aws:iam::111122223333:role/absent"})");
  EXPECT_EQ(put(policy).error().code, "MalformedPolicyDocumentException");
}

}  // namespace
}  // namespace stellwerk::secretsmanager
