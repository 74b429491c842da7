import { AWS_5 } from "../../registry/provider-line";
import { rolesModule } from "../../registry/roles";

const main = rolesModule().files(AWS_5, "")["main.tf"]?.replace(/\s+/g, " ") ?? "";

describe("the roles module", () => {
  test("says for whom the service acts, where the service says it", () => {
    expect(main).toContain(
      'dynamic "condition" { for_each = ((!(var.service == "cloudformation") && !(var.service == "ec2")) && !(var.service == "lambda")) ? [1] : []',
    );
  });

  test("makes an instance profile for EC2, and for no other service", () => {
    expect(main).toContain('resource "aws_iam_instance_profile" "profile" { count = (var.service == "ec2") ? 1 : 0');
  });

  test("makes no policy where there are no statements, which IAM would refuse", () => {
    expect(main).toContain('resource "aws_iam_policy" "role_policy" { count = (length(var.statements) >= 1) ? 1 : 0');
  });
});
