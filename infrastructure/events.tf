# What happens elsewhere wakes the relay. Events are hints: they may come twice, late or never, and the sweep finds what they missed.
locals {
  # One rule for the objects of an environment's own buckets, one for the receipts of its source, one for Systems Manager.
  event_patterns = merge([for name, environment in local.relays : { for rule, pattern in {
    objects = {
      source        = ["aws.s3"]
      "detail-type" = ["Object Created"]
      detail = {
        bucket = { name = environment.stages[*].bucket }
        object = { key = flatten([for stage in environment.stages : [
          { wildcard = "${stage.database}/requests/*.json" },
          { wildcard = "${stage.database}/deployments/*/receipt.json" },
        ]]) }
      }
    }
    # Buckets of other accounts send their events there; then the schedule promotes.
    source = environment.is_first ? null : !contains(keys(var.environments), var.environments[name].promotes_from) ? null : {
      source        = ["aws.s3"]
      "detail-type" = ["Object Created"]
      detail = {
        bucket = { name = [for database in keys(var.databases) : local.stages["${database}/${var.environments[name].promotes_from}"].bucket] }
        object = { key = [for database in keys(var.databases) : { wildcard = "${database}/deployments/*/receipt.json" }] }
      }
    }
    commands = {
      source        = ["aws.ssm"]
      "detail-type" = ["EC2 Command Status-change Notification", "EC2 Command Invocation Status-change Notification"]
      detail        = { "document-name" = environment.stages[*].documents.migrate }
    }
    } : "${name}/${rule}" => {
    environment = name
    rule        = rule
    name        = "${environment.name}-relay-${rule}"
    pattern     = jsonencode(pattern)
  } if pattern != null }]...)
}

resource "aws_cloudwatch_event_rule" "relay" {
  for_each = local.event_patterns

  name          = each.value.name
  description   = "db-promote: wakes the relay of ${each.value.environment}."
  event_pattern = each.value.pattern
  tags          = local.tags
}

resource "aws_cloudwatch_event_target" "relay" {
  for_each = local.event_patterns

  rule = aws_cloudwatch_event_rule.relay[each.key].name
  arn  = aws_lambda_alias.relay[each.value.environment].arn

  dead_letter_config {
    arn = aws_sqs_queue.dead_letters[each.value.environment].arn
  }
}

resource "aws_lambda_permission" "rule" {
  for_each = local.event_patterns

  statement_id  = each.value.rule
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.relay[each.value.environment].function_name
  qualifier     = aws_lambda_alias.relay[each.value.environment].name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.relay[each.key].arn
}
