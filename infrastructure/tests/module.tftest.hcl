# What the module makes of a path with two databases, seen in its plan.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name_prefix = "acme"
  databases = {
    users = {
      postgresql    = "16"
      configuration = { "flyway.placeholders.supportEmail" = "support@example.com" }
      connections = {
        dev  = { url = "jdbc:postgresql://users-dev.example.com:5432/users", user = "migrator", rds_resource_id = "cluster-USERSDEV" }
        prod = { url = "jdbc:postgresql://users-prod.example.com:5432/users", password_secret_arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:users-prod" }
      }
    }
    products = {
      connections = {
        dev  = { url = "jdbc:postgresql://products-dev.example.com:5432/products", user = "migrator", rds_resource_id = "cluster-PRODUCTSDEV" }
        prod = { url = "jdbc:postgresql://products-prod.example.com:5432/products", user = "migrator", rds_resource_id = "cluster-PRODUCTSPROD" }
      }
    }
  }
  environments = {
    dev = {}
    prod = {
      promotes_from     = "dev"
      trigger           = "relay"
      execution_timeout = "PT1H30M"
      gates             = { soak = "PT24H", approvals = 2 }
      schedules         = { nightly = { expression = "cron(0 3 * * ? *)", time_zone = "Europe/Berlin", database = "users" } }
    }
  }
  network = { vpc_id = "vpc-0123456789abcdef0", subnet_ids = ["subnet-0123456789abcdef0"] }
  programs = {
    flyway_host = { file = "tests/programs/flyway-host-0.1.0.jar" }
    relay       = { file = "tests/programs/lambda-relay-0.1.0.zip" }
  }
}

run "parameters_tell_what_environments_are" {
  command = plan

  assert {
    condition = jsondecode(output.parameters.prod.users) == {
      format           = 1
      promotesFrom     = "dev"
      bucket           = "acme-users-prod-migrations"
      bucketOwner      = "123456789012"
      hosts            = { tag = "FlywayHost", value = "acme-prod" }
      documents        = { migrate = "acme-users-prod-migrate", inspect = "acme-users-prod-inspect", repair = "acme-users-prod-repair" }
      postgresql       = "16"
      executionTimeout = "PT1H30M"
      logGroup         = "/db-promote/acme/users/prod"
      trigger          = "relay"
      promotion        = "scheduled"
      gates            = { soak = "PT24H", approvals = 2 }
    }
    error_message = "The parameter of users in prod is ${output.parameters.prod.users}"
  }

  assert {
    condition     = !can(jsondecode(output.parameters.dev.products).promotesFrom) && !can(jsondecode(output.parameters.dev.products).gates)
    error_message = "The first environment promotes from nowhere, and has no gates: ${output.parameters.dev.products}"
  }
}

run "documents_are_cores_templates_with_everything_fixed_but_the_id" {
  command = plan

  assert {
    condition     = length(output.documents) == 12
    error_message = "Two databases in two environments have three documents each, but there are ${length(output.documents)}."
  }

  assert {
    condition     = one(jsondecode(output.documents["acme-users-prod-migrate"]).mainSteps).inputs.runCommand == ["exec flyway-host migrate 'users' 'prod' '{{ deployment }}' 5400"]
    error_message = output.documents["acme-users-prod-migrate"]
  }

  assert {
    condition     = alltrue([for content in values(output.documents) : !strcontains(content, "@") && keys(jsondecode(content).parameters) == ["deployment"]])
    error_message = "A document has something left to choose."
  }
}

