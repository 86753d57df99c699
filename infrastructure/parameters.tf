# What an environment is: read by the plugin and the relay. docs/aws.md describes the members.
locals {
  gates = { for name, environment in var.environments : name => { for member, value in {
    soak             = environment.gates.soak
    windows          = environment.gates.windows
    freeze           = environment.gates.freeze
    approvals        = environment.gates.approvals
    approvalLifetime = environment.gates.approval_lifetime
    override         = environment.gates.override
  } : member => value if value != null } }

  postgresql = { for name, database in var.databases : name =>
    database.postgresql != null ? database.postgresql : var.aurora == null ? null : split(".", var.versions.aurora_postgresql)[0]
  }

  parameters = { for key, stage in local.stages : key => jsonencode({ for member, value in {
    format           = 1
    promotesFrom     = var.environments[stage.environment].promotes_from
    bucket           = stage.bucket
    bucketOwner      = local.account
    hosts            = { tag = local.host_tag, value = local.environments[stage.environment].name }
    documents        = stage.documents
    postgresql       = local.postgresql[stage.database]
    executionTimeout = var.environments[stage.environment].execution_timeout
    logGroup         = stage.log_group
    trigger          = var.environments[stage.environment].trigger
    promotion        = var.environments[stage.environment].promotion
    gates            = local.gates[stage.environment]
  } : member => value if value != null && value != {} }) }

  source_parameters = merge([for environment, parameters in var.sources : {
    for database in keys(var.databases) : "${database}/${environment}" => parameters[database]
  }]...)
}

resource "aws_ssm_parameter" "environment" {
  for_each = merge(local.parameters, local.source_parameters)

  name        = "/db-promote/${each.key}"
  description = contains(keys(local.parameters), each.key) ? "db-promote: what this environment is." : "db-promote: a copy of what stands in the environment's own account."
  type        = "String"
  # No secret stands here, so a plan may show it.
  insecure_value = each.value
  tags           = local.tags

  lifecycle {
    precondition {
      condition     = length(each.value) <= 4096
      error_message = "The parameter /db-promote/${each.key} would be longer than the 4 KB that Parameter Store takes: shorten its gates."
    }
  }
}
