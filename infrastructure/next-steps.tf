# What a person does after terraform apply.
locals {
  first_environment = try([for name, environment in local.environments : name if environment.is_first][0], keys(local.environments)[0])

  # The Data API runs one statement at a time, so this is one.
  first_logins = [for key, stage in local.aurora_stages : join(" ", [
    "aws rds-data execute-statement --region ${local.region}",
    "--resource-arn ${aws_rds_cluster.database[key].arn} --secret-arn '${aws_rds_cluster.database[key].master_user_secret[0].secret_arn}'",
    "--database ${local.aurora_names[stage.database]}",
    "--sql 'DO $$ BEGIN CREATE ROLE ${local.aurora_names[stage.database]}_migrator LOGIN; GRANT rds_iam TO ${local.aurora_names[stage.database]}_migrator;",
    "GRANT CREATE ON DATABASE ${local.aurora_names[stage.database]} TO ${local.aurora_names[stage.database]}_migrator;",
    "GRANT USAGE, CREATE ON SCHEMA public TO ${local.aurora_names[stage.database]}_migrator; END $$'",
  ])]

  next_steps = join("\n", concat(
    length(local.first_logins) == 0 ? [] : concat(["# Once for each new database: the login of its Flyway hosts."], local.first_logins, [""]),
    [
      "# Each environment should have its hosts online after some three minutes.",
      "aws ssm describe-instance-information --region ${local.region} --filters Key=tag:${local.host_tag},Values=${join(",", values(local.environments)[*].name)} --query 'InstanceInformationList[].[InstanceId,PingStatus]' --output text",
      "",
      "# Then, in the Maven project:",
      "mvn db:status",
      "mvn db:publish",
      "",
      "# Later, when configuration or versions of hosts have changed, and nothing is in flight (mvn db:status):",
    ],
    [for environment in values(local.environments) : "aws autoscaling start-instance-refresh --region ${local.region} --auto-scaling-group-name ${environment.name}-host"],
  ))
}
