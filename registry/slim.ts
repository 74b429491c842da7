import { and, choose, equal, not } from "../modules/deferred";
import { firstGiven } from "../modules/deferred-text";
import { existingByArn } from "../modules/existing";
import type { InputBucket } from "../modules/input-buckets";
import { FOR_ADMINISTRATORS } from "../stacks/people-settings";
import { slimOutputs } from "../stacks/slim/outputs";
import { slimSettings } from "../stacks/slim/settings";
import { Slim } from "../stacks/slim/system";
import { IAM, KMS_KEY } from "./example-names";
import { type Example, RegistryModule } from "./registry-module";
import { checkCapacity, checkInputBuckets, checkNetwork, oneOfRoleAndProfile, outsideOfBucket } from "./relations";
import { environmentInputs } from "./slim-inputs";
import {
  bucketInputs,
  existingInput,
  instanceRoleInputs,
  networkInputs,
  placeInputs,
  wantedInput,
} from "./system-inputs";

const SMALLEST: Example = {
  inputs: { name: "acme", network: { create: {} } },
  counts: {
    "aws_batch_compute_environment.environment": 5,
    "aws_batch_job_queue.queue": 5,
    "aws_iam_group.user_group": 1,
    "aws_iam_role.instance": 1,
    "aws_iam_role.job": 0,
    "aws_iam_role.lambda": 1,
    "aws_iam_role.spot_fleet": 0,
    "aws_iam_role.user_role": 0,
    "aws_placement_group.nodes": 2,
    "aws_s3_bucket.data": 1,
    "aws_sqs_queue.gradients": 1,
  },
};

const EXISTING: Example = {
  inputs: {
    name: "acme",
    tags: { owner: "imaging" },
    iam: { path: "/labs/", permissions_boundary: `${IAM}:policy/boundary` },
    network: { vpc: "vpc-0a1", subnets: ["subnet-01", "subnet-02"], security_groups: ["sg-01"] },
    bucket: { existing: "acme-imaging", prefix: "slim/", kms_key: KMS_KEY },
    input_buckets: [{ bucket: "velocity-models", prefix: "bp-2004/" }],
    gradient_queues: { existing: "GradientQueue_", chunks: 2, kms_key: KMS_KEY },
    users: null,
    user_role: { trusted: [`${IAM}:user/ada`] },
    repository_prefix: "acme/",
    environments: {
      spot: { instance_types: ["r5.24xlarge"], max_vcpus: 1920, processors: 24 },
      nodes: { type: "EC2", instance_types: ["c5n.18xlarge"], multi_node: true },
    },
    volume_kms_key: KMS_KEY,
    instance_profile: { existing: `${IAM}:instance-profile/imaging/ecs` },
    service_role: { existing: `${IAM}:role/service-role/AWSBatchServiceRole` },
    lambda_role: { existing: `${IAM}:role/imaging/functions` },
    state_machine_role: { existing: `${IAM}:role/imaging/machines` },
    job_role: { existing: `${IAM}:role/imaging/jobs` },
    shared_file_system: { existing: "fs-0123456789abcdef0" },
  },
  counts: {
    "aws_batch_compute_environment.environment": 2,
    "aws_efs_file_system.shared": 0,
    "aws_iam_group.user_group": 0,
    "aws_iam_instance_profile.instance_profile": 0,
    "aws_iam_role.instance": 0,
    "aws_iam_role.job": 0,
    "aws_iam_role.lambda": 0,
    "aws_iam_role.state_machine": 0,
    "aws_iam_role.user_role": 1,
    "aws_placement_group.nodes": 1,
    "aws_s3_bucket.data": 0,
    "aws_security_group.batch": 0,
    "aws_sqs_queue.gradients": 0,
    "aws_vpc.network": 0,
  },
};

const REFUSED_TOGETHER = {
  "output.bucket_name": [
    { bucket: { create: "acme-imaging" }, input_buckets: [{ bucket: "acme-imaging", prefix: "models/" }] },
  ],
  "output.instance_profile_arn": [
    { instance_role: { existing: `${IAM}:role/imaging/ecs` }, instance_profile: { existing: "ecs" } },
  ],
  "output.nodes_security_group_id": [{ environments: { spot: {} }, shared_file_system: { create: true } }],
};

