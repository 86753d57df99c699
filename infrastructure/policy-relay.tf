# The relay of an environment: reads the source, writes its own environment, and nothing else.
locals {
  relay_statements = { for key, s in local.statements : key => concat(
    [
      {
        # It reads all paths at once, to find its environment's databases.
        Sid    = "ReadWhatEnvironmentsAre"
        Effect = "Allow"
        Action = "ssm:GetParametersByPath"
        Resource = [
          "arn:${local.partition}:ssm:${local.region}:${local.account}:parameter/db-promote",
          "arn:${local.partition}:ssm:${local.region}:${local.account}:parameter/db-promote/*",
        ]
      },
      s.read_record,
    ],
    local.parts[key].is_first ? [] : [s.read_source],
    [
      s.store_bundles,
      s.write_deployments,
      {
        Sid      = "SayWhyNot"
        Effect   = "Allow"
        Action   = "s3:PutObject"
        Resource = [for stage in local.parts[key].stages : "${stage.objects_arn}/deployments/*/refusal.json"]
      },
      s.find_hosts,
      s.send_migrate,
      s.to_hosts,
      {
        # Which deployment a status event speaks of. Systems Manager knows no resource for it.
        Sid      = "FindTheCommandOfAnEvent"
        Effect   = "Allow"
        Action   = "ssm:ListCommands"
        Resource = "*"
      },
    ],
  ) }

  # What Lambda does in its name.
  relay_runtime_statements = { for name, environment in local.relays : name => [
    {
      Sid      = "WriteItsLog"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/aws/lambda/${environment.name}-relay:*"
    },
    {
      Sid      = "PutEventsAside"
      Effect   = "Allow"
      Action   = "sqs:SendMessage"
      Resource = "arn:${local.partition}:sqs:${local.region}:${local.account}:${environment.name}-relay-dead-letters"
    },
  ] }
}
