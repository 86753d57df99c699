# For db:status, and for looking at the record.
locals {
  reader = { for key, s in local.statements : key => [s.read_parameters, s.read_record, s.follow_logs] }
}
