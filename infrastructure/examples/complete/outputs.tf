output "next_steps" {
  description = "What to do now."
  value       = module.db_promote.next_steps
}

output "ci_role_arns" {
  description = "What pipelines assume."
  value       = { for name, role in aws_iam_role.ci : name => role.arn }
}

output "policy_arns" {
  description = "What to attach to roles of people."
  value       = module.db_promote.policy_arns
}
