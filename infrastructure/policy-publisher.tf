# CI, which publishes into the first environment.
locals {
  publisher = { for key, s in local.statements : key => concat(
    [s.read_parameters, s.read_record, s.store_bundles],
    local.sending[key],
    [s.follow_logs],
  ) }
}
