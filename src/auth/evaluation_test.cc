#include <gtest/gtest.h>

#include <algorithm>

#include "auth/policy.h"

namespace stellwerk::auth {
namespace {

const Timestamp kNow{1795415400000};
constexpr const char* kHome = "111122223333";
constexpr const char* kAway = "444455556666";
constexpr const char* kBucketObject = "arn:aws:s3:::timetable/2026/a.json";

std::string json(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

std::string statement(std::string effect, std::string rest) {
  return json("{'Version':'2012-10-17','Statement':{'Effect':'" + effect + "'," + rest + "}}");
}
std::string allow(const std::string& action = "s3:GetObject", const std::string& resource = "*") {
  return statement("Allow", "'Action':'" + action + "','Resource':'" + resource + "'");
}
std::string deny(const std::string& action = "s3:GetObject", const std::string& resource = "*") {
  return statement("Deny", "'Action':'" + action + "','Resource':'" + resource + "'");
}
std::string resource_allow(const std::string& principal, const std::string& more = "") {
  return statement("Allow", "'Principal':" + principal + ",'Action':'s3:*','Resource':'*'" + more);
}
std::string resource_deny(const std::string& principal, const std::string& more = "") {
  return statement("Deny", "'Principal':" + principal + ",'Action':'s3:*','Resource':'*'" + more);
}

Caller user() {
  Caller caller;
  caller.type = PrincipalType::user;
  caller.account = kHome;
  caller.arn = "arn:aws:iam::111122223333:user/anna";
  caller.principal_id = "AIDAANNA";
  caller.user_name = "anna";
  caller.principal_tags = {{"team", "rail"}};
  return caller;
}

Caller root() {
  Caller caller;
  caller.type = PrincipalType::root;
  caller.account = kHome;
  caller.arn = "arn:aws:iam::111122223333:root";
  caller.principal_id = kHome;
  return caller;
}

Caller session(std::vector<std::string> session_policies = {}) {
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

Caller service(std::string principal = "delivery.logs.amazonaws.com") {
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

constexpr auto kRequired = ResourcePolicyRule::required;
const std::string kUserArn = "{'AWS':'arn:aws:iam::111122223333:user/anna'}";
const std::string kRoleArn = "{'AWS':'arn:aws:iam::111122223333:role/service/Build'}";
const std::string kSessionArn = "{'AWS':'arn:aws:sts::111122223333:assumed-role/Build/run'}";
const std::string kRootArn = "{'AWS':'arn:aws:iam::111122223333:root'}";
const std::string kAccountId = "{'AWS':'111122223333'}";
const std::string kNone = "because no identity-based policy allows the s3:GetObject action";
const std::string kNoResource = "because no resource-based policy allows the s3:GetObject action";
const std::string kNoBoundary = "because no permissions boundary allows the s3:GetObject action";
const std::string kNoSession = "because no session policy allows the s3:GetObject action";
const std::string kNoControl = "because no service control policy allows the s3:GetObject action";
const std::string kDeniedIdentity = "with an explicit deny in an identity-based policy";
const std::string kDeniedResource = "with an explicit deny in a resource-based policy";
const std::string kDeniedBoundary = "with an explicit deny in a permissions boundary";
const std::string kDeniedSession = "with an explicit deny in a session policy";
const std::string kDeniedControl = "with an explicit deny in a service control policy";

struct EvaluationCase {
  const char* name;
  Caller caller;
  Policies policies;
  std::string reason;  // "" if allowed
};

Decision decision_for(const Caller& caller, const Policies& policies) {
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

void expect_all(const std::vector<EvaluationCase>& cases) {
  for (const auto& one : cases) {
    Decision decision = decision_for(one.caller, one.policies);
    EXPECT_EQ(decision.reason, one.reason) << one.name;
    EXPECT_EQ(decision.allowed, one.reason.empty()) << one.name;
    EXPECT_EQ(decision.is_explicit_deny, one.reason.starts_with("with")) << one.name;
  }
}

TEST(Evaluation, IdentityPolicies) {
  expect_all({
      {"nothing allows", user(), {}, kNone},
      {"an allow", user(), {.identity = {allow()}}, ""},
      {"any one allows", user(), {.identity = {allow("ec2:*"), allow()}}, ""},
      {"a deny wins", user(), {.identity = {allow(), deny()}}, kDeniedIdentity},
      {"a deny wins in any order", user(), {.identity = {deny(), allow("*")}}, kDeniedIdentity},
      {"another action", user(), {.identity = {allow("s3:PutObject")}}, kNone},
      {"actions know no case", user(), {.identity = {allow("S3:getOBJECT")}}, ""},
      {"wildcard action", user(), {.identity = {allow("s3:Get*")}}, ""},
      {"single-character wildcard", user(), {.identity = {allow("s3:GetObjec?")}}, ""},
      {"wildcard of another service", user(), {.identity = {allow("ec2:*")}}, kNone},
      {"all actions", user(), {.identity = {allow("*")}}, ""},
      {"resource prefix", user(), {.identity = {allow("s3:*", "arn:aws:s3:::timetable/*")}}, ""},
      {"another resource", user(), {.identity = {allow("s3:*", "arn:aws:s3:::timetable")}}, kNone},
      {"resources know case", user(), {.identity = {allow("s3:*", "arn:aws:s3:::Timetable/*")}}, kNone},
      {"a wildcard reaches over slashes", user(), {.identity = {allow("s3:*", "arn:aws:s3:::*.json")}}, ""},
      {"NotAction leaves out", user(), {.identity = {statement("Allow", "'NotAction':'s3:*','Resource':'*'")}}, kNone},
      {"NotAction takes the rest",
       user(),
       {.identity = {statement("Allow", "'NotAction':['iam:*','sts:*'],'Resource':'*'")}},
       ""},
      {"deny by NotAction",
       user(),
       {.identity = {allow("*"), statement("Deny", "'NotAction':'iam:*','Resource':'*'")}},
       kDeniedIdentity},
      {"NotResource leaves out",
       user(),
       {.identity = {statement("Allow", "'Action':'*','NotResource':'arn:aws:s3:::timetable/*'")}},
       kNone},
      {"NotResource takes the rest",
       user(),
       {.identity = {statement("Allow", "'Action':'*','NotResource':'arn:aws:s3:::other/*'")}},
       ""},
      {"variable in the resource",
       user(),
       {.identity = {allow("s3:*", "arn:aws:s3:::timetable/${aws:username}/*")}, .on = "arn:aws:s3:::timetable/anna/x"},
       ""},
      {"another's variable",
       user(),
       {.identity = {allow("s3:*", "arn:aws:s3:::timetable/${aws:username}/*")}, .on = "arn:aws:s3:::timetable/bert/x"},
       kNone},
      {"absent variable", session(), {.identity = {allow("s3:*", "arn:aws:s3:::timetable/${aws:username}*")}}, kNone},
      {"tag variable",
       user(),
       {.identity = {allow("s3:*", "arn:aws:s3:::${aws:PrincipalTag/team}/*")}, .on = "arn:aws:s3:::rail/x"},
       ""},
      {"account-wide action needs the star",
       user(),
       {.identity = {allow("s3:ListAllMyBuckets", "arn:aws:s3:::*")}, .action = "s3:ListAllMyBuckets", .on = "*"},
       "because no identity-based policy allows the s3:ListAllMyBuckets action"},
      {"account-wide action with the star",
       user(),
       {.identity = {allow("s3:ListAllMyBuckets")}, .action = "s3:ListAllMyBuckets", .on = "*"},
       ""},
      {"unmet condition of an allow",
       user(),
       {.identity = {statement("Allow",
                               "'Action':'*','Resource':'*','Condition':{'Bool':{'aws:SecureTransport':'true'}}")}},
       kNone},
      {"unmet condition of a deny",
       user(),
       {.identity = {allow(),
                     statement("Deny",
                               "'Action':'*','Resource':'*','Condition':{'Bool':{'aws:SecureTransport':'true'}}")}},
       ""},
      {"met condition of a deny",
       user(),
       {.identity = {allow(),
                     statement("Deny",
                               "'Action':'*','Resource':'*','Condition':{'Bool':{'aws:SecureTransport':'false'}}")}},
       kDeniedIdentity},
      {"a session's identity", session(), {.identity = {allow()}}, ""},
      {"a session without", session(), {}, kNone},
      {"root needs none", root(), {}, ""},
      {"unreadable policy", user(), {.identity = {allow(), "{"}}, "because a policy that applies to it cannot be read"},
  });
}

TEST(Evaluation, BoundariesAndSessions) {
  expect_all({
      {"both allow", user(), {.identity = {allow()}, .boundary = allow("s3:*")}, ""},
      {"the boundary does not", user(), {.identity = {allow()}, .boundary = allow("ec2:*")}, kNoBoundary},
      {"the boundary grants nothing", user(), {.boundary = allow("*")}, kNone},
      {"the boundary denies", user(), {.identity = {allow()}, .boundary = deny()}, kDeniedBoundary},
      {"boundary of a role", session(), {.identity = {allow()}, .boundary = allow("ec2:*")}, kNoBoundary},
      {"session allows", session({allow()}), {.identity = {allow("s3:*")}}, ""},
      {"session does not", session({allow("s3:PutObject")}), {.identity = {allow("s3:*")}}, kNoSession},
      {"session grants nothing", session({allow("*")}), {}, kNone},
      {"session denies", session({allow("*"), deny()}), {.identity = {allow("s3:*")}}, kDeniedSession},
      {"one of several session policies", session({allow("ec2:*"), allow()}), {.identity = {allow("*")}}, ""},
      {"all three", session({allow()}), {.identity = {allow()}, .boundary = allow()}, ""},
      {"session of three", session({allow("ec2:*")}), {.identity = {allow()}, .boundary = allow()}, kNoSession},
      {"boundary of three", session({allow()}), {.identity = {allow()}, .boundary = allow("ec2:*")}, kNoBoundary},
  });
}

TEST(Evaluation, ServiceControl) {
  const std::string full = allow("*");
  expect_all({
      {"every list allows", user(), {.identity = {allow()}, .service_control = {{full}, {full}, {full}}}, ""},
      {"one list does not",
       user(),
       {.identity = {allow()}, .service_control = {{full}, {allow("ec2:*")}, {full}}},
       kNoControl},
      {"an empty list does not", user(), {.identity = {allow()}, .service_control = {{full}, {}}}, kNoControl},
      {"any policy of a list", user(), {.identity = {allow()}, .service_control = {{allow("ec2:*"), allow()}}}, ""},
      {"a deny in any list",
       user(),
       {.identity = {allow()}, .service_control = {{full}, {full, deny("s3:*")}}},
       kDeniedControl},
      {"grants nothing", user(), {.service_control = {{full}}}, kNone},
      {"limits root", root(), {.service_control = {{full, deny()}}}, kDeniedControl},
      {"limits root implicitly", root(), {.service_control = {{allow("ec2:*")}}}, kNoControl},
      {"limits what a resource policy grants",
       user(),
       {.resource = {resource_allow(kUserArn)}, .service_control = {{allow("ec2:*")}}},
       kNoControl},
      {"named before the others",
       user(),
       {.identity = {deny()}, .resource = {resource_deny("'*'")}, .service_control = {{full, deny()}}},
       kDeniedControl},
      {"exempts by condition",
       session(),
       {.identity = {allow()},
        .service_control = {{full, statement("Deny",
                                             "'Action':'*','Resource':'*','Condition':{'ArnNotLike':{'aws:PrincipalArn'"
                                             ":'arn:aws:iam::*:role/service/Build'}}")}}},
       ""},
  });
}

TEST(Evaluation, ResourcePoliciesWithinTheAccount) {
  expect_all({
      {"names the user", user(), {.resource = {resource_allow(kUserArn)}}, ""},
      {"names another user",
       user(),
       {.resource = {resource_allow("{'AWS':'arn:aws:iam::111122223333:user/bert'}")}},
       kNone},
      {"names the user's id", user(), {.resource = {resource_allow("{'AWS':'AIDAANNA'}")}}, ""},
      {"everyone", user(), {.resource = {resource_allow("'*'")}}, ""},
      {"everyone, long form", user(), {.resource = {resource_allow("{'AWS':'*'}")}}, ""},
      {"the account only delegates", user(), {.resource = {resource_allow(kRootArn)}}, kNone},
      {"the account id only delegates", user(), {.resource = {resource_allow(kAccountId)}}, kNone},
      {"the account and an identity policy",
       user(),
       {.identity = {allow()}, .resource = {resource_allow(kAccountId)}},
       ""},
      {"denies the user", user(), {.identity = {allow()}, .resource = {resource_deny(kUserArn)}}, kDeniedResource},
      {"denies the account", user(), {.identity = {allow()}, .resource = {resource_deny(kAccountId)}}, kDeniedResource},
      {"denies everyone", root(), {.resource = {resource_deny("'*'")}}, kDeniedResource},
      {"denies another", user(), {.identity = {allow()}, .resource = {resource_deny(kRoleArn)}}, ""},
      {"an identity deny wins",
       user(),
       {.identity = {deny()}, .resource = {resource_allow(kUserArn)}},
       kDeniedIdentity},
      {"the user's boundary does not limit it",
       user(),
       {.resource = {resource_allow(kUserArn)}, .boundary = allow("ec2:*")},
       ""},
      {"the boundary's deny does",
       user(),
       {.resource = {resource_allow(kUserArn)}, .boundary = deny()},
       kDeniedBoundary},
      {"names the role", session(), {.resource = {resource_allow(kRoleArn)}}, ""},
      {"names the role's id", session(), {.resource = {resource_allow("{'AWS':'AROABUILD'}")}}, ""},
      {"the role's boundary limits it",
       session(),
       {.resource = {resource_allow(kRoleArn)}, .boundary = allow("ec2:*")},
       kNoBoundary},
      {"the session policy limits it", session({allow("ec2:*")}), {.resource = {resource_allow(kRoleArn)}}, kNoSession},
      {"both allow it", session({allow()}), {.resource = {resource_allow(kRoleArn)}, .boundary = allow()}, ""},
      {"names the session", session(), {.resource = {resource_allow(kSessionArn)}}, ""},
      {"the boundary does not limit the session",
       session(),
       {.resource = {resource_allow(kSessionArn)}, .boundary = allow("ec2:*")},
       ""},
      {"the session policy neither", session({allow("ec2:*")}), {.resource = {resource_allow(kSessionArn)}}, ""},
      {"its deny does", session({deny()}), {.resource = {resource_allow(kSessionArn)}}, kDeniedSession},
      {"everyone with the role's ARN as condition",
       session({allow("ec2:*")}),
       {.resource = {resource_allow(
            "'*'", ",'Condition':{'ArnEquals':{'aws:PrincipalArn':'arn:aws:iam::111122223333:role/service/Build'}}")}},
       ""},
      {"another session",
       session(),
       {.resource = {resource_allow("{'AWS':'arn:aws:sts::111122223333:assumed-role/Build/other'}")}},
       kNone},
      {"a service's statement", user(), {.resource = {resource_allow("{'Service':'s3.amazonaws.com'}")}}, kNone},
      {"without a principal", user(), {.resource = {allow()}}, kNone},
      {"deny by NotPrincipal",
       user(),
       {.identity = {allow()},
        .resource = {statement("Deny", "'NotPrincipal':" + kRoleArn + ",'Action':'*','Resource':'*'")}},
       kDeniedResource},
      {"NotPrincipal without the account",
       user(),
       {.identity = {allow()},
        .resource = {statement("Deny", "'NotPrincipal':" + kUserArn + ",'Action':'*','Resource':'*'")}},
       kDeniedResource},
      {"NotPrincipal exempts",
       user(),
       {.identity = {allow()},
        .resource = {statement("Deny",
                               "'NotPrincipal':{'AWS':['111122223333','arn:aws:iam::111122223333:user/"
                               "anna']},'Action':'*','Resource':'*'")}},
       ""},
      {"NotPrincipal exempts by unique id",
       user(),
       {.identity = {allow()},
        .resource = {statement("Deny",
                               "'NotPrincipal':{'AWS':['111122223333','AIDAANNA']},'Action':'*','Resource':'*'")}},
       ""},
      {"NotPrincipal exempts nobody who has a boundary",
       user(),
       {.identity = {allow()},
        .resource = {statement("Deny",
                               "'NotPrincipal':{'AWS':['111122223333','arn:aws:iam::111122223333:user/"
                               "anna']},'Action':'*','Resource':'*'")},
        .boundary = allow()},
       kDeniedResource},
      {"NotPrincipal exempts no session whose role has a boundary",
       session(),
       {.identity = {allow()},
        .resource = {statement("Deny", "'NotPrincipal':'*','Action':'*','Resource':'*'")},
        .boundary = allow()},
       kDeniedResource},
      {"NotPrincipal needs role and session",
       session(),
       {.identity = {allow()},
        .resource = {statement("Deny",
                               "'NotPrincipal':{'AWS':['111122223333','arn:aws:iam::111122223333:role/service/"
                               "Build']},'Action':'*','Resource':'*'")}},
       kDeniedResource},
      {"NotPrincipal exempts the session",
       session(),
       {.identity = {allow()},
        .resource = {statement(
            "Deny",
            "'NotPrincipal':{'AWS':['111122223333','arn:aws:iam::111122223333:role/service/"
            "Build','arn:aws:sts::111122223333:assumed-role/Build/run']},'Action':'*','Resource':'*'")}},
       ""},
      {"NotPrincipal and root",
       root(),
       {.resource = {statement("Deny", "'NotPrincipal':" + kAccountId + ",'Action':'*','Resource':'*'")}},
       ""},
      {"TLS only",
       user(),
       {.identity = {allow()},
        .resource = {resource_deny("'*'", ",'Condition':{'Bool':{'aws:SecureTransport':'false'}}")}},
       kDeniedResource},
  });
}

TEST(Evaluation, RequiredResourcePolicies) {
  expect_all({
      {"none", user(), {.identity = {allow()}, .rule = kRequired}, kNoResource},
      {"none for root", root(), {.rule = kRequired}, kNoResource},
      {"the account delegates",
       user(),
       {.identity = {allow()}, .resource = {resource_allow(kRootArn)}, .rule = kRequired},
       ""},
      {"delegation alone", user(), {.resource = {resource_allow(kRootArn)}, .rule = kRequired}, kNone},
      {"delegation and the boundary",
       user(),
       {.identity = {allow()}, .resource = {resource_allow(kRootArn)}, .boundary = allow("ec2:*"), .rule = kRequired},
       kNoBoundary},
      {"root by delegation", root(), {.resource = {resource_allow(kRootArn)}, .rule = kRequired}, ""},
      {"names the user", user(), {.resource = {resource_allow(kUserArn)}, .rule = kRequired}, ""},
      {"names another",
       user(),
       {.identity = {allow()}, .resource = {resource_allow(kRoleArn)}, .rule = kRequired},
       kNoResource},
      {"names the role", session(), {.resource = {resource_allow(kRoleArn)}, .rule = kRequired}, ""},
      {"names the role, session limits",
       session({allow("ec2:*")}),
       {.resource = {resource_allow(kRoleArn)}, .rule = kRequired},
       kNoSession},
      {"denies",
       session(),
       {.identity = {allow()}, .resource = {resource_allow(kRootArn), resource_deny(kRoleArn)}, .rule = kRequired},
       kDeniedResource},
      {"another account's root delegates nothing here",
       user(),
       {.identity = {allow()}, .resource = {resource_allow("{'AWS':'444455556666'}")}, .rule = kRequired},
       kNoResource},
  });
}

TEST(Evaluation, AcrossAccounts) {
  expect_all({
      {"identity alone", user(), {.identity = {allow()}, .resource_account = kAway}, kNoResource},
      {"resource alone", user(), {.resource = {resource_allow(kUserArn)}, .resource_account = kAway}, kNone},
      {"both, by user",
       user(),
       {.identity = {allow()}, .resource = {resource_allow(kUserArn)}, .resource_account = kAway},
       ""},
      {"both, by account",
       user(),
       {.identity = {allow()}, .resource = {resource_allow(kAccountId)}, .resource_account = kAway},
       ""},
      {"both, everyone",
       session(),
       {.identity = {allow()}, .resource = {resource_allow("'*'")}, .resource_account = kAway},
       ""},
      {"everyone is not enough", session(), {.resource = {resource_allow("'*'")}, .resource_account = kAway}, kNone},
      {"the owner's root says nothing of us",
       user(),
       {.identity = {allow()}, .resource = {resource_allow("{'AWS':'444455556666'}")}, .resource_account = kAway},
       kNoResource},
      {"the boundary limits",
       user(),
       {.identity = {allow()},
        .resource = {resource_allow(kUserArn)},
        .boundary = allow("ec2:*"),
        .resource_account = kAway},
       kNoBoundary},
      {"the session policy limits",
       session({allow("ec2:*")}),
       {.identity = {allow()}, .resource = {resource_allow(kSessionArn)}, .resource_account = kAway},
       kNoSession},
      {"root of our account", root(), {.resource = {resource_allow(kRootArn)}, .resource_account = kAway}, ""},
      {"root without leave", root(), {.resource_account = kAway}, kNoResource},
      {"our SCP limits",
       user(),
       {.identity = {allow()},
        .resource = {resource_allow(kUserArn)},
        .service_control = {{allow("ec2:*")}},
        .resource_account = kAway},
       kNoControl},
      {"required and given",
       user(),
       {.identity = {allow()}, .resource = {resource_allow(kAccountId)}, .resource_account = kAway, .rule = kRequired},
       ""},
      {"denied there",
       user(),
       {.identity = {allow()},
        .resource = {resource_allow(kAccountId), resource_deny(kUserArn)},
        .resource_account = kAway},
       kDeniedResource},
      {"their statement on our organisation",
       user(),
       {.identity = {allow()},
        .resource = {resource_allow("'*'", ",'Condition':{'StringEquals':{'aws:PrincipalAccount':'111122223333'}}")},
        .resource_account = kAway},
       ""},
      {"condition of another account",
       user(),
       {.identity = {allow()},
        .resource = {resource_allow("'*'", ",'Condition':{'StringEquals':{'aws:PrincipalAccount':'999999999999'}}")},
        .resource_account = kAway},
       kNoResource},
  });
}

std::string trust(const std::string& principal, const std::string& effect = "Allow") {
  return statement(effect, "'Principal':" + principal + ",'Action':'sts:AssumeRole'");
}

TEST(Evaluation, Trust) {
  auto assume = [](std::vector<std::string> resource, std::vector<std::string> identity = {},
                   std::string account = kHome) {
    return Policies{.identity = std::move(identity),
                    .resource = std::move(resource),
                    .resource_account = std::move(account),
                    .rule = kRequired,
                    .action = "sts:AssumeRole",
                    .on = "arn:aws:iam::111122223333:role/Deploy"};
  };
  const std::string none = "because no role trust policy allows the sts:AssumeRole action";
  const std::string no_identity = "because no identity-based policy allows the sts:AssumeRole action";
  const std::string by_identity = allow("sts:AssumeRole", "arn:aws:iam::111122223333:role/Deploy");
  expect_all({
      {"not trusted", user(), assume({trust(kRoleArn)}, {by_identity}), none},
      {"trusted by name", user(), assume({trust(kUserArn)}), ""},
      {"trusted account", user(), assume({trust(kAccountId)}), no_identity},
      {"trusted account and identity", user(), assume({trust(kAccountId)}, {by_identity}), ""},
      {"other account trusts us", user(), assume({trust(kAccountId)}, {by_identity}, kAway), ""},
      {"other account trusts our user", user(), assume({trust(kUserArn)}, {}, kAway), no_identity},
      {"trust denies", user(), assume({trust("'*'"), trust(kUserArn, "Deny")}, {by_identity}),
       "with an explicit deny in the role trust policy"},
      {"service", service("codebuild.amazonaws.com"), assume({trust("{'Service':'codebuild.amazonaws.com'}")}), ""},
      {"another service", service("codebuild.amazonaws.com"),
       assume({trust("{'Service':['codepipeline.amazonaws.com','s3.amazonaws.com']}")}), none},
      {"a service is in no account", service("codebuild.amazonaws.com"), assume({trust(kAccountId)}), none},
      {"role chaining", session(), assume({trust(kRoleArn)}), ""},
      {"external id", user(),
       assume(
           {statement("Allow", "'Principal':" + kUserArn +
                                   ",'Action':'sts:AssumeRole','Condition':{'StringEquals':{'sts:ExternalId':'x'}}")}),
       none},
  });
}

TEST(Evaluation, ServicesAndAnonymous) {
  Caller nobody;
  nobody.source_address = "192.0.2.1";
  Caller federated;
  federated.arn = "arn:aws:iam::111122223333:oidc-provider/example.org";
  const std::string to_logs = "{'Service':'delivery.logs.amazonaws.com'}";
  expect_all({
      {"a service without a policy", service(), {}, kNoResource},
      {"a service has no identity policies", service(), {.identity = {allow("*")}}, kNoResource},
      {"a service by name", service(), {.resource = {resource_allow(to_logs)}}, ""},
      {"another service's name", service("s3.amazonaws.com"), {.resource = {resource_allow(to_logs)}}, kNoResource},
      {"a service is among everyone", service(), {.resource = {resource_allow("'*'")}}, ""},
      {"a service is denied",
       service(),
       {.resource = {resource_allow(to_logs), resource_deny("'*'")}},
       kDeniedResource},
      {"deny but for services",
       service(),
       {.resource = {resource_allow(to_logs),
                     resource_deny("'*'", ",'Condition':{'Bool':{'aws:PrincipalIsAWSService':'false'}}")}},
       ""},
      {"a service's name as key",
       service(),
       {.resource = {resource_allow(
            to_logs, ",'Condition':{'StringEquals':{'aws:PrincipalServiceName':'delivery.logs.amazonaws.com'}}")}},
       ""},
      {"confused deputy",
       service(),
       {.resource = {resource_allow(to_logs, ",'Condition':{'StringEquals':{'aws:SourceAccount':'111122223333'}}")}},
       kNoResource},
      {"anonymous without a policy", nobody, {}, kNoResource},
      {"anonymous has no identity", nobody, {.identity = {allow("*")}}, kNoResource},
      {"anonymous among everyone", nobody, {.resource = {resource_allow("'*'")}}, ""},
      {"anonymous, long form", nobody, {.resource = {resource_allow("{'AWS':'*'}")}}, ""},
      {"anonymous is in no account", nobody, {.resource = {resource_allow(kAccountId)}}, kNoResource},
      {"anonymous from an address",
       nobody,
       {.resource = {resource_allow("'*'", ",'Condition':{'IpAddress':{'aws:SourceIp':'192.0.2.0/24'}}")}},
       ""},
      {"anonymous from elsewhere",
       nobody,
       {.resource = {resource_allow("'*'", ",'Condition':{'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}}")}},
       kNoResource},
      {"anonymous has no principal account",
       nobody,
       {.resource = {resource_allow("'*'", ",'Condition':{'StringEquals':{'aws:PrincipalAccount':'111122223333'}}")}},
       kNoResource},
      {"anonymous where it is required", nobody, {.resource = {resource_allow("'*'")}, .rule = kRequired}, ""},
      {"federated",
       federated,
       {.resource = {resource_allow("{'Federated':'arn:aws:iam::111122223333:oidc-provider/example.org'}")}},
       ""},
      {"another provider",
       federated,
       {.resource = {resource_allow("{'Federated':'arn:aws:iam::111122223333:oidc-provider/other'}")}},
       kNoResource},
  });
}

TEST(Evaluation, SaysWhoMayNotDoWhat) {
  Caller caller = user();
  AccessQuestion question{.caller = caller,
                          .action = "codecommit:GitPush",
                          .resource = "arn:aws:codecommit:eu-central-1:111122223333:disruptions",
                          .resource_account = {},
                          .region = "eu-central-1",
                          .now = kNow};
  PolicyCache cache;
  EXPECT_EQ(denied_message(question, evaluate(question, cache)),
            "User: arn:aws:iam::111122223333:user/anna is not authorized to perform: codecommit:GitPush on resource: "
            "arn:aws:codecommit:eu-central-1:111122223333:disruptions because no identity-based policy allows the "
            "codecommit:GitPush action");
}

TEST(Evaluation, ServicesOnBehalfHideTheAddress) {
  Caller caller = user();
  caller.source_address = "192.0.2.1";
  Policies policies{
      .identity = {
          statement("Allow", "'Action':'*','Resource':'*','Condition':{'IpAddress':{'aws:SourceIp':'192.0.2.0/24'}}")}};
  EXPECT_TRUE(decision_for(caller, policies).allowed);
  caller.via_service = "s3.amazonaws.com";
  EXPECT_FALSE(decision_for(caller, policies).allowed);
  policies.identity = {statement(
      "Allow",
      "'Action':'*','Resource':'*','Condition':{'ForAnyValue:StringEquals':{'aws:CalledVia':'s3.amazonaws.com'}}")};
  EXPECT_TRUE(decision_for(caller, policies).allowed);
}

}  // namespace
}  // namespace stellwerk::auth
