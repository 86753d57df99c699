# Where new hosts fetch flyway-host: a bucket, because private subnets reach S3 and little else.
locals {
  programs_bucket     = "${var.name_prefix}-db-promote-programs"
  programs_bucket_arn = "arn:${local.partition}:s3:::${local.programs_bucket}"
  flyway_host_sha256  = filesha256(var.programs.flyway_host.file)
  # By its content, so that hosts of an earlier plan still find theirs.
  flyway_host_key = "flyway-host/${local.flyway_host_sha256}.jar"
}

resource "aws_s3_bucket" "programs" {
  bucket = local.programs_bucket
  tags   = local.tags
}

resource "aws_s3_bucket_public_access_block" "programs" {
  bucket                  = aws_s3_bucket.programs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "programs" {
  bucket = aws_s3_bucket.programs.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_versioning" "programs" {
  bucket = aws_s3_bucket.programs.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "programs" {
  bucket = aws_s3_bucket.programs.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_policy" "programs" {
  bucket = aws_s3_bucket_public_access_block.programs.bucket
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [local.programs_bucket_arn, "${local.programs_bucket_arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_object" "flyway_host" {
  bucket      = aws_s3_bucket_versioning.programs.bucket
  key         = local.flyway_host_key
  source      = var.programs.flyway_host.file
  source_hash = local.flyway_host_sha256
  tags        = local.tags
}
