terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "workload_name" { type = string }
variable "workload_email" { type = string }

resource "aws_organizations_organization" "this" {
  feature_set = "ALL"
}

resource "aws_organizations_account" "workload" {
  name              = var.workload_name
  email             = var.workload_email
  role_name         = "OrganizationAccountAccessRole"
  close_on_deletion = true
  depends_on        = [aws_organizations_organization.this]

  lifecycle {
    # AWS does not tell it again, so after an import it would look changed.
    ignore_changes = [role_name]
  }
}

output "workload_account_id" {
  value = aws_organizations_account.workload.id
}

output "access_role_name" {
  value = "OrganizationAccountAccessRole"
}
