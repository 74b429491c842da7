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

resource "aws_iam_role" "reader" {
  name = "${var.name}-reader"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "reader" {
  name   = "read-scans"
  role   = aws_iam_role.reader.id
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
