# When the relay promotes, and the sweep, which settles whatever events have missed.
locals {
  schedules = merge(
    { for name in keys(local.relays) : "${name}/sweep" => {
      environment = name
      name        = "${local.relays[name].name}-sweep"
      expression  = var.relay.sweep
      time_zone   = "UTC"
      input       = jsonencode({ action = "settle", environment = name })
    } },
    merge([for name in keys(local.relays) : { for schedule, when in var.environments[name].schedules :
      "${name}/promote/${schedule}" => {
        environment = name
        name        = "${local.relays[name].name}-${schedule}"
        expression  = when.expression
        time_zone   = when.time_zone
        input = jsonencode({ for member, value in {
          action      = "promote"
          environment = name
          database    = when.database
        } : member => value if value != null })
      }
    }]...),
  )
}

resource "aws_scheduler_schedule_group" "relay" {
  count = length(local.relays) > 0 ? 1 : 0

  name = "${var.name_prefix}-db-promote"
  tags = local.tags
}

resource "aws_iam_role" "scheduler" {
  for_each = local.relays

  name        = "${each.value.name}-scheduler"
  description = "db-promote: calls the relay of ${each.key}."
  tags        = local.tags
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "SchedulesOfThisAccount"
      Effect    = "Allow"
      Principal = { Service = "scheduler.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
    }]
  })
}

resource "aws_iam_role_policy" "scheduler" {
  for_each = local.relays

  name = "relay"
  role = aws_iam_role.scheduler[each.key].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "CallTheRelay"
        Effect   = "Allow"
        Action   = "lambda:InvokeFunction"
        Resource = "arn:${local.partition}:lambda:${local.region}:${local.account}:function:${each.value.name}-relay:live"
      },
      {
        Sid      = "PutCallsAside"
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = "arn:${local.partition}:sqs:${local.region}:${local.account}:${each.value.name}-relay-dead-letters"
      },
    ]
  })
}

resource "aws_scheduler_schedule" "relay" {
  for_each = local.schedules

  name                         = each.value.name
  group_name                   = aws_scheduler_schedule_group.relay[0].name
  schedule_expression          = each.value.expression
  schedule_expression_timezone = each.value.time_zone

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_lambda_alias.relay[each.value.environment].arn
    role_arn = aws_iam_role.scheduler[each.value.environment].arn
    input    = each.value.input

    retry_policy {
      maximum_event_age_in_seconds = 3600
      maximum_retry_attempts       = 5
    }

    dead_letter_config {
      arn = aws_sqs_queue.dead_letters[each.value.environment].arn
    }
  }

  depends_on = [aws_iam_role_policy.scheduler]
}
