# Least privilege: each role may do what its service needs for this pipeline, and nothing else.

data "aws_iam_policy_document" "trust" {
  for_each = toset(["codepipeline", "codebuild", "events"])
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["${each.key}.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "pipeline" {
  name               = "${local.pipeline}-pipeline"
  assume_role_policy = data.aws_iam_policy_document.trust["codepipeline"].json
}

data "aws_iam_policy_document" "pipeline" {
  statement {
    sid       = "ReadSource"
    actions   = ["codecommit:GetBranch", "codecommit:GetCommit", "codecommit:UploadArchive", "codecommit:GetUploadArchiveStatus"]
    resources = [aws_codecommit_repository.frontend.arn]
  }
  statement {
    sid       = "Artifacts"
    actions   = ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"]
    resources = ["${aws_s3_bucket.artifacts.arn}/*"]
  }
  statement {
    sid       = "ArtifactKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"]
    resources = [aws_kms_key.artifacts.arn]
  }
  statement {
    sid       = "Build"
    actions   = ["codebuild:StartBuild", "codebuild:BatchGetBuilds"]
    resources = [for project in aws_codebuild_project.frontend : project.arn]
  }
  statement {
    sid       = "Deploy"
    actions   = ["s3:PutObject"]
    resources = local.site_objects
  }
}

resource "aws_iam_role_policy" "pipeline" {
  name   = "deliver"
  role   = aws_iam_role.pipeline.id
  policy = data.aws_iam_policy_document.pipeline.json
}

resource "aws_iam_role" "build" {
  name               = "${local.pipeline}-build"
  assume_role_policy = data.aws_iam_policy_document.trust["codebuild"].json
}

data "aws_iam_policy_document" "build" {
  statement {
    sid       = "Logs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.builds.arn}:*"]
  }
  statement {
    sid       = "Artifacts"
    actions   = ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"]
    resources = ["${aws_s3_bucket.artifacts.arn}/*"]
  }
  statement {
    sid       = "ArtifactKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"]
    resources = [aws_kms_key.artifacts.arn]
  }
}

resource "aws_iam_role_policy" "build" {
  name   = "build"
  role   = aws_iam_role.build.id
  policy = data.aws_iam_policy_document.build.json
}

resource "aws_iam_role" "trigger" {
  name               = "${local.pipeline}-trigger"
  assume_role_policy = data.aws_iam_policy_document.trust["events"].json
}

data "aws_iam_policy_document" "trigger" {
  statement {
    actions   = ["codepipeline:StartPipelineExecution"]
    resources = [local.pipeline_arn]
  }
}

resource "aws_iam_role_policy" "trigger" {
  name   = "start"
  role   = aws_iam_role.trigger.id
  policy = data.aws_iam_policy_document.trigger.json
}

# The outside team.
resource "aws_iam_user" "developer" {
  name = "${local.pipeline}-developer"
}

resource "aws_iam_access_key" "developer" {
  user = aws_iam_user.developer.name
}

data "aws_iam_policy_document" "developer" {
  statement {
    sid       = "PullAndPush"
    actions   = ["codecommit:GitPull", "codecommit:GitPush", "codecommit:GetRepository"]
    resources = [aws_codecommit_repository.frontend.arn]
  }
  statement {
    sid = "SeeThePipeline"
    actions = ["codepipeline:GetPipelineState", "codepipeline:GetPipelineExecution",
    "codepipeline:ListPipelineExecutions", "codepipeline:ListActionExecutions"]
    resources = [local.pipeline_arn]
  }
  statement {
    sid       = "SeeTheLogs"
    actions   = ["logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents"]
    resources = [aws_cloudwatch_log_group.builds.arn, "${aws_cloudwatch_log_group.builds.arn}:*"]
  }
}

resource "aws_iam_user_policy" "developer" {
  name   = "deliver"
  user   = aws_iam_user.developer.name
  policy = data.aws_iam_policy_document.developer.json
}
