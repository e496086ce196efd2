#include "auth/policy_document.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace stellwerk::auth {
namespace {

/// JSON is easier to read here with single quotes.
std::string json(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

struct DocumentCase {
  PolicyKind kind;
  const char* text;
  const char* message;  // "" if the document is good
};

constexpr auto kIdentity = PolicyKind::identity;
constexpr auto kResource = PolicyKind::resource;
constexpr auto kTrust = PolicyKind::trust;

const DocumentCase kCases[] = {
    {kIdentity, "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*'}}", ""},
    {kIdentity,
     "{'Version':'2012-10-17','Statement':[{'Sid':'','Effect':'Deny','NotAction':['iam:*'],'NotResource':['*']}]}", ""},
    {kIdentity,
     "{'Version':'2012-10-17','Id':'x','Statement':[{'Sid':'A1','Effect':'Allow','Action':'s3:Get*','Resource':'arn:"
     "aws:s3:::b/${aws:username}/*'}]}",
     ""},
    {kIdentity, "{'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::b/${aws:PrincipalTag/a:b}'}}",
     ""},
    {kIdentity, "{'Statement':{'Effect':'Allow','Action':'execute-api:Invoke','Resource':'*'}}", ""},
    {kIdentity,
     "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'Bool':{'aws:SecureTransport':true},'"
     "NumericLessThan':{'s3:max-keys':[10,'20']}}}}",
     ""},
    {kIdentity, "", "This policy contains invalid Json"},
    {kIdentity, "[]", "This policy contains invalid Json"},
    {kIdentity, "{'Statement':[", "This policy contains invalid Json"},
    {kIdentity, "{}", "Syntax errors in policy."},
    {kIdentity, "{'Statement':[]}", "Syntax errors in policy."},
    {kIdentity, "{'Statement':'x'}", "Syntax errors in policy."},
    {kIdentity, "{'Version':'2020-01-01','Statement':{'Effect':'Allow','Action':'*','Resource':'*'}}",
     "Syntax errors in policy."},
    {kIdentity, "{'version':'2012-10-17','Statement':{'Effect':'Allow','Action':'*','Resource':'*'}}",
     "Syntax errors in policy."},
    {kIdentity, "{'Statement':{'Effect':'allow','Action':'*','Resource':'*'}}", "Syntax errors in policy."},
    {kIdentity, "{'Statement':{'Action':'*','Resource':'*'}}", "Syntax errors in policy."},
    {kIdentity, "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Extra':'x'}}", "Syntax errors in policy."},
    {kIdentity, "{'Statement':{'Effect':'Allow','Action':'*','NotAction':'*','Resource':'*'}}",
     "Syntax errors in policy."},
    {kIdentity, "{'Statement':{'Effect':'Allow','Action':{'a':'b'},'Resource':'*'}}", "Syntax errors in policy."},
    {kIdentity, "{'Statement':{'Effect':'Allow','Action':['s3:GetObject',1],'Resource':'*'}}",
     "Syntax errors in policy."},
    {kIdentity, "{'Statement':{'Effect':'Allow','Resource':'*'}}", "Policy statement must contain actions."},
    {kIdentity, "{'Statement':{'Effect':'Allow','Action':[],'Resource':'*'}}",
     "Policy statement must contain actions."},
    {kIdentity, "{'Statement':{'Effect':'Allow','Action':'*'}}", "Policy statement must contain resources."},
    {kIdentity, "{'Statement':{'Effect':'Allow','Action':'*','Resource':[]}}",
     "Policy statement must contain resources."},
    {kIdentity, "{'Statement':{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}}",
     "Policy document should not specify a principal."},
    {kIdentity, "{'Statement':{'Effect':'Allow','Action':'GetObject','Resource':'*'}}",
     "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."},
    {kIdentity, "{'Statement':{'Effect':'Allow','Action':'s*:GetObject','Resource':'*'}}", "Vendor s* is not valid"},
    {kIdentity, "{'Statement':{'Effect':'Allow','Action':'s3:Get Object','Resource':'*'}}",
     "The policy failed legacy parsing"},
    {kIdentity, "{'Statement':{'Effect':'Allow','Action':'s3:','Resource':'*'}}", "The policy failed legacy parsing"},
    {kIdentity, "{'Statement':{'Effect':'Allow','Action':'*','Resource':'bucket'}}",
     "Resource bucket must be in ARN format or '*'."},
    {kIdentity, "{'Statement':{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3'}}",
     "Resource arn:aws:s3 must be in ARN format or '*'."},
    {kIdentity, "{'Statement':{'Effect':'Allow','Action':'*','Resource':'arn:bws:s3:::b'}}",
     "Partition 'bws' is not valid for resource 'arn:bws:s3:::b'."},
    {kIdentity,
     "{'Statement':[{'Sid':'a','Effect':'Allow','Action':'*','Resource':'*'},{'Sid':'a','Effect':'Deny','Action':'*','"
     "Resource':'*'}]}",
     "Statement IDs (SID) in a single policy must be unique."},
    {kIdentity, "{'Statement':{'Sid':'a b','Effect':'Allow','Action':'*','Resource':'*'}}",
     "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"},
    {kIdentity, "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringIs':{'aws:x':'y'}}}}",
     "Invalid Condition type : StringIs."},
    {kIdentity,
     "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'NullIfExists':{'aws:x':'true'}}}}",
     "Invalid Condition type : NullIfExists."},
    {kIdentity, "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':{'x':'y'}}}}",
     "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."},
    {kIdentity,
     "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'IpAddress':{'aws:SourceIp':'10.0.0.0/"
     "33'}}}}",
     "The policy failed legacy parsing"},
    {kIdentity,
     "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'NumericEquals':{'s3:max-keys':'many'}}}"
     "}",
     "The policy failed legacy parsing"},
    {kIdentity,
     "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'DateLessThan':{'aws:CurrentTime':'soon'}"
     "}}}",
     "The policy failed legacy parsing"},
    {kIdentity,
     "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':{'aws:x':{}}}}}",
     "Syntax errors in policy."},
    {kIdentity, "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Condition':[]}}",
     "Syntax errors in policy."},
    {kResource,
     "{'Statement':{'Sid':'Enable "
     "IAM','Effect':'Allow','Principal':{'AWS':['111122223333','arn:aws:iam::111122223333:role/"
     "a']},'Action':'kms:*','Resource':'*'}}",
     ""},
    {kResource,
     "{'Statement':{'Effect':'Deny','NotPrincipal':{'AWS':'*'},'Action':'s3:*','Resource':'arn:aws:s3:::b'}}", ""},
    {kResource,
     "{'Statement':{'Effect':'Allow','Principal':{'CanonicalUser':'abc'},'Action':'s3:*','Resource':'arn:aws:s3:::b'}}",
     ""},
    {kResource,
     "{'Statement':{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::cloudfront:user/CloudFront Origin Access "
     "Identity E1'},'Action':'s3:*','Resource':'*'}}",
     ""},
    {kResource, "{'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*'}}", "Missing required field Principal"},
    {kResource, "{'Statement':{'Effect':'Allow','Principal':'*','Action':'s3:*'}}", "Missing required field Resource"},
    {kResource, "{'Statement':{'Effect':'Allow','Principal':'bob','Action':'s3:*','Resource':'*'}}",
     "Invalid principal in policy: 'bob'"},
    {kResource, "{'Statement':{'Effect':'Allow','Principal':{'AWS':'bob'},'Action':'s3:*','Resource':'*'}}",
     "Invalid principal in policy: 'AWS':'bob'"},
    {kResource,
     "{'Statement':{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:role/"
     "*'},'Action':'s3:*','Resource':'*'}}",
     "Invalid principal in policy: 'AWS':'arn:aws:iam::111122223333:role/*'"},
    {kResource,
     "{'Statement':{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:group/"
     "g'},'Action':'s3:*','Resource':'*'}}",
     "Invalid principal in policy: 'AWS':'arn:aws:iam::111122223333:group/g'"},
    {kResource, "{'Statement':{'Effect':'Allow','Principal':{'AWS':[]},'Action':'s3:*','Resource':'*'}}",
     "Missing required field Principal cannot be empty!"},
    {kTrust,
     "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Principal':{'Service':'codebuild.amazonaws.com'},'Action':"
     "'sts:AssumeRole'}}",
     ""},
    {kTrust,
     "{'Statement':{'Effect':'Allow','Principal':{'Federated':'arn:aws:iam::111122223333:saml-provider/"
     "x'},'Action':['sts:AssumeRoleWithSAML','sts:TagSession']}}",
     ""},
    {kTrust, "{'Statement':{'Effect':'Allow','Principal':{'Service':'codebuild'},'Action':'sts:AssumeRole'}}",
     "Invalid principal in policy: 'SERVICE':'codebuild'"},
    {kTrust, "{'Statement':{'Effect':'Allow','Principal':'*','Action':'sts:AssumeRole','Resource':'*'}}",
     "Has prohibited field Resource"},
    {kTrust, "{'Statement':{'Effect':'Allow','Principal':'*','Action':'s3:GetObject'}}",
     "AssumeRole policy may only specify STS AssumeRole actions."},
    {kTrust, "{'Statement':{'Effect':'Allow','Principal':'*','Action':'*'}}",
     "AssumeRole policy may only specify STS AssumeRole actions."},
    {kTrust, "{'Statement':{'Effect':'Allow','Action':'sts:AssumeRole'}}", "Missing required field Principal"},
};

TEST(PolicyDocument, IsAcceptedOrRefusedInTheWordsOfIam) {
  for (const auto& one : kCases) {
    auto policy = parse_policy(json(one.text), one.kind);
    EXPECT_EQ(policy ? "" : policy.error().message, json(one.message)) << one.text;
    EXPECT_TRUE(policy || policy.error().code == "MalformedPolicyDocument");
  }
}

TEST(PolicyDocument, HugeTextIsRefused) {
  EXPECT_FALSE(parse_policy(std::string(kPolicyDocumentBytesLimit + 1, ' '), kIdentity));
}

struct PublicCase {
  const char* statement;
  bool is_public;
};

TEST(PolicyDocument, KnowsWhatIsPublic) {
  const PublicCase cases[] = {
      {"'Effect':'Allow','Principal':'*'", true},
      {"'Effect':'Allow','Principal':{'AWS':'*'}", true},
      {"'Effect':'Deny','Principal':'*'", false},
      {"'Effect':'Allow','Principal':{'AWS':'111122223333'}", false},
      {"'Effect':'Allow','NotPrincipal':{'AWS':'111122223333'}", true},
      {"'Effect':'Allow','Principal':'*','Condition':{'StringEquals':{'aws:PrincipalAccount':'111122223333'}}", false},
      {"'Effect':'Allow','Principal':'*','Condition':{'StringNotEquals':{'aws:PrincipalAccount':'111122223333'}}",
       true},
      {"'Effect':'Allow','Principal':'*','Condition':{'StringLike':{'aws:PrincipalOrgID':'o-*'}}", true},
      {"'Effect':'Allow','Principal':'*','Condition':{'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}}", false},
      {"'Effect':'Allow','Principal':'*','Condition':{'IpAddress':{'aws:SourceIp':'0.0.0.0/0'}}", true},
      {"'Effect':'Allow','Principal':'*','Condition':{'Bool':{'aws:SecureTransport':'true'}}", true},
  };
  for (const auto& one : cases) {
    std::string text = std::string("{'Statement':{") + one.statement + ",'Action':'s3:GetObject','Resource':'*'}}";
    auto policy = parse_policy(json(text), kResource);
    ASSERT_TRUE(policy) << text << policy.error().message;
    EXPECT_EQ(is_public(**policy), one.is_public) << text;
  }
}

TEST(PolicyCache, IsBounded) {
  PolicyCache cache(4);
  std::string first = json("{'Statement':[]}");
  auto policy = cache.load(first);
  ASSERT_NE(policy, nullptr);
  EXPECT_EQ(cache.load(first), policy);
  EXPECT_EQ(cache.load("nonsense"), nullptr);
  for (int i = 0; i < 20; ++i) cache.load(json("{'Id':'" + std::to_string(i) + "','Statement':[]}"));
  EXPECT_LE(cache.size(), 4u);
}

}  // namespace
}  // namespace stellwerk::auth
