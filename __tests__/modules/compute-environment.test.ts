import { TerraformIterator, TerraformOutput, type TerraformStack, TerraformVariable } from "cdktf";
import { AwsEnvironment } from "../../modules/aws-environment";
import { ComputeEnvironment, type ComputeEnvironmentProps } from "../../modules/compute-environment";
import { InstanceProfile } from "../../modules/instance-profile";
import { LaunchTemplate } from "../../modules/launch-template";
import { PlacementGroup } from "../../modules/placement-group";
import { ServiceRole } from "../../modules/service-role";
import { type Block, only, synth } from "../synth";

const aws = AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" });
const place = { environmentName: "acme-batch", subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] };

function instances(stack: TerraformStack): Pick<ComputeEnvironmentProps, "instanceProfile" | "launchTemplate"> {
  const role = new ServiceRole(stack, "role", {
    aws,
    service: "ec2",
    roleName: "acme-instance",
    path: "/",
    description: "instances",
  });
  return {
    instanceProfile: new InstanceProfile(stack, "profile", { profileName: "acme-instance", path: "/", role }),
    launchTemplate: new LaunchTemplate(stack, "template", {
      templateName: "acme-batch",
      description: "instances",
      volumeGiB: 30,
      metadataReach: "instance",
    }),
  };
}

function environment(props: Partial<ComputeEnvironmentProps>, onInstances = true) {
  const json = synth((stack) => {
    new ComputeEnvironment(stack, "env", { ...place, ...(onInstances && instances(stack)), ...props });
  });
  const made = only(json.resource, "aws_batch_compute_environment");
  return { made, resources: made.compute_resources as Block };
}