run "hosts_get_their_configuration_without_a_secret" {
  command = plan

  assert {
    condition     = output.host_configurations["users/dev"] == <<-EOT
      dbPromote.bucket=acme-users-dev-migrations
      dbPromote.bucketOwner=123456789012
      dbPromote.environment=dev
      dbPromote.passwordFrom=rds-iam
      flyway.initSql=SET lock_timeout = '30s'
      flyway.placeholders.supportEmail=support@example.com
      flyway.url=jdbc:postgresql://users-dev.example.com:5432/users
      flyway.user=migrator
    EOT
    error_message = output.host_configurations["users/dev"]
  }

  assert {
    condition     = strcontains(output.host_configurations["users/prod"], "dbPromote.passwordSecret=arn:aws:secretsmanager:") && !strcontains(output.host_configurations["users/prod"], "flyway.user")
    error_message = output.host_configurations["users/prod"]
  }
}

run "only_the_relay_sends_and_orders_where_it_is_the_trigger" {
  command = plan

  assert {
    condition = alltrue([for action in ["ssm:SendCommand", "/ledger.json", "/order.json", "/bundles/"] :
      !strcontains(aws_iam_policy.role["prod/promoter"].policy, action) && strcontains(aws_iam_policy.role["dev/publisher"].policy, action)
    ])
    error_message = aws_iam_policy.role["prod/promoter"].policy
  }

  assert {
    condition     = strcontains(aws_iam_policy.role["prod/promoter"].policy, "acme-users-prod-migrations/users/requests/$${aws:userid}/*")
    error_message = aws_iam_policy.role["prod/promoter"].policy
  }

  assert {
    condition     = strcontains(aws_iam_policy.role["prod/operator"].policy, "-inspect") && !strcontains(aws_iam_policy.role["prod/operator"].policy, "-migrate\"")
    error_message = aws_iam_policy.role["prod/operator"].policy
  }
}

run "each_role_is_there_where_it_has_something_to_do" {
  command = plan

  assert {
    condition     = join(" ", keys(aws_iam_policy.role)) == "dev/host dev/operator dev/publisher dev/reader dev/relay prod/approver prod/host prod/operator prod/promoter prod/reader prod/relay"
    error_message = join(", ", keys(aws_iam_policy.role))
  }
}

run "schedules_call_the_relay" {
  command = plan

  assert {
    condition     = jsondecode(aws_scheduler_schedule.relay["prod/promote/nightly"].target[0].input) == { action = "promote", environment = "prod", database = "users" }
    error_message = aws_scheduler_schedule.relay["prod/promote/nightly"].target[0].input
  }

  assert {
    condition     = join(" ", keys(aws_scheduler_schedule.relay)) == "dev/sweep prod/promote/nightly prod/sweep"
    error_message = join(", ", keys(aws_scheduler_schedule.relay))
  }

  assert {
    condition     = join(" ", keys(aws_cloudwatch_event_rule.relay)) == "dev/commands dev/objects prod/commands prod/objects prod/source"
    error_message = join(", ", keys(aws_cloudwatch_event_rule.relay))
  }
}

run "relays_act_for_their_environment_and_the_databases_of_this_call" {
  command = plan

  assert {
    condition = alltrue([for environment in ["dev", "prod"] :
      aws_lambda_function.relay[environment].environment[0].variables.DB_PROMOTE_ENVIRONMENT == environment
      && aws_lambda_function.relay[environment].environment[0].variables.DB_PROMOTE_DATABASES == "products,users"
    ])
    error_message = "A relay would act for others than its own."
  }
}

run "nobody_logs_in_to_a_host" {
  command = plan

  assert {
    condition = alltrue([for template in values(aws_launch_template.host) :
      one(template.metadata_options).http_tokens == "required" && template.key_name == null && one(template.network_interfaces).associate_public_ip_address == "false"
    ])
    error_message = "A host has a key pair, a public address, or takes unsigned requests for its credentials."
  }

  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.database) == 0
    error_message = "Something is let in to somewhere."
  }
}

run "without_its_program_there_is_no_relay" {
  command = plan

  variables {
    environments = { dev = {}, prod = { promotes_from = "dev" } }
    programs     = { flyway_host = { file = "tests/programs/flyway-host-0.1.0.jar" } }
  }

  assert {
    condition     = length(aws_lambda_function.relay) + length(aws_scheduler_schedule.relay) + length(aws_cloudwatch_event_rule.relay) == 0
    error_message = "There is something of a relay."
  }
}

