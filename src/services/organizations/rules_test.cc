#include "services/organizations/rules.h"

#include <gtest/gtest.h>

namespace stellwerk::organizations {
namespace {

TEST(OrganizationIds, HaveTheFormsOfAws) {
  SeededIdSource ids(1);
  std::string root = new_root_id(ids);
  EXPECT_EQ(root.size(), 6u);
  EXPECT_TRUE(new_unit_id(ids, root).starts_with("ou-" + root.substr(2) + "-"));
  EXPECT_TRUE(new_creation_id(ids).starts_with("car-"));
  for (int i = 0; i < 100; ++i) {
    std::string account = new_account_id(ids);
    EXPECT_EQ(account.size(), 12u);
    EXPECT_EQ(account.find_first_not_of("0123456789"), std::string::npos);
    EXPECT_NE(account.front(), '0');
  }
}

TEST(OrganizationPages, GiveEachItemOnceWhateverComesAndGoes) {
  std::vector<std::string> all{"a", "b", "c", "d", "e"};
  auto key_of = [](const std::string& one) { return one; };
  auto first = page_of("list", all, key_of, 2, std::nullopt);
  ASSERT_TRUE(first && first->next);
  EXPECT_EQ(first->items, (std::vector<std::string>{"a", "b"}));
  std::erase(all, "b");  // the token's own item
  auto second = page_of("list", all, key_of, 2, first->next);
  ASSERT_TRUE(second && second->next);
  EXPECT_EQ(second->items, (std::vector<std::string>{"c", "d"}));
  auto last = page_of("list", all, key_of, 2, second->next);
  ASSERT_TRUE(last);
  EXPECT_EQ(last->items, std::vector<std::string>{"e"});
  EXPECT_FALSE(last->next);
  EXPECT_EQ(page_of("list", all, key_of, 2, std::string("?")).error().code, "InvalidInputException");
}

TEST(OrganizationTags, AreMergedAndLimited) {
  auto merged = merged_tags({{"a", "1"}}, {{"a", "2"}, {"b", ""}});
  ASSERT_TRUE(merged);
  EXPECT_EQ(*merged, (std::map<std::string, std::string>{{"a", "2"}, {"b", ""}}));
  EXPECT_FALSE(merged_tags({}, {{"aws:a", "1"}}));
  EXPECT_FALSE(merged_tags({}, {{"a", "1"}, {"a", "2"}}));
  EXPECT_FALSE(merged_tags({}, {{std::string(129, 'k'), "1"}}));
  EXPECT_FALSE(merged_tags({}, {{"k", std::string(257, 'v')}}));
  std::vector<Tag> many;
  for (std::size_t i = 0; i <= aws::kTagsPerResourceLimit; ++i) many.push_back({"k" + std::to_string(i), ""});
  EXPECT_EQ(merged_tags({}, many).error().code, "ConstraintViolationException");
}

TEST(OrganizationPolicies, AreServiceControlPoliciesOfLimitedSize) {
  EXPECT_TRUE(check_policy_type("SERVICE_CONTROL_POLICY"));
  EXPECT_EQ(check_policy_type("TAG_POLICY").error().code, "PolicyTypeNotAvailableForOrganizationException");
  std::string good = R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]})";
  EXPECT_TRUE(check_policy_content(good));
  EXPECT_EQ(check_policy_content("{}").error().code, "MalformedPolicyDocumentException");
  std::string long_text = good + std::string(kPolicyCharactersLimit, ' ');
  EXPECT_EQ(check_policy_content(long_text).error().code, "ConstraintViolationException");
}

}  // namespace
}  // namespace stellwerk::organizations
