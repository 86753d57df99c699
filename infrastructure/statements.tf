# The rights that several roles have in common, for a part of an environment's databases. Each policy-*.tf puts a role together
# from these.
locals {
  # SendCommand asks for both: the document, and the instance it goes to.
  host_instances = "arn:${local.partition}:ec2:${local.region}:${local.account}:instance/*"

  statements = { for key, part in local.parts : key => {
    read_parameters = {
      Sid      = "ReadWhatEnvironmentsAre"
      Effect   = "Allow"
      Action   = "ssm:GetParametersByPath"
      Resource = [for database in part.databases : "arn:${local.partition}:ssm:${local.region}:${local.account}:parameter/db-promote/${database}"]
    }

    read_record = {
      Sid      = "ReadTheRecord"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:ListBucket"]
      Resource = flatten([for stage in part.stages : [stage.bucket_arn, "${stage.objects_arn}/*"]])
    }

    # Of the source a promotion only reads.
    read_source = {
      Sid      = "ReadTheSourcesRecord"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:ListBucket"]
      Resource = flatten([for arn in part.source_bucket_arns : [arn, "${arn}/*"]])
    }

    store_bundles = {
      Sid      = "StoreBundles"
      Effect   = "Allow"
      Action   = "s3:PutObject"
      Resource = [for stage in part.stages : "${stage.objects_arn}/bundles/*"]
    }

    # The claim is a void one: whoever gives a deployment up creates it.
    write_deployments = {
      Sid    = "OrderAndSettle"
      Effect = "Allow"
      Action = "s3:PutObject"
      Resource = flatten([for stage in part.stages : [
        "${stage.objects_arn}/ledger.json",
        "${stage.objects_arn}/deployments/*/order.json",
        "${stage.objects_arn}/deployments/*/claim.json",
      ]])
    }

    ask_the_relay = {
      Sid      = "AskTheRelayInOnesOwnName"
      Effect   = "Allow"
      Action   = "s3:PutObject"
      Resource = [for stage in part.stages : "${stage.objects_arn}/requests/$${aws:userid}/*"]
    }

    # Systems Manager knows no resource for it.
    find_hosts = {
      Sid      = "FindHosts"
      Effect   = "Allow"
      Action   = "ssm:DescribeInstanceInformation"
      Resource = "*"
    }

    send_migrate = {
      Sid      = "OrderHostsToMigrate"
      Effect   = "Allow"
      Action   = "ssm:SendCommand"
      Resource = [for stage in part.stages : "arn:${local.partition}:ssm:${local.region}:${local.account}:document/${stage.documents.migrate}"]
    }

    send_inspect_and_repair = {
      Sid    = "OrderHostsToInspectAndRepair"
      Effect = "Allow"
      Action = "ssm:SendCommand"
      Resource = flatten([for stage in part.stages : [
        for action in ["inspect", "repair"] : "arn:${local.partition}:ssm:${local.region}:${local.account}:document/${stage.documents[action]}"
      ]])
    }

    to_hosts = {
      Sid       = "SendToThisEnvironmentsHosts"
      Effect    = "Allow"
      Action    = "ssm:SendCommand"
      Resource  = local.host_instances
      Condition = { StringEquals = { "ssm:resourceTag/${local.host_tag}" = part.name } }
    }

    # A hint of how a command goes. Systems Manager knows no resource for it: everybody in the account sees every command.
    read_commands = {
      Sid      = "SeeHowCommandsGo"
      Effect   = "Allow"
      Action   = "ssm:GetCommandInvocation"
      Resource = "*"
    }

    # For db.followLog.
    follow_logs = {
      Sid      = "FollowTheHostsLog"
      Effect   = "Allow"
      Action   = "logs:FilterLogEvents"
      Resource = [for stage in part.stages : "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:${stage.log_group}:*"]
    }
  } }

  # Deployments are ordered and sent by their callers, or else by the relay, whom callers ask. Both follow the command.
  sending = { for key, s in local.statements : key => concat(
    [for statement in [s.ask_the_relay] : statement if local.parts[key].is_relayed],
    [for statement in [s.write_deployments, s.find_hosts, s.send_migrate, s.to_hosts] : statement if !local.parts[key].is_relayed],
    [s.read_commands],
  ) }
}
