# CI, which publishes into the first environment.
locals {
  publisher = { for name, s in local.statements : name => concat(
    [s.read_parameters, s.read_record, s.store_bundles],
    local.sending[name],
    [s.follow_logs],
  ) }
}
