#include "services/iam/managed_policy_documents.h"

namespace stellwerk::iam {

const std::vector<ManagedPolicy>& delivery_policies() {
  static const std::vector<ManagedPolicy> policies = {
      {"/", "AWSCodeCommitFullAccess", "Full access to CodeCommit.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"codecommit:*","Resource":"*"},)"
       R"({"Effect":"Allow","Action":["events:DeleteRule","events:DescribeRule","events:DisableRule",)"
       R"("events:EnableRule","events:PutRule","events:PutTargets","events:RemoveTargets","events:ListTargetsByRule"],)"
       R"("Resource":"arn:aws:events:*:*:rule/codecommit*"},{"Effect":"Allow","Action":["sns:CreateTopic",)"
       R"("sns:DeleteTopic","sns:Subscribe","sns:Unsubscribe","sns:SetTopicAttributes"],)"
       R"("Resource":"arn:aws:sns:*:*:codecommit*"},{"Effect":"Allow","Action":["sns:ListTopics",)"
       R"("sns:ListSubscriptionsByTopic","sns:GetTopicAttributes"],"Resource":"*"},{"Effect":"Allow",)"
       R"("Action":"lambda:ListFunctions","Resource":"*"},{"Effect":"Allow","Action":"iam:ListUsers","Resource":"*"},)"
       R"({"Effect":"Allow","Action":["iam:ListAccessKeys","iam:ListSSHPublicKeys",)"
       R"("iam:ListServiceSpecificCredentials","iam:ListAccessKeys","iam:GetSSHPublicKey"],)"
       R"("Resource":"arn:aws:iam::*:user/${aws:username}"},{"Effect":"Allow","Action":["iam:DeleteSSHPublicKey",)"
       R"("iam:UpdateSSHPublicKey","iam:UploadSSHPublicKey"],"Resource":"arn:aws:iam::*:user/${aws:username}"},)"
       R"({"Effect":"Allow","Action":["iam:CreateServiceSpecificCredential","iam:UpdateServiceSpecificCredential",)"
       R"("iam:DeleteServiceSpecificCredential","iam:ResetServiceSpecificCredential"],)"
       R"("Resource":"arn:aws:iam::*:user/${aws:username}"}]})"},
      {"/", "AWSCodeCommitPowerUser", "Use of CodeCommit repositories without deleting them.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)"
       R"("Action":["codecommit:AssociateApprovalRuleTemplateWithRepository",)"
       R"("codecommit:BatchAssociateApprovalRuleTemplateWithRepositories",)"
       R"("codecommit:BatchDisassociateApprovalRuleTemplateFromRepositories","codecommit:BatchGet*",)"
       R"("codecommit:BatchDescribe*","codecommit:Create*","codecommit:DeleteBranch","codecommit:DeleteFile",)"
       R"("codecommit:Describe*","codecommit:DisassociateApprovalRuleTemplateFromRepository",)"
       R"("codecommit:EvaluatePullRequestApprovalRules","codecommit:Get*","codecommit:List*","codecommit:Merge*",)"
       R"("codecommit:OverridePullRequestApprovalRules","codecommit:Put*","codecommit:Post*","codecommit:TagResource",)"
       R"("codecommit:Test*","codecommit:UntagResource","codecommit:Update*","codecommit:GitPull",)"
       R"("codecommit:GitPush"],"Resource":"*"},{"Effect":"Allow","Action":["events:DeleteRule","events:DescribeRule",)"
       R"("events:DisableRule","events:EnableRule","events:PutRule","events:PutTargets","events:RemoveTargets",)"
       R"("events:ListTargetsByRule"],"Resource":"arn:aws:events:*:*:rule/codecommit*"},{"Effect":"Allow",)"
       R"("Action":["sns:Subscribe","sns:Unsubscribe"],"Resource":"arn:aws:sns:*:*:codecommit*"},{"Effect":"Allow",)"
       R"("Action":["sns:ListTopics","sns:ListSubscriptionsByTopic","sns:GetTopicAttributes"],"Resource":"*"},)"
       R"({"Effect":"Allow","Action":"lambda:ListFunctions","Resource":"*"},{"Effect":"Allow",)"
       R"("Action":"iam:ListUsers","Resource":"*"},{"Effect":"Allow","Action":["iam:ListAccessKeys",)"
       R"("iam:ListSSHPublicKeys","iam:ListServiceSpecificCredentials","iam:GetSSHPublicKey","iam:DeleteSSHPublicKey",)"
       R"("iam:UpdateSSHPublicKey","iam:UploadSSHPublicKey","iam:CreateServiceSpecificCredential",)"
       R"("iam:UpdateServiceSpecificCredential","iam:DeleteServiceSpecificCredential",)"
       R"("iam:ResetServiceSpecificCredential"],"Resource":"arn:aws:iam::*:user/${aws:username}"}]})"},
      {"/", "AWSCodeCommitReadOnly", "Read-only access to CodeCommit.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["codecommit:BatchGet*",)"
       R"("codecommit:BatchDescribe*","codecommit:Describe*","codecommit:EvaluatePullRequestApprovalRules",)"
       R"("codecommit:Get*","codecommit:List*","codecommit:GitPull"],"Resource":"*"},{"Effect":"Allow",)"
       R"("Action":["events:DescribeRule","events:ListTargetsByRule"],)"
       R"("Resource":"arn:aws:events:*:*:rule/codecommit*"},{"Effect":"Allow","Action":["sns:ListTopics",)"
       R"("sns:ListSubscriptionsByTopic","sns:GetTopicAttributes"],"Resource":"*"},{"Effect":"Allow",)"
       R"("Action":"lambda:ListFunctions","Resource":"*"},{"Effect":"Allow","Action":"iam:ListUsers","Resource":"*"},)"
       R"({"Effect":"Allow","Action":["iam:ListAccessKeys","iam:ListSSHPublicKeys",)"
       R"("iam:ListServiceSpecificCredentials","iam:GetSSHPublicKey"],)"
       R"("Resource":"arn:aws:iam::*:user/${aws:username}"}]})"},
      {"/", "AWSCodeBuildAdminAccess", "Full access to CodeBuild.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["codebuild:*","codecommit:GetBranch",)"
       R"("codecommit:GetCommit","codecommit:GetRepository","codecommit:ListBranches","codecommit:ListRepositories",)"
       R"("cloudwatch:GetMetricStatistics","ec2:DescribeVpcs","ec2:DescribeSecurityGroups","ec2:DescribeSubnets",)"
       R"("ecr:DescribeRepositories","ecr:ListImages","events:DeleteRule","events:DescribeRule","events:DisableRule",)"
       R"("events:EnableRule","events:ListTargetsByRule","events:ListRuleNamesByTarget","events:PutRule",)"
       R"("events:PutTargets","events:RemoveTargets","logs:GetLogEvents","s3:GetBucketLocation",)"
       R"("s3:ListAllMyBuckets"],"Resource":"*"},{"Effect":"Allow","Action":"logs:DeleteLogGroup",)"
       R"("Resource":"arn:aws:logs:*:*:log-group:/aws/codebuild/*:log-stream:*"},{"Effect":"Allow",)"
       R"("Action":"ssm:PutParameter","Resource":"arn:aws:ssm:*:*:parameter/CodeBuild/*"}]})"},
      {"/", "AWSCodeBuildDeveloperAccess", "Use of CodeBuild projects without administration.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["codebuild:StartBuild",)"
       R"("codebuild:StopBuild","codebuild:StartBuildBatch","codebuild:StopBuildBatch","codebuild:RetryBuild",)"
       R"("codebuild:RetryBuildBatch","codebuild:BatchGet*","codebuild:GetResourcePolicy",)"
       R"("codebuild:DescribeTestCases","codebuild:DescribeCodeCoverages","codebuild:List*","codecommit:GetBranch",)"
       R"("codecommit:GetCommit","codecommit:GetRepository","codecommit:ListBranches",)"
       R"("cloudwatch:GetMetricStatistics","events:DescribeRule","events:ListTargetsByRule",)"
       R"("events:ListRuleNamesByTarget","logs:GetLogEvents","s3:GetBucketLocation","s3:ListAllMyBuckets"],)"
       R"("Resource":"*"},{"Effect":"Allow","Action":"ssm:PutParameter",)"
       R"("Resource":"arn:aws:ssm:*:*:parameter/CodeBuild/*"}]})"},
      {"/", "AWSCodeBuildReadOnlyAccess", "Read-only access to CodeBuild.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["codebuild:BatchGet*",)"
       R"("codebuild:GetResourcePolicy","codebuild:List*","codebuild:DescribeTestCases",)"
       R"("codebuild:DescribeCodeCoverages","codecommit:GetBranch","codecommit:GetCommit","codecommit:GetRepository",)"
       R"("cloudwatch:GetMetricStatistics","events:DescribeRule","events:ListTargetsByRule",)"
       R"("events:ListRuleNamesByTarget","logs:GetLogEvents"],"Resource":"*"}]})"},
      {"/", "AWSCodePipeline_FullAccess", "Full access to CodePipeline.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["codepipeline:*",)"
       R"("cloudformation:DescribeStacks","cloudformation:ListStacks","cloudformation:ListChangeSets",)"
       R"("cloudtrail:DescribeTrails","codebuild:BatchGetProjects","codebuild:CreateProject",)"
       R"("codebuild:ListCuratedEnvironmentImages","codebuild:ListProjects","codecommit:ListBranches",)"
       R"("codecommit:GetReferences","codecommit:ListRepositories","codedeploy:BatchGetDeploymentGroups",)"
       R"("codedeploy:ListApplications","codedeploy:ListDeploymentGroups","ec2:DescribeSecurityGroups",)"
       R"("ec2:DescribeSubnets","ec2:DescribeVpcs","ecr:DescribeRepositories","ecr:ListImages","ecs:ListClusters",)"
       R"("ecs:ListServices","elasticbeanstalk:DescribeApplications","elasticbeanstalk:DescribeEnvironments",)"
       R"("iam:ListRoles","iam:GetRole","lambda:ListFunctions","events:ListRules","events:ListTargetsByRule",)"
       R"("events:DescribeRule","opsworks:DescribeApps","opsworks:DescribeLayers","opsworks:DescribeStacks",)"
       R"("s3:ListAllMyBuckets","sns:ListTopics","states:ListStateMachines"],"Resource":"*"},{"Effect":"Allow",)"
       R"("Action":["s3:GetObject","s3:ListBucket","s3:GetBucketPolicy","s3:GetBucketVersioning",)"
       R"("s3:GetObjectVersion","s3:CreateBucket","s3:PutBucketPolicy"],"Resource":"arn:aws:s3::*:codepipeline-*"},)"
       R"({"Effect":"Allow","Action":["cloudtrail:PutEventSelectors","cloudtrail:CreateTrail",)"
       R"("cloudtrail:GetEventSelectors","cloudtrail:StartLogging"],)"
       R"("Resource":"arn:aws:cloudtrail:*:*:trail/codepipeline-source-trail"},{"Effect":"Allow",)"
       R"("Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/service-role/cwe-role-*",)"
       R"("Condition":{"StringEquals":{"iam:PassedToService":["events.amazonaws.com"]}}},{"Effect":"Allow",)"
       R"("Action":"iam:PassRole","Resource":"*",)"
       R"("Condition":{"StringEquals":{"iam:PassedToService":["codepipeline.amazonaws.com"]}}},{"Effect":"Allow",)"
       R"("Action":["events:PutRule","events:PutTargets","events:DeleteRule","events:DisableRule",)"
       R"("events:RemoveTargets"],"Resource":"arn:aws:events:*:*:rule/codepipeline-*"}]})"},
      {"/", "AWSCodePipeline_ReadOnlyAccess", "Read-only access to CodePipeline.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["codepipeline:GetPipeline",)"
       R"("codepipeline:GetPipelineState","codepipeline:GetPipelineExecution","codepipeline:ListPipelineExecutions",)"
       R"("codepipeline:ListActionExecutions","codepipeline:ListActionTypes","codepipeline:ListPipelines",)"
       R"("codepipeline:ListTagsForResource","s3:ListAllMyBuckets","codecommit:ListRepositories",)"
       R"("codedeploy:ListApplications","lambda:ListFunctions","codestar-notifications:ListNotificationRules",)"
       R"("codestar-notifications:ListEventTypes","codestar-notifications:ListTargets"],"Resource":"*"},)"
       R"({"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket","s3:GetBucketPolicy"],)"
       R"("Resource":"arn:aws:s3::*:codepipeline-*"}]})"},
      {"/", "AWSCodePipelineApproverAccess", "Lets a person see pipelines and decide on manual approvals.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["codepipeline:GetPipeline",)"
       R"("codepipeline:GetPipelineState","codepipeline:GetPipelineExecution","codepipeline:ListPipelineExecutions",)"
       R"("codepipeline:ListPipelines","codepipeline:PutApprovalResult"],"Resource":"*"}]})"},
      {"/", "AWSCodePipelineCustomActionAccess", "Lets a worker poll for and report on custom actions.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["codepipeline:AcknowledgeJob",)"
       R"("codepipeline:GetJobDetails","codepipeline:PollForJobs","codepipeline:PutJobFailureResult",)"
       R"("codepipeline:PutJobSuccessResult"],"Resource":"*"}]})"},
      {"/", "AWSCodeDeployFullAccess", "Full access to CodeDeploy.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"codedeploy:*","Resource":"*"}]})"},
      {"/", "AWSCodeDeployReadOnlyAccess", "Read-only access to CodeDeploy.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["codedeploy:Batch*","codedeploy:Get*",)"
       R"("codedeploy:List*"],"Resource":"*"}]})"},
      {"/", "AWSCodeDeployDeployerAccess", "Lets a person register revisions and deploy them.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["codedeploy:Batch*",)"
       R"("codedeploy:CreateDeployment","codedeploy:Get*","codedeploy:List*",)"
       R"("codedeploy:RegisterApplicationRevision"],"Resource":"*"}]})"},
      {"/service-role/", "AWSCodeDeployRole", "What CodeDeploy's service role needs for instances.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["autoscaling:CompleteLifecycleAction",)"
       R"("autoscaling:DeleteLifecycleHook","autoscaling:DescribeAutoScalingGroups",)"
       R"("autoscaling:DescribeLifecycleHooks","autoscaling:PutLifecycleHook",)"
       R"("autoscaling:RecordLifecycleActionHeartbeat","autoscaling:CreateAutoScalingGroup",)"
       R"("autoscaling:CreateOrUpdateTags","autoscaling:UpdateAutoScalingGroup","autoscaling:EnableMetricsCollection",)"
       R"("autoscaling:DescribePolicies","autoscaling:DescribeScheduledActions",)"
       R"("autoscaling:DescribeNotificationConfigurations","autoscaling:SuspendProcesses",)"
       R"("autoscaling:ResumeProcesses","autoscaling:AttachLoadBalancers",)"
       R"("autoscaling:AttachLoadBalancerTargetGroups","autoscaling:PutScalingPolicy",)"
       R"("autoscaling:PutScheduledUpdateGroupAction","autoscaling:PutNotificationConfiguration",)"
       R"("autoscaling:PutWarmPool","autoscaling:DescribeScalingActivities","autoscaling:DeleteAutoScalingGroup",)"
       R"("ec2:DescribeInstances","ec2:DescribeInstanceStatus","ec2:TerminateInstances","tag:GetResources",)"
       R"("sns:Publish","cloudwatch:DescribeAlarms","cloudwatch:PutMetricAlarm",)"
       R"("elasticloadbalancing:DescribeLoadBalancerAttributes","elasticloadbalancing:DescribeTargetGroupAttributes",)"
       R"("elasticloadbalancing:DescribeLoadBalancers","elasticloadbalancing:DescribeInstanceHealth",)"
       R"("elasticloadbalancing:RegisterInstancesWithLoadBalancer",)"
       R"("elasticloadbalancing:DeregisterInstancesFromLoadBalancer","elasticloadbalancing:DescribeTargetGroups",)"
       R"("elasticloadbalancing:DescribeTargetHealth","elasticloadbalancing:RegisterTargets",)"
       R"("elasticloadbalancing:DeregisterTargets"],"Resource":"*"}]})"},
      {"/service-role/", "AWSCodeDeployRoleForLambda", "What CodeDeploy's service role needs for Lambda.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cloudwatch:DescribeAlarms",)"
       R"("lambda:UpdateAlias","lambda:GetAlias","lambda:GetProvisionedConcurrencyConfig","sns:Publish"],)"
       R"("Resource":"*"},{"Effect":"Allow","Action":["s3:GetObject","s3:GetObjectVersion"],)"
       R"("Resource":"arn:aws:s3:::*/CodeDeploy/*"},{"Effect":"Allow","Action":["s3:GetObject","s3:GetObjectVersion"],)"
       R"("Resource":"*","Condition":{"StringEquals":{"s3:ExistingObjectTag/UseWithCodeDeploy":"true"}}},)"
       R"({"Effect":"Allow","Action":"lambda:InvokeFunction",)"
       R"("Resource":"arn:aws:lambda:*:*:function:CodeDeployHook_*"}]})"},
      {"/service-role/", "AWSCodeDeployRoleForLambdaLimited",
       "What CodeDeploy's service role needs for Lambda, without SNS.",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cloudwatch:DescribeAlarms",)"
       R"("lambda:UpdateAlias","lambda:GetAlias","lambda:GetProvisionedConcurrencyConfig"],"Resource":"*"},)"
       R"({"Effect":"Allow","Action":["s3:GetObject","s3:GetObjectVersion"],"Resource":"arn:aws:s3:::*/CodeDeploy/*"},)"
       R"({"Effect":"Allow","Action":["s3:GetObject","s3:GetObjectVersion"],"Resource":"*",)"
       R"("Condition":{"StringEquals":{"s3:ExistingObjectTag/UseWithCodeDeploy":"true"}}},{"Effect":"Allow",)"
       R"("Action":"lambda:InvokeFunction","Resource":"arn:aws:lambda:*:*:function:CodeDeployHook_*"}]})"},
  };
  return policies;
}

}  // namespace stellwerk::iam
