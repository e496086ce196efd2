# The platform of a company that has its software made outside: an account for the workload, two environments,
# and the pipeline that alone may change them.

provider "aws" {
  region            = var.region
  s3_use_path_style = true
  default_tags { tags = local.tags }
}

# Everything but the organisation lives in the workload account, entered through the role that came with it.
provider "aws" {
  alias             = "workload"
  region            = var.region
  s3_use_path_style = true
  default_tags { tags = local.tags }
  assume_role {
    role_arn     = "arn:aws:iam::${module.organization.workload_account_id}:role/${module.organization.access_role_name}"
    session_name = "terraform"
  }
}

locals {
  tags = {
    project    = var.project
    managed-by = "terraform"
  }
}

module "organization" {
  source         = "./modules/organization"
  workload_name  = "${var.project}-workload"
  workload_email = var.workload_email
}

module "staging" {
  source      = "./modules/environment"
  providers   = { aws = aws.workload }
  name        = "staging"
  bucket_name = "${var.project}-staging-${module.organization.workload_account_id}"
}

module "production" {
  source      = "./modules/environment"
  providers   = { aws = aws.workload }
  name        = "production"
  bucket_name = "${var.project}-production-${module.organization.workload_account_id}"
}

module "delivery" {
  source     = "./modules/delivery"
  providers  = { aws = aws.workload }
  project    = var.project
  account_id = module.organization.workload_account_id
  region     = var.region
  staging    = module.staging.bucket
  production = module.production.bucket
}
