# Everything from an empty account: a network without a way to the internet, clusters, hosts, relays, and a role for CI.
# Copy it, and change what stands here to what you need.

provider "aws" {
  region = var.region
}

module "db_promote" {
  # In your own project: git::https://…/db-promote.git//infrastructure?ref=v0.1.0
  source = "../.."

  name_prefix = var.name_prefix

  databases = {
    users = {
      configuration = { "flyway.placeholders.supportEmail" = "support@example.com" }
    }
    products = {}
  }

  environments = {
    # CI publishes here, and sends the commands itself.
    dev = {}

    # The relay brings here at once what succeeded in dev, and every night what was missed.
    qa = {
      promotes_from = "dev"
      promotion     = "automatic"
      schedules     = { nightly = { expression = "cron(0 3 * * ? *)", time_zone = "Europe/Berlin" } }
    }

    # Only the relay sends commands to these hosts, after a day in qa and the word of two people.
    prod = {
      promotes_from = "qa"
      trigger       = "relay"
      hosts         = 2
      gates         = { soak = "PT24H", windows = ["Mon-Thu 06:00-16:00 Europe/Berlin"], approvals = 2 }
      schedules     = { weekly = { expression = "cron(0 9 ? * TUE *)", time_zone = "Europe/Berlin" } }
    }
  }

  # Small, and paused while nobody uses it. Turn the protection on before anything in prod matters.
  aurora = { deletion_protection = false }

  # Named by way of the endpoints, so that those are there first: a host that starts without its way to AWS fails for good.
  network = {
    vpc_id     = one(distinct(concat([aws_vpc_endpoint.s3.vpc_id], values(aws_vpc_endpoint.interface)[*].vpc_id)))
    subnet_ids = values(aws_route_table_association.private)[*].subnet_id
  }

  programs = {
    flyway_host = { file = var.flyway_host_file }
    relay       = { file = var.relay_file }
  }
}
