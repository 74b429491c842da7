import { repositoryPrefix } from "../modules/aws-rules";
import { BatchEnvironment } from "../modules/batch-environment";
import { joinCluster, pullImages, writeJobLogs } from "../modules/container-instance";
import { firstGiven } from "../modules/deferred-text";
import { readInputs } from "../modules/input-buckets";
import { instanceAccess } from "../modules/instance-access";
import { batchSettings, oneQueueSettings } from "../stacks/batch-settings";
import { inputBucketsSettings } from "../stacks/bucket-settings";
import { section, text } from "../stacks/settings-field";
import { capacityInputs } from "./capacity-inputs";
import { IAM, KMS_KEY } from "./example-names";
import { type Example, RegistryModule } from "./registry-module";
import { checkCapacity, checkInputBuckets, checkInstanceRole, checkNetwork } from "./relations";
import { instanceRoleInputs, networkInputs, placeInputs } from "./system-inputs";

/** What it takes, in the words of the systems that have such an environment. */
const SETTINGS = section({
  batch: batchSettings,
  queue: oneQueueSettings,
  repositoryPrefix: text(repositoryPrefix)
    .optional()
    .describe("Namespace of the container repositories that are pulled from. Default: all of the account."),
  inputBuckets: inputBucketsSettings.optional().describe("Buckets that jobs only read. Default: none."),
});

const SMALLEST: Example = {
  inputs: { name: "acme", network: { create: {} } },
  counts: {
    "aws_iam_role.instance": 1,
    "aws_security_group.batch": 1,
    "aws_vpc.network": 1,
    "aws_iam_role.service": 0,
  },
};

const EXISTING: Example = {
  inputs: {
    name: "acme",
    tags: { owner: "imaging" },
    iam: { path: "/labs/", permissions_boundary: `${IAM}:policy/boundary` },
    network: { vpc: "vpc-0a1", subnets: ["subnet-01"], security_groups: ["sg-01"] },
    batch: {
      type: "EC2",
      instance_types: ["c6i"],
      instance_role: { existing: `${IAM}:role/pipelines/ecs` },
      service_role: { existing: `${IAM}:role/service-role/AWSBatchServiceRole` },
      volume_kms_key: KMS_KEY,
    },
    input_buckets: [{ bucket: "reference-genomes", prefix: "hg38/" }],
    repository_prefix: "acme/",
  },
  counts: { "aws_iam_role.instance": 0, "aws_iam_instance_profile.instance_profile": 1, "aws_security_group.batch": 0 },
};

/** An environment of AWS Batch with its queue as a Terraform module. */
export function batchEnvironmentModule(): RegistryModule {
  const module = new RegistryModule("batch-environment", {
    about:
      "An environment of AWS Batch with a queue: instances with the AWS CLI start when jobs wait and stop when none do, and jobs work with the instances' role. What jobs may do besides reading input buckets is attached to that role by whoever calls the module.",
    examples: { smallest: SMALLEST, existing: EXISTING },
  });
  const place = placeInputs(module, "batch");
  const { aws, names, tags } = place;
  const network = networkInputs(module, place);
  const given = module.settings(SETTINGS);
  checkNetwork(module);
  checkInstanceRole(module, "batch");
  checkCapacity(module, "batch");
  checkInputBuckets(module);
  const instances = instanceAccess(module, "instance", place, instanceRoleInputs(module, given, "batch"), {
    description: "Container instances, and the jobs on them",
    statements: [
      ...joinCluster({ aws, environmentNames: [names.of("batch")] }),
      ...writeJobLogs(aws),
      ...pullImages([aws.arn("ecr", `repository/${firstGiven(given.text("repositoryPrefix"), "")}*`)]),
      ...readInputs(aws, given.list("inputBuckets")),
    ],
  });
  const { environment, queue } = new BatchEnvironment(module, "Default", {
    ...place,
    ...network,
    of: "the environment",
    instances,
    capacity: capacityInputs(module, given, "batch"),
    queuePriority: given.number("queue.priority"),
    instanceTags: tags,
  });
  module.systemOutputs({
    queue_name: { value: queue.queueName, description: "Queue that jobs are sent to." },
    queue_arn: { value: queue.queueArn, description: "ARN of the queue." },
    compute_environment_arn: { value: environment.environmentArn, description: "ARN of the compute environment." },
    instance_role_name: {
      value: instances.role.roleName,
      description: "Name of the container instances' role, to attach to it what jobs may do.",
    },
    instance_role_arn: { value: instances.roleArn, description: "Role of the container instances." },
    instance_profile_arn: { value: instances.profileArn, description: "Instance profile of the container instances." },
    instance_policy_to_attach: {
      value: instances.policyToAttach,
      description: "What a role that existed needs on container instances, to attach to it by hand.",
    },
  });
  return module;
}
