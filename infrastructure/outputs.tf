output "parameters" {
  description = "The parameter of each environment, of `sources` too, by environment and database: the input `sources` of an account that promotes from here."
  value = merge(var.sources, {
    for name in keys(var.environments) : name => { for database in keys(var.databases) : database => local.parameters["${database}/${name}"] }
  })
}

output "buckets" {
  description = "The bucket of each database and environment, such as `users/qa`."
  value       = { for key in keys(local.stages) : key => aws_s3_bucket.migrations[key].bucket }
}

output "documents" {
  description = "The content of each SSM document, by name."
  value       = { for name in keys(local.documents) : name => aws_ssm_document.action[name].content }
}

output "host_configurations" {
  description = "`/etc/db-promote/<database>.conf` on the hosts, such as `users/qa`. Holds no secret."
  value       = local.host_configurations
}

output "policy_arns" {
  description = "The policies to attach to roles, such as `dev/publisher`, `qa/promoter`, `prod/approver`, `prod/operator`, `dev/reader`: each a list, with a policy for every four databases."
  value       = { for key, policy in local.policies : "${policy.environment}/${policy.role}" => aws_iam_policy.role[key].arn... if !contains(["host", "relay"], policy.role) }
}

output "tag_authority_policy_arn" {
  description = "A policy that keeps whoever it is attached to from making a Flyway host of an instance."
  value       = aws_iam_policy.tag_authority.arn
}

output "tag_authority_policy" {
  description = "The same as JSON, for a service control policy."
  value       = aws_iam_policy.tag_authority.policy
}

output "host_role_arns" {
  description = "The role of each environment's Flyway hosts."
  value       = { for name in keys(local.environments) : name => aws_iam_role.host[name].arn }
}

output "host_security_group_ids" {
  description = "What databases have to let in, by environment."
  value       = { for name in keys(local.environments) : name => aws_security_group.host[name].id }
}

output "relay_role_arns" {
  description = "The role of each environment's relay: `readers` of its source, where that lives in another account."
  value       = { for name in keys(local.relays) : name => aws_iam_role.relay[name].arn }
}

output "relay_alias_arns" {
  description = "What calls each environment's relay by hand: `aws lambda invoke --function-name <this>`."
  value       = { for name in keys(local.relays) : name => aws_lambda_alias.relay[name].arn }
}

output "dead_letter_queue_urls" {
  description = "Where events of each environment's relay go that could not be handled. Raise an alarm when one is not empty."
  value       = { for name in keys(local.relays) : name => aws_sqs_queue.dead_letters[name].url }
}

output "next_steps" {
  description = "What to do now, as commands."
  value       = local.next_steps
}
