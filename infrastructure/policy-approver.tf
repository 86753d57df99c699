# Who approves. The name of a role's session is chosen by whoever assumes it: have the role's trust policy bind it to the person,
# as docs/gates.md tells.
locals {
  approver = { for name, s in local.statements : name => concat(
    [s.read_parameters, s.read_record],
    local.environments[name].is_first ? [] : [s.read_source],
    [{
      Sid      = "ApproveInOnesOwnName"
      Effect   = "Allow"
      Action   = "s3:PutObject"
      Resource = [for stage in local.environments[name].stages : "${stage.objects_arn}/approvals/*/$${aws:userid}/*"]
    }],
  ) }
}
