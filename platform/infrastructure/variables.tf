variable "region" {
  description = "Where everything lives."
  type        = string
  default     = "eu-central-1"
}

variable "project" {
  description = "Names resources; lower case."
  type        = string
  default     = "disruptions"
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,19}$", var.project))
    error_message = "project must be 3 to 20 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "workload_email" {
  description = "E-mail address of the workload account's root user; each account needs one of its own."
  type        = string
  default     = "workload@example.com"
}
