# Roles for CI, without a long-lived key: GitHub's pipelines log in by OpenID Connect.
resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

locals {
  # Who may be what: the default branch publishes; pipelines that a reviewer has let into GitHub's environment promote.
  ci = {
    publisher = { environment = "dev", subject = "repo:${var.repository}:ref:refs/heads/main" }
    promoter  = { environment = "prod", subject = "repo:${var.repository}:environment:prod" }
  }
}

resource "aws_iam_role" "ci" {
  for_each = local.ci

  name        = "${var.name_prefix}-${each.value.environment}-${each.key}"
  description = "GitHub's pipelines of ${var.repository}."
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "ThisRepositoryAlone"
      Effect    = "Allow"
      Principal = { Federated = aws_iam_openid_connect_provider.github.arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        # Without it every pipeline on GitHub could be this role. Whole, not with a star: a pull request's subject is another one.
        "token.actions.githubusercontent.com:sub" = each.value.subject
      } }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "ci" {
  for_each = merge([for role, ci in local.ci : { for index, arn in module.db_promote.policy_arns["${ci.environment}/${role}"] :
    "${role}/${index}" => { role = role, policy_arn = arn }
  }]...)

  role       = aws_iam_role.ci[each.value.role].name
  policy_arn = each.value.policy_arn
}
