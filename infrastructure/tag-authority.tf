# Commands go to whatever carries the tag, so that whoever may set it decides what is a Flyway host. Nobody whom this module
# gives rights may; attach the policy to whomever else may tag instances, or make a service control policy of it.
locals {
  tag_authority = [
    {
      Sid       = "TheTagIsAuthority"
      Effect    = "Deny"
      Action    = ["ec2:CreateTags", "ec2:DeleteTags", "ssm:AddTagsToResource", "ssm:RemoveTagsFromResource"]
      Resource  = "*"
      Condition = { "ForAnyValue:StringEquals" = { "aws:TagKeys" = [local.host_tag] } }
    },
    {
      # An Auto Scaling group passes its tags on to its instances.
      Sid       = "SoAreTheTagsOfGroups"
      Effect    = "Deny"
      Action    = ["autoscaling:CreateOrUpdateTags", "autoscaling:CreateAutoScalingGroup", "autoscaling:DeleteTags"]
      Resource  = "*"
      Condition = { "ForAnyValue:StringEquals" = { "aws:TagKeys" = [local.host_tag] } }
    },
  ]
}

resource "aws_iam_policy" "tag_authority" {
  name        = "${var.name_prefix}-tag-authority"
  path        = "/db-promote/"
  description = "db-promote: keeps others from making a Flyway host of an instance."
  policy      = jsonencode({ Version = "2012-10-17", Statement = local.tag_authority })
  tags        = local.tags
}
