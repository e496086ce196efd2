#include <gtest/gtest.h>

#include "ports/test_call.h"
#include "services/kms/grants.h"
#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {
namespace {

using Words = std::vector<std::string>;

const std::string kAnna = "arn:aws:iam::111122223333:user/anna";
const std::string kBert = "arn:aws:iam::111122223333:user/bert";

class KmsAccesses : public testing::Test {
 protected:
  KmsAccesses() : kms(*calls.store, calls.clock, calls.ids, calls.principals, std::string(32, 'k')) {
    CreateKeyRequest request{.tags = std::vector<Tag>{{"team", "bus"}}};
    key = *calls.in_call([&](ports::Call& call) { return create_key(kms, call, request); })->key_metadata->arn;
    CreateAliasRequest alias{"alias/tickets", key};
    EXPECT_TRUE(calls.in_call([&](ports::Call& call) { return create_alias(kms, call, alias); }));
  }

  template <class Request>
  Result<std::vector<ports::Access>> asked(const Request& request) {
    return calls.in_call([&](ports::Call& call) { return accesses(kms, call, request); });
  }

  std::set<std::string> keys(const auto& request, std::size_t index = 0) {
    std::set<std::string> out;
    auto found = asked(request);
    for (const auto& [name, values] : found->at(index).context) out.insert(name);
    return out;
  }

  template <class Request>
  void expect_on_key(const std::string& action, const Request& request, std::set<std::string> more = {}) {
    auto found = asked(request);
    ASSERT_TRUE(found) << action << ": " << found.error().message;
    ASSERT_EQ(found->size(), 1u) << action;
    const ports::Access& access = found->front();
    EXPECT_EQ(access.action, action);
    EXPECT_EQ(access.resource, key) << action;
    EXPECT_EQ(access.resource_account, "111122223333") << action;
    EXPECT_EQ(access.mode, ports::ResourcePolicyMode::required) << action;
    EXPECT_FALSE(access.resource_policies.empty()) << action;
    more.insert({"aws:ResourceTag/team", "kms:CallerAccount", "kms:CustomerMasterKeySpec", "kms:CustomerMasterKeyUsage",
                 "kms:KeyOrigin", "kms:KeySpec", "kms:KeyUsage", "kms:MultiRegion", "kms:ResourceAliases"});
    EXPECT_EQ(keys(request), more) << action;
  }

  std::string grant(const std::string& grantee, std::vector<std::string> operations, const std::string& retiring = "") {
    CreateGrantRequest request{.key_id = key, .grantee_principal = grantee, .operations = std::move(operations)};
    if (!retiring.empty()) request.retiring_principal = retiring;
    return *calls.in_call([&](ports::Call& call) { return create_grant(kms, call, request); })->grant_token;
  }

