# For the example: a provider that speaks to an emulator, whose address stands in AWS_ENDPOINT_URL.
provider "aws" {
  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  # What it cannot do shows at once.
  max_retries = 3
}
