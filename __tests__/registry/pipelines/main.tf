# A repository in HCL that uses the module in every way, in one configuration.

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

resource "aws_kms_key" "data" {
  deletion_window_in_days = 7
}

module "defaults" {
  source      = "../terraform-aws-groundwork/modules/data-bucket"
  bucket_name = "acme-defaults"
}

module "full" {
  source          = "../terraform-aws-groundwork/modules/data-bucket"
  bucket_name     = "acme-full"
  prefixes        = ["runs/", "tables/2026/"]
  expire          = [{ prefix = "scratch/", days = 7 }, { prefix = "nf-work/", days = 30 }]
  kms_key_arn     = aws_kms_key.data.arn
  force_destroy   = true
  noncurrent_days = 3
  tags            = { owner = "genomics" }
}

module "existing" {
  source      = "../terraform-aws-groundwork/modules/data-bucket"
  create      = false
  bucket_name = "acme-existing"
  prefixes    = ["shared/"]
  roles       = [aws_iam_role.pipeline.arn]
}

module "pair" {
  source      = "../terraform-aws-groundwork/modules/data-bucket"
  for_each    = { cases = [], controls = ["cohort/"] }
  bucket_name = "acme-${each.key}"
  prefixes    = each.value
}

resource "aws_iam_role" "pipeline" {
  name = "acme-pipeline"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_policy" "pipeline" {
  for_each = {
    defaults = module.defaults.read_policy
    full     = module.full.read_write_policy
    existing = module.existing.read_policy
    cases    = module.pair["cases"].read_policy
    controls = module.pair["controls"].read_write_policy
  }
  name   = "acme-${each.key}"
  policy = each.value
}

resource "aws_iam_role_policy_attachment" "pipeline" {
  for_each   = aws_iam_policy.pipeline
  role       = aws_iam_role.pipeline.name
  policy_arn = each.value.arn
}

output "key" {
  value = aws_kms_key.data.arn
}

output "policy_to_merge" {
  value = module.existing.policy_to_merge
}