describe("a compute environment", () => {
  test.each([
    ["SPOT", "SPOT_PRICE_CAPACITY_OPTIMIZED"],
    ["EC2", "BEST_FIT_PROGRESSIVE"],
  ] as const)("of type %s picks instances by %s", (type, strategy) => {
    expect(environment({ type }).resources).toMatchObject({
      type,
      allocation_strategy: strategy,
      min_vcpus: 0,
      max_vcpus: 256,
      instance_type: ["optimal"],
    });
  });

  test("is replaced beside the old one when its launch template changes", () => {
    const { made } = environment({});
    expect(made.compute_environment_name_prefix).toBe("acme-batch-");
    expect(made.lifecycle).toEqual({
      create_before_destroy: true,
      replace_triggered_by: ["aws_launch_template.template.latest_version"],
    });
  });

  test("has what it is told: sizes, types, image, bid and tags", () => {
    const { made, resources } = environment({
      minVcpus: 4,
      maxVcpus: 64,
      instanceTypes: ["g5", "g6.xlarge"],
      imageType: "ECS_AL2023_NVIDIA",
      bidPercentage: 60,
      instanceTags: { Name: "acme" },
      tags: { owner: "genomics" },
    });
    expect(resources).toEqual({
      type: "SPOT",
      allocation_strategy: "SPOT_PRICE_CAPACITY_OPTIMIZED",
      min_vcpus: 4,
      max_vcpus: 64,
      instance_type: ["g5", "g6.xlarge"],
      ec2_configuration: [{ image_type: "ECS_AL2023_NVIDIA" }],
      bid_percentage: 60,
      subnets: ["subnet-1"],
      security_group_ids: ["sg-1"],
      instance_role: "${aws_iam_instance_profile.profile.arn}",
      launch_template: { launch_template_id: "${aws_launch_template.template.id}", version: "$Latest" },
      tags: { Name: "acme" },
    });
    expect(made).toMatchObject({ type: "MANAGED", state: "ENABLED", tags: { owner: "genomics" } });
  });

  test("works with Batch's own role, unless it is given one, which it waits for", () => {
    expect(environment({}).made).not.toHaveProperty("service_role");
    const { resource } = synth((stack) => {
      const role = { aws, path: "/", description: "d" };
      const [serviceRole, spotFleetRole] = (["batch", "spotfleet"] as const).map(
        (service) =>
          new ServiceRole(stack, service, {
            ...role,
            service,
            roleName: `acme-${service}`,
            awsManagedPolicies: [aws.awsManagedPolicy(`service-role/${service}`)],
          }),
      );
      new ComputeEnvironment(stack, "env", {
        ...place,
        ...instances(stack),
        type: "SPOT",
        allocationStrategy: "BEST_FIT",
        serviceRole,
        spotFleetRole,
      });
    });
    expect(only(resource, "aws_batch_compute_environment")).toMatchObject({
      service_role: "arn:aws:iam::111122223333:role/acme-batch",
      compute_resources: { spot_iam_fleet_role: "arn:aws:iam::111122223333:role/acme-spotfleet" },
      depends_on: [
        "aws_iam_role.batch",
        "aws_iam_role_policy_attachment.batch_batch",
        "aws_iam_role.spotfleet",
        "aws_iam_role_policy_attachment.spotfleet_spotfleet",
      ],
    });
  });

  test("leaves to Terraform what it alone knows", () => {
    const { resource } = synth((stack) => {
      const variable = (name: string, type = "string") => new TerraformVariable(stack, name, { type });
      new ComputeEnvironment(stack, "env", {
        ...instances(stack),
        environmentName: variable("name").stringValue,
        type: variable("type").stringValue as "SPOT",
        minVcpus: variable("min_vcpus", "number").numberValue,
        maxVcpus: variable("max_vcpus", "number").numberValue,
        instanceTypes: variable("instance_types", "list(string)").listValue,
        imageType: variable("image_type").stringValue,
        subnetIds: variable("subnet_ids", "list(string)").listValue,
        securityGroupIds: variable("security_group_ids", "list(string)").listValue,
      });
    });
    expect(only(resource, "aws_batch_compute_environment")).toMatchObject({
      compute_environment_name_prefix: "${var.name}-",
      compute_resources: {
        type: "${var.type}",
        allocation_strategy: '${(var.type == "SPOT") ? "SPOT_PRICE_CAPACITY_OPTIMIZED" : "BEST_FIT_PROGRESSIVE"}',
        min_vcpus: "${var.min_vcpus}",
        max_vcpus: "${var.max_vcpus}",
        instance_type: "${var.instance_types}",
        subnets: "${var.subnet_ids}",
        security_group_ids: "${var.security_group_ids}",
      },
    });
  });

  test.each(["FARGATE", "FARGATE_SPOT"] as const)("of type %s says nothing of instances", (type) => {
    const { made, resources } = environment({ type, maxVcpus: 16 }, false);
    expect(resources).toEqual({ type, max_vcpus: 16, subnets: ["subnet-1"], security_group_ids: ["sg-1"] });
    expect(made.lifecycle).toEqual({ create_before_destroy: true });
  });

  test.each<[string, Partial<ComputeEnvironmentProps>]>([
    ["allocationStrategy", { allocationStrategy: "BEST_FIT" }],
    ["minVcpus", { minVcpus: 0 }],
    ["instanceTypes", { instanceTypes: ["c6i"] }],
    ["imageType", { imageType: "ECS_AL2023" }],
    ["bidPercentage", { bidPercentage: 50 }],
    ["instanceTags", { instanceTags: {} }],
  ])("of type FARGATE refuses '%s'", (prop, given) => {
    expect(() => environment({ type: "FARGATE", ...given }, false)).toThrow(
      `'${prop}' is for types EC2 and SPOT only, got FARGATE: Fargate has no instances of ours`,
    );
  });

  test.each<[Partial<ComputeEnvironmentProps>, string]>([
    [
      { type: "EC2", allocationStrategy: "SPOT_CAPACITY_OPTIMIZED" },
      "'allocationStrategy' of type EC2 must be one of BEST_FIT_PROGRESSIVE, BEST_FIT, got SPOT_CAPACITY_OPTIMIZED",
    ],
    [{ type: "EC2", bidPercentage: 50 }, "'bidPercentage' is for type SPOT only, got EC2"],
    [{ type: "SPOT", allocationStrategy: "BEST_FIT" }, "'spotFleetRole' must be given for type SPOT with BEST_FIT"],
    [{ minVcpus: 9, maxVcpus: 8 }, "'minVcpus' must not exceed 'maxVcpus' (8), got 9"],
  ])("refuses %j", (props, message) => {
    expect(() => environment(props)).toThrow(message);
  });

  test("on instances refuses to be without a profile and a launch template", () => {
    expect(() => environment({ type: "EC2" }, false)).toThrow(
      "'instanceProfile' and 'launchTemplate' must be given for type EC2",
    );
  });

  test("for multi-node jobs stands in a placement group, and waits for it", () => {
    const json = synth((stack) => {
      const placementGroup = new PlacementGroup(stack, "together", { groupName: "acme-mpi" });
      new ComputeEnvironment(stack, "env", { ...place, ...instances(stack), type: "EC2", placementGroup });
    });
    const { compute_resources } = only(json.resource, "aws_batch_compute_environment");
    expect(compute_resources).toMatchObject({ placement_group: "${aws_placement_group.together.name}" });
  });

  test.each(["SPOT", "FARGATE"] as const)("of type %s takes no placement group", (type) => {
    const build = () =>
      synth((stack) => {
        const placementGroup = new PlacementGroup(stack, "together", { groupName: "acme-mpi" });
        const rest = type === "SPOT" ? instances(stack) : {};
        new ComputeEnvironment(stack, "env", { ...place, ...rest, type, placementGroup });
      });
    expect(build).toThrow(new RegExp(`^'placementGroup' is for types? EC2 .*got ${type}`));
  });
});

test("a compute environment of each of several things goes by their names", () => {
  const json = synth((stack) => {
    const forEach = TerraformIterator.fromMap({ spot: "SPOT" });
    const { environmentArn } = new ComputeEnvironment(stack, "env", { ...place, ...instances(stack), forEach });
    new TerraformOutput(stack, "arn", { value: environmentArn });
  });
  expect(only(json.resource, "aws_batch_compute_environment").for_each).toBeDefined();
  expect(json.output.arn?.value).toBe("${aws_batch_compute_environment.env[each.key].arn}");
});
