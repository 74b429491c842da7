# A repository in HCL of a team that has never heard of CDKTF. "groundwork//" is where the modules come from.

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

module "scans" {
  source      = "groundwork//modules/data-bucket"
  bucket_name = "${var.name}-scans"
  prefixes    = ["results/"]
}

module "reader" {
  source      = "groundwork//modules/roles"
  name        = var.name
  role        = "reader"
  service     = "ec2"
  description = "The machine that shows results"
  statements = [
    {
      sid       = "FindJobs"
      actions   = ["batch:ListJobs"]
      resources = ["*"]
      because   = "the action takes no resource"
    }
  ]
}

resource "aws_iam_role_policy" "reader" {
  name   = "read-scans"
  role   = module.reader.role_name
  policy = module.scans.read_policy
}

module "duet" {
  source  = "groundwork//modules/duet"
  name    = var.name
  network = { create = {} }
  bucket  = { create = "${var.name}-duet" }
}

output "nextflow_config" {
  value = module.duet.nextflow_config
}
