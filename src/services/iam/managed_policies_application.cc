#include "services/iam/managed_policy_documents.h"

namespace stellwerk::iam {

const std::vector<ManagedPolicy>& application_policies() {
  static const std::vector<ManagedPolicy> policies = {
      {"/service-role/", "AWSLambdaBasicExecutionRole", "Lets a function write its logs.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:CreateLogGroup",)"
       R"("logs:CreateLogStream","logs:PutLogEvents"],"Resource":"*"}]})"},
      {"/service-role/", "AWSLambdaKinesisExecutionRole", "Lets a function read streams and write its logs.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["kinesis:DescribeStream",)"
       R"("kinesis:DescribeStreamSummary","kinesis:GetRecords","kinesis:GetShardIterator","kinesis:ListShards",)"
       R"("kinesis:ListStreams","kinesis:SubscribeToShard","logs:CreateLogGroup","logs:CreateLogStream",)"
       R"("logs:PutLogEvents"],"Resource":"*"}]})"},
      {"/service-role/", "AWSLambdaSQSQueueExecutionRole",
       "Lets a function take messages of a queue and write its logs.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sqs:ReceiveMessage","sqs:DeleteMessage",)"
       R"("sqs:GetQueueAttributes","logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents"],"Resource":"*"}]})"},
      {"/service-role/", "AWSLambdaRole", "Lets a service invoke functions.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"lambda:InvokeFunction","Resource":"*"}]})"},
      {"/", "AWSLambda_FullAccess", "Full access to Lambda.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cloudformation:DescribeStacks",)"
       R"("cloudformation:ListStackResources","cloudwatch:ListMetrics","cloudwatch:GetMetricData",)"
       R"("ec2:DescribeSecurityGroups","ec2:DescribeSubnets","ec2:DescribeVpcs","kms:ListAliases","iam:GetPolicy",)"
       R"("iam:GetPolicyVersion","iam:GetRole","iam:GetRolePolicy","iam:ListAttachedRolePolicies",)"
       R"("iam:ListRolePolicies","iam:ListRoles","lambda:*","logs:DescribeLogGroups","states:DescribeStateMachine",)"
       R"("states:ListStateMachines","tag:GetResources","xray:GetTraceSummaries","xray:BatchGetTraces"],)"
       R"("Resource":"*"},{"Effect":"Allow","Action":"iam:PassRole","Resource":"*",)"
       R"("Condition":{"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}}},{"Effect":"Allow",)"
       R"("Action":["logs:DescribeLogStreams","logs:GetLogEvents","logs:FilterLogEvents","logs:StartLiveTail",)"
       R"("logs:StopLiveTail"],"Resource":"arn:aws:logs:*:*:log-group:/aws/lambda/*"}]})"},
      {"/", "AWSLambda_ReadOnlyAccess", "Read-only access to Lambda.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cloudformation:DescribeStacks",)"
       R"("cloudformation:ListStackResources","cloudwatch:GetMetricData","cloudwatch:ListMetrics",)"
       R"("ec2:DescribeSecurityGroups","ec2:DescribeSubnets","ec2:DescribeVpcs","kms:ListAliases","iam:GetPolicy",)"
       R"("iam:GetPolicyVersion","iam:GetRole","iam:GetRolePolicy","iam:ListAttachedRolePolicies",)"
       R"("iam:ListRolePolicies","iam:ListRoles","logs:DescribeLogGroups","lambda:Get*","lambda:List*",)"
       R"("states:DescribeStateMachine","states:ListStateMachines","tag:GetResources","xray:GetTraceSummaries",)"
       R"("xray:BatchGetTraces"],"Resource":"*"},{"Effect":"Allow","Action":["logs:DescribeLogStreams",)"
       R"("logs:GetLogEvents","logs:FilterLogEvents","logs:StartLiveTail","logs:StopLiveTail"],)"
       R"("Resource":"arn:aws:logs:*:*:log-group:/aws/lambda/*"}]})"},
      {"/", "AmazonAPIGatewayAdministrator", "Full access to the management of APIs.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"apigateway:*",)"
       R"("Resource":"arn:aws:apigateway:*::/*"}]})"},
      {"/", "AmazonAPIGatewayInvokeFullAccess", "Lets a caller invoke APIs.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["execute-api:Invoke",)"
       R"("execute-api:ManageConnections"],"Resource":"arn:aws:execute-api:*:*:*"}]})"},
      {"/service-role/", "AmazonAPIGatewayPushToCloudWatchLogs", "Lets API Gateway write logs.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:CreateLogGroup",)"
       R"("logs:CreateLogStream","logs:DescribeLogGroups","logs:DescribeLogStreams","logs:PutLogEvents",)"
       R"("logs:GetLogEvents","logs:FilterLogEvents"],"Resource":"*"}]})"},
      {"/", "AWSElasticBeanstalkWebTier", "What instances of a web environment need.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:Get*","s3:List*","s3:PutObject"],)"
       R"("Resource":["arn:aws:s3:::elasticbeanstalk-*","arn:aws:s3:::elasticbeanstalk-*/*"]},{"Effect":"Allow",)"
       R"("Action":["xray:PutTraceSegments","xray:PutTelemetryRecords","xray:GetSamplingRules",)"
       R"("xray:GetSamplingTargets","xray:GetSamplingStatisticSummaries"],"Resource":"*"},{"Effect":"Allow",)"
       R"("Action":["logs:PutLogEvents","logs:CreateLogStream","logs:DescribeLogStreams","logs:DescribeLogGroups"],)"
       R"("Resource":["arn:aws:logs:*:*:log-group:/aws/elasticbeanstalk*"]},{"Effect":"Allow",)"
       R"("Action":"elasticbeanstalk:PutInstanceStatistics","Resource":["arn:aws:elasticbeanstalk:*:*:application/*",)"
       R"("arn:aws:elasticbeanstalk:*:*:environment/*"]}]})"},
      {"/", "AWSElasticBeanstalkWorkerTier", "What instances of a worker environment need.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"cloudwatch:PutMetricData","Resource":"*"},)"
       R"({"Effect":"Allow","Action":["xray:PutTraceSegments","xray:PutTelemetryRecords","xray:GetSamplingRules",)"
       R"("xray:GetSamplingTargets","xray:GetSamplingStatisticSummaries"],"Resource":"*"},{"Effect":"Allow",)"
       R"("Action":["sqs:ChangeMessageVisibility","sqs:DeleteMessage","sqs:ReceiveMessage","sqs:SendMessage"],)"
       R"("Resource":"*"},{"Effect":"Allow","Action":["s3:Get*","s3:List*","s3:PutObject"],)"
       R"("Resource":["arn:aws:s3:::elasticbeanstalk-*","arn:aws:s3:::elasticbeanstalk-*/*"]},{"Effect":"Allow",)"
       R"("Action":["dynamodb:BatchGetItem","dynamodb:BatchWriteItem","dynamodb:DeleteItem","dynamodb:GetItem",)"
       R"("dynamodb:PutItem","dynamodb:Query","dynamodb:Scan","dynamodb:UpdateItem"],)"
       R"("Resource":["arn:aws:dynamodb:*:*:table/*-stack-AWSEBWorkerCronLeaderRegistry*"]},{"Effect":"Allow",)"
       R"("Action":["logs:PutLogEvents","logs:CreateLogStream","logs:DescribeLogStreams","logs:DescribeLogGroups"],)"
       R"("Resource":["arn:aws:logs:*:*:log-group:/aws/elasticbeanstalk*"]},{"Effect":"Allow",)"
       R"("Action":"elasticbeanstalk:PutInstanceStatistics","Resource":["arn:aws:elasticbeanstalk:*:*:application/*",)"
       R"("arn:aws:elasticbeanstalk:*:*:environment/*"]}]})"},
      {"/", "AWSElasticBeanstalkMulticontainerDocker", "What instances of a container environment need.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ecs:Poll","ecs:StartTask","ecs:StopTask",)"
       R"("ecs:DiscoverPollEndpoint","ecs:StartTelemetrySession","ecs:RegisterContainerInstance",)"
       R"("ecs:DeregisterContainerInstance","ecs:DescribeContainerInstances","ecs:Submit*","ecs:DescribeTasks"],)"
       R"("Resource":"*"},{"Effect":"Allow","Action":"ecs:TagResource","Resource":"*",)"
       R"("Condition":{"StringEquals":{"ecs:CreateAction":["RegisterContainerInstance","StartTask"]}}}]})"},
      {"/service-role/", "AWSElasticBeanstalkEnhancedHealth", "Lets Beanstalk watch its environments.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)"
       R"("Action":["elasticloadbalancing:DescribeInstanceHealth","elasticloadbalancing:DescribeLoadBalancers",)"
       R"("elasticloadbalancing:DescribeTargetHealth","ec2:DescribeInstances","ec2:DescribeInstanceStatus",)"
       R"("ec2:GetConsoleOutput","ec2:AssociateAddress","ec2:DescribeAddresses","ec2:DescribeSecurityGroups",)"
       R"("sqs:GetQueueAttributes","sqs:GetQueueUrl","autoscaling:DescribeAutoScalingGroups",)"
       R"("autoscaling:DescribeAutoScalingInstances","autoscaling:DescribeScalingActivities",)"
       R"("autoscaling:DescribeNotificationConfigurations","sns:Publish"],"Resource":"*"},{"Effect":"Allow",)"
       R"("Action":["logs:DescribeLogStreams","logs:CreateLogStream","logs:PutLogEvents"],)"
       R"("Resource":"arn:aws:logs:*:*:log-group:/aws/elasticbeanstalk/*:log-stream:*"}]})"},
      {"/", "AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy", "Lets Beanstalk update its environments.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"elasticbeanstalk:*","Resource":"*"},)"
       R"({"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/*",)"
       R"("Condition":{"StringLikeIfExists":{"iam:PassedToService":["ec2.amazonaws.com","ec2.amazonaws.com.cn",)"
       R"("autoscaling.amazonaws.com","elasticloadbalancing.amazonaws.com","ecs.amazonaws.com",)"
       R"("cloudformation.amazonaws.com"]}}},{"Effect":"Allow","Action":["autoscaling:Describe*",)"
       R"("cloudformation:Describe*","cloudformation:GetTemplate","cloudwatch:DescribeAlarms",)"
       R"("cloudwatch:PutMetricAlarm","ec2:Describe*","elasticloadbalancing:Describe*","logs:DescribeLogGroups",)"
       R"("sns:GetTopicAttributes","sns:ListSubscriptionsByTopic","sqs:GetQueueAttributes","sqs:GetQueueUrl"],)"
       R"("Resource":"*"},{"Effect":"Allow","Action":["s3:DeleteObject","s3:GetObject","s3:GetObjectAcl",)"
       R"("s3:GetObjectVersion","s3:GetObjectVersionAcl","s3:PutObject","s3:PutObjectAcl","s3:PutObjectVersionAcl",)"
       R"("s3:CreateBucket","s3:GetBucketLocation","s3:GetBucketPolicy","s3:ListBucket","s3:PutBucketPolicy"],)"
       R"("Resource":["arn:aws:s3:::elasticbeanstalk-*","arn:aws:s3:::elasticbeanstalk-*/*"]},{"Effect":"Allow",)"
       R"("Action":["autoscaling:*","cloudformation:*"],)"
       R"("Resource":["arn:aws:autoscaling:*:*:launchConfiguration:*:launchConfigurationName/awseb-e-*",)"
       R"("arn:aws:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/awseb-e-*",)"
       R"("arn:aws:cloudformation:*:*:stack/awseb-*","arn:aws:cloudformation:*:*:stack/eb-*"]},{"Effect":"Allow",)"
       R"("Action":["logs:CreateLogGroup","logs:DeleteLogGroup","logs:PutRetentionPolicy"],)"
       R"("Resource":"arn:aws:logs:*:*:log-group:/aws/elasticbeanstalk/*"},{"Effect":"Allow",)"
       R"("Action":["sns:CreateTopic","sns:SetTopicAttributes","sns:Subscribe"],)"
       R"("Resource":"arn:aws:sns:*:*:ElasticBeanstalkNotifications-*"}]})"},
      {"/", "AdministratorAccess-AWSElasticBeanstalk", "Full access to Elastic Beanstalk.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"elasticbeanstalk:*","Resource":"*"},)"
       R"({"Effect":"Allow","Action":["acm:Describe*","acm:List*","autoscaling:Describe*","cloudformation:Describe*",)"
       R"("cloudformation:List*","cloudtrail:LookupEvents","cloudwatch:DescribeAlarms",)"
       R"("cloudwatch:GetMetricStatistics","cloudwatch:ListMetrics","ec2:Describe*","elasticloadbalancing:Describe*",)"
       R"("iam:GetRole","iam:ListAttachedRolePolicies","iam:ListInstanceProfiles","iam:ListRolePolicies",)"
       R"("iam:ListRoles","iam:ListServerCertificates","logs:DescribeLogGroups","s3:ListAllMyBuckets","sns:List*",)"
       R"("sqs:ListQueues"],"Resource":"*"},{"Effect":"Allow","Action":"s3:*",)"
       R"("Resource":["arn:aws:s3:::elasticbeanstalk-*","arn:aws:s3:::elasticbeanstalk-*/*"]},{"Effect":"Allow",)"
       R"("Action":"logs:*","Resource":"arn:aws:logs:*:*:log-group:/aws/elasticbeanstalk/*"},{"Effect":"Allow",)"
       R"("Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/*aws-elasticbeanstalk*",)"
       R"("Condition":{"StringEquals":{"iam:PassedToService":["elasticbeanstalk.amazonaws.com",)"
       R"("ec2.amazonaws.com"]}}}]})"},
      {"/", "CloudFrontFullAccess", "Full access to CloudFront.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListAllMyBuckets",)"
       R"("Resource":"arn:aws:s3:::*"},{"Effect":"Allow","Action":["acm:DescribeCertificate","acm:ListCertificates",)"
       R"("acm:RequestCertificate","cloudfront:*","cloudfront-keyvaluestore:*","iam:ListServerCertificates",)"
       R"("waf:ListWebACLs","waf:GetWebACL","wafv2:ListWebACLs","wafv2:GetWebACL","kinesis:ListStreams"],)"
       R"("Resource":"*"},{"Effect":"Allow","Action":"kinesis:DescribeStream","Resource":"arn:aws:kinesis:*:*:*"},)"
       R"({"Effect":"Allow","Action":"iam:ListRoles","Resource":"arn:aws:iam::*:*"}]})"},
      {"/", "CloudFrontReadOnlyAccess", "Read-only access to CloudFront.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["acm:DescribeCertificate",)"
       R"("acm:ListCertificates","cloudfront:Describe*","cloudfront:Get*","cloudfront:List*",)"
       R"("cloudfront-keyvaluestore:Describe*","cloudfront-keyvaluestore:Get*","cloudfront-keyvaluestore:List*",)"
       R"("iam:ListServerCertificates","route53:List*","waf:ListWebACLs","waf:GetWebACL","wafv2:ListWebACLs",)"
       R"("wafv2:GetWebACL"],"Resource":"*"}]})"},
      {"/", "AmazonCognitoPowerUser", "Full access to Cognito.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cognito-identity:*","cognito-idp:*",)"
       R"("cognito-sync:*","iam:ListRoles","iam:ListOpenIdConnectProviders","iam:GetRole","iam:ListSAMLProviders",)"
       R"("iam:GetSAMLProvider","kinesis:ListStreams","lambda:GetPolicy","lambda:ListFunctions",)"
       R"("sns:GetSMSSandboxAccountStatus","sns:ListPlatformApplications","ses:ListIdentities",)"
       R"("ses:GetIdentityVerificationAttributes","mobiletargeting:GetApps","acm:ListCertificates"],"Resource":"*"},)"
       R"({"Effect":"Allow","Action":"iam:CreateServiceLinkedRole","Resource":"*",)"
       R"("Condition":{"StringEquals":{"iam:AWSServiceName":["cognito-idp.amazonaws.com",)"
       R"("email.cognito-idp.amazonaws.com"]}}}]})"},
      {"/", "AmazonCognitoReadOnly", "Read-only access to Cognito.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cognito-identity:Describe*",)"
       R"("cognito-identity:Get*","cognito-identity:List*","cognito-idp:Describe*","cognito-idp:AdminGet*",)"
       R"("cognito-idp:AdminList*","cognito-idp:List*","cognito-idp:Get*","cognito-sync:Describe*",)"
       R"("cognito-sync:Get*","cognito-sync:List*","iam:ListOpenIdConnectProviders","iam:ListRoles",)"
       R"("sns:ListPlatformApplications"],"Resource":"*"}]})"},
  };
  return policies;
}

}  // namespace stellwerk::iam
