# Genomics Workflows for two cohorts, in a network and with roles of the repository's own. "groundwork//" is where the
# modules come from.

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
  cohorts = {
    cases = {
      environments = { spot = { max_vcpus = 512 }, small = { type = "FARGATE", max_vcpus = 16 } }
      queues       = { default = { environments = ["spot"] }, small = { priority = 5, environments = ["small"] } }
    }
    controls = {
      environments = { steady = { type = "EC2", allocation_strategy = "BEST_FIT_PROGRESSIVE" } }
      queues       = { steady = { environments = ["steady"], cancel_after_minutes = { no_capacity = 60 } } }
    }
  }
}

resource "aws_vpc" "shared" {
  cidr_block = "10.3.0.0/16"
}

resource "aws_subnet" "shared" {
  vpc_id     = aws_vpc.shared.id
  cidr_block = "10.3.0.0/24"
}

# its ARN is known only after apply, and nothing that is counted may depend on it
resource "aws_iam_role" "jobs" {
  for_each = local.cohorts
  name     = "${var.name}-${each.key}-jobs"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role" "head" {
  for_each = local.cohorts
  name     = "${var.name}-${each.key}-head"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "jobs" {
  for_each = local.cohorts
  name     = "data"
  role     = aws_iam_role.jobs[each.key].name
  policy   = module.genomes[each.key].batch_job_policy_to_attach
}

resource "aws_kms_key" "results" {
  deletion_window_in_days = 7
}

module "genomes" {
  source       = "groundwork//modules/genomics-workflows"
  for_each     = local.cohorts
  name         = "${var.name}-${each.key}"
  network      = { vpc = aws_vpc.shared.id, subnets = [aws_subnet.shared.id] }
  bucket       = { create = "${var.name}-${each.key}", prefix = "lab/" }
  buckets      = [{ create = "${var.name}-${each.key}-results", kms_key = aws_kms_key.results.arn }, { existing = "acme-raw", access = "read" }]
  environments = each.value.environments
  queues       = each.value.queues
  job_role     = { existing = aws_iam_role.jobs[each.key].arn }
  nextflow     = { existing = aws_iam_role.head[each.key].arn }
  cromwell     = null
}

output "nextflow_config" {
  value = module.genomes["cases"].nextflow_config
}
