# For db:status, and for looking at the record.
locals {
  reader = { for name, s in local.statements : name => [s.read_parameters, s.read_record, s.follow_logs] }
}
