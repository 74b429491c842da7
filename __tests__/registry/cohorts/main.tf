# Two of one module side by side. "groundwork//" is where the modules come from.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region = "eu-west-2"
}

variable "name" {
  type = string
}

module "cohort" {
  source      = "groundwork//modules/data-bucket"
  for_each    = { cases = [], controls = ["reads/"] }
  bucket_name = "${var.name}-${each.key}"
  prefixes    = each.value
}
