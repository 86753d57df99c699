# Who approves. The name of a role's session is chosen by whoever assumes it: have the role's trust policy bind it to the person,
# as docs/gates.md tells.
locals {
  approver = { for key, s in local.statements : key => concat(
    [s.read_parameters, s.read_record],
    local.parts[key].is_first ? [] : [s.read_source],
    [{
      Sid      = "ApproveInOnesOwnName"
      Effect   = "Allow"
      Action   = "s3:PutObject"
      Resource = [for stage in local.parts[key].stages : "${stage.objects_arn}/approvals/*/$${aws:userid}/*"]
    }],
  ) }
}