  ports::TestCalls calls;
  Kms kms;
  std::string key;
};

TEST_F(KmsAccesses, OfManagingAKey) {
  expect_on_key("kms:CancelKeyDeletion", CancelKeyDeletionRequest{key});
  expect_on_key("kms:DisableKey", DisableKeyRequest{key});
  expect_on_key("kms:DisableKeyRotation", DisableKeyRotationRequest{key});
  expect_on_key("kms:EnableKey", EnableKeyRequest{key});
  expect_on_key("kms:EnableKeyRotation", EnableKeyRotationRequest{key}, {"kms:RotationPeriodInDays"});
  expect_on_key("kms:GetKeyPolicy", GetKeyPolicyRequest{key});
  expect_on_key("kms:GetKeyRotationStatus", GetKeyRotationStatusRequest{key});
  expect_on_key("kms:ListKeyPolicies", ListKeyPoliciesRequest{key});
  expect_on_key("kms:ListKeyRotations", ListKeyRotationsRequest{key});
  expect_on_key("kms:ListResourceTags", ListResourceTagsRequest{key});
  expect_on_key("kms:PutKeyPolicy", PutKeyPolicyRequest{.key_id = key, .policy = "{}"},
                {"kms:BypassPolicyLockoutSafetyCheck"});
  expect_on_key("kms:RotateKeyOnDemand", RotateKeyOnDemandRequest{key});
  expect_on_key("kms:ScheduleKeyDeletion", ScheduleKeyDeletionRequest{key},
                {"kms:ScheduleKeyDeletionPendingWindowInDays"});
  expect_on_key("kms:TagResource", TagResourceRequest{key, {{"a", "b"}}}, {"aws:RequestTag/a", "aws:TagKeys"});
  expect_on_key("kms:UntagResource", UntagResourceRequest{key, {"a"}}, {"aws:TagKeys"});
  expect_on_key("kms:UpdateKeyDescription", UpdateKeyDescriptionRequest{key, "d"});
  expect_on_key("kms:ListGrants", ListGrantsRequest{.key_id = key}, {"kms:GrantIsForAWSResource"});
  expect_on_key("kms:RevokeGrant", RevokeGrantRequest{key, "id"}, {"kms:GrantIsForAWSResource"});
}

TEST_F(KmsAccesses, OfUsingAKey) {
  EncryptionContext context{{"line", "4"}};
  std::set<std::string> used{"kms:EncryptionAlgorithm", "kms:EncryptionContext:line", "kms:EncryptionContextKeys"};
  expect_on_key("kms:Encrypt", EncryptRequest{.key_id = key, .plaintext = "x", .encryption_context = context}, used);
  expect_on_key("kms:GenerateDataKey", GenerateDataKeyRequest{.key_id = key, .encryption_context = context}, used);
  expect_on_key("kms:GenerateDataKeyWithoutPlaintext",
                GenerateDataKeyWithoutPlaintextRequest{.key_id = key, .encryption_context = context}, used);
  expect_on_key("kms:DescribeKey", DescribeKeyRequest{key});
  for (std::string named : {std::string("alias/tickets"), key.substr(0, key.find("key/")) + "alias/tickets"}) {
    expect_on_key("kms:DescribeKey", DescribeKeyRequest{named}, {"kms:RequestAlias"});
    EXPECT_EQ(asked(DescribeKeyRequest{named})->front().context.at("kms:RequestAlias"), Words{"alias/tickets"});
  }
  EncryptRequest encrypt_request{.key_id = key, .plaintext = "x", .encryption_context = context};
  auto blob = *calls.in_call([&](ports::Call& call) { return encrypt(kms, call, encrypt_request); })->ciphertext_blob;
  expect_on_key("kms:Decrypt", DecryptRequest{.ciphertext_blob = blob, .encryption_context = context}, used);
  ReEncryptRequest again{.ciphertext_blob = blob, .source_encryption_context = context, .destination_key_id = key};
  ASSERT_EQ(asked(again)->size(), 2u);
  EXPECT_EQ(asked(again)->at(0).action, "kms:ReEncryptFrom");
  EXPECT_EQ(asked(again)->at(1).action, "kms:ReEncryptTo");
  EXPECT_TRUE(keys(again, 0).contains("kms:EncryptionContext:line"));
  EXPECT_FALSE(keys(again, 1).contains("kms:EncryptionContext:line"));
  EXPECT_EQ(asked(again)->at(1).context.at("kms:ReEncryptOnSameKey"), Words{"true"});
}

TEST_F(KmsAccesses, OfWhatHasNoKeyYet) {
  const std::string of_new_key =
      " aws:RequestTag/a aws:TagKeys kms:BypassPolicyLockoutSafetyCheck kms:CallerAccount kms:CustomerMasterKeySpec"
      " kms:CustomerMasterKeyUsage kms:KeyOrigin kms:KeySpec kms:KeyUsage kms:MultiRegion";
  EXPECT_EQ(in_words(asked(CreateKeyRequest{.tags = std::vector<Tag>{{"a", "b"}}})),
            (Words{"kms:CreateKey *" + of_new_key,
                   "kms:TagResource arn:aws:kms:eu-central-1:111122223333:key/*" + of_new_key}));
  EXPECT_EQ(asked(CreateKeyRequest{})->size(), 1u);
  EXPECT_EQ(in_words(asked(GenerateRandomRequest{})), Words{"kms:GenerateRandom *"});
  EXPECT_EQ(in_words(asked(ListKeysRequest{})), Words{"kms:ListKeys *"});
  EXPECT_EQ(in_words(asked(ListAliasesRequest{})), Words{"kms:ListAliases *"});
  EXPECT_EQ(in_words(asked(ListRetirableGrantsRequest{.retiring_principal = kAnna})),
            Words{"kms:ListRetirableGrants *"});
}

TEST_F(KmsAccesses, OfAnAliasAndItsKeys) {
  auto resources = [](const Result<std::vector<ports::Access>>& found) {
    Words out;
    for (const auto& access : *found) out.push_back(access.action + " " + access.resource);
    return out;
  };
  const std::string alias = "arn:aws:kms:eu-central-1:111122223333:alias/tickets";
  EXPECT_EQ(resources(asked(CreateAliasRequest{"alias/tickets", key})),
            (Words{"kms:CreateAlias " + key, "kms:CreateAlias " + alias}));
  EXPECT_EQ(resources(asked(DeleteAliasRequest{"alias/tickets"})),
            (Words{"kms:DeleteAlias " + key, "kms:DeleteAlias " + alias}));
  EXPECT_EQ(resources(asked(UpdateAliasRequest{"alias/tickets", key})),
            (Words{"kms:UpdateAlias " + key, "kms:UpdateAlias " + alias, "kms:UpdateAlias " + key}));
}

TEST_F(KmsAccesses, OfMakingAGrantByAGrant) {
  grant(kBert, {"Encrypt", "CreateGrant"});
  CreateGrantRequest within{.key_id = key, .grantee_principal = kAnna, .operations = {"Encrypt"}};
  within.constraints = GrantConstraints{.encryption_context_subset = EncryptionContext{{"line", "4"}}};
  expect_on_key("kms:CreateGrant", within,
                {"kms:EncryptionContext:line", "kms:EncryptionContextKeys", "kms:GrantConstraintType",
                 "kms:GrantIsForAWSResource", "kms:GrantOperations", "kms:GranteePrincipal"});
  EXPECT_EQ(asked(within)->front().resource_policies.size(), 2u);
  CreateGrantRequest beyond{.key_id = key, .grantee_principal = kAnna, .operations = {"Decrypt"}};
  EXPECT_EQ(asked(beyond)->front().resource_policies.size(), 1u);
}

TEST_F(KmsAccesses, OfRetiringAGrant) {
  auto token = grant(kBert, {"Encrypt"});
  auto access = asked(RetireGrantRequest{.grant_token = token})->front();
  EXPECT_EQ(access.action, "kms:RetireGrant");
  ASSERT_EQ(access.resource_policies.size(), 1u);  // the key's policy has no say
  EXPECT_EQ(access.resource_policies[0].find(kBert), std::string::npos);
  auto named = asked(RetireGrantRequest{.grant_token = grant(kBert, {"Encrypt"}, kAnna)})->front();
  EXPECT_NE(named.resource_policies[0].find(kAnna), std::string::npos);
  EXPECT_EQ(in_words(asked(RetireGrantRequest{.grant_token = "x"})), Words{"InvalidGrantTokenException"});
  EXPECT_EQ(in_words(asked(RetireGrantRequest{})), Words{"ValidationException"});
}

TEST_F(KmsAccesses, NameTheServiceThatAsks) {
  calls.caller.via_service = "s3.amazonaws.com";
  EXPECT_EQ(asked(DescribeKeyRequest{key})->front().context.at("kms:ViaService"),
            Words{"s3.eu-central-1.amazonaws.com"});
}

TEST_F(KmsAccesses, FindNoKeyOfAnotherRegion) {
  calls.region = "us-east-1";
  EXPECT_EQ(in_words(asked(DescribeKeyRequest{key})), Words{"NotFoundException"});
}

}  // namespace
}  // namespace stellwerk::kms
