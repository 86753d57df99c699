# The Flyway hosts: for each environment a group of instances that nobody can log in to.
data "aws_ami" "amazon_linux" {
  owners             = ["amazon"]
  include_deprecated = true # which every release is after 90 days, without being worse for it

  filter {
    name   = "name"
    values = ["al2023-ami-${var.versions.amazon_linux}-kernel-6.1-${var.host.architecture}"]
  }
}

locals {
  # How each environment's host reaches its databases, by environment.
  connections = { for environment in keys(var.environments) : environment => { for database in keys(var.databases) : database => var.aurora == null ? merge(
    var.databases[database].connections[environment],
    { by_token = var.databases[database].connections[environment].rds_resource_id != null }
    ) : {
    url                 = "jdbc:postgresql://${aws_rds_cluster.database["${database}/${environment}"].endpoint}:${local.aurora_port}/${local.aurora_names[database]}?sslmode=require"
    user                = "${local.aurora_names[database]}_migrator"
    password_secret_arn = null
    rds_resource_id     = aws_rds_cluster.database["${database}/${environment}"].cluster_resource_id
    configuration       = {}
    by_token            = true
  } } }

  # /etc/db-promote/<database>.conf of each environment's hosts. No secret stands there.
  host_configurations = { for key, stage in local.stages : key => join("", [for setting, value in merge(
    # Whoever waits for a lock has everybody else wait behind it.
    { "flyway.initSql" = "SET lock_timeout = '30s'" },
    var.databases[stage.database].configuration,
    local.connections[stage.environment][stage.database].configuration,
    {
      "flyway.url"            = local.connections[stage.environment][stage.database].url
      "flyway.user"           = local.connections[stage.environment][stage.database].user
      "dbPromote.environment" = stage.environment
      "dbPromote.bucket"      = stage.bucket
      "dbPromote.bucketOwner" = local.account
    },
    local.connections[stage.environment][stage.database].by_token
    ? { "dbPromote.passwordFrom" = "rds-iam" }
    : { "dbPromote.passwordSecret" = local.connections[stage.environment][stage.database].password_secret_arn },
  ) : "${setting}=${value}\n" if value != null]) }

  host_setups = { for name, environment in local.environments : name => templatefile("${path.module}/host-setup.sh.tftpl", {
    environment    = name
    region         = local.region
    corretto       = var.versions.corretto
    bucket         = local.programs_bucket
    bucket_owner   = local.account
    key            = aws_s3_object.flyway_host.key
    sha256         = local.flyway_host_sha256
    configurations = { for stage in environment.stages : stage.database => local.host_configurations["${stage.database}/${name}"] }
  }) }
}

resource "aws_iam_role" "host" {
  for_each = local.environments

  name        = "${each.value.name}-host"
  description = "db-promote: the Flyway hosts of ${each.key}."
  tags        = local.tags
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Instances"
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "host" {
  for_each = { for key, policy in local.policies : key => policy.environment if policy.role == "host" }

  role       = aws_iam_role.host[each.value].name
  policy_arn = aws_iam_policy.role[each.key].arn
}

resource "aws_iam_role_policy" "host_runtime" {
  for_each = local.environments

  name   = "runtime"
  role   = aws_iam_role.host[each.key].name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.host_runtime_statements })
}

resource "aws_iam_role_policy" "host_database" {
  for_each = local.environments

  name   = "database"
  role   = aws_iam_role.host[each.key].name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.database_statements[each.key] })
}

resource "aws_iam_instance_profile" "host" {
  for_each = local.environments

  name = "${each.value.name}-host"
  role = aws_iam_role.host[each.key].name
  tags = local.tags
}

# No rule lets anything in.
resource "aws_security_group" "host" {
  for_each = local.environments

  name        = "${each.value.name}-host"
  description = "db-promote: the Flyway hosts of ${each.key}"
  vpc_id      = var.network.vpc_id
  tags        = merge(local.tags, { Name = "${each.value.name}-host" })
}

resource "aws_vpc_security_group_egress_rule" "host" {
  for_each = { for pair in setproduct(keys(local.environments), concat([443], var.host.database_ports)) :
    "${pair[0]}/${pair[1]}" => { environment = pair[0], port = pair[1] }
  }

  security_group_id = aws_security_group.host[each.value.environment].id
  description       = each.value.port == 443 ? "AWS" : "Databases"
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  cidr_ipv4         = "0.0.0.0/0"
  tags              = local.tags
}

resource "aws_launch_template" "host" {
  for_each = local.environments

  name                   = "${each.value.name}-host"
  description            = "db-promote: the Flyway hosts of ${each.key}"
  image_id               = data.aws_ami.amazon_linux.id
  instance_type          = var.host.instance_type
  update_default_version = true
  user_data              = base64encode(local.host_setups[each.key])
  tags                   = local.tags

  iam_instance_profile {
    arn = aws_iam_instance_profile.host[each.key].arn
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  network_interfaces {
    associate_public_ip_address = false
    security_groups             = [aws_security_group.host[each.key].id]
  }

  block_device_mappings {
    device_name = data.aws_ami.amazon_linux.root_device_name

    ebs {
      encrypted   = true
      volume_type = "gp3"
      volume_size = 8 # GB, as the image has it
    }
  }

  lifecycle {
    precondition {
      # https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html, before it is encoded
      condition     = length(local.host_setups[each.key]) <= 16384
      error_message = "The hosts of ${each.key} would get more than the 16 KB of user data that EC2 takes: have shorter settings, or fewer databases."
    }
  }
}

# A new launch template does not replace instances: one of them may be hours into a migration. The output next_steps says how.
resource "aws_autoscaling_group" "host" {
  for_each = local.environments

  name                = "${each.value.name}-host"
  min_size            = var.environments[each.key].hosts
  max_size            = var.environments[each.key].hosts + 1 # one more while they are replaced
  desired_capacity    = var.environments[each.key].hosts
  vpc_zone_identifier = var.network.subnet_ids

  launch_template {
    id      = aws_launch_template.host[each.key].id
    version = "$Default"
  }

  dynamic "tag" {
    for_each = merge(local.tags, { Name = "${each.value.name}-host", (local.host_tag) = each.value.name })

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }

  # A host that comes up before its rights are there would fail for good.
  depends_on = [aws_iam_role_policy_attachment.host, aws_iam_role_policy.host_runtime, aws_vpc_security_group_egress_rule.host, aws_s3_bucket_policy.programs]
}
