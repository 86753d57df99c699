# Whoever promotes into an environment. Where it is the relay that sends, a promoter only asks, so that gates hold for everybody.
locals {
  promoter = { for key, s in local.statements : key => concat(
    [s.read_parameters, s.read_record, s.read_source],
    [for statement in [s.store_bundles] : statement if !local.parts[key].is_relayed],
    local.sending[key],
    [s.follow_logs],
  ) }
}
