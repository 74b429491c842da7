import { AwsEnvironment } from "../../modules/aws-environment";
import { type BatchCapacity, BatchEnvironment } from "../../modules/batch-environment";
import { instanceAccess } from "../../modules/instance-access";
import { Network } from "../../modules/network";
import { SystemNames } from "../../modules/system-names";
import { addresses, type Block, only, synth } from "../synth";

const CAPACITY: BatchCapacity = {
  type: "SPOT",
  minVcpus: 0,
  maxVcpus: 256,
  instanceTypes: ["optimal"],
  allocationStrategy: "SPOT_PRICE_CAPACITY_OPTIMIZED",
  imageType: "ECS_AL2023",
  volumeGiB: 500,
};

function environment(capacity: Partial<BatchCapacity> = {}, securityGroupIds?: string[]) {
  return synth((stack) => {
    const aws = AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" });
    const place = { aws, names: new SystemNames({ name: "acme", system: "lab" }) };
    const network = new Network(stack, "network", {
      aws,
      networkName: "acme",
      create: false,
      vpcId: "vpc-1",
      subnetIds: ["subnet-1"],
    });
    new BatchEnvironment(stack, "Default", {
      ...place,
      of: "the lab",
      network,
      securityGroupIds,
      instances: instanceAccess(stack, "instance", place, {}, { description: "Instances", statements: [] }),
      capacity: { ...CAPACITY, ...capacity },
      queuePriority: 7,
      tools: "s3://acme/tools/",
      instanceTags: { owner: "lab" },
    });
  });
}

const resources = (json: ReturnType<typeof environment>) =>
  only(json.resource, "aws_batch_compute_environment").compute_resources as Block;

describe("an environment with a queue", () => {
  test("is an environment, a queue, a template and a group, and the role of its instances", () => {
    expect(addresses(environment())).toEqual([
      "aws_batch_compute_environment.batch_environment",
      "aws_batch_job_queue.queue",
      "aws_iam_instance_profile.instance_profile",
      "aws_iam_role.instance",
      "aws_launch_template.batch_template",
      "aws_security_group.batch",
      "aws_vpc_security_group_egress_rule.batch_outbound",
    ]);
  });

  test("sends the queue's jobs to the environment", () => {
    expect(only(environment().resource, "aws_batch_job_queue")).toMatchObject({
      name: "acme-lab-queue",
      priority: 7,
      compute_environment_order: [{ compute_environment: "${aws_batch_compute_environment.batch_environment.arn}" }],
    });
  });

  test("lets containers reach the instance's role, and tags instances and volumes", () => {
    expect(only(environment().resource, "aws_launch_template")).toMatchObject({
      metadata_options: { http_put_response_hop_limit: 2 },
      tag_specifications: [
        { resource_type: "instance", tags: { Name: "acme-lab-batch", owner: "lab" } },
        { resource_type: "volume" },
      ],
    });
  });

  test("uses groups that exist, and makes none then", () => {
    const json = environment({}, ["sg-1", "sg-2"]);
    expect(resources(json).security_group_ids).toEqual(["sg-1", "sg-2"]);
    expect(json.resource).not.toHaveProperty("aws_security_group");
  });

  test("asks a spot fleet only for SPOT with BEST_FIT", () => {
    expect(resources(environment({ allocationStrategy: "BEST_FIT" }))).toHaveProperty("spot_iam_fleet_role");
    const onDemand = environment({ type: "EC2", allocationStrategy: "BEST_FIT" });
    expect(resources(onDemand)).not.toHaveProperty("spot_iam_fleet_role");
    expect(addresses(onDemand)).not.toContain("aws_iam_role.spot_fleet");
  });
});
