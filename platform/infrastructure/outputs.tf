output "workload_account_id" {
  value = module.organization.workload_account_id
}

output "workload_role_arn" {
  description = "The role by which the management account enters the workload account."
  value       = "arn:aws:iam::${module.organization.workload_account_id}:role/${module.organization.access_role_name}"
}

output "region" {
  value = var.region
}

output "clone_url" {
  value = module.delivery.clone_url
}

output "pipeline" {
  value = module.delivery.pipeline
}

output "log_group" {
  description = "The builds' and tests' logs."
  value       = module.delivery.log_group
}

output "staging_bucket" {
  value = module.staging.bucket
}

output "production_bucket" {
  value = module.production.bucket
}

output "developer_access_key_id" {
  description = "For the outside team: may push, and see the pipeline and the logs, and nothing else."
  value       = module.delivery.developer_access_key_id
}

output "developer_secret_access_key" {
  value     = module.delivery.developer_secret_access_key
  sensitive = true
}
