# Each mistake that somebody can make in a variable is met before anything is asked of AWS.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name_prefix = "acme"
  databases = {
    users = {
      connections = { dev = { url = "jdbc:postgresql://users.example.com:5432/users", user = "migrator", rds_resource_id = "cluster-ABC" } }
    }
  }
  environments = { dev = {} }
  network      = { vpc_id = "vpc-0123456789abcdef0", subnet_ids = ["subnet-0123456789abcdef0"] }
  programs = {
    flyway_host = { file = "tests/programs/flyway-host-0.1.0.jar" }
    relay       = { file = "tests/programs/lambda-relay-0.1.0.zip" }
  }
}

run "this_is_right" {
  command = plan
}

run "a_prefix_that_systems_manager_keeps_for_itself" {
  command = plan
  variables { name_prefix = "aws-team" }
  expect_failures = [var.name_prefix]
}

run "a_database_whose_name_no_bucket_can_have" {
  command = plan
  variables { databases = { User_Data = { connections = { dev = { url = "jdbc:postgresql://a/b", user = "m", rds_resource_id = "cluster-ABC" } } } } }
  expect_failures = [var.databases]
}

run "names_that_make_a_bucket_s_too_long" {
  command = plan
  variables {
    databases   = { "a-database-with-a-name-of-forty-letters1" = { connections = { dev = { url = "jdbc:postgresql://a/b", user = "m", rds_resource_id = "cluster-ABC" } } } }
    name_prefix = "another-long-name"
  }
  expect_failures = [var.databases]
}

run "a_database_that_nobody_reaches" {
  command = plan
  variables { databases = { users = {} } }
  expect_failures = [var.databases]
}

run "a_connection_without_a_source_of_passwords" {
  command = plan
  variables { databases = { users = { connections = { dev = { url = "jdbc:postgresql://a/b", user = "m" } } } } }
  expect_failures = [var.databases]
}

run "a_password_among_the_settings" {
  command = plan
  variables {
    databases = { users = {
      configuration = { "flyway.password" = "hunter2" }
      connections   = { dev = { url = "jdbc:postgresql://a/b", user = "m", rds_resource_id = "cluster-ABC" } }
    } }
  }
  expect_failures = [var.databases]
}

run "a_password_in_the_url" {
  command = plan
  variables { databases = { users = { connections = { dev = { url = "jdbc:postgresql://a/b?password=x", user = "m", rds_resource_id = "cluster-ABC" } } } } }
  expect_failures = [var.databases]
}

run "a_path_without_a_beginning" {
  command = plan
  variables { environments = { dev = { promotes_from = "dev" } } }
  expect_failures = [var.environments]
}

run "a_trigger_that_nobody_knows" {
  command = plan
  variables { environments = { dev = { trigger = "manual" } } }
  expect_failures = [var.environments]
}

run "a_timeout_that_the_agent_would_not_obey" {
  command = plan
  variables { environments = { dev = { execution_timeout = "PT49H" } } }
  expect_failures = [var.environments]
}

run "a_soak_before_the_first_environment" {
  command = plan
  variables { environments = { dev = { gates = { soak = "PT1H" } } } }
  expect_failures = [var.environments]
}

run "a_window_without_a_time_zone" {
  command = plan
  variables { environments = { dev = { gates = { windows = ["Mon-Thu 06:00-16:00"] } } } }
  expect_failures = [var.environments]
}

run "a_freeze_without_an_end" {
  command = plan
  variables { environments = { dev = { gates = { freeze = ["2026-12-20 Europe/Berlin"] } } } }
  expect_failures = [var.environments]
}

run "an_approval_s_lifetime_in_words" {
  command = plan
  variables { environments = { dev = { gates = { approvals = 1, approval_lifetime = "2 days" } } } }
  expect_failures = [var.environments]
}

run "gates_as_they_should_be" {
  command = plan
  variables { environments = { dev = { gates = {
    windows           = ["Mon,Wed-Thu 22:00-24:00 UTC", "daily 06:00-16:00 America/Argentina/Buenos_Aires"]
    freeze            = ["2026-12-20/2027-01-06 Europe/Berlin"]
    approvals         = 2
    approval_lifetime = "P1DT12H"
  } } } }
}

run "half_an_approval" {
  command = plan
  variables { environments = { dev = { gates = { approvals = 0.5 } } } }
  expect_failures = [var.environments]
}

run "a_relay_without_its_program" {
  command = plan
  variables {
    environments = { dev = { trigger = "relay" } }
    programs     = { flyway_host = { file = "tests/programs/flyway-host-0.1.0.jar" } }
  }
  expect_failures = [var.environments]
}

run "a_program_that_is_not_there" {
  command = plan
  variables { programs = { flyway_host = { file = "tests/programs/none.jar" } } }
  expect_failures = [var.programs]
}

run "a_program_with_other_bytes" {
  command = plan
  variables { programs = { flyway_host = { file = "tests/programs/flyway-host-0.1.0.jar", sha256 = "00" } } }
  expect_failures = [var.programs]
}

run "a_sweep_once_a_week" {
  command = plan
  variables { relay = { sweep = "rate(7 days)" } }
  expect_failures = [var.relay]
}

run "a_source_that_is_no_parameter" {
  command = plan
  variables { sources = { qa = { users = "acme-users-qa-migrations" } } }
  expect_failures = [var.sources]
}

run "clusters_in_one_subnet" {
  command = plan
  variables {
    aurora    = {}
    databases = { users = {} }
  }
  expect_failures = [var.network]
}

run "a_runtime_without_snapstart" {
  command = plan
  variables { versions = { lambda_runtime = "java17" } }
  expect_failures = [var.versions]
}
