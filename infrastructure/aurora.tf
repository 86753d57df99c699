# Optional: an Aurora PostgreSQL Serverless v2 cluster for each database in each environment. No password stands in Terraform's
# state: RDS makes the master's and keeps it in Secrets Manager, and hosts log in with IAM tokens.
locals {
  aurora_port   = 5432
  aurora_stages = var.aurora == null ? {} : local.stages
  # PostgreSQL's names need quotes where they hold a hyphen.
  aurora_names = { for name in keys(var.databases) : name => replace(name, "-", "_") }
}

resource "aws_db_subnet_group" "database" {
  count = var.aurora == null ? 0 : 1

  name        = "${var.name_prefix}-db-promote"
  description = "db-promote: where the clusters stand"
  subnet_ids  = var.network.subnet_ids
  tags        = local.tags
}

resource "aws_security_group" "database" {
  for_each = var.aurora == null ? {} : local.environments

  name        = "${each.value.name}-database"
  description = "db-promote: the clusters of ${each.key}"
  vpc_id      = var.network.vpc_id
  tags        = merge(local.tags, { Name = "${each.value.name}-database" })
}

resource "aws_vpc_security_group_ingress_rule" "database" {
  for_each = var.aurora == null ? {} : local.environments

  security_group_id            = aws_security_group.database[each.key].id
  description                  = "Flyway hosts"
  ip_protocol                  = "tcp"
  from_port                    = local.aurora_port
  to_port                      = local.aurora_port
  referenced_security_group_id = aws_security_group.host[each.key].id
  tags                         = local.tags
}

resource "aws_rds_cluster" "database" {
  for_each = local.aurora_stages

  cluster_identifier                  = each.value.name
  engine                              = "aurora-postgresql"
  engine_mode                         = "provisioned"
  engine_version                      = var.versions.aurora_postgresql
  database_name                       = local.aurora_names[each.value.database]
  port                                = local.aurora_port
  master_username                     = "postgres"
  manage_master_user_password         = true
  iam_database_authentication_enabled = true
  # The Data API: how a first login for flyway-host is made in a network that nobody reaches (output next_steps).
  enable_http_endpoint      = true
  storage_encrypted         = true
  db_subnet_group_name      = aws_db_subnet_group.database[0].name
  vpc_security_group_ids    = [aws_security_group.database[each.value.environment].id]
  backup_retention_period   = var.aurora.backup_days
  deletion_protection       = var.aurora.deletion_protection
  skip_final_snapshot       = !var.aurora.deletion_protection
  final_snapshot_identifier = var.aurora.deletion_protection ? "${each.value.name}-last" : null
  tags                      = local.tags

  serverlessv2_scaling_configuration {
    min_capacity = var.aurora.min_capacity
    max_capacity = var.aurora.max_capacity
  }
}

resource "aws_rds_cluster_instance" "database" {
  for_each = local.aurora_stages

  identifier                 = "${each.value.name}-1"
  cluster_identifier         = aws_rds_cluster.database[each.key].id
  engine                     = aws_rds_cluster.database[each.key].engine
  engine_version             = aws_rds_cluster.database[each.key].engine_version
  instance_class             = "db.serverless"
  auto_minor_version_upgrade = false # versions.aurora_postgresql says which
  tags                       = local.tags
}
