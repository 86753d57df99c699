# Who is called when something went wrong: settles, resolves, clears, cancels, repairs, pauses and resumes. The documents that
# inspect and repair are theirs, but not the one that migrates.
locals {
  operator = { for key, s in local.statements : key => concat(
    [s.read_parameters, s.read_record, s.write_deployments],
    [
      {
        Sid      = "SayHowAnAmbiguousDeploymentEnded"
        Effect   = "Allow"
        Action   = "s3:PutObject"
        Resource = [for stage in local.parts[key].stages : "${stage.objects_arn}/deployments/*/clearance.json"]
      },
    ],
    [s.find_hosts, s.send_inspect_and_repair, s.to_hosts, s.read_commands],
    [
      # For db:cancel. Systems Manager knows no resource for it.
      {
        Sid      = "CancelCommands"
        Effect   = "Allow"
        Action   = "ssm:CancelCommand"
        Resource = "*"
      },
    ],
    [s.follow_logs],
  ) }
}
