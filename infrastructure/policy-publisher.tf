# CI, which publishes into the first environment.
locals {
  publisher = { for name, s in local.statements : name => concat(
    [s.read_parameters, s.read_record, s.store_bundles],
    local.environments[name].is_relayed
    ? [s.ask_the_relay]
    : [s.write_deployments, s.find_hosts, s.send_migrate, s.to_hosts, s.read_commands],
    [s.follow_logs],
  ) }
}
