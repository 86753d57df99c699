# One policy for each role in each environment that has a use for it, to be attached to roles of your own.
locals {
  roles = {
    publisher = { for name, statements in local.publisher : name => statements if local.environments[name].is_first }
    promoter  = { for name, statements in local.promoter : name => statements if !local.environments[name].is_first }
    approver  = { for name, statements in local.approver : name => statements if var.environments[name].gates.approvals != null }
    operator  = local.operator
    reader    = local.reader
  }

  role_descriptions = {
    publisher = "db-promote: applies a project's migrations to the first environment (CI)."
    promoter  = "db-promote: takes to this environment what succeeded in the one before."
    approver  = "db-promote: approves bundles, in one's own name."
    operator  = "db-promote: finds out how lost deployments ended, repairs, cancels, pauses."
    reader    = "db-promote: sees what is where, and writes nothing."
  }

  policies = merge([for role, environments in local.roles : { for environment, statements in environments :
    "${environment}/${role}" => {
      role        = role
      environment = environment
      document    = jsonencode({ Version = "2012-10-17", Statement = concat(statements, local.tag_authority) })
    }
  }]...)
}

resource "aws_iam_policy" "role" {
  for_each = local.policies

  name        = "${var.name_prefix}-${each.value.environment}-${each.value.role}"
  path        = "/db-promote/"
  description = local.role_descriptions[each.value.role]
  policy      = each.value.document
  tags        = local.tags

  lifecycle {
    precondition {
      # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
      condition     = length(each.value.document) <= 6144
      error_message = "The policy ${each.key} would be longer than the 6,144 characters that IAM takes: give some of the databases a call of this module, with another name_prefix, of their own."
    }
  }
}
