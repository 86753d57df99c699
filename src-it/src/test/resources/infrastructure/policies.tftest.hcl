# The path that roles walk in RolesAtWork: a plan of it knows each policy, and whatever else the sandbox is given, without an account.
mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name_prefix = "acme"
  databases = { roles = { connections = { for environment in ["dev", "qa", "prod"] : environment => {
    url                 = "jdbc:postgresql://roles.${environment}.example.com:5432/roles"
    user                = "roles_${environment}_migrator"
    password_secret_arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-promote/roles/${environment}-AbCdEf"
  } } } }
  environments = {
    dev = {}
    qa = {
      promotes_from = "dev"
      schedules     = { nightly = { expression = "cron(0 3 * * ? *)", time_zone = "Europe/Berlin" } }
    }
    prod = { promotes_from = "qa", trigger = "relay", promotion = "automatic", gates = { approvals = 1 } }
  }
  network = { vpc_id = "vpc-0123456789abcdef0", subnet_ids = ["subnet-0123456789abcdef0"] }
  programs = {
    flyway_host = { file = "tests/programs/flyway-host-0.1.0.jar" }
    relay       = { file = "tests/programs/lambda-relay-0.1.0.zip" }
  }
}

run "publishers_send" {
  command = plan
}

run "publishers_ask" {
  command = plan

  variables {
    name_prefix = "asking"
    environments = {
      dev  = { trigger = "relay" }
      qa   = { promotes_from = "dev" }
      prod = { promotes_from = "qa", trigger = "relay", gates = { approvals = 1 } }
    }
  }
}
