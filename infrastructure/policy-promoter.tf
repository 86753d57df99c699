# Whoever promotes into an environment. Where it is the relay that sends, a promoter only asks: gates hold for everybody.
locals {
  promoter = { for name, s in local.statements : name => concat(
    [s.read_parameters, s.read_record, s.read_source],
    local.environments[name].is_relayed
    ? [s.ask_the_relay]
    : [s.store_bundles, s.write_deployments, s.find_hosts, s.send_migrate, s.to_hosts, s.read_commands],
    [s.follow_logs],
  ) }
}
