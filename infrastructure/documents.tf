# What a host can be told to do: three documents for each database and environment, made from the templates that core ships.
# All that a caller can choose is the deployment's id.
locals {
  templates = "${path.module}/../core/src/main/resources/db-promote/documents"

  documents = merge([for stage in values(local.stages) : {
    for action, name in stage.documents : name => replace(replace(replace(
      file("${local.templates}/${action}.json"),
      "@database@", stage.database),
      "@environment@", stage.environment),
    "@executionTimeoutSeconds@", local.environments[stage.environment].execution_timeout_seconds)
  }]...)
}

resource "aws_ssm_document" "action" {
  for_each = local.documents

  name            = each.key
  document_type   = "Command"
  document_format = "JSON"
  target_type     = "/AWS::EC2::Instance"
  content         = each.value
  tags            = local.tags
}

resource "aws_cloudwatch_log_group" "host" {
  for_each = local.stages

  name              = each.value.log_group
  retention_in_days = var.retention.logs
  tags              = local.tags
}
