# Parameters and secrets, applied and destroyed by test_secrets_terraform.py.

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

variable "value" {
  default = "one"
}

data "aws_caller_identity" "me" {}

resource "aws_kms_key" "secrets" {
  description             = "Secrets of the platform"
  deletion_window_in_days = 7
}

resource "aws_ssm_parameter" "plain" {
  name        = "/tf/plain"
  description = "Plain (${var.value})"
  type        = "String"
  value       = var.value
  tags        = { value = var.value }
}

resource "aws_ssm_parameter" "list" {
  name  = "tf-list"
  type  = "StringList"
  value = "a,b,${var.value}"
}

resource "aws_ssm_parameter" "secure" {
  name  = "/tf/secure"
  type  = "SecureString"
  value = "secret ${var.value}"
}

resource "aws_ssm_parameter" "own_key" {
  name            = "/tf/own-key"
  type            = "SecureString"
  key_id          = aws_kms_key.secrets.arn
  tier            = "Advanced"
  allowed_pattern = "^secret .*"
  value           = "secret ${var.value}"
}

data "aws_ssm_parameter" "secure" {
  name = aws_ssm_parameter.secure.name
}

data "aws_ssm_parameters_by_path" "all" {
  path       = "/tf"
  depends_on = [aws_ssm_parameter.plain, aws_ssm_parameter.secure, aws_ssm_parameter.own_key]
}

resource "aws_secretsmanager_secret" "feed" {
  name                    = "tf/feed"
  description             = "Key of the feed (${var.value})"
  kms_key_id              = aws_kms_key.secrets.arn
  recovery_window_in_days = 0
  tags                    = { value = var.value }
}

resource "aws_secretsmanager_secret_version" "feed" {
  secret_id     = aws_secretsmanager_secret.feed.id
  secret_string = jsonencode({ key = var.value })
}

resource "aws_secretsmanager_secret_policy" "feed" {
  secret_arn = aws_secretsmanager_secret.feed.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root" }
      Action    = "secretsmanager:GetSecretValue"
      Resource  = "*"
    }]
  })
}

resource "aws_secretsmanager_secret" "plain" {
  name                    = "tf-plain"
  recovery_window_in_days = 7
}

data "aws_secretsmanager_secret_version" "feed" {
  secret_id  = aws_secretsmanager_secret.feed.id
  depends_on = [aws_secretsmanager_secret_version.feed]
}

output "secure" {
  value     = data.aws_ssm_parameter.secure.value
  sensitive = true
}
output "secret" {
  value     = data.aws_secretsmanager_secret_version.feed.secret_string
  sensitive = true
}
output "names" {
  value = data.aws_ssm_parameters_by_path.all.names
}
