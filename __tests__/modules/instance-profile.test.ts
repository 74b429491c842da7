import { TerraformOutput, TerraformVariable } from "cdktf";
import { AwsEnvironment } from "../../modules/aws-environment";
import { InstanceProfile, type InstanceProfileProps } from "../../modules/instance-profile";
import { ServiceRole } from "../../modules/service-role";
import { all, only, synth } from "../synth";

const aws = AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" });

function profile(props: Partial<InstanceProfileProps> = {}, existingRole = false) {
  return synth((stack) => {
    const role = new ServiceRole(stack, "machine", {
      aws,
      service: "ec2",
      roleName: existingRole ? "head" : "acme-machine",
      path: "/",
      description: "Runs pipelines",
      create: !existingRole,
    });
    const made = new InstanceProfile(stack, "machine-profile", {
      profileName: "acme-machine",
      path: "/groundwork/acme/",
      role,
      ...props,
    });
    new TerraformOutput(stack, "name", { value: made.profileName });
    new TerraformOutput(stack, "arn", { value: made.profileArn });
  });
}

describe("an instance profile", () => {
  test("hands out its role", () => {
    const { resource, output } = profile({ tags: { owner: "genomics" } });
    expect(only(resource, "aws_iam_instance_profile")).toEqual({
      name: "acme-machine",
      path: "/groundwork/acme/",
      role: "${aws_iam_role.machine.name}",
      tags: { owner: "genomics" },
    });
    // read from the resource, so that what uses it waits for it
    expect(output.arn?.value).toBe("${aws_iam_instance_profile.machine_profile.arn}");
    expect(output.name?.value).toBe("${aws_iam_instance_profile.machine_profile.name}");
  });

  test("hands out a role that exists", () => {
    expect(only(profile({}, true).resource, "aws_iam_instance_profile")).toMatchObject({ role: "head" });
  });

  test("that exists is never changed, and goes by its own name and ARN", () => {
    const profileArn = "arn:aws:iam::111122223333:instance-profile/pipelines/ecs";
    const { resource, output } = profile({ create: false, profileName: "ecs", profileArn });
    expect(all(resource, "aws_iam_instance_profile")).toEqual([]);
    expect(output.name?.value).toBe("ecs");
    expect(output.arn?.value).toBe(profileArn);
  });

  test("that exists is looked up by its name where no ARN is given: its path is not ours to know", () => {
    const { data, output } = profile({ create: false });
    expect(only(data, "aws_iam_instance_profile")).toEqual({ name: "acme-machine" });
    expect(output.arn?.value).toBe("${data.aws_iam_instance_profile.machine_profile_found.arn}");
  });

  test("is made by count where Terraform knows whether, and has a name and an ARN either way", () => {
    const { resource, output } = synth((stack) => {
      const create = new TerraformVariable(stack, "create", { type: "bool" }).booleanValue;
      const role = new ServiceRole(stack, "machine", {
        aws,
        service: "ec2",
        roleName: "acme-machine",
        path: "/",
        description: "Runs pipelines",
        create,
      });
      const made = new InstanceProfile(stack, "machine-profile", {
        profileName: "acme-machine",
        path: "/",
        role,
        create,
      });
      new TerraformOutput(stack, "arn", { value: made.profileArn });
    });
    expect(only(resource, "aws_iam_instance_profile").count).toBe("${var.create ? 1 : 0}");
    expect(output.arn?.value).toBe(
      "${var.create ? aws_iam_instance_profile.machine_profile[0].arn : data.aws_iam_instance_profile.machine_profile_found[0].arn}",
    );
  });
});