/** SLIM's serverless seismic imaging as a Terraform module. */
export function slimModule(): RegistryModule {
  const module = new RegistryModule("slim", {
    about:
      "What SLIM's serverless seismic imaging needs before its functions and state machines are deployed: roles and a group, queues of messages that announce gradients, a bucket, and environments of AWS Batch with a queue each.",
    administrators: `${FOR_ADMINISTRATORS}: no permissions boundary holds the group; \`users = null\` leaves it out.`,
    examples: { smallest: SMALLEST, existing: EXISTING },
    refusedTogether: REFUSED_TOGETHER,
    limits: [
      "`environments` that are given are all there are: none of the published five is added to them.",
      "`job_parameters` names the queue of `m4-spot`, and where there is none that of the first environment by the alphabet: a map knows no order.",
      "A file system that is created is kept: Terraform refuses to destroy it, and whether it does cannot be an input. To be rid of it with what is in it, take it out of the state (`terraform state rm`) and delete it.",
    ],
  });
  const place = placeInputs(module, "slim");
  const { aws, names } = place;
  // jobs announce gradients from where they run
  const network = networkInputs(module, place, ["sqs"]);
  const given = module.settings(slimSettings, {}, ["sharedFileSystem.forceDestroy"]);
  checkNetwork(module);
  checkInputBuckets(module);
  checkCapacity(module, "environments", true);
  checkEnvironments(module);
  checkUserRole(module);
  const createQueues = given.flag("gradientQueues.create");
  const jobsHaveRole = module.localCondition("jobs_have_role", given.given("jobRole"));
  const slim = new Slim(module, "Default", {
    ...place,
    ...network,
    bucket: bucketInputs(module, given, "bucket", names.of(`${aws.account}-${aws.region}`)),
    inputBuckets: given.list<InputBucket>("inputBuckets"),
    gradientQueues: {
      baseName: module.localText(
        "gradient_queues_name",
        choose(createQueues, names.of("gradients-"), given.text("gradientQueues.existing")),
      ),
      create: createQueues,
      chunks: given.number("gradientQueues.chunks"),
      kmsKey: given.text("gradientQueues.kmsKey"),
    },
    hasGroup: module.localCondition("has_group", given.given("users")),
    users: given.texts("users"),
    hasRole: module.localCondition("has_user_role", given.given("userRole")),
    trusted: given.texts("userRole.trusted"),
    awsManaged: module.localCondition("aws_managed", equal(given.text("userPermissions"), "aws-managed")),
    repositoryPrefix: module.localText(
      "repository_prefix",
      firstGiven(given.text("repositoryPrefix"), `${names.prefix}/`),
    ),
    jobDefinitionPrefix: given.text("jobDefinitionPrefix"),
    environments: environmentInputs(module, given),
    volumeGiB: given.number("volumeGiB"),
    volumeKmsKey: given.text("volumeKmsKey"),
    sharedFileSystem: {
      create: module.localCondition("create_shared_file_system", given.flag("sharedFileSystem.create")),
      existing: given.text("sharedFileSystem.existing"),
      kmsKey: given.text("sharedFileSystem.kmsKey"),
    },
    instances: instanceRoleInputs(module, given, ""),
    serviceRole: wantedInput(given, "serviceRole"),
    lambdaRole: existingInput(module, given, "lambdaRole"),
    stateMachineRole: existingInput(module, given, "stateMachineRole"),
    jobRole: {
      existing: existingByArn(
        given.text("jobRole.existing"),
        module.localCondition("job_role_exists", and(jobsHaveRole, not(given.flag("jobRole.create")))),
      ),
      there: jobsHaveRole,
    },
    instanceTags: place.tags,
  });
  module.systemOutputs(slimOutputs(slim), {
    instance_profile_arn: [oneOfRoleAndProfile("var.instance_role", "var.instance_profile")],
    bucket_name: [outsideOfBucket("local.bucket_name", "try(var.bucket.prefix, null)")],
    nodes_security_group_id: [
      {
        condition:
          "${var.shared_file_system == null || anytrue([for item in values(var.environments) : item.multi_node])}",
        error_message:
          "shared_file_system must be left out without an environment with multi_node: no other would mount it.",
      },
    ],
  });
  return module;
}

/** Somebody assumes the role that is for people. */
function checkUserRole(module: RegistryModule): void {
  module.check("user_role", {
    condition: "${var.user_role == null ? true : length(var.user_role.trusted) > 0}",
    error_message: "user_role.trusted must name at least one user or role.",
    path: ["trusted"],
    refused: [],
  });
}

/** Jobs run somewhere, and multi-node jobs where Batch runs them. */
function checkEnvironments(module: RegistryModule): void {
  module.check("environments", {
    condition: "${length(var.environments) > 0}",
    error_message: "environments must have at least one environment: jobs run somewhere.",
    refused: {},
  });
  module.check("environments", {
    condition: '${alltrue([for item in values(var.environments) : item.type == "EC2" || !item.multi_node])}',
    error_message:
      "environments[*].multi_node must be false beside type SPOT: Batch runs multi-node jobs on instances on demand only.",
    path: ["*"],
    refused: { type: "SPOT", multi_node: true },
  });
}
