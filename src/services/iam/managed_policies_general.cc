#include "services/iam/managed_policy_documents.h"

namespace stellwerk::iam {

const std::vector<ManagedPolicy>& general_policies() {
  static const std::vector<ManagedPolicy> policies = {
      {"/", "AdministratorAccess", "Provides full access to AWS services and resources.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})"},
      {"/", "PowerUserAccess", "Full access to services and resources, without the management of users and groups.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],)"
       R"("Resource":"*"},{"Effect":"Allow","Action":["iam:CreateServiceLinkedRole","iam:DeleteServiceLinkedRole",)"
       R"("iam:ListRoles","organizations:DescribeOrganization","account:ListRegions","account:GetAccountInformation"],)"
       R"("Resource":"*"}]})"},
      {"/", "AWSDenyAll", "Denies all access.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["*"],"Resource":"*"}]})"},
      {"/", "ReadOnlyAccess", "Provides read-only access to AWS services and resources.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["acm:Describe*","acm:Get*","acm:List*",)"
       R"("apigateway:GET","cloudfront:Describe*","cloudfront:Get*","cloudfront:List*","cloudtrail:Describe*",)"
       R"("cloudtrail:Get*","cloudtrail:List*","cloudtrail:LookupEvents","cloudwatch:Describe*","cloudwatch:Get*",)"
       R"("cloudwatch:List*","codebuild:BatchGet*","codebuild:DescribeCodeCoverages","codebuild:DescribeTestCases",)"
       R"("codebuild:List*","codecommit:BatchGet*","codecommit:Describe*","codecommit:Get*","codecommit:GitPull",)"
       R"("codecommit:List*","codedeploy:BatchGet*","codedeploy:Get*","codedeploy:List*","codepipeline:Get*",)"
       R"("codepipeline:List*","codestar-notifications:describeNotificationRule","codestar-notifications:list*",)"
       R"("cognito-identity:Describe*","cognito-identity:GetIdentityPoolRoles","cognito-identity:List*",)"
       R"("cognito-idp:AdminGet*","cognito-idp:AdminList*","cognito-idp:Describe*","cognito-idp:Get*",)"
       R"("cognito-idp:List*","elasticbeanstalk:Check*","elasticbeanstalk:Describe*","elasticbeanstalk:List*",)"
       R"("elasticbeanstalk:Request*","elasticbeanstalk:Retrieve*","ec2:Describe*","ec2:Get*","events:Describe*",)"
       R"("events:List*","events:Test*","firehose:Describe*","firehose:List*","iam:Generate*","iam:Get*","iam:List*",)"
       R"("iam:Simulate*","kinesis:Describe*","kinesis:Get*","kinesis:List*","kms:Describe*","kms:Get*","kms:List*",)"
       R"("lambda:Get*","lambda:List*","logs:Describe*","logs:FilterLogEvents","logs:Get*","logs:ListTagsForResource",)"
       R"("logs:ListTagsLogGroup","logs:StartLiveTail","logs:StartQuery","logs:StopLiveTail","logs:StopQuery",)"
       R"("logs:TestMetricFilter","organizations:Describe*","organizations:List*","route53:Get*","route53:List*",)"
       R"("route53:Test*","s3:DescribeJob","s3:Get*","s3:List*","secretsmanager:DescribeSecret",)"
       R"("secretsmanager:GetResourcePolicy","secretsmanager:List*","sns:Check*","sns:Get*","sns:List*","sqs:Get*",)"
       R"("sqs:List*","sqs:Receive*","ssm:Describe*","ssm:Get*","ssm:List*","sts:GetAccessKeyInfo",)"
       R"("sts:GetCallerIdentity","sts:GetSessionToken","tag:Get*","xray:BatchGet*","xray:Get*"],"Resource":"*"}]})"},
      {"/", "SecurityAudit", "Grants access to read security configuration metadata.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["acm:DescribeCertificate",)"
       R"("acm:ListCertificates","acm:ListTagsForCertificate","cloudfront:GetDistribution",)"
       R"("cloudfront:GetDistributionConfig","cloudfront:List*","cloudtrail:DescribeTrails",)"
       R"("cloudtrail:GetEventSelectors","cloudtrail:GetInsightSelectors","cloudtrail:GetTrail",)"
       R"("cloudtrail:GetTrailStatus","cloudtrail:ListTags","cloudtrail:ListTrails","cloudtrail:LookupEvents",)"
       R"("cloudwatch:Describe*","cloudwatch:GetDashboard","cloudwatch:ListDashboards",)"
       R"("cloudwatch:ListTagsForResource","codebuild:BatchGetProjects","codebuild:GetResourcePolicy",)"
       R"("codebuild:ListProjects","codecommit:BatchGetRepositories","codecommit:GetBranch",)"
       R"("codecommit:GetObjectIdentifier","codecommit:GetRepository","codecommit:GetRepositoryTriggers",)"
       R"("codecommit:List*","codedeploy:Batch*","codedeploy:Get*","codedeploy:List*","codepipeline:GetJobDetails",)"
       R"("codepipeline:GetPipeline","codepipeline:GetPipelineExecution","codepipeline:GetPipelineState",)"
       R"("codepipeline:ListPipelines","cognito-identity:Describe*","cognito-identity:GetIdentityPoolRoles",)"
       R"("cognito-identity:ListIdentityPools","cognito-idp:Describe*","cognito-idp:List*","ec2:Describe*",)"
       R"("elasticbeanstalk:Describe*","elasticbeanstalk:ListTagsForResource","events:Describe*","events:List*",)"
       R"("firehose:Describe*","firehose:List*","iam:GenerateCredentialReport",)"
       R"("iam:GenerateServiceLastAccessedDetails","iam:Get*","iam:List*","iam:SimulateCustomPolicy",)"
       R"("iam:SimulatePrincipalPolicy","kinesis:DescribeLimits","kinesis:DescribeStream",)"
       R"("kinesis:DescribeStreamConsumer","kinesis:DescribeStreamSummary","kinesis:ListStreamConsumers",)"
       R"("kinesis:ListStreams","kinesis:ListTagsForStream","kms:Describe*","kms:GetKeyPolicy",)"
       R"("kms:GetKeyRotationStatus","kms:List*","lambda:GetAccountSettings","lambda:GetEventSourceMapping",)"
       R"("lambda:GetFunctionConfiguration","lambda:GetFunctionEventInvokeConfig","lambda:GetLayerVersionPolicy",)"
       R"("lambda:GetPolicy","lambda:List*","logs:Describe*","logs:ListTagsLogGroup","logs:ListTagsForResource",)"
       R"("organizations:Describe*","organizations:List*","route53:Get*","route53:List*",)"
       R"("s3:GetAccelerateConfiguration","s3:GetAccessPoint","s3:GetAccessPointPolicy",)"
       R"("s3:GetAccountPublicAccessBlock","s3:GetAnalyticsConfiguration","s3:GetBucket*",)"
       R"("s3:GetEncryptionConfiguration","s3:GetInventoryConfiguration","s3:GetLifecycleConfiguration",)"
       R"("s3:GetMetricsConfiguration","s3:GetObjectAcl","s3:GetObjectVersionAcl","s3:GetReplicationConfiguration",)"
       R"("s3:ListAccessPoints","s3:ListAllMyBuckets","secretsmanager:DescribeSecret",)"
       R"("secretsmanager:GetResourcePolicy","secretsmanager:ListSecretVersionIds","secretsmanager:ListSecrets",)"
       R"("sns:GetTopicAttributes","sns:GetSubscriptionAttributes","sns:ListSubscriptions*","sns:ListTagsForResource",)"
       R"("sns:ListTopics","sqs:GetQueueAttributes","sqs:ListDeadLetterSourceQueues","sqs:ListQueueTags",)"
       R"("sqs:ListQueues","ssm:Describe*","ssm:GetAutomationExecution","ssm:ListAssociations","ssm:ListDocuments",)"
       R"("tag:GetResources","tag:GetTagKeys"],"Resource":"*"},{"Effect":"Allow","Action":"apigateway:GET",)"
       R"("Resource":["arn:aws:apigateway:*::/apis","arn:aws:apigateway:*::/apis/*/authorizers",)"
       R"("arn:aws:apigateway:*::/apis/*/routes","arn:aws:apigateway:*::/apis/*/stages",)"
       R"("arn:aws:apigateway:*::/domainnames","arn:aws:apigateway:*::/restapis",)"
       R"("arn:aws:apigateway:*::/restapis/*/authorizers","arn:aws:apigateway:*::/restapis/*/stages",)"
       R"("arn:aws:apigateway:*::/vpclinks"]}]})"},
      {"/job-function/", "ViewOnlyAccess", "Lists and describes resources without reading their contents.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["acm:ListCertificates","cloudfront:List*",)"
       R"("cloudtrail:DescribeTrails","cloudtrail:LookupEvents","cloudwatch:Describe*","cloudwatch:Get*",)"
       R"("cloudwatch:List*","codebuild:ListBuilds*","codebuild:ListProjects","codecommit:List*","codedeploy:Get*",)"
       R"("codedeploy:List*","codepipeline:ListPipelines","cognito-identity:ListIdentities",)"
       R"("cognito-identity:ListIdentityPools","cognito-idp:List*","ec2:Describe*",)"
       R"("elasticbeanstalk:DescribeAccountAttributes","elasticbeanstalk:DescribeApplicationVersions",)"
       R"("elasticbeanstalk:DescribeApplications","elasticbeanstalk:DescribeEnvironments",)"
       R"("elasticbeanstalk:ListAvailableSolutionStacks","events:ListRuleNamesByTarget","events:ListRules",)"
       R"("firehose:List*","firehose:DescribeDeliveryStream","iam:GetAccountSummary","iam:GetLoginProfile",)"
       R"("iam:List*","kinesis:ListStreams","kms:ListKeys","lambda:List*","logs:Describe*","organizations:List*",)"
       R"("route53:Get*","route53:List*","s3:ListAllMyBuckets","s3:ListBucket","secretsmanager:ListSecrets",)"
       R"("sns:List*","sqs:ListQueues","ssm:ListAssociations","ssm:ListDocuments"],"Resource":"*"}]})"},
      {"/", "IAMFullAccess", "Full access to IAM.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:*","organizations:DescribeAccount",)"
       R"("organizations:DescribeOrganization","organizations:DescribeOrganizationalUnit",)"
       R"("organizations:DescribePolicy","organizations:ListChildren","organizations:ListParents",)"
       R"("organizations:ListPoliciesForTarget","organizations:ListRoots","organizations:ListPolicies",)"
       R"("organizations:ListTargetsForPolicy"],"Resource":"*"}]})"},
      {"/", "IAMReadOnlyAccess", "Read-only access to IAM.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:GenerateCredentialReport",)"
       R"("iam:GenerateServiceLastAccessedDetails","iam:Get*","iam:List*","iam:SimulateCustomPolicy",)"
       R"("iam:SimulatePrincipalPolicy"],"Resource":"*"}]})"},
      {"/", "IAMUserChangePassword", "Lets a user change the own password.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:ChangePassword",)"
       R"("Resource":"arn:aws:iam::*:user/${aws:username}"},{"Effect":"Allow","Action":"iam:GetAccountPasswordPolicy",)"
       R"("Resource":"*"}]})"},
      {"/", "AWSOrganizationsFullAccess", "Full access to Organizations.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"organizations:*","Resource":"*"},)"
       R"({"Effect":"Allow","Action":["account:PutAlternateContact","account:DeleteAlternateContact",)"
       R"("account:GetAlternateContact","account:GetContactInformation","account:PutContactInformation",)"
       R"("account:ListRegions","account:EnableRegion","account:DisableRegion"],"Resource":"*"},{"Effect":"Allow",)"
       R"("Action":"iam:CreateServiceLinkedRole","Resource":"*",)"
       R"("Condition":{"StringEquals":{"iam:AWSServiceName":"organizations.amazonaws.com"}}}]})"},
      {"/", "AWSOrganizationsReadOnlyAccess", "Read-only access to Organizations.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["organizations:Describe*",)"
       R"("organizations:List*"],"Resource":"*"},{"Effect":"Allow","Action":["account:GetAlternateContact",)"
       R"("account:GetContactInformation","account:ListRegions","account:GetRegionOptStatus"],"Resource":"*"}]})"},
      {"/", "AmazonS3FullAccess", "Full access to all buckets.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*","s3-object-lambda:*"],)"
       R"("Resource":"*"}]})"},
      {"/", "AmazonS3ReadOnlyAccess", "Read-only access to all buckets.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:Get*","s3:List*","s3:Describe*",)"
       R"("s3-object-lambda:Get*","s3-object-lambda:List*"],"Resource":"*"}]})"},
      {"/", "AWSKeyManagementServicePowerUser", "Access to KMS without the use of keys for data.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["kms:CreateAlias","kms:CreateKey",)"
       R"("kms:DeleteAlias","kms:Describe*","kms:GenerateRandom","kms:Get*","kms:List*","kms:TagResource",)"
       R"("kms:UntagResource","iam:ListGroups","iam:ListRoles","iam:ListUsers"],"Resource":"*"}]})"},
      {"/", "SecretsManagerReadWrite", "Read and write access to Secrets Manager.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["secretsmanager:*",)"
       R"("cloudformation:CreateChangeSet","cloudformation:DescribeChangeSet","cloudformation:DescribeStackResource",)"
       R"("cloudformation:DescribeStacks","cloudformation:ExecuteChangeSet","docdb-elastic:GetCluster",)"
       R"("docdb-elastic:ListClusters","ec2:DescribeSecurityGroups","ec2:DescribeSubnets","ec2:DescribeVpcs",)"
       R"("kms:DescribeKey","kms:ListAliases","kms:ListKeys","lambda:ListFunctions","rds:DescribeDBClusters",)"
       R"("rds:DescribeDBInstances","redshift:DescribeClusters","redshift-serverless:ListWorkgroups",)"
       R"("redshift-serverless:GetNamespace","tag:GetResources"],"Resource":"*"},{"Effect":"Allow",)"
       R"("Action":["lambda:AddPermission","lambda:CreateFunction","lambda:GetFunction","lambda:InvokeFunction",)"
       R"("lambda:UpdateFunctionConfiguration"],"Resource":"arn:aws:lambda:*:*:function:SecretsManager*"},)"
       R"({"Effect":"Allow","Action":["serverlessrepo:CreateCloudFormationChangeSet","serverlessrepo:GetApplication"],)"
       R"("Resource":"arn:aws:serverlessrepo:*:*:applications/SecretsManager*"},{"Effect":"Allow",)"
       R"("Action":"s3:GetObject","Resource":["arn:aws:s3:::awsserverlessrepo-changesets*",)"
       R"("arn:aws:s3:::secrets-manager-rotation-apps-*/*"]}]})"},
      {"/", "AmazonSSMFullAccess", "Full access to Systems Manager.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cloudwatch:PutMetricData",)"
       R"("ds:CreateComputer","ds:DescribeDirectories","ec2:DescribeInstanceStatus","logs:*","ssm:*","ec2messages:*"],)"
       R"("Resource":"*"},{"Effect":"Allow","Action":"iam:CreateServiceLinkedRole",)"
       R"("Resource":"arn:aws:iam::*:role/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM*",)"
       R"("Condition":{"StringLike":{"iam:AWSServiceName":"ssm.amazonaws.com"}}},{"Effect":"Allow",)"
       R"("Action":["iam:DeleteServiceLinkedRole","iam:GetServiceLinkedRoleDeletionStatus"],)"
       R"("Resource":"arn:aws:iam::*:role/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM*"},)"
       R"({"Effect":"Allow","Action":["ssmmessages:CreateControlChannel","ssmmessages:CreateDataChannel",)"
       R"("ssmmessages:OpenControlChannel","ssmmessages:OpenDataChannel"],"Resource":"*"}]})"},
      {"/", "AmazonSSMReadOnlyAccess", "Read-only access to Systems Manager.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ssm:Describe*","ssm:Get*","ssm:List*"],)"
       R"("Resource":"*"}]})"},
      {"/", "AmazonSSMManagedInstanceCore", "What a managed instance needs of Systems Manager.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ssm:DescribeAssociation",)"
       R"("ssm:GetDeployablePatchSnapshotForInstance","ssm:GetDocument","ssm:DescribeDocument","ssm:GetManifest",)"
       R"("ssm:GetParameter","ssm:GetParameters","ssm:ListAssociations","ssm:ListInstanceAssociations",)"
       R"("ssm:PutInventory","ssm:PutComplianceItems","ssm:PutConfigurePackageResult","ssm:UpdateAssociationStatus",)"
       R"("ssm:UpdateInstanceAssociationStatus","ssm:UpdateInstanceInformation"],"Resource":"*"},{"Effect":"Allow",)"
       R"("Action":["ssmmessages:CreateControlChannel","ssmmessages:CreateDataChannel",)"
       R"("ssmmessages:OpenControlChannel","ssmmessages:OpenDataChannel"],"Resource":"*"},{"Effect":"Allow",)"
       R"("Action":["ec2messages:AcknowledgeMessage","ec2messages:DeleteMessage","ec2messages:FailMessage",)"
       R"("ec2messages:GetEndpoint","ec2messages:GetMessages","ec2messages:SendReply"],"Resource":"*"}]})"},
  };
  return policies;
}

}  // namespace stellwerk::iam
