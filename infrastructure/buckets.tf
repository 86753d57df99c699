# The bucket of each database in each environment: bundles, and the record of what happened.
resource "aws_s3_bucket" "migrations" {
  for_each = local.stages

  bucket = each.value.bucket
  tags   = local.tags
}

resource "aws_s3_bucket_public_access_block" "migrations" {
  for_each = local.stages

  bucket                  = aws_s3_bucket.migrations[each.key].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "migrations" {
  for_each = local.stages

  bucket = aws_s3_bucket.migrations[each.key].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_versioning" "migrations" {
  for_each = local.stages

  bucket = aws_s3_bucket.migrations[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "migrations" {
  for_each = local.stages

  bucket = aws_s3_bucket.migrations[each.key].id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "migrations" {
  for_each = local.stages

  # A rule about versions needs versioning.
  bucket = aws_s3_bucket_versioning.migrations[each.key].bucket

  rule {
    id     = "logs"
    status = "Enabled"

    filter {
      prefix = "${each.value.database}/logs/"
    }

    expiration {
      days = var.retention.logs
    }

    noncurrent_version_expiration {
      noncurrent_days = 1
    }
  }
}

# Wakes the relay: relay.tf has the rules.
resource "aws_s3_bucket_notification" "migrations" {
  for_each = local.stages

  bucket      = aws_s3_bucket.migrations[each.key].id
  eventbridge = true
}

locals {
  bucket_policies = { for key, stage in local.stages : key => jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [stage.bucket_arn, "${stage.bucket_arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        # Multipart uploads, whose parts carry no such header, are denied with it: the protocol makes none.
        Sid       = "RecordIsCreatedOnce"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:PutObject"
        Resource = [
          "${stage.objects_arn}/bundles/*",
          "${stage.objects_arn}/deployments/*",
          "${stage.objects_arn}/approvals/*",
          "${stage.objects_arn}/requests/*",
        ]
        Condition = { Null = { "s3:if-none-match" = "true" } }
      },
      {
        Sid       = "LedgerIsReplacedOnlyAsItWasRead"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:PutObject"
        Resource  = "${stage.objects_arn}/ledger.json"
        Condition = { Null = { "s3:if-none-match" = "true", "s3:if-match" = "true" } }
      },
      {
        # Logs may go: that is what their lifecycle is for.
        Sid         = "RecordIsNeverDeleted"
        Effect      = "Deny"
        Principal   = "*"
        Action      = ["s3:DeleteObject", "s3:DeleteObjectVersion"]
        NotResource = "${stage.objects_arn}/logs/*"
      },
      {
        Sid       = "OnlyTheHostSaysWhatHappened"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:PutObject"
        Resource  = ["${stage.objects_arn}/deployments/*/receipt.json", "${stage.objects_arn}/logs/*"]
        Condition = { ArnNotEquals = { "aws:PrincipalArn" = local.environments[stage.environment].host_role } }
      },
      {
        # NotResource lists what else is written: anything but that, and what is somebody's own, is denied to everybody.
        Sid       = "ApproveAndAskInOnesOwnName"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:PutObject"
        NotResource = [
          "${stage.objects_arn}/approvals/*/$${aws:userid}/*",
          "${stage.objects_arn}/requests/$${aws:userid}/*",
          "${stage.objects_arn}/ledger.json",
          "${stage.objects_arn}/bundles/*",
          "${stage.objects_arn}/deployments/*",
          "${stage.objects_arn}/logs/*",
        ]
      },
      ], length(var.environments[stage.environment].readers) == 0 ? [] : [
      {
        # The account is the principal and the role a condition, so that the role may be made later than the bucket.
        Sid       = "NextEnvironmentReads"
        Effect    = "Allow"
        Principal = { AWS = distinct([for reader in var.environments[stage.environment].readers : "arn:${local.partition}:iam::${split(":", reader)[4]}:root"]) }
        Action    = ["s3:GetObject", "s3:ListBucket"]
        Resource  = [stage.bucket_arn, "${stage.bucket_arn}/*"]
        Condition = { ArnEquals = { "aws:PrincipalArn" = var.environments[stage.environment].readers } }
      },
    ])
  }) }
}

resource "aws_s3_bucket_policy" "migrations" {
  for_each = local.stages

  # With the public access block first: S3 refuses the two at once.
  bucket = aws_s3_bucket_public_access_block.migrations[each.key].bucket
  policy = local.bucket_policies[each.key]
}
