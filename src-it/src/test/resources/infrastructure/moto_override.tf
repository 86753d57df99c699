# What moto_server lacks, for the module. Nothing else differs from what users have.

# It denies by a bucket's policy without looking at its conditions, so that nobody could bring the program there.
resource "aws_s3_bucket_policy" "programs" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:PutBucketAcl", Resource = local.programs_bucket_arn }]
  })
}

# It forgets that EventBridge is told of objects.
resource "aws_s3_bucket_notification" "migrations" {
  lifecycle {
    ignore_changes = [eventbridge]
  }
}

# It answers that no function has SnapStart or a dead-letter queue.
resource "aws_lambda_function" "relay" {
  lifecycle {
    ignore_changes = [snap_start, dead_letter_config]
  }
}

# It cannot turn the Data API on, and tells of every cluster that it scales as Serverless v1 did.
resource "aws_rds_cluster" "database" {
  enable_http_endpoint = false

  lifecycle {
    ignore_changes = [scaling_configuration]
  }
}

# It forgets the description of a rule that names another security group.
resource "aws_vpc_security_group_ingress_rule" "database" {
  lifecycle {
    ignore_changes = [description]
  }
}

# It gives a template's own tags to what is made from it.
resource "aws_launch_template" "host" {
  lifecycle {
    ignore_changes = [tag_specifications]
  }
}

# Its groups cannot start instances with user data.
resource "aws_autoscaling_group" "host" {
  min_size         = 0
  desired_capacity = 0
}
