# The account that all tests stand in.
mock_data "aws_caller_identity" {
  defaults = { account_id = "123456789012" }
}

mock_data "aws_partition" {
  defaults = { partition = "aws" }
}

mock_data "aws_region" {
  defaults = { name = "eu-central-1" }
}

mock_data "aws_ami" {
  defaults = { id = "ami-0123456789abcdef0", root_device_name = "/dev/xvda" }
}
