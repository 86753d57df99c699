# The relay of each environment: a function that never waits, woken by schedules, objects and the end of commands.
resource "aws_iam_role" "relay" {
  for_each = local.relays

  name        = "${each.value.name}-relay"
  description = "db-promote: the relay of ${each.key}."
  tags        = local.tags
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Functions"
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "relay" {
  for_each = { for key, policy in local.policies : key => policy.environment if policy.role == "relay" }

  role       = aws_iam_role.relay[each.value].name
  policy_arn = aws_iam_policy.role[each.key].arn
}

resource "aws_iam_role_policy" "relay_runtime" {
  for_each = local.relays

  name   = "runtime"
  role   = aws_iam_role.relay[each.key].name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.relay_runtime_statements[each.key] })
}

resource "aws_cloudwatch_log_group" "relay" {
  for_each = local.relays

  name              = "/aws/lambda/${each.value.name}-relay"
  retention_in_days = var.retention.logs
  tags              = local.tags
}

# Events that could not be handled or delivered.
resource "aws_sqs_queue" "dead_letters" {
  for_each = local.relays

  name                      = "${each.value.name}-relay-dead-letters"
  message_retention_seconds = var.retention.dead_letters * 24 * 60 * 60
  sqs_managed_sse_enabled   = true
  tags                      = local.tags
}

resource "aws_sqs_queue_policy" "dead_letters" {
  for_each = local.relays

  queue_url = aws_sqs_queue.dead_letters[each.key].url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "RulesPutEventsAside"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = "arn:${local.partition}:sqs:${local.region}:${local.account}:${each.value.name}-relay-dead-letters"
      Condition = { ArnLike = { "aws:SourceArn" = "arn:${local.partition}:events:${local.region}:${local.account}:rule/${each.value.name}-relay-*" } }
    }]
  })
}

resource "aws_lambda_function" "relay" {
  for_each = local.relays

  function_name    = "${each.value.name}-relay"
  description      = "db-promote: promotes into ${each.key} and settles there."
  filename         = var.programs.relay.file
  source_code_hash = filebase64sha256(var.programs.relay.file)
  handler          = "io.github.dbpromote.relay.Handler::handleRequest"
  runtime          = var.versions.lambda_runtime
  architectures    = ["arm64"]
  memory_size      = var.relay.memory
  timeout          = 60
  role             = aws_iam_role.relay[each.key].arn
  publish          = true
  tags             = local.tags

  environment {
    variables = {
      DB_PROMOTE_ENVIRONMENT = each.key
      # Another call of this module in the same account has relays of its own.
      DB_PROMOTE_DATABASES = join(",", sort(keys(var.databases)))
      JAVA_TOOL_OPTIONS    = "-XX:MetaspaceSize=64m" # a quicker start: benchmark/README.md
    }
  }

  # Of published versions only, which is why everything below names the alias.
  snap_start {
    apply_on = "PublishedVersions"
  }

  dead_letter_config {
    target_arn = aws_sqs_queue.dead_letters[each.key].arn
  }

  depends_on = [aws_iam_role_policy_attachment.relay, aws_iam_role_policy.relay_runtime, aws_cloudwatch_log_group.relay]
}

resource "aws_lambda_alias" "relay" {
  for_each = local.relays

  name             = "live"
  description      = "What every trigger calls."
  function_name    = aws_lambda_function.relay[each.key].function_name
  function_version = aws_lambda_function.relay[each.key].version
}
