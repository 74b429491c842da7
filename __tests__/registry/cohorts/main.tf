# Two of each module side by side, in a network of the repository's own. "groundwork//" is where the modules come from.

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

locals {
  cohorts = { cases = [], controls = ["reads/"] }
}

resource "aws_vpc" "shared" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_subnet" "shared" {
  vpc_id     = aws_vpc.shared.id
  cidr_block = "10.1.0.0/24"
}

module "cohort" {
  source      = "groundwork//modules/data-bucket"
  for_each    = local.cohorts
  bucket_name = "${var.name}-${each.key}"
  prefixes    = each.value
}

module "batch" {
  source   = "groundwork//modules/batch-environment"
  for_each = local.cohorts
  name     = "${var.name}-${each.key}"
  network  = { vpc = aws_vpc.shared.id, subnets = [aws_subnet.shared.id] }
}

resource "aws_iam_role_policy" "jobs" {
  for_each = local.cohorts
  name     = "data"
  role     = module.batch[each.key].instance_role_name
  policy   = module.cohort[each.key].read_write_policy
}
