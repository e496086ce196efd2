# From a push to production: repository, builds, pipeline, and the roles that may do exactly that.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "project" { type = string }
variable "account_id" { type = string }
variable "region" { type = string }
variable "staging" { type = string }
variable "production" { type = string }

locals {
  repository    = "${var.project}-frontend"
  pipeline      = "${var.project}-frontend"
  pipeline_arn  = "arn:aws:codepipeline:${var.region}:${var.account_id}:${local.pipeline}"
  site_objects  = ["arn:aws:s3:::${var.staging}/*", "arn:aws:s3:::${var.production}/*"]
  build_project = { build = "buildspec-build.yml", test = "buildspec-test.yml" }
}

resource "aws_codecommit_repository" "frontend" {
  repository_name = local.repository
  description     = "The public page of the disruption platform"
}

resource "aws_kms_key" "artifacts" {
  description             = "Artifacts of the ${local.pipeline} pipeline"
  enable_key_rotation     = true
  deletion_window_in_days = 7
}

resource "aws_kms_alias" "artifacts" {
  name          = "alias/${local.pipeline}-artifacts"
  target_key_id = aws_kms_key.artifacts.key_id
}

resource "aws_s3_bucket" "artifacts" {
  bucket        = "${var.project}-artifacts-${var.account_id}"
  force_destroy = true
}

resource "aws_s3_bucket_public_access_block" "artifacts" {
  bucket                  = aws_s3_bucket.artifacts.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "artifacts" {
  bucket = aws_s3_bucket.artifacts.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "artifacts" {
  bucket = aws_s3_bucket.artifacts.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.artifacts.arn
    }
    bucket_key_enabled = true
  }
}

resource "aws_cloudwatch_log_group" "builds" {
  name              = "/aws/codebuild/${local.pipeline}"
  retention_in_days = 30
}

resource "aws_codebuild_project" "frontend" {
  for_each       = local.build_project
  name           = "${local.pipeline}-${each.key}"
  service_role   = aws_iam_role.build.arn
  encryption_key = aws_kms_key.artifacts.arn
  build_timeout  = 20

  source {
    type      = "CODEPIPELINE"
    buildspec = each.value
  }
  artifacts {
    type = "CODEPIPELINE"
  }
  environment {
    type         = "LINUX_CONTAINER"
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/standard:7.0"
  }
  logs_config {
    cloudwatch_logs {
      group_name  = aws_cloudwatch_log_group.builds.name
      stream_name = each.key
    }
  }
}

resource "aws_codepipeline" "frontend" {
  name           = local.pipeline
  role_arn       = aws_iam_role.pipeline.arn
  pipeline_type  = "V2"
  execution_mode = "SUPERSEDED"

  artifact_store {
    type     = "S3"
    location = aws_s3_bucket.artifacts.bucket
    encryption_key {
      type = "KMS"
      id   = aws_kms_key.artifacts.arn
    }
  }

  stage {
    name = "Source"
    action {
      name             = "Source"
      category         = "Source"
      owner            = "AWS"
      provider         = "CodeCommit"
      version          = "1"
      namespace        = "Source"
      output_artifacts = ["source"]
      configuration = {
        RepositoryName       = aws_codecommit_repository.frontend.repository_name
        BranchName           = "main"
        PollForSourceChanges = "false"
      }
    }
  }

  stage {
    name = "Build"
    action {
      name             = "Build"
      category         = "Build"
      owner            = "AWS"
      provider         = "CodeBuild"
      version          = "1"
      input_artifacts  = ["source"]
      output_artifacts = ["site"]
      configuration    = { ProjectName = aws_codebuild_project.frontend["build"].name }
    }
  }

  stage {
    name = "Test"
    action {
      name            = "UnitTests"
      category        = "Test"
      owner           = "AWS"
      provider        = "CodeBuild"
      version         = "1"
      input_artifacts = ["source"]
      configuration   = { ProjectName = aws_codebuild_project.frontend["test"].name }
    }
  }

  stage {
    name = "Staging"
    action {
      name            = "Deploy"
      category        = "Deploy"
      owner           = "AWS"
      provider        = "S3"
      version         = "1"
      input_artifacts = ["site"]
      configuration = {
        BucketName   = var.staging
        Extract      = "true"
        CacheControl = "no-cache"
      }
    }
  }

  stage {
    name = "Approval"
    action {
      name     = "Approve"
      category = "Approval"
      owner    = "AWS"
      provider = "Manual"
      version  = "1"
      configuration = {
        CustomData = "Release #{Source.CommitId} to production?"
      }
    }
  }

  stage {
    name = "Production"
    action {
      name            = "Deploy"
      category        = "Deploy"
      owner           = "AWS"
      provider        = "S3"
      version         = "1"
      input_artifacts = ["site"]
      configuration = {
        BucketName   = var.production
        Extract      = "true"
        CacheControl = "no-cache"
      }
    }
  }
}

# A push to main starts the pipeline.
resource "aws_cloudwatch_event_rule" "push" {
  name        = "${local.pipeline}-push"
  description = "Starts the pipeline when main moves"
  event_pattern = jsonencode({
    source      = ["aws.codecommit"]
    detail-type = ["CodeCommit Repository State Change"]
    resources   = [aws_codecommit_repository.frontend.arn]
    detail = {
      event         = ["referenceCreated", "referenceUpdated"]
      referenceType = ["branch"]
      referenceName = ["main"]
    }
  })
}

resource "aws_cloudwatch_event_target" "push" {
  rule      = aws_cloudwatch_event_rule.push.name
  target_id = "pipeline"
  arn       = aws_codepipeline.frontend.arn
  role_arn  = aws_iam_role.trigger.arn
}

output "clone_url" {
  value = aws_codecommit_repository.frontend.clone_url_http
}

output "pipeline" {
  value = aws_codepipeline.frontend.name
}

output "log_group" {
  value = aws_cloudwatch_log_group.builds.name
}

output "developer_access_key_id" {
  value = aws_iam_access_key.developer.id
}

output "developer_secret_access_key" {
  value     = aws_iam_access_key.developer.secret
  sensitive = true
}
