import { firstGiven } from "../modules/deferred-text";
import { duetOutputs } from "../stacks/duet/outputs";
import { duetSettings } from "../stacks/duet/settings";
import { Duet } from "../stacks/duet/system";
import { capacityInputs } from "./capacity-inputs";
import { IAM, KMS_KEY, PUBLIC_KEY } from "./example-names";
import { type Example, RegistryModule } from "./registry-module";
import {
  checkCapacity,
  checkInputBuckets,
  checkInstanceRole,
  checkNetwork,
  checkSsh,
  outsideOfBucket,
} from "./relations";
import { bucketInputs, instanceRoleInputs, networkInputs, placeInputs } from "./system-inputs";

const SMALLEST: Example = {
  inputs: { name: "acme", network: { create: {} }, bucket: { create: "acme-duet" } },
  counts: {
    "aws_iam_role.instance": 1,
    "aws_iam_role.machine": 1,
    "aws_instance.machine_instance": 1,
    "aws_nat_gateway.network": 1,
    "aws_s3_bucket.data": 1,
    "aws_iam_role.service": 0,
    "aws_iam_role.spot_fleet": 0,
    "aws_key_pair.machine_instance": 0,
  },
};

const EXISTING: Example = {
  inputs: {
    name: "acme",
    tags: { owner: "genomics" },
    iam: { path: "/labs/", permissions_boundary: `${IAM}:policy/boundary` },
    network: { vpc: "vpc-0a1", subnets: ["subnet-01", "subnet-02"], security_groups: ["sg-01"] },
    bucket: { existing: "acme-runs", prefix: "duet/", kms_key: KMS_KEY },
    input_buckets: [{ bucket: "reference-genomes", prefix: "hg38/" }],
    work_dir: { prefix: "work/", expire_after_days: 30 },
    repository_prefix: "acme/",
    virtual_machine: {
      instance_role: { existing: `${IAM}:role/pipelines/head` },
      subnet: "subnet-01",
      volume_kms_key: KMS_KEY,
      ssh: { public_key: PUBLIC_KEY, from: ["203.0.113.0/24"] },
    },
    batch: {
      type: "EC2",
      instance_profile: { existing: `${IAM}:instance-profile/pipelines/ecs` },
      service_role: { existing: `${IAM}:role/service-role/AWSBatchServiceRole` },
      volume_kms_key: KMS_KEY,
    },
  },
  counts: {
    "aws_iam_role.instance": 0,
    "aws_iam_role.machine": 0,
    "aws_iam_instance_profile.instance_profile": 0,
    "aws_iam_instance_profile.machine_profile": 1,
    "aws_instance.machine_instance": 1,
    "aws_s3_bucket.data": 0,
    "aws_security_group.batch": 0,
    "aws_vpc.network": 0,
  },
};

/** biomodal duet as a Terraform module. */
export function duetModule(): RegistryModule {
  const module = new RegistryModule("duet", {
    about:
      "What biomodal duet pipelines need: a bucket, a machine that runs Nextflow and is reached by Session Manager, and AWS Batch with a queue, each with a role that can do what its own work takes.",
    examples: { smallest: SMALLEST, existing: EXISTING },
  });
  const place = placeInputs(module, "duet");
  const network = networkInputs(module, place);
  const given = module.settings(duetSettings);
  const machine = "virtualMachine";
  checkNetwork(module);
  checkSsh(module, "virtual_machine");
  checkInstanceRole(module, "virtual_machine");
  checkInstanceRole(module, "batch");
  checkCapacity(module, "batch");
  checkInputBuckets(module);
  const duet = new Duet(module, "Default", {
    ...place,
    ...network,
    bucket: bucketInputs(module, given, "bucket"),
    workDir: { prefix: given.text("workDir.prefix"), expireAfterDays: given.number("workDir.expireAfterDays") },
    inputBuckets: given.list("inputBuckets"),
    repositoryPrefix: module.localText(
      "repository_prefix",
      firstGiven(given.text("repositoryPrefix"), `${place.names.prefix}/`),
    ),
    machine: {
      ...instanceRoleInputs(module, given, machine),
      there: module.localCondition("has_machine", given.given(machine)),
      instanceType: given.text(`${machine}.instanceType`),
      rootGiB: given.number(`${machine}.rootGiB`),
      dataGiB: given.number(`${machine}.dataGiB`),
      volumeKmsKey: given.text(`${machine}.volumeKmsKey`),
      elasticIp: given.flag(`${machine}.elasticIp`),
      ssh: {
        given: given.given(`${machine}.ssh`),
        publicKey: given.text(`${machine}.ssh.publicKey`),
        from: given.texts(`${machine}.ssh.from`),
      },
      subnetId: given.text(`${machine}.subnet`),
    },
    batch: { ...capacityInputs(module, given, "batch"), ...instanceRoleInputs(module, given, "batch") },
    queuePriority: given.number("queue.priority"),
    instanceTags: place.tags,
  });
  module.systemOutputs(duetOutputs(duet), {
    bucket_name: [outsideOfBucket("local.bucket_name", "var.bucket.prefix")],
  });
  return module;
}
