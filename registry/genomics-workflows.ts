import type { Arn } from "../modules/aws-environment";
import { and, any, each, not } from "../modules/deferred";
import { itemsIf, itemsOf } from "../modules/deferred-items";
import { firstGiven } from "../modules/deferred-text";
import { existingByArn } from "../modules/existing";
import { genomicsWorkflowsOutputs } from "../stacks/genomics-workflows/outputs";
import { genomicsWorkflowsSettings } from "../stacks/genomics-workflows/settings";
import { GenomicsWorkflows } from "../stacks/genomics-workflows/system";
import { IAM, KMS_KEY } from "./example-names";
import { toldBy } from "./field";
import { type Example, RegistryModule } from "./registry-module";
import { checkCapacity, checkInputBuckets, checkInstanceRole, checkNetwork } from "./relations";
import { checkStatements, statementInputs } from "./statement-inputs";
import { bucketInputs, instanceRoleInputs, networkInputs, placeInputs } from "./system-inputs";
import { environmentInputs, fileSystemInputs, moreBucketInputs, queueInputs, toolInputs } from "./workflow-inputs";
import { bucketRelations, checkWorkflows, queueRelations } from "./workflow-relations";

const SMALLEST: Example = {
  inputs: { name: "acme", network: { create: {} }, bucket: { create: "acme-genomics" } },
  counts: {
    "aws_batch_compute_environment.environment": 2,
    "aws_batch_compute_environment.fargate_environment": 0,
    "aws_batch_job_queue.queue": 2,
    "aws_efs_file_system.shared": 0,
    "aws_iam_role.instance": 1,
    "aws_iam_role.job": 1,
    "aws_iam_role.execution": 0,
    "aws_iam_role.nextflow": 1,
    "aws_iam_role.cromwell": 1,
    "aws_iam_role.service": 0,
    "aws_iam_role.spot_fleet": 0,
    "aws_s3_bucket.data": 1,
    "aws_s3_bucket.more": 0,
  },
};

const EXISTING: Example = {
  inputs: {
    name: "acme",
    tags: { owner: "genomics" },
    iam: { path: "/labs/", permissions_boundary: `${IAM}:policy/boundary` },
    network: { vpc: "vpc-0a1", subnets: ["subnet-01", "subnet-02"], security_groups: ["sg-01"] },
    bucket: { existing: "acme-runs", prefix: "genomics/", kms_key: KMS_KEY },
    buckets: [
      { existing: "acme-results", prefix: "genomics/" },
      { existing: "acme-archive", access: "read" },
    ],
    input_buckets: [{ bucket: "reference-genomes", prefix: "hg38/" }],
    environments: {
      spot: { max_vcpus: 512, service_role: { existing: `${IAM}:role/service-role/AWSBatchServiceRole` } },
      containers: { type: "FARGATE", max_vcpus: 64 },
    },
    queues: {
      default: { environments: ["spot"], cancel_after_minutes: { no_capacity: 60 } },
      small: { environments: ["containers"] },
    },
    instances: {
      instance_profile: { existing: `${IAM}:instance-profile/pipelines/ecs` },
      volume_kms_key: KMS_KEY,
      lend_role_to_jobs: false,
    },
    images: { repository_prefix: "acme/", accounts: ["444455556666"] },
    job_role: { existing: `${IAM}:role/pipelines/job` },
    nextflow: { existing: `${IAM}:role/pipelines/head` },
    cromwell: null,
    file_systems: {
      efs: { existing: "fs-0123456789abcdef0" },
      lustre: { existing: "fs-0123456789abcdef1", mount_name: "abcdefgh" },
    },
    log_days: 30,
  },
  counts: {
    "aws_batch_compute_environment.environment": 1,
    "aws_batch_compute_environment.fargate_environment": 1,
    "aws_iam_instance_profile.instance_profile": 0,
    "aws_iam_role.instance": 0,
    "aws_iam_role.job": 0,
    "aws_iam_role.execution": 1,
    "aws_iam_role.nextflow": 0,
    "aws_iam_role.cromwell": 0,
    "aws_iam_role.service": 0,
    "aws_s3_bucket.data": 0,
    "aws_s3_bucket.more": 0,
    "aws_security_group.batch": 0,
    "aws_vpc.network": 0,
  },
};

const REFUSED_TOGETHER = {
  "output.bucket_name": [
    { input_buckets: [{ bucket: "acme-genomics", prefix: "hg38/" }] },
    { buckets: [{ existing: "theirs", prefix: "runs/" }], input_buckets: [{ bucket: "theirs", prefix: "runs/raw/" }] },
    { buckets: [{ existing: "acme-genomics" }] },
  ],
  "aws_batch_job_queue.queue": [
    { queues: { default: { environments: ["gpu"] } } },
    {
      environments: { spot: {}, arm: { instance_types: ["c7g"] } },
      queues: { default: { environments: ["spot", "arm"] } },
    },
  ],
};

