#include "services/kms/grants.h"

#include <gtest/gtest.h>

namespace stellwerk::kms {
namespace {

GrantRecord allowing(std::vector<std::string> operations, std::map<std::string, std::string> subset = {},
                     std::map<std::string, std::string> equals = {}) {
  GrantRecord grant;
  grant.operations = std::move(operations);
  grant.context_subset = std::move(subset);
  grant.context_equals = std::move(equals);
  return grant;
}

TEST(KmsGrantTokens, NameTheirGrantAndNothingElseDoes) {
  auto named = decode_grant_token(grant_token({"arn:aws:kms:eu-central-1:1:key/k", "id"}));
  ASSERT_TRUE(named);
  EXPECT_EQ(named->key_arn, "arn:aws:kms:eu-central-1:1:key/k");
  EXPECT_EQ(named->grant_id, "id");
  for (const char* other : {"", "x", "AAAA", "Z3JhbnQtMQo=", "Z3JhbnQtMQphYmM="}) {
    EXPECT_FALSE(decode_grant_token(other)) << other;
  }
}

TEST(KmsGrants, AreHandedOnNoWiderThanHeld) {
  auto open = allowing({"Encrypt", "Decrypt", "CreateGrant"});
  EXPECT_TRUE(is_within(open, allowing({"Encrypt"})));
  EXPECT_TRUE(is_within(open, allowing({"Encrypt"}, {{"a", "1"}})));
  EXPECT_FALSE(is_within(open, allowing({"DescribeKey"})));
  auto subset = allowing({"Encrypt"}, {{"a", "1"}});
  EXPECT_FALSE(is_within(subset, allowing({"Encrypt"})));
  EXPECT_FALSE(is_within(subset, allowing({"Encrypt"}, {{"a", "2"}})));
  EXPECT_TRUE(is_within(subset, allowing({"Encrypt"}, {{"a", "1"}, {"b", "2"}})));
  EXPECT_TRUE(is_within(subset, allowing({"Encrypt"}, {}, {{"a", "1"}})));
  auto equals = allowing({"Encrypt"}, {}, {{"a", "1"}});
  EXPECT_TRUE(is_within(equals, equals));
  EXPECT_FALSE(is_within(equals, allowing({"Encrypt"}, {{"a", "1"}})));
  EXPECT_FALSE(is_within(equals, allowing({"Encrypt"}, {}, {{"a", "1"}, {"b", "2"}})));
}

TEST(KmsGrants, AreRetiredByNobodyWhoHasNoName) {
  GrantRecord grant = allowing({"Encrypt"});
  grant.issuing_account = "111122223333";
  auth::Caller stranger{
      .type = auth::PrincipalType::user, .account = "444455556666", .arn = "arn:aws:iam::444455556666:user/x"};
  EXPECT_FALSE(names_as_retiring(grant, stranger));  // who has no role is not the principal that is not there
  EXPECT_EQ(retirement_policy(grant, "111122223333").find("\"\""), std::string::npos);
  grant.retiring_principal = stranger.arn;
  EXPECT_TRUE(names_as_retiring(grant, stranger));
}

TEST(KmsGrants, AllowWhatTheySayWithoutVariables) {
  GrantRecord grant = allowing({"Encrypt", "DescribeKey", "RetireGrant"}, {{"who", "${aws:username}"}});
  grant.grantee_principal = "AIDAANNA";
  std::string policy = grant_policy(grant);
  EXPECT_NE(policy.find("2008-10-17"), std::string::npos);
  EXPECT_EQ(policy.find("RetireGrant"), std::string::npos);
  EXPECT_EQ(check_grant_operation("Sign").error().code, "ValidationException");
}

}  // namespace
}  // namespace stellwerk::kms
