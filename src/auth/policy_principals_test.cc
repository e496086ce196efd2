#include "auth/policy_principals.h"

#include <gtest/gtest.h>

namespace stellwerk::auth {
namespace {

std::optional<std::string> upper_case(const std::string& name) {
  if (name == "anna") return "ANNA";
  return std::nullopt;
}

TEST(PolicyPrincipals, AreChangedWhereverAStatementNamesThem) {
  EXPECT_EQ(
      with_principals(R"({"Statement": [{"Principal": {"AWS": "anna"}}, {"NotPrincipal": {"AWS": ["x", "anna"]}}]})",
                      upper_case),
      R"({"Statement":[{"Principal":{"AWS":"ANNA"}},{"NotPrincipal":{"AWS":["x","ANNA"]}}]})");
  EXPECT_EQ(with_principals(R"({"Statement":{"Principal":{"AWS":"anna"}}})", upper_case),
            R"({"Statement":{"Principal":{"AWS":"ANNA"}}})");
}

TEST(PolicyPrincipals, LeaveTheTextAloneOtherwise) {
  for (std::string text :
       {R"({ "Statement": [ {"Principal": "*", "Condition": {"StringEquals": {"a:b": "anna"}}} ] })",
        R"({"Statement": {"Principal": {"Service": "anna"}}})", R"({"Statement": "anna"})", "anna", ""}) {
    EXPECT_EQ(with_principals(text, upper_case), text);
  }
}

}  // namespace
}  // namespace stellwerk::auth
