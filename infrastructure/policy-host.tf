# The Flyway hosts of an environment: claim, report, and nothing else.
locals {
  host = { for key, s in local.statements : key => [
    s.read_record,
    {
      Sid    = "ClaimAndReport"
      Effect = "Allow"
      Action = "s3:PutObject"
      Resource = flatten([for stage in local.parts[key].stages : [
        "${stage.objects_arn}/deployments/*/claim.json",
        "${stage.objects_arn}/deployments/*/receipt.json",
      ]])
    },
    {
      # The SSM agent's copy of what the host printed.
      Sid      = "KeepWhatWasPrinted"
      Effect   = "Allow"
      Action   = "s3:PutObject"
      Resource = [for stage in local.parts[key].stages : "${stage.objects_arn}/logs/*"]
    },
    {
      # The SSM agent's other copy, for db.followLog.
      Sid      = "WriteTheLog"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"]
      Resource = [for stage in local.parts[key].stages : "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:${stage.log_group}:*"]
    },
  ] }

  # What makes an instance a host, whatever its databases are.
  host_runtime_statements = [
    {
      # CloudWatch Logs knows no smaller resource for it.
      Sid      = "FindTheLog"
      Effect   = "Allow"
      Action   = "logs:DescribeLogGroups"
      Resource = "*"
    },
    {
      # What the agent needs for Run Command: a part of AmazonSSMManagedInstanceCore, which also lets an instance read every
      # parameter of the account. https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html
      Sid    = "TakeCommands"
      Effect = "Allow"
      Action = [
        "ssm:UpdateInstanceInformation",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
        "ec2messages:AcknowledgeMessage",
        "ec2messages:DeleteMessage",
        "ec2messages:FailMessage",
        "ec2messages:GetEndpoint",
        "ec2messages:GetMessages",
        "ec2messages:SendReply",
      ]
      Resource = "*"
    },
    {
      # Only while an instance starts.
      Sid      = "FetchFlywayHost"
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = "${local.programs_bucket_arn}/flyway-host/*"
    },
  ]

  # How its databases take the host's word: a secret, or an IAM token. A policy of its own, because the ids of clusters that
  # are made here are not known before.
  database_statements = { for name in keys(local.environments) : name => concat(
    [for statement in [{
      Sid      = "ReadPasswords"
      Effect   = "Allow"
      Action   = "secretsmanager:GetSecretValue"
      Resource = [for connection in local.connections[name] : connection.password_secret_arn if connection.password_secret_arn != null]
    }] : statement if length(statement.Resource) > 0],
    [for statement in [{
      Sid    = "LogInWithTokens"
      Effect = "Allow"
      Action = "rds-db:connect"
      Resource = [for connection in local.connections[name] :
        "arn:${local.partition}:rds-db:${local.region}:${local.account}:dbuser:${connection.rds_resource_id}/${connection.user}"
        if connection.by_token
      ]
    }] : statement if length(statement.Resource) > 0],
  ) }
}
