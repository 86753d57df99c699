variable "name_prefix" {
  description = "Begins the name of everything that this module creates, such as `acme`. S3 bucket names are global, so take one that nobody else has. Two calls of this module in one account need different ones."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,20}$", var.name_prefix)) && !can(regex("^(aws|amazon|amzn)", var.name_prefix))
    error_message = "name_prefix is \"${var.name_prefix}\", but has to be 2 to 21 lower-case letters, digits and hyphens, the first a letter, and cannot begin with aws, amazon or amzn, which Systems Manager keeps for itself."
  }
}

variable "databases" {
  description = <<-EOT
    The logical databases, by the name that they have in Maven (the module's artifactId).

    - `postgresql`: the major version that the server must have, such as `"16"`; where Aurora is made here, its own by default.
    - `configuration`: settings of Flyway on the host, the same in every environment, such as `flyway.placeholders.supportEmail`. `flyway.initSql` is `SET lock_timeout = '30s'` unless it stands here: a migration that waits longer for a lock fails, rather than have everybody wait behind it.
    - `connections`: by environment, how its host reaches the database. Not with `aurora`, which makes the databases.
      - `url`: JDBC, of the writer.
      - `user`: may stand in the secret instead.
      - `password_secret_arn`: the secret of Secrets Manager that holds the password; the host fetches it at run time.
      - `rds_resource_id`: instead, the cluster (`cluster-…`) or instance (`db-…`) that takes IAM tokens as passwords.
      - `configuration`: more settings, of this environment alone.
  EOT
  type = map(object({
    postgresql    = optional(string)
    configuration = optional(map(string), {})
    connections = optional(map(object({
      url                 = string
      user                = optional(string)
      password_secret_arn = optional(string)
      rds_resource_id     = optional(string)
      configuration       = optional(map(string), {})
    })), {})
  }))

  validation {
    condition     = length(var.databases) > 0 && alltrue([for name in keys(var.databases) : can(regex("^[a-z][a-z0-9-]{0,39}$", name))])
    error_message = "Each database needs a name of 1 to 40 lower-case letters, digits and hyphens, the first a letter, because it becomes part of a bucket's name. These have: ${join(", ", keys(var.databases))}."
  }

  validation {
    condition = alltrue([for pair in setproduct(keys(var.databases), keys(var.environments)) :
      length("${var.name_prefix}-${pair[0]}-${pair[1]}-migrations") <= 63
    ])
    error_message = "S3 takes at most 63 characters for a bucket's name, here <name_prefix>-<database>-<environment>-migrations: shorten name_prefix, or the longest of ${join(", ", keys(var.databases))}."
  }

  validation {
    condition = alltrue([for name, database in var.databases :
      database.postgresql == null || can(regex("^[1-9][0-9]$", coalesce(database.postgresql, "16")))
    ])
    error_message = "postgresql can only be a major version, such as \"16\"."
  }

  validation {
    condition = alltrue([for name, database in var.databases :
      alltrue([for environment in keys(database.connections) : contains(keys(var.environments), environment)])
    ])
    error_message = "connections names an environment that is none of: ${join(", ", keys(var.environments))}."
  }

  validation {
    condition = var.aurora != null || alltrue([for name, database in var.databases :
      length(setsubtract(keys(var.environments), keys(database.connections))) == 0
    ])
    error_message = "Say in databases.<name>.connections how the host of each environment reaches the database, or set aurora to have databases made."
  }

  validation {
    condition     = var.aurora == null || alltrue([for database in values(var.databases) : length(database.connections) == 0])
    error_message = "With aurora the databases are made here: take out either aurora or connections."
  }

  validation {
    condition = alltrue(flatten([for database in values(var.databases) : [for connection in values(database.connections) :
      (connection.password_secret_arn == null) != (connection.rds_resource_id == null)
      && (connection.rds_resource_id == null || connection.user != null)
    ]]))
    error_message = "Each connection needs either password_secret_arn, or rds_resource_id and user."
  }

  validation {
    condition = alltrue(flatten([for database in values(var.databases) : [for connection in values(database.connections) :
      startswith(connection.url, "jdbc:postgresql:") && !can(regex("(?i)[?&](user|password)=", connection.url))
    ]]))
    error_message = "connections.url begins with jdbc:postgresql: and names neither user nor password."
  }

  validation {
    condition = alltrue(flatten([for database in values(var.databases) : [
      for configuration in concat([database.configuration], values(database.connections)[*].configuration) : [
        for key, value in configuration :
        startswith(key, "flyway.") && !can(regex("(?i)password", key)) && !can(regex("[\n\r]", "${key}${value}"))
    ]]]))
    error_message = "configuration holds settings of Flyway (flyway.…), one line each, and no password: what stands here is readable in Terraform's state. Passwords come from password_secret_arn or rds_resource_id."
  }

  validation {
    condition = alltrue(flatten([for environment in values(var.environments) : [for schedule in values(environment.schedules) :
      schedule.database == null || contains(keys(var.databases), coalesce(schedule.database, "none"))
    ]]))
    error_message = "A schedule of an environment names a database that is none of: ${join(", ", keys(var.databases))}."
  }

  validation {
    condition     = alltrue([for parameters in values(var.sources) : length(setsubtract(keys(var.databases), keys(parameters))) == 0])
    error_message = "Each environment in sources needs the parameter of every database: ${join(", ", keys(var.databases))}."
  }
}

variable "environments" {
  description = <<-EOT
    The stages of the path in this account, by name.

    - `promotes_from`: the environment before, here or among `sources`; absent in the first.
    - `trigger`: who sends commands to the host, `direct` (whoever publishes or promotes) or `relay` (the relay alone, which makes gates binding).
    - `promotion`: when the relay promotes here, `scheduled` or `automatic`.
    - `execution_timeout`: how long one deployment may take, `PT5S` to `PT48H`.
    - `gates`: conditions on what comes in.
      - `soak`: how long a bundle must have succeeded in the environment before, such as `PT24H`.
      - `windows`: when promotions may begin, such as `Mon-Thu 06:00-16:00 Europe/Berlin`.
      - `freeze`: days at which none may begin, such as `2026-12-20/2027-01-06 Europe/Berlin`.
      - `approvals`: how many people have to approve.
      - `approval_lifetime`: how long an approval counts, such as `P2D`.
      - `override`: whether a person with a reason may pass closed gates over.
    - `schedules`: by name, when the relay promotes into this environment.
      - `expression`: `cron(…)` or `rate(…)` of EventBridge Scheduler.
      - `time_zone`: of the IANA database.
      - `database`: only this one; all by default.
    - `hosts`: how many Flyway hosts.
    - `readers`: ARNs of roles in other accounts that promote from here: they may read the buckets.
  EOT
  type = map(object({
    promotes_from     = optional(string)
    trigger           = optional(string, "direct")
    promotion         = optional(string, "scheduled")
    execution_timeout = optional(string, "PT10H")
    gates = optional(object({
      soak              = optional(string)
      windows           = optional(list(string))
      freeze            = optional(list(string))
      approvals         = optional(number)
      approval_lifetime = optional(string)
      override          = optional(bool)
    }), {})
    schedules = optional(map(object({
      expression = string
      time_zone  = optional(string, "UTC")
      database   = optional(string)
    })), {})
    hosts   = optional(number, 1)
    readers = optional(list(string), [])
  }))

  validation {
    condition     = length(var.environments) > 0 && alltrue([for name in keys(var.environments) : can(regex("^[a-z][a-z0-9-]{0,10}$", name))])
    error_message = "Each environment needs a name of 1 to 11 lower-case letters, digits and hyphens, the first a letter, because it becomes part of a bucket's name. These have: ${join(", ", keys(var.environments))}."
  }

  validation {
    condition = alltrue([for name, environment in var.environments :
      environment.promotes_from == null ||
      environment.promotes_from != name && contains(concat(keys(var.environments), keys(var.sources)), coalesce(environment.promotes_from, name))
    ])
    error_message = "promotes_from has to name another of these environments, or one of sources: ${join(", ", concat(keys(var.environments), keys(var.sources)))}."
  }

  validation {
    condition     = length([for environment in values(var.environments) : environment if environment.promotes_from == null]) == (length(var.sources) == 0 ? 1 : 0)
    error_message = "A path has one beginning: exactly one environment without promotes_from, and none where the path begins in sources."
  }

  validation {
    condition     = alltrue([for environment in values(var.environments) : contains(["direct", "relay"], environment.trigger)])
    error_message = "trigger can only be direct or relay."
  }

  validation {
    condition     = alltrue([for environment in values(var.environments) : contains(["scheduled", "automatic"], environment.promotion)])
    error_message = "promotion can only be scheduled or automatic."
  }

  validation {
    condition = alltrue([for environment in values(var.environments) :
      can(regex("^PT([0-9]{1,2}H)?([0-9]{1,4}M)?([0-9]{1,6}S)?$", environment.execution_timeout))
      && try(sum([for part in regexall("([0-9]+)([HMS])", environment.execution_timeout) : tonumber(part[0]) * { H = 3600, M = 60, S = 1 }[part[1]]]), 0) >= 5
      && try(sum([for part in regexall("([0-9]+)([HMS])", environment.execution_timeout) : tonumber(part[0]) * { H = 3600, M = 60, S = 1 }[part[1]]]), 0) <= 172800
    ])
    error_message = "execution_timeout is between PT5S and PT48H, such as PT10H or PT1H30M: outside of that the SSM agent silently takes an hour."
  }

  validation {
    condition = var.programs.relay != null || alltrue([for environment in values(var.environments) :
      environment.trigger == "direct" && environment.promotion == "scheduled" && length(environment.schedules) == 0
    ])
    error_message = "trigger = \"relay\", promotion = \"automatic\" and schedules need the relay: say in programs.relay where its zip file is."
  }

  validation {
    condition     = alltrue([for environment in values(var.environments) : environment.promotes_from != null || length(environment.schedules) == 0 && environment.promotion == "scheduled" && environment.gates.soak == null])
    error_message = "The first environment promotes from nowhere, so that it can have neither schedules, nor promotion = \"automatic\", nor gates.soak."
  }

  validation {
    condition     = alltrue([for environment in values(var.environments) : environment.gates.approvals == null || try(environment.gates.approvals >= 1 && environment.gates.approvals <= 10 && floor(environment.gates.approvals) == environment.gates.approvals, false)])
    error_message = "gates.approvals is a whole number from 1 to 10."
  }

  validation {
    condition = alltrue(flatten([for environment in values(var.environments) : [for window in coalesce(environment.gates.windows, []) :
      can(regex("^[A-Za-z]+([,-][A-Za-z]+)* ([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00) [A-Za-z][A-Za-z0-9/_+-]*$", window))
    ]]))
    error_message = "gates.windows are like Mon-Thu 06:00-16:00 Europe/Berlin: days, hours, and a name of the IANA time zone database."
  }

  validation {
    condition = alltrue(flatten([for environment in values(var.environments) : [for freeze in coalesce(environment.gates.freeze, []) :
      can(regex("^[0-9]{4}-[0-9]{2}-[0-9]{2}/[0-9]{4}-[0-9]{2}-[0-9]{2} [A-Za-z][A-Za-z0-9/_+-]*$", freeze))
    ]]))
    error_message = "gates.freeze are like 2026-12-20/2027-01-06 Europe/Berlin: the first and the last day, and a name of the IANA time zone database."
  }

  validation {
    condition = alltrue(flatten([for environment in values(var.environments) : [
      for duration in [environment.gates.soak, environment.gates.approval_lifetime] :
      duration == null || can(regex("^P([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+S)?)?$", duration)) && can(regex("[0-9][DHMS]$", duration))
    ]]))
    error_message = "gates.soak and gates.approval_lifetime are ISO 8601 durations in days, hours, minutes or seconds, such as PT24H or P2D."
  }

  validation {
    condition     = alltrue([for environment in values(var.environments) : environment.hosts >= 1 && floor(environment.hosts) == environment.hosts])
    error_message = "Each environment needs at least one Flyway host."
  }

  validation {
    condition = alltrue(flatten([for environment in values(var.environments) : [for reader in environment.readers :
      can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/.+$", reader))
    ]]))
    error_message = "readers are ARNs of roles: arn:aws:iam::123456789012:role/acme-prod-relay."
  }

  validation {
    condition = alltrue(flatten([for environment in values(var.environments) : [for schedule in values(environment.schedules) :
      can(regex("^(cron|rate)\\(.+\\)$", schedule.expression))
    ]]))
    error_message = "A schedule is cron(…) or rate(…), such as cron(0 6 ? * MON-THU *)."
  }

  validation {
    condition     = length(setintersection(keys(var.sources), keys(var.environments))) == 0
    error_message = "An environment is either here or in another account: ${join(", ", setintersection(keys(var.sources), keys(var.environments)))} is in both sources and environments."
  }
}

variable "sources" {
  description = "Environments of other accounts that environments here promote from, and those before them: the output `parameters` of the module there, by environment and database. The module repeats them in this account's Parameter Store, so that the path is whole."
  type        = map(map(string))
  default     = {}

  validation {
    condition     = alltrue(flatten([for parameters in values(var.sources) : [for value in values(parameters) : can(jsondecode(value).bucket)]]))
    error_message = "sources.<environment>.<database> is a parameter as the module's output parameters in the other account shows it."
  }
}

variable "network" {
  description = <<-EOT
    Where the Flyway hosts stand. They need a way to the database and to AWS: VPC endpoints of S3, `ssm`, `ssmmessages`, `logs` and, for passwords, `secretsmanager`, or a NAT gateway.

    - `vpc_id`: the VPC.
    - `subnet_ids`: private subnets of it; two at least with `aurora`.
  EOT
  type = object({
    vpc_id     = string
    subnet_ids = list(string)
  })

  validation {
    condition     = length(var.network.subnet_ids) >= (var.aurora == null ? 1 : 2)
    error_message = "network.subnet_ids needs a subnet, and with aurora two in different availability zones."
  }
}

variable "programs" {
  description = <<-EOT
    The programs of db-promote, as files on the machine that runs Terraform.

    - `flyway_host`: the jar `io.github.dbpromote:flyway-host`.
      - `file`: its path.
      - `sha256`: what the release says it is; anything else is refused.
    - `relay`: the zip `io.github.dbpromote:lambda-relay`; without it there is no relay.
      - `file`: its path.
      - `sha256`: as above.
  EOT
  type = object({
    flyway_host = object({
      file   = string
      sha256 = optional(string)
    })
    relay = optional(object({
      file   = string
      sha256 = optional(string)
    }))
  })

  validation {
    condition     = alltrue([for program in [var.programs.flyway_host, var.programs.relay] : try(fileexists(program.file), program == null)])
    error_message = "A file of programs is not there. Fetch them first, such as with: mvn dependency:copy -Dartifact=io.github.dbpromote:flyway-host:0.1.0 -DoutputDirectory=."
  }

  validation {
    condition = alltrue([for program in [var.programs.flyway_host, var.programs.relay] :
      try(program.sha256 == null || filesha256(program.file) == lower(program.sha256), true)
    ])
    error_message = "A file of programs does not have the SHA-256 that is written beside it: do not use it, fetch it again."
  }
}

variable "host" {
  description = <<-EOT
    The Flyway hosts.

    - `instance_type`: Flyway needs little; the database does the work.
    - `architecture`: `arm64` or `x86_64`, as the instance type has it.
    - `database_ports`: where the hosts may connect to besides HTTPS.
  EOT
  type = object({
    instance_type  = optional(string, "t4g.micro")
    architecture   = optional(string, "arm64")
    database_ports = optional(list(number), [5432])
  })
  default = {}

  validation {
    condition     = contains(["arm64", "x86_64"], var.host.architecture)
    error_message = "host.architecture can only be arm64 or x86_64."
  }
}

variable "relay" {
  description = <<-EOT
    The relay functions, one for each environment.

    - `memory`: in MB, which is also its share of a processor.
    - `sweep`: how often each settles what nobody waited for, daily at least.
  EOT
  type = object({
    memory = optional(number, 1024)
    sweep  = optional(string, "rate(1 hour)")
  })
  default = {}

  validation {
    condition     = can(regex("^(rate\\(([0-9]{1,3} minutes?|1 hour|[0-9] hours|1[0-9] hours|2[0-4] hours|1 day)\\)|cron\\(.+\\))$", var.relay.sweep))
    error_message = "relay.sweep is a rate(…) of at most a day, such as rate(1 hour), or cron(…)."
  }
}

variable "aurora" {
  description = <<-EOT
    Makes an Aurora PostgreSQL Serverless v2 cluster for each database in each environment, to which hosts log in with IAM tokens.

    - `min_capacity`: in ACUs; 0 pauses a cluster that nobody uses.
    - `max_capacity`: in ACUs.
    - `backup_days`: how long backups are kept.
    - `deletion_protection`: whether `terraform destroy` has to leave the clusters alone. Without it they are deleted without a last snapshot.
  EOT
  type = object({
    min_capacity        = optional(number, 0)
    max_capacity        = optional(number, 4)
    backup_days         = optional(number, 7)
    deletion_protection = optional(bool, true)
  })
  default = null

  validation {
    condition     = try(var.aurora.min_capacity <= var.aurora.max_capacity && var.aurora.max_capacity >= 1, true)
    error_message = "aurora.max_capacity is at least 1, and not less than aurora.min_capacity."
  }
}

variable "retention" {
  description = <<-EOT
    How long what is no record is kept, in days. Bundles, orders, claims and receipts are kept for ever.

    - `logs`: what hosts and relays print; CloudWatch knows 30, 90, 180, 365 and some more.
    - `dead_letters`: events that the relay could not handle, 14 at most.
  EOT
  type = object({
    logs         = optional(number, 365)
    dead_letters = optional(number, 14)
  })
  default = {}

  validation {
    condition     = var.retention.dead_letters >= 1 && var.retention.dead_letters <= 14
    error_message = "retention.dead_letters is 1 to 14 days, as long as SQS keeps messages."
  }
}

variable "versions" {
  description = <<-EOT
    The versions of what others make, each in one place.

    - `amazon_linux`: the release of the hosts' Amazon Linux 2023. Its package repository is fixed with it, and so is Corretto to the last digit. Raise it now and then.
    - `corretto`: the feature version of the hosts' Java.
    - `lambda_runtime`: of the relay; needs SnapStart.
    - `aurora_postgresql`: of the clusters that `aurora` makes.
  EOT
  type = object({
    amazon_linux      = optional(string, "2023.12.20260918.0")
    corretto          = optional(string, "21")
    lambda_runtime    = optional(string, "java21")
    aurora_postgresql = optional(string, "16.8")
  })
  default = {}

  validation {
    condition     = can(regex("^2023\\.[0-9]+\\.[0-9]{8}\\.[0-9]+$", var.versions.amazon_linux))
    error_message = "versions.amazon_linux is a whole release, such as 2023.12.20260918.0."
  }

  validation {
    condition     = contains(["17", "21", "25"], var.versions.corretto)
    error_message = "versions.corretto is 17, 21 or 25."
  }

  validation {
    condition     = can(regex("^java(2[1-9]|[3-9][0-9])$", var.versions.lambda_runtime))
    error_message = "versions.lambda_runtime is java21 or newer."
  }
}