/** Genomics Workflows on AWS as a Terraform module. */
export function genomicsWorkflowsModule(): RegistryModule {
  const module = new RegistryModule("genomics-workflows", {
    about:
      "Genomics Workflows on AWS, the core environment: buckets, environments of AWS Batch on spot and on-demand instances with two queues, scratch volumes that can grow, and roles for jobs, Nextflow and Cromwell.",
    examples: { smallest: SMALLEST, existing: EXISTING },
    refusedTogether: REFUSED_TOGETHER,
    limits: [
      "`environments` and `queues` that are given are all there are: those of the defaults are not added to them, and leave out no environment by themselves.",
      "Where no queue is called `default`, tools send jobs to the first one by the alphabet.",
      "A policy that may pass the quota of IAM is split in advance, for a module does not know how many buckets it is given: there is room for about four more, and a plan with more than fit stops. Together the parts allow what a stack allows.",
      "A file system of EFS that is created is kept: Terraform refuses to destroy it, and whether it does cannot be an input. To be rid of it with what is in it, take it out of the state (`terraform state rm`) and delete it.",
    ],
  });
  const place = placeInputs(module, "genomics-workflows");
  const { aws } = place;
  // whether a role exists decides what is counted, and its ARN may be known only after it was made
  const given = module.settings(genomicsWorkflowsSettings, {}, ["fileSystems.efs.forceDestroy"], (members) =>
    ["nextflow", "cromwell"].reduce(
      (all, tool) => toldBy(all, tool, "runsOn", "job"),
      toldBy(members, "jobRole", "statements"),
    ),
  );
  const usesNextflow = module.localCondition("uses_nextflow", given.given("nextflow"));
  const usesCromwell = module.localCondition("uses_cromwell", given.given("cromwell"));
  // Cromwell itself may run in a job, and reads secrets
  const network = networkInputs(module, place, itemsIf(usesCromwell, "secretsmanager"));
  checkNetwork(module);
  checkInstanceRole(module, "instances");
  checkCapacity(module, "environments", true);
  checkInputBuckets(module);
  checkStatements(module, "job_role", "statements");
  checkWorkflows(module);
  const autoscale = "instances.ebsAutoscale";
  const accounts = each(
    given.texts("images.accounts"),
    (account): Arn => `arn:${aws.partition}:ecr:${aws.region}:${account}:repository/*`,
  );
  const system = new GenomicsWorkflows(module, "Default", {
    ...place,
    ...network,
    bucket: bucketInputs(module, given, "bucket"),
    moreBuckets: moreBucketInputs(module),
    inputBuckets: given.list("inputBuckets"),
    workPrefix: given.text("workPrefix"),
    environments: environmentInputs(module, given),
    queues: queueInputs(given),
    instances: {
      ...instanceRoleInputs(module, given, "instances"),
      volumeGiB: given.number("instances.volumeGiB"),
      scratchGiB: given.number("instances.scratchGiB"),
      volumeKmsKey: given.text("instances.volumeKmsKey"),
      ebsAutoscale: {
        given: module.localCondition("scratch_grows", given.given(autoscale)),
        source: module.localText("autoscale_source", firstGiven(given.text(`${autoscale}.source`), "")),
        sha256: module.localText("autoscale_sha256", firstGiven(given.text(`${autoscale}.sha256`), "")),
      },
      lendRoleToJobs: given.flag("instances.lendRoleToJobs"),
    },
    repositories: [
      aws.arn("ecr", `repository/${firstGiven(given.text("images.repositoryPrefix"), "")}*`),
      ...itemsOf<Arn>(accounts),
    ],
    jobRole: {
      existing: existingByArn(
        given.text("jobRole.existing"),
        module.localCondition(
          "job_role_exists",
          and(given.given("jobRole"), not(any(given.list("jobRole.statements")))),
        ),
      ),
      statements: statementInputs(given, "jobRole.statements"),
    },
    nextflow: toolInputs(module, given, "nextflow", usesNextflow),
    cromwell: toolInputs(module, given, "cromwell", usesCromwell),
    fileSystems: fileSystemInputs(given),
    logDays: given.number("logDays"),
    instanceTags: place.tags,
  });
  const outputs = genomicsWorkflowsOutputs(system, {
    job_queue_arns: { value: system.queueArns, description: "ARNs of the queues, by name." },
    compute_environment_arns: {
      value: system.capacity.environmentArns,
      description: "ARNs of the environments, by name.",
    },
  });
  module.systemOutputs(outputs, { bucket_name: bucketRelations() });
  module.guard("aws_batch_job_queue.queue", ...queueRelations());
  return module;
}
