#include "services/iam/managed_policy_documents.h"

namespace stellwerk::iam {

const std::vector<ManagedPolicy>& operations_policies() {
  static const std::vector<ManagedPolicy> policies = {
      {"/", "CloudWatchLogsFullAccess", "Full access to CloudWatch Logs.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:*","cloudwatch:GenerateQuery"],)"
       R"("Resource":"*"}]})"},
      {"/", "CloudWatchLogsReadOnlyAccess", "Read-only access to CloudWatch Logs.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:Describe*","logs:Get*","logs:List*",)"
       R"("logs:StartQuery","logs:StopQuery","logs:TestMetricFilter","logs:FilterLogEvents","logs:StartLiveTail",)"
       R"("logs:StopLiveTail","cloudwatch:GenerateQuery"],"Resource":"*"}]})"},
      {"/", "CloudWatchReadOnlyAccess", "Read-only access to CloudWatch.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)"
       R"("Action":["application-autoscaling:DescribeScalingPolicies","autoscaling:Describe*","cloudwatch:BatchGet*",)"
       R"("cloudwatch:Describe*","cloudwatch:GenerateQuery","cloudwatch:Get*","cloudwatch:List*","logs:Get*",)"
       R"("logs:List*","logs:StartQuery","logs:StopQuery","logs:Describe*","logs:TestMetricFilter",)"
       R"("logs:FilterLogEvents","logs:StartLiveTail","logs:StopLiveTail","sns:Get*","sns:List*","xray:BatchGet*",)"
       R"("xray:Get*","xray:List*"],"Resource":"*"}]})"},
      {"/", "CloudWatchFullAccessV2", "Full access to CloudWatch.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)"
       R"("Action":["application-autoscaling:DescribeScalingPolicies","autoscaling:DescribeAutoScalingGroups",)"
       R"("autoscaling:DescribePolicies","cloudwatch:*","logs:*","sns:CreateTopic","sns:ListSubscriptions",)"
       R"("sns:ListSubscriptionsByTopic","sns:ListTopics","sns:Subscribe","iam:GetPolicy","iam:GetPolicyVersion",)"
       R"("iam:GetRole","xray:*"],"Resource":"*"}]})"},
      {"/", "AmazonEventBridgeFullAccess", "Full access to EventBridge.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["events:*","schemas:*","scheduler:*",)"
       R"("pipes:*"],"Resource":"*"},{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/*",)"
       R"("Condition":{"StringLike":{"iam:PassedToService":"events.amazonaws.com"}}}]})"},
      {"/", "AmazonEventBridgeReadOnlyAccess", "Read-only access to EventBridge.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["events:DescribeRule",)"
       R"("events:DescribeEventBus","events:DescribeEventSource","events:ListEventBuses","events:ListEventSources",)"
       R"("events:ListRuleNamesByTarget","events:ListRules","events:ListTargetsByRule","events:TestEventPattern",)"
       R"("events:DescribeArchive","events:ListArchives","events:DescribeReplay","events:ListReplays",)"
       R"("events:DescribeConnection","events:ListConnections","events:DescribeApiDestination",)"
       R"("events:ListApiDestinations"],"Resource":"*"}]})"},
      {"/", "AWSCloudTrail_FullAccess", "Full access to CloudTrail.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sns:AddPermission","sns:CreateTopic",)"
       R"("sns:SetTopicAttributes","sns:GetTopicAttributes"],"Resource":"arn:aws:sns:*:*:aws-cloudtrail-logs*"},)"
       R"({"Effect":"Allow","Action":"sns:ListTopics","Resource":"*"},{"Effect":"Allow","Action":["s3:CreateBucket",)"
       R"("s3:PutBucketPolicy","s3:PutBucketPublicAccessBlock"],"Resource":"arn:aws:s3:::aws-cloudtrail-logs*"},)"
       R"({"Effect":"Allow","Action":["s3:ListAllMyBuckets","s3:GetBucketLocation","s3:GetBucketPolicy"],)"
       R"("Resource":"*"},{"Effect":"Allow","Action":"cloudtrail:*","Resource":"*"},{"Effect":"Allow",)"
       R"("Action":"logs:CreateLogGroup","Resource":"arn:aws:logs:*:*:log-group:aws-cloudtrail-logs*"},)"
       R"({"Effect":"Allow","Action":["iam:ListRoles","iam:GetRolePolicy","iam:GetUser"],"Resource":"*"},)"
       R"({"Effect":"Allow","Action":"iam:PassRole","Resource":"*",)"
       R"("Condition":{"StringEquals":{"iam:PassedToService":"cloudtrail.amazonaws.com"}}},{"Effect":"Allow",)"
       R"("Action":["kms:CreateKey","kms:CreateAlias","kms:ListKeys","kms:ListAliases"],"Resource":"*"},)"
       R"({"Effect":"Allow","Action":"lambda:ListFunctions","Resource":"*"}]})"},
      {"/", "AWSCloudTrail_ReadOnlyAccess", "Read-only access to CloudTrail.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cloudtrail:Get*","cloudtrail:Describe*",)"
       R"("cloudtrail:List*","cloudtrail:LookupEvents"],"Resource":"*"}]})"},
      {"/", "AmazonSNSFullAccess", "Full access to SNS.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sns:*","Resource":"*"}]})"},
      {"/", "AmazonSNSReadOnlyAccess", "Read-only access to SNS.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sns:GetTopicAttributes","sns:List*",)"
       R"("sns:CheckIfPhoneNumberIsOptedOut","sns:GetEndpointAttributes","sns:GetDataProtectionPolicy",)"
       R"("sns:GetPlatformApplicationAttributes","sns:GetSMSAttributes","sns:GetSMSSandboxAccountStatus",)"
       R"("sns:GetSubscriptionAttributes"],"Resource":"*"}]})"},
      {"/", "AmazonSQSFullAccess", "Full access to SQS.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]})"},
      {"/", "AmazonKinesisFullAccess", "Full access to Kinesis.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kinesis:*","Resource":"*"}]})"},
      {"/", "AmazonKinesisReadOnlyAccess", "Read-only access to Kinesis.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["kinesis:Get*","kinesis:List*",)"
       R"("kinesis:Describe*"],"Resource":"*"}]})"},
      {"/", "AWSXRayDaemonWriteAccess", "Lets the X-Ray daemon relay trace segments.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["xray:PutTraceSegments",)"
       R"("xray:PutTelemetryRecords","xray:GetSamplingRules","xray:GetSamplingTargets",)"
       R"("xray:GetSamplingStatisticSummaries"],"Resource":"*"}]})"},
  };
  return policies;
}

}  // namespace stellwerk::iam
