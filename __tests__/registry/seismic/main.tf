# SLIM's imaging in a network and for a user of the repository's own. "groundwork//" is where the modules come from.

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

resource "aws_vpc" "shared" {
  cidr_block = "10.2.0.0/16"
}

resource "aws_subnet" "shared" {
  vpc_id     = aws_vpc.shared.id
  cidr_block = "10.2.0.0/24"
}

resource "aws_iam_user" "ada" {
  name = "${var.name}-ada"
}

# its ARN is known only after apply, and nothing that is counted may depend on it
resource "aws_iam_role" "ours" {
  for_each = { functions = "lambda", jobs = "ecs-tasks" }
  name     = "${var.name}-${each.key}"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "${each.value}.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "ours" {
  for_each = { functions = module.slim.lambda_policy_to_attach, jobs = module.slim.job_policy_to_attach }
  name     = "imaging"
  role     = aws_iam_role.ours[each.key].name
  policy   = each.value
}

module "slim" {
  source          = "groundwork//modules/slim"
  name            = var.name
  network         = { vpc = aws_vpc.shared.id, subnets = [aws_subnet.shared.id] }
  gradient_queues = { create = true, chunks = 2 }
  users           = [aws_iam_user.ada.name]
  user_role       = { trusted = [aws_iam_user.ada.arn] }
  service_role    = { create = true }
  lambda_role     = { existing = aws_iam_role.ours["functions"].arn }
  job_role        = { existing = aws_iam_role.ours["jobs"].arn }

  # multi-node jobs need placement groups, which stand in plans of all modules beside their stacks
  environments = {
    spot      = { allocation_strategy = "BEST_FIT", processors = 2 }
    on-demand = { type = "EC2", max_vcpus = 96 }
  }
}

output "job_parameters" {
  value = module.slim.job_parameters
}
