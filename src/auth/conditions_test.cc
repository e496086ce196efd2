#include <gtest/gtest.h>

#include <algorithm>

#include "auth/condition_values.h"
#include "auth/policy.h"

namespace stellwerk::auth {
namespace {

const Timestamp kNow{1795415400000};  // 2026-11-23T06:30:00Z

/// Single quotes stand for double ones, a tilde for a single one.
std::string json(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  std::replace(text.begin(), text.end(), '~', '\'');
  return text;
}

/// A user with tag team=rail calls over TLS from 192.0.2.10.
Caller user() {
  Caller caller;
  caller.type = PrincipalType::user;
  caller.account = "111122223333";
  caller.arn = "arn:aws:iam::111122223333:user/dev/anna";
  caller.principal_id = "AIDAANNA";
  caller.user_name = "anna";
  caller.principal_tags = {{"team", "rail"}, {"odd", "a*c"}};
  caller.source_address = "192.0.2.10";
  caller.is_tls = true;
  caller.user_agent = "aws-cli/2";
  return caller;
}

struct ConditionCase {
  const char* condition;
  ConditionContext context;
  bool holds;
};

const std::vector<std::string> kTwo{"a", "b"};

const ConditionCase kCases[] = {
    // String operators
    {"{'StringEquals':{'x:k':'v'}}", {{"x:k", {"v"}}}, true},
    {"{'StringEquals':{'x:k':'v'}}", {{"x:k", {"V"}}}, false},
    {"{'StringEquals':{'X:K':'v'}}", {{"x:k", {"v"}}}, true},
    {"{'StringEquals':{'x:k':['u','v']}}", {{"x:k", {"v"}}}, true},
    {"{'StringEquals':{'x:k':'v*'}}", {{"x:k", {"vw"}}}, false},
    {"{'StringEquals':{'x:k':'v'}}", {}, false},
    {"{'StringEqualsIfExists':{'x:k':'v'}}", {}, true},
    {"{'StringEqualsIfExists':{'x:k':'v'}}", {{"x:k", {"w"}}}, false},
    {"{'StringNotEquals':{'x:k':'v'}}", {{"x:k", {"w"}}}, true},
    {"{'StringNotEquals':{'x:k':['v','w']}}", {{"x:k", {"w"}}}, false},
    {"{'StringNotEquals':{'x:k':'v'}}", {}, true},
    {"{'StringEqualsIgnoreCase':{'x:k':'vAl'}}", {{"x:k", {"VaL"}}}, true},
    {"{'StringNotEqualsIgnoreCase':{'x:k':'vAl'}}", {{"x:k", {"VaL"}}}, false},
    {"{'StringLike':{'x:k':'ho?e/*'}}", {{"x:k", {"home/a/b"}}}, true},
    {"{'StringLike':{'x:k':'ho?e/*'}}", {{"x:k", {"hoe/a"}}}, false},
    {"{'StringLike':{'x:k':''}}", {{"x:k", {""}}}, true},
    {"{'StringNotLike':{'x:k':'home/*'}}", {{"x:k", {"tmp"}}}, true},
    {"{'StringNotLike':{'x:k':'home/*'}}", {}, true},
    // Several keys and operators: all; several values: any
    {"{'StringEquals':{'x:k':'v','x:l':'w'}}", {{"x:k", {"v"}}, {"x:l", {"w"}}}, true},
    {"{'StringEquals':{'x:k':'v','x:l':'w'}}", {{"x:k", {"v"}}, {"x:l", {"z"}}}, false},
    {"{'StringEquals':{'x:k':'v'},'Bool':{'x:l':'true'}}", {{"x:k", {"v"}}, {"x:l", {"false"}}}, false},
    // Numbers
    {"{'NumericEquals':{'x:n':'10'}}", {{"x:n", {"10.0"}}}, true},
    {"{'NumericNotEquals':{'x:n':10}}", {{"x:n", {"11"}}}, true},
    {"{'NumericLessThan':{'x:n':'10'}}", {{"x:n", {"9"}}}, true},
    {"{'NumericLessThan':{'x:n':'10'}}", {{"x:n", {"10"}}}, false},
    {"{'NumericLessThanEquals':{'x:n':'10'}}", {{"x:n", {"10"}}}, true},
    {"{'NumericGreaterThan':{'x:n':'10'}}", {{"x:n", {"100"}}}, true},
    {"{'NumericGreaterThanEquals':{'x:n':'10'}}", {{"x:n", {"9.99"}}}, false},
    {"{'NumericEquals':{'x:n':'10'}}", {{"x:n", {"ten"}}}, false},
    {"{'NumericLessThan':{'x:n':'10'}}", {}, false},
    {"{'NumericLessThanIfExists':{'x:n':'10'}}", {}, true},
    // Dates; the clock stands at 2026-11-23T06:30:00Z
    {"{'DateLessThan':{'aws:CurrentTime':'2026-11-24T00:00:00Z'}}", {}, true},
    {"{'DateGreaterThan':{'aws:CurrentTime':'2026-11-23T06:30:00Z'}}", {}, false},
    {"{'DateGreaterThanEquals':{'aws:CurrentTime':'2026-11-23T06:30:00Z'}}", {}, true},
    {"{'DateLessThanEquals':{'aws:EpochTime':'1795415400'}}", {}, true},
    {"{'DateEquals':{'aws:CurrentTime':'2026-11-23T07:30:00+01:00'}}", {}, true},
    {"{'DateNotEquals':{'aws:CurrentTime':'2026-11-23'}}", {}, true},
    {"{'NumericGreaterThan':{'aws:EpochTime':'1795415399'}}", {}, true},
    // Booleans, binary
    {"{'Bool':{'aws:SecureTransport':'true'}}", {}, true},
    {"{'Bool':{'aws:SecureTransport':false}}", {}, false},
    {"{'Bool':{'aws:MultiFactorAuthPresent':'true'}}", {}, false},
    {"{'BoolIfExists':{'aws:MultiFactorAuthPresent':'true'}}", {}, true},
    {"{'BinaryEquals':{'x:b':'aGk='}}", {{"x:b", {"aGk="}}}, true},
    {"{'BinaryEquals':{'x:b':'aGk='}}", {{"x:b", {"aGo="}}}, false},
    // Addresses
    {"{'IpAddress':{'aws:SourceIp':'192.0.2.0/24'}}", {}, true},
    {"{'IpAddress':{'aws:SourceIp':'192.0.2.10'}}", {}, true},
    {"{'IpAddress':{'aws:SourceIp':['198.51.100.0/24','203.0.113.0/24']}}", {}, false},
    {"{'NotIpAddress':{'aws:SourceIp':'192.0.2.0/24'}}", {}, false},
    {"{'NotIpAddress':{'aws:SourceIp':'198.51.100.0/24'}}", {}, true},
    {"{'IpAddress':{'aws:SourceIp':'2001:db8::/32'}}", {}, false},
    {"{'IpAddress':{'x:ip':'2001:db8::/33'}}", {{"x:ip", {"2001:db8:7fff::1"}}}, true},
    {"{'IpAddress':{'x:ip':'2001:db8::/33'}}", {{"x:ip", {"2001:db8:8000::1"}}}, false},
    {"{'IpAddress':{'x:ip':'0.0.0.0/0'}}", {{"x:ip", {"::1"}}}, false},
    {"{'NotIpAddress':{'x:ip':'10.0.0.0/8'}}", {}, true},
    // ARNs: each part on its own
    {"{'ArnEquals':{'aws:PrincipalArn':'arn:aws:iam::111122223333:user/dev/anna'}}", {}, true},
    {"{'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:user/dev/*'}}", {}, true},
    {"{'ArnEquals':{'aws:PrincipalArn':'arn:aws:iam::*:user/dev/*'}}", {}, true},
    {"{'ArnLike':{'aws:PrincipalArn':'arn:aws:iam:*user/dev/anna'}}", {}, false},
    {"{'ArnLike':{'aws:PrincipalArn':'arn:aws:sts::*:*'}}", {}, false},
    {"{'ArnNotLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/*'}}", {}, true},
    {"{'ArnNotEquals':{'aws:SourceArn':'arn:aws:s3:::b'}}", {}, true},
    {"{'ArnLike':{'aws:SourceArn':'arn:aws:s3:::b'}}", {}, false},
    {"{'ArnLikeIfExists':{'aws:SourceArn':'arn:aws:s3:::b'}}", {}, true},
    // Null
    {"{'Null':{'aws:TokenIssueTime':'true'}}", {}, true},
    {"{'Null':{'aws:TokenIssueTime':'false'}}", {}, false},
    {"{'Null':{'aws:username':'false'}}", {}, true},
    {"{'Null':{'x:k':true}}", {{"x:k", {}}}, true},
    // Keys with several values
    {"{'ForAllValues:StringEquals':{'aws:TagKeys':['a','b','c']}}", {{"aws:TagKeys", kTwo}}, true},
    {"{'ForAllValues:StringEquals':{'aws:TagKeys':['a']}}", {{"aws:TagKeys", kTwo}}, false},
    {"{'ForAllValues:StringEquals':{'aws:TagKeys':['a']}}", {}, true},
    {"{'ForAllValues:StringLike':{'aws:TagKeys':'?'}}", {{"aws:TagKeys", kTwo}}, true},
    {"{'ForAllValues:StringNotEquals':{'aws:TagKeys':['c']}}", {{"aws:TagKeys", kTwo}}, true},
    {"{'ForAllValues:StringNotEquals':{'aws:TagKeys':['a']}}", {{"aws:TagKeys", kTwo}}, false},
    {"{'ForAnyValue:StringEquals':{'aws:TagKeys':['b','z']}}", {{"aws:TagKeys", kTwo}}, true},
    {"{'ForAnyValue:StringEquals':{'aws:TagKeys':['z']}}", {{"aws:TagKeys", kTwo}}, false},
    {"{'ForAnyValue:StringEquals':{'aws:TagKeys':['a']}}", {}, false},
    {"{'ForAnyValue:StringNotEquals':{'aws:TagKeys':['a']}}", {{"aws:TagKeys", kTwo}}, true},
    {"{'ForAnyValue:StringNotEquals':{'aws:TagKeys':['a','b']}}", {{"aws:TagKeys", kTwo}}, false},
    {"{'ForAnyValue:StringNotEquals':{'aws:TagKeys':['a']}}", {}, false},
    {"{'StringNotEquals':{'aws:TagKeys':['a']}}", {{"aws:TagKeys", kTwo}}, false},
    // Variables
    {"{'StringEquals':{'x:k':'${aws:username}'}}", {{"x:k", {"anna"}}}, true},
    {"{'StringEquals':{'x:k':'${AWS:UserName}-${aws:PrincipalTag/team}'}}", {{"x:k", {"anna-rail"}}}, true},
    {"{'StringEquals':{'x:k':'${aws:PrincipalTag/none}'}}", {{"x:k", {""}}}, false},
    {"{'StringEquals':{'x:k':'${aws:PrincipalTag/none, ~company~}'}}", {{"x:k", {"company"}}}, true},
    {"{'StringEquals':{'x:k':'${aws:PrincipalTag/team, ~company~}'}}", {{"x:k", {"rail"}}}, true},
    {"{'StringNotEquals':{'x:k':'${aws:PrincipalTag/none}'}}", {{"x:k", {"v"}}}, true},
    {"{'StringLike':{'x:k':'a${*}c'}}", {{"x:k", {"a*c"}}}, true},
    {"{'StringLike':{'x:k':'a${*}c'}}", {{"x:k", {"abc"}}}, false},
    {"{'StringLike':{'x:k':'a${?}${$}*'}}", {{"x:k", {"a?$bc"}}}, true},
    {"{'StringLike':{'x:k':'${aws:PrincipalTag/odd}'}}", {{"x:k", {"abc"}}}, false},
    {"{'StringLike':{'x:k':'${aws:PrincipalTag/odd}'}}", {{"x:k", {"a*c"}}}, true},
    {"{'ArnLike':{'x:arn':'arn:aws:s3:::${aws:username}-*'}}", {{"x:arn", {"arn:aws:s3:::anna-x"}}}, true},
    {"{'StringEquals':{'x:k':'${aws:TagKeys}'}}", {{"x:k", {"a"}}, {"aws:TagKeys", kTwo}}, false},
    {"{'StringEquals':{'x:k':'${open'}}", {{"x:k", {"${open"}}}, true},
    // Keys that follow from the caller
    {"{'StringEquals':{'aws:PrincipalAccount':'111122223333','aws:PrincipalType':'User','aws:userid':'AIDAANNA'}}",
     {},
     true},
    {"{'StringEquals':{'aws:PrincipalTag/Team':'rail','aws:RequestedRegion':'eu-central-1'}}", {}, true},
    {"{'StringEquals':{'aws:ViaAWSService':'false','aws:PrincipalIsAWSService':'false','aws:UserAgent':'aws-cli/2'}}",
     {},
     true},
    {"{'StringEquals':{'aws:ResourceAccount':'111122223333'}}", {}, true},
};

bool allowed(const std::string& condition, const ConditionContext& context, const char* version) {
  Caller caller = user();
  PolicyCache cache;
  AccessQuestion question{.caller = caller,
                          .action = "s3:GetObject",
                          .resource = "arn:aws:s3:::b/k",
                          .resource_account = {},
                          .region = "eu-central-1",
                          .now = kNow};
  question.context = context;
  question.identity_policies = {json("{'Version':'" + std::string(version) + "','Statement':{'Effect':'Allow'," +
                                     "'Action':'*','Resource':'*','Condition':" + condition + "}}")};
  return evaluate(question, cache).allowed;
}

TEST(Conditions, HoldAsDocumented) {
  for (const auto& one : kCases) {
    EXPECT_EQ(allowed(one.condition, one.context, "2012-10-17"), one.holds) << one.condition;
  }
}

TEST(Conditions, TheOldVersionKnowsNoVariables) {
  std::string condition = "{'StringEquals':{'x:k':'${aws:username}'}}";
  EXPECT_FALSE(allowed(condition, {{"x:k", {"anna"}}}, "2008-10-17"));
  EXPECT_TRUE(allowed(condition, {{"x:k", {"${aws:username}"}}}, "2008-10-17"));
}

TEST(Wildcards, MatchRunsAndSingles) {
  EXPECT_TRUE(matches_wildcard("*", ""));
  EXPECT_TRUE(matches_wildcard("a*b*c", "aXXbYYbc"));
  EXPECT_FALSE(matches_wildcard("a*b*c", "aXXbYYb"));
  EXPECT_FALSE(matches_wildcard("?", ""));
  EXPECT_FALSE(matches_wildcard("", "a"));
  EXPECT_TRUE(matches_wildcard(std::string(2000, '*') + "b", std::string(2000, 'a') + "b"));
}

}  // namespace
}  // namespace stellwerk::auth
