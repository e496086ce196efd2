#pragma once
#include <gtest/gtest.h>

#include <algorithm>

#include "auth/policy.h"

/// For tests: callers, policies in few words, and tables of decisions.
namespace stellwerk::auth {

inline const Timestamp kNow{1795415400000};
inline constexpr const char* kHome = "111122223333";
inline constexpr const char* kAway = "444455556666";
inline constexpr const char* kBucketObject = "arn:aws:s3:::timetable/2026/a.json";

inline std::string json(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

inline std::string statement(std::string effect, std::string rest) {
  return json("{'Version':'2012-10-17','Statement':{'Effect':'" + effect + "'," + rest + "}}");
}
inline std::string allow(const std::string& action = "s3:GetObject", const std::string& resource = "*") {
  return statement("Allow", "'Action':'" + action + "','Resource':'" + resource + "'");
}
inline std::string deny(const std::string& action = "s3:GetObject", const std::string& resource = "*") {
  return statement("Deny", "'Action':'" + action + "','Resource':'" + resource + "'");
}
inline std::string resource_allow(const std::string& principal, const std::string& more = "") {
  return statement("Allow", "'Principal':" + principal + ",'Action':'s3:*','Resource':'*'" + more);
}
inline std::string resource_deny(const std::string& principal, const std::string& more = "") {
  return statement("Deny", "'Principal':" + principal + ",'Action':'s3:*','Resource':'*'" + more);
}

inline Caller user() {
  Caller caller;
  caller.type = PrincipalType::user;
  caller.account = kHome;
  caller.arn = "arn:aws:iam::111122223333:user/anna";
  caller.principal_id = "AIDAANNA";
  caller.user_name = "anna";
  caller.principal_tags = {{"team", "rail"}};
  return caller;
}

inline Caller root() {
  Caller caller;
  caller.type = PrincipalType::root;
  caller.account = kHome;
  caller.arn = "arn:aws:iam::111122223333:root";
  caller.principal_id = kHome;
  return caller;
}

inline Caller session(std::vector<std::string> session_policies = {}) {
  Caller caller;
  caller.type = PrincipalType::assumed_role;
  caller.account = kHome;
  caller.arn = "arn:aws:sts::111122223333:assumed-role/Build/run";
  caller.role_arn = "arn:aws:iam::111122223333:role/service/Build";
  caller.role_name = "Build";
  caller.session_name = "run";
  caller.principal_id = "AROABUILD:run";
  caller.session_policies = std::move(session_policies);
  return caller;
}

inline Caller service(std::string principal = "delivery.logs.amazonaws.com") {
  Caller caller;
  caller.type = PrincipalType::service;
  caller.arn = std::move(principal);
  return caller;
}

struct Policies {
  std::vector<std::string> identity = {};
  std::vector<std::string> resource = {};
  std::optional<std::string> boundary = {};
  std::vector<std::vector<std::string>> service_control = {};
  std::string resource_account = kHome;
  ResourcePolicyRule rule = ResourcePolicyRule::optional;
  std::string action = "s3:GetObject";
  std::string on = kBucketObject;
};

inline constexpr auto kRequired = ResourcePolicyRule::required;
inline const std::string kUserArn = "{'AWS':'arn:aws:iam::111122223333:user/anna'}";
inline const std::string kRoleArn = "{'AWS':'arn:aws:iam::111122223333:role/service/Build'}";
inline const std::string kSessionArn = "{'AWS':'arn:aws:sts::111122223333:assumed-role/Build/run'}";
inline const std::string kRootArn = "{'AWS':'arn:aws:iam::111122223333:root'}";
inline const std::string kAccountId = "{'AWS':'111122223333'}";
inline const std::string kNone = "because no identity-based policy allows the s3:GetObject action";
inline const std::string kNoResource = "because no resource-based policy allows the s3:GetObject action";
inline const std::string kNoBoundary = "because no permissions boundary allows the s3:GetObject action";
inline const std::string kNoSession = "because no session policy allows the s3:GetObject action";
inline const std::string kNoControl = "because no service control policy allows the s3:GetObject action";
inline const std::string kDeniedIdentity = "with an explicit deny in an identity-based policy";
inline const std::string kDeniedResource = "with an explicit deny in a resource-based policy";
inline const std::string kDeniedBoundary = "with an explicit deny in a permissions boundary";
inline const std::string kDeniedSession = "with an explicit deny in a session policy";
inline const std::string kDeniedControl = "with an explicit deny in a service control policy";

struct EvaluationCase {
  const char* name;
  Caller caller;
  Policies policies;
  std::string reason;  // "" if allowed
};

inline Decision decision_for(const Caller& caller, const Policies& policies) {
  PolicyCache cache;
  AccessQuestion question{.caller = caller,
                          .action = policies.action,
                          .resource = policies.on,
                          .resource_account = policies.resource_account,
                          .region = "eu-central-1",
                          .now = kNow,
                          .rule = policies.rule,
                          .identity_policies = policies.identity,
                          .permissions_boundary = policies.boundary,
                          .service_control_policies = policies.service_control,
                          .resource_policies = policies.resource};
  return evaluate(question, cache);
}

inline void expect_all(const std::vector<EvaluationCase>& cases) {
  for (const auto& one : cases) {
    Decision decision = decision_for(one.caller, one.policies);
    EXPECT_EQ(decision.reason, one.reason) << one.name;
    EXPECT_EQ(decision.allowed, one.reason.empty()) << one.name;
    EXPECT_EQ(decision.is_explicit_deny, one.reason.starts_with("with")) << one.name;
  }
}

}  // namespace stellwerk::auth