run "a_source_may_live_in_another_account" {
  command = plan

  variables {
    databases = { users = { connections = { prod = { url = "jdbc:postgresql://users-prod.example.com:5432/users", user = "migrator", rds_resource_id = "cluster-USERSPROD" } } } }
    environments = {
      prod = { promotes_from = "qa", trigger = "relay" }
    }
    sources = { qa = { users = jsonencode({ format = 1, bucket = "other-users-qa-migrations", bucketOwner = "210987654321" }) } }
  }

  assert {
    condition     = aws_ssm_parameter.environment["users/qa"].name == "/db-promote/users/qa" && jsondecode(aws_ssm_parameter.environment["users/qa"].insecure_value).bucketOwner == "210987654321"
    error_message = "The path is not whole here."
  }

  assert {
    condition     = sort(keys(output.parameters)) == tolist(["prod", "qa"])
    error_message = "A third account does not learn of the whole path."
  }

  assert {
    condition     = strcontains(aws_iam_policy.role["prod/relay"].policy, "arn:aws:s3:::other-users-qa-migrations/*") && !can(aws_s3_bucket.migrations["users/qa"])
    error_message = aws_iam_policy.role["prod/relay"].policy
  }
}

run "a_target_may_live_in_another_account" {
  command = plan

  variables {
    environments = { dev = { readers = ["arn:aws:iam::210987654321:role/acme-prod-relay"] }, prod = { promotes_from = "dev" } }
  }

  assert {
    condition = [for statement in jsondecode(aws_s3_bucket_policy.migrations["users/dev"].policy).Statement : statement if statement.Effect == "Allow"] == [{
      Sid       = "NextEnvironmentReads"
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::210987654321:root"] }
      Action    = ["s3:GetObject", "s3:ListBucket"]
      Resource  = ["arn:aws:s3:::acme-users-dev-migrations", "arn:aws:s3:::acme-users-dev-migrations/*"]
      Condition = { ArnEquals = { "aws:PrincipalArn" = ["arn:aws:iam::210987654321:role/acme-prod-relay"] } }
    }]
    error_message = aws_s3_bucket_policy.migrations["users/dev"].policy
  }
}

run "aurora_keeps_its_password_to_itself" {
  command = plan

  variables {
    databases = { users = {}, products = {} }
    aurora    = {}
    network   = { vpc_id = "vpc-0123456789abcdef0", subnet_ids = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"] }
  }

  assert {
    condition = length(aws_rds_cluster.database) == 4 && alltrue([for cluster in values(aws_rds_cluster.database) :
      cluster.manage_master_user_password && cluster.iam_database_authentication_enabled && cluster.deletion_protection && cluster.storage_encrypted && cluster.master_password == null
    ])
    error_message = "A cluster is open, unprotected, or has a password in Terraform's state."
  }
}

run "many_databases_with_long_names_get_policies_that_iam_takes" {
  command = plan

  variables {
    name_prefix = "a-prefix-of-some"
    databases = { for number in range(9) : "a-database-of-ours-${number}" => {
      connections = { for environment in ["first", "environment"] : environment => {
        url = "jdbc:postgresql://db.example.com:5432/db", user = "migrator", rds_resource_id = "cluster-ABC"
      } }
    } }
    environments = {
      first       = {}
      environment = { promotes_from = "first", gates = { approvals = 1 } }
    }
  }

  assert {
    condition     = alltrue([for policy in values(aws_iam_policy.role) : length(policy.policy) <= 6144])
    error_message = join(", ", [for key, policy in aws_iam_policy.role : "${key} ${length(policy.policy)}"])
  }

  assert {
    condition     = length(output.policy_arns["environment/promoter"]) == 3
    error_message = "Nine databases need three policies."
  }
}
