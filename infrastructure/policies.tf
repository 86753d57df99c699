# The policies of each role in each environment that has a use for it: the hosts' and the relay's are attached to them, the others are
# for roles of your own.
locals {
  roles = {
    publisher = { for key, statements in local.publisher : key => statements if local.parts[key].is_first }
    promoter  = { for key, statements in local.promoter : key => statements if !local.parts[key].is_first }
    approver  = { for key, statements in local.approver : key => statements if var.environments[local.parts[key].environment].gates.approvals != null }
    operator  = local.operator
    reader    = local.reader
    host      = local.host
    relay     = { for key, statements in local.relay_statements : key => statements if contains(keys(local.relays), local.parts[key].environment) }
  }

  role_descriptions = {
    publisher = "db-promote: applies a project's migrations to the first environment (CI)."
    promoter  = "db-promote: takes to this environment what succeeded in the one before."
    approver  = "db-promote: approves bundles, in one's own name."
    operator  = "db-promote: finds out how lost deployments ended, repairs, cancels, pauses."
    reader    = "db-promote: sees what is where, and writes nothing."
    host      = "db-promote: claims what is ordered here, and reports how it ended."
    relay     = "db-promote: promotes into this environment, and settles there."
  }

  policies = merge([for role, parts in local.roles : { for key, statements in parts :
    "${local.parts[key].environment}/${role}${local.parts[key].suffix}" => {
      role        = role
      environment = local.parts[key].environment
      name        = "${local.parts[key].name}-${role}${local.parts[key].suffix}"
      document    = jsonencode({ Version = "2012-10-17", Statement = concat(statements, local.tag_authority) })
    }
  }]...)
}

resource "aws_iam_policy" "role" {
  for_each = local.policies

  name        = each.value.name
  path        = "/db-promote/"
  description = local.role_descriptions[each.value.role]
  policy      = each.value.document
  tags        = local.tags
}
