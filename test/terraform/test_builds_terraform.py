"""Terraform with the official provider: build projects of each kind, and log groups."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from harness import REGION, find_terraform, shared_server, terraform_environment

CONFIGURATION = """
terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "%s" }

data "aws_caller_identity" "me" {}

resource "aws_kms_key" "logs" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root" },
        Action = "kms:*", Resource = "*" },
      { Effect = "Allow", Principal = { Service = "logs.%s.amazonaws.com" },
        Action = ["kms:Encrypt*", "kms:Decrypt*", "kms:GenerateDataKey*", "kms:Describe*"], Resource = "*" },
    ]
  })
}

resource "aws_cloudwatch_log_group" "builds" {
  name              = "/tf/builds"
  retention_in_days = RETENTION
  kms_key_id        = aws_kms_key.logs.arn
  tags              = { team = "platform" }
}
resource "aws_cloudwatch_log_group" "plain" { name = "/tf/plain" }
resource "aws_cloudwatch_log_stream" "one" {
  name           = "one"
  log_group_name = aws_cloudwatch_log_group.plain.name
}

resource "aws_iam_role" "build" {
  name = "tf-build"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "codebuild.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_codebuild_project" "pipeline" {
  name          = "tf-pipeline"
  description   = "Builds the page"
  service_role  = aws_iam_role.build.arn
  build_timeout = 20
  artifacts { type = "CODEPIPELINE" }
  source {
    type      = "CODEPIPELINE"
    buildspec = "buildspec.yml"
  }
  environment {
    type         = "LINUX_CONTAINER"
    image        = "aws/codebuild/amazonlinux2-x86_64-standard:5.0"
    compute_type = "BUILD_GENERAL1_SMALL"
    environment_variable {
      name  = "STAGE"
      value = "staging"
    }
  }
  logs_config {
    cloudwatch_logs { group_name = aws_cloudwatch_log_group.builds.name }
  }
  tags = { team = "platform" }
}

resource "aws_codebuild_project" "repository" {
  name           = "tf-repository"
  service_role   = aws_iam_role.build.arn
  source_version = "refs/heads/main"
  artifacts { type = "NO_ARTIFACTS" }
  source {
    type            = "CODECOMMIT"
    location        = "https://git-codecommit.%s.amazonaws.com/v1/repos/page"
    git_clone_depth = 1
  }
  environment {
    type         = "LINUX_CONTAINER"
    image        = "aws/codebuild/standard:7.0"
    compute_type = "BUILD_GENERAL1_MEDIUM"
  }
}

resource "aws_codebuild_project" "objects" {
  name                   = "tf-objects"
  service_role           = aws_iam_role.build.arn
  encryption_key         = aws_kms_key.logs.arn
  concurrent_build_limit = 1
  artifacts {
    type      = "S3"
    location  = "tf-artifacts"
    name      = "page.zip"
    packaging = "ZIP"
  }
  source {
    type      = "NO_SOURCE"
    buildspec = "version: 0.2\\nphases:\\n  build:\\n    commands:\\n      - echo hi\\n"
  }
  environment {
    type         = "LINUX_CONTAINER"
    image        = "aws/codebuild/standard:7.0"
    compute_type = "BUILD_GENERAL1_SMALL"
  }
}
""" % (REGION, REGION, REGION)


class Builds(unittest.TestCase):
    def terraform(self, *arguments, expect=0):
        done = subprocess.run([find_terraform(), *arguments, "-no-color"], cwd=self.folder, env=self.environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
        self.assertEqual(done.returncode, expect, done.stdout)
        return done.stdout

    def test_apply_plan_change_destroy(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stellwerk-terraform-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.environment = terraform_environment(shared_server(), self.folder)
        (self.folder / "main.tf").write_text(CONFIGURATION.replace("RETENTION", "14"))
        self.terraform("init")
        self.terraform("apply", "-auto-approve")
        self.terraform("plan", "-detailed-exitcode")  # 2 would tell of a difference
        (self.folder / "main.tf").write_text(
            CONFIGURATION.replace("RETENTION", "30").replace("Builds the page", "Builds it").replace("= 20", "= 30"))
        self.assertIn("2 changed", self.terraform("apply", "-auto-approve"))
        self.terraform("plan", "-detailed-exitcode")
        self.terraform("destroy", "-auto-approve")


if __name__ == "__main__":
    unittest.main()
