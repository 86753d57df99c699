data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.name
  tags      = { Application = "db-promote" }

  # Who carries this tag is a Flyway host: see tag-authority.tf.
  host_tag = "FlywayHost"

  # Each database in each environment, as users/qa.
  stages = { for pair in setproduct(keys(var.databases), keys(var.environments)) : "${pair[0]}/${pair[1]}" => {
    database    = pair[0]
    environment = pair[1]
    name        = "${var.name_prefix}-${pair[0]}-${pair[1]}"
    bucket      = "${var.name_prefix}-${pair[0]}-${pair[1]}-migrations"
    # Names are put together here rather than taken from resources, so that a plan shows each policy as a whole.
    bucket_arn = "arn:${local.partition}:s3:::${var.name_prefix}-${pair[0]}-${pair[1]}-migrations"
    # What stands in the bucket stands below the database's name.
    objects_arn = "arn:${local.partition}:s3:::${var.name_prefix}-${pair[0]}-${pair[1]}-migrations/${pair[0]}"
    log_group   = "/db-promote/${var.name_prefix}/${pair[0]}/${pair[1]}"
    documents   = { for action in local.actions : action => "${var.name_prefix}-${pair[0]}-${pair[1]}-${action}" }
  } }

  actions = ["migrate", "inspect", "repair"]

  environments = { for name, environment in var.environments : name => {
    name       = "${var.name_prefix}-${name}"
    stages     = [for stage in values(local.stages) : stage if stage.environment == name]
    host_role  = "arn:${local.partition}:iam::${local.account}:role/${var.name_prefix}-${name}-host"
    relay_role = "arn:${local.partition}:iam::${local.account}:role/${var.name_prefix}-${name}-relay"
    is_first   = environment.promotes_from == null
    # Where the relay alone sends commands, nobody else may write what decides.
    is_relayed = environment.trigger == "relay"
    execution_timeout_seconds = sum([for part in regexall("([0-9]+)([HMS])", environment.execution_timeout) :
      tonumber(part[0]) * { H = 3600, M = 60, S = 1 }[part[1]]
    ])
  } }

  relays = var.programs.relay == null ? {} : local.environments

  # IAM takes 6,144 characters for a policy, so that each speaks of four databases at most.
  # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  parts = merge([for name, environment in local.environments : { for index, databases in chunklist(sort(keys(var.databases)), 4) :
    "${name}/${index}" => merge(environment, {
      environment = name
      suffix      = index == 0 ? "" : "-${index + 1}"
      databases   = databases
      stages      = [for database in databases : local.stages["${database}/${name}"]]
      # The buckets that bundles come from: here, or in another account.
      source_bucket_arns = environment.is_first ? [] : [for database in databases : try(
        local.stages["${database}/${var.environments[name].promotes_from}"].bucket_arn,
        "arn:${local.partition}:s3:::${jsondecode(var.sources[var.environments[name].promotes_from][database]).bucket}",
      )]
    })
  }]...)
}
