variable "region" {
  description = "Where everything is made."
  type        = string
  default     = "eu-central-1"
}

variable "name_prefix" {
  description = "Begins every name. S3 bucket names are global, so take one of your own."
  type        = string
  default     = "acme"
}

variable "repository" {
  description = "The GitHub repository whose pipelines publish, as owner/name."
  type        = string
  default     = "acme/shop"

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.repository))
    error_message = "repository is a GitHub repository, as owner/name."
  }
}

variable "flyway_host_file" {
  description = "The jar io.github.dbpromote:flyway-host on this machine."
  type        = string
  default     = "programs/flyway-host-0.1.0.jar"
}

variable "relay_file" {
  description = "The zip io.github.dbpromote:lambda-relay on this machine."
  type        = string
  default     = "programs/lambda-relay-0.1.0.zip"
}
