#include "auth/test_evaluation.h"

namespace stellwerk::auth {
namespace {

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
  });
}

TEST(Evaluation, IdentityPoliciesWithVariables) {
  expect_all({
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
  });
}

TEST(Evaluation, AcrossAccountsLimitsHold) {
  expect_all({
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
