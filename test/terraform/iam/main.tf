# Every IAM resource that a platform uses, applied and destroyed by test_iam_terraform.py.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-central-1"
  default_tags {
    tags = { platform = "disruptions" }
  }
}

data "aws_caller_identity" "me" {}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["codebuild.amazonaws.com", "codepipeline.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.me.account_id]
    }
  }
}

data "aws_iam_policy_document" "artifacts" {
  statement {
    sid       = "Artifacts"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["arn:aws:s3:::artifacts/*"]
  }
}

resource "aws_iam_policy" "artifacts" {
  name        = "tf-artifacts"
  path        = "/delivery/"
  description = var.description
  policy      = data.aws_iam_policy_document.artifacts.json
  tags        = { stage = var.stage }
}

resource "aws_iam_policy" "boundary" {
  name   = "tf-boundary"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = var.boundary_actions, Resource = "*" }] })
}

variable "description" {
  default = "Artifacts of the pipeline"
}
variable "stage" {
  default = "one"
}
variable "boundary_actions" {
  type    = list(string)
  default = ["s3:*", "logs:*"]
}

resource "aws_iam_role" "build" {
  name                 = "tf-build"
  path                 = "/delivery/"
  description          = "Runs builds (${var.stage})"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  max_session_duration = 7200
  permissions_boundary = aws_iam_policy.boundary.arn
  tags                 = { stage = var.stage }
}

resource "aws_iam_role_policy" "build" {
  name   = "logs"
  role   = aws_iam_role.build.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "logs:*", Resource = "*" }] })
}

resource "aws_iam_role_policy_attachment" "own" {
  role       = aws_iam_role.build.name
  policy_arn = aws_iam_policy.artifacts.arn
}

resource "aws_iam_role_policy_attachment" "managed" {
  role       = aws_iam_role.build.name
  policy_arn = "arn:aws:iam::aws:policy/AWSCodeCommitReadOnly"
}

resource "aws_iam_role" "deployer" {
  name = "tf-deployer"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = aws_iam_role.build.arn } }]
  })
  force_detach_policies = true
}

resource "aws_iam_instance_profile" "build" {
  name = "tf-build"
  role = aws_iam_role.build.name
}

resource "aws_iam_user" "developer" {
  name                 = "tf-developer"
  path                 = "/outside/"
  permissions_boundary = aws_iam_policy.boundary.arn
  force_destroy        = true
}

resource "aws_iam_user_policy" "developer" {
  name   = "push"
  user   = aws_iam_user.developer.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["codecommit:GitPush"], Resource = "*" }] })
}

resource "aws_iam_user_policy_attachment" "developer" {
  user       = aws_iam_user.developer.name
  policy_arn = aws_iam_policy.artifacts.arn
}

resource "aws_iam_access_key" "developer" {
  user = aws_iam_user.developer.name
}

resource "aws_iam_group" "developers" {
  name = "tf-developers"
  path = "/outside/"
}

resource "aws_iam_group_policy" "developers" {
  name   = "see"
  group  = aws_iam_group.developers.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "codepipeline:Get*", Resource = "*" }] })
}

resource "aws_iam_group_policy_attachment" "developers" {
  group      = aws_iam_group.developers.name
  policy_arn = "arn:aws:iam::aws:policy/AWSCodePipeline_ReadOnlyAccess"
}

resource "aws_iam_group_membership" "developers" {
  name  = "developers"
  group = aws_iam_group.developers.name
  users = [aws_iam_user.developer.name]
}

resource "aws_iam_group" "guests" {
  name = "tf-guests"
}

resource "aws_iam_user" "second" {
  name = "tf-second"
}

resource "aws_iam_user_group_membership" "second" {
  user   = aws_iam_user.second.name
  groups = [aws_iam_group.guests.name]
}

data "aws_iam_policy" "managed" {
  name = "AdministratorAccess"
}

data "aws_iam_role" "build" {
  name = aws_iam_role.build.name
}

data "aws_iam_user" "developer" {
  user_name = aws_iam_user.developer.name
}

data "aws_iam_session_context" "me" {
  arn = data.aws_caller_identity.me.arn
}

data "aws_iam_roles" "delivery" {
  path_prefix = "/delivery/"
  depends_on  = [aws_iam_role.build]
}

output "roles" {
  value = data.aws_iam_roles.delivery.names
}
output "administrator_policy" {
  value = data.aws_iam_policy.managed.arn
}
output "key" {
  value = aws_iam_access_key.developer.id
}
