# Whoever promotes into an environment. Where it is the relay that sends, a promoter only asks, so that gates hold for everybody.
locals {
  promoter = { for name, s in local.statements : name => concat(
    [s.read_parameters, s.read_record, s.read_source],
    [for statement in [s.store_bundles] : statement if !local.environments[name].is_relayed],
    local.sending[name],
    [s.follow_logs],
  ) }
}
