#include "services/iam/principals.h"

#include "base/bytes.h"
#include "services/iam/test_account.h"

namespace stellwerk::iam {
namespace {

std::string trusting(const std::string& principal) {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":")" + principal +
         R"("},"Action":"sts:AssumeRole"}]})";
}

std::string trust_of(TestAccount& account, const std::string& role) {
  return *percent_decode(*account.run(get_role, GetRoleRequest{role})->role.assume_role_policy_document);
}

TEST(IamPrincipals, AreKeptByIdAndShownByName) {
  TestAccount account;
  auto user = *account.run(create_user, CreateUserRequest{.user_name = "anna"})->user;
  ASSERT_TRUE(account.run(create_role,
                          CreateRoleRequest{.role_name = "build", .assume_role_policy_document = trusting(user.arn)}));
  auto kept = account.iam.find_role(*account.store->begin(), "arn:aws:iam::111122223333:role/build")->trust_policy;
  EXPECT_EQ(kept, trusting(user.user_id));
  EXPECT_EQ(trust_of(account, "build"), trusting(user.arn));
  // Whoever is renamed stays the same.
  UpdateUserRequest rename{.user_name = "anna", .new_path = "/drivers/", .new_user_name = "Anna"};
  ASSERT_TRUE(account.run(update_user, rename));
  EXPECT_EQ(trust_of(account, "build"), trusting("arn:aws:iam::111122223333:user/drivers/Anna"));
}

TEST(IamPrincipals, ALaterOneOfTheSameNameIsNotMeant) {
  TestAccount account;
  auto first = *account.run(create_user, CreateUserRequest{.user_name = "anna"})->user;
  ASSERT_TRUE(account.run(create_role,
                          CreateRoleRequest{.role_name = "build", .assume_role_policy_document = trusting(first.arn)}));
  ASSERT_TRUE(account.run(delete_user, DeleteUserRequest{"anna"}));
  EXPECT_EQ(trust_of(account, "build"), trusting(first.user_id));
  auto second = *account.run(create_user, CreateUserRequest{.user_name = "anna"})->user;
  EXPECT_NE(second.user_id, first.user_id);
  EXPECT_EQ(trust_of(account, "build"), trusting(first.user_id));
  // The id of one who is gone is no principal any more; the new one's is.
  auto set = [&](const std::string& principal) {
    return account.run(update_assume_role_policy, UpdateAssumeRolePolicyRequest{"build", trusting(principal)});
  };
  EXPECT_EQ(set(first.user_id).error().code, "MalformedPolicyDocument");
  ASSERT_TRUE(set(second.user_id));
  EXPECT_EQ(trust_of(account, "build"), trusting(second.arn));
}

TEST(IamPrincipals, MustExist) {
  TestAccount account;
  ASSERT_TRUE(account.run(
      create_role, CreateRoleRequest{.path = "/a/", .role_name = "build", .assume_role_policy_document = kTestTrust}));
  auto transaction = account.store->begin();
  for (const char* absent : {"arn:aws:iam::111122223333:user/nobody", "arn:aws:iam::111122223333:role/build",
                             "arn:aws:iam::999999999999:role/build", "AIDAAAAAAAAAAAAAAAAAA",
                             "arn:aws:sts::111122223333:assumed-role/nobody/s1"}) {
    EXPECT_FALSE(account.iam.bind_principal(*transaction, absent)) << absent;
    EXPECT_EQ(account.iam.bind_policy(*transaction, trusting(absent)).error().message,
              std::string("Invalid principal in policy: \"AWS\":\"") + absent + "\"");
  }
  for (const char* present : {"*", "111122223333", "arn:aws:iam::111122223333:root", "arn:aws:iam::999999999999:root",
                              "arn:aws:sts::111122223333:assumed-role/build/s1",
                              "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"}) {
    EXPECT_EQ(account.iam.bind_principal(*transaction, present), present);
  }
}

}  // namespace
}  // namespace stellwerk::iam
