import type { SystemRole } from "./stack-json";

/** Where the tests stand. */
export const PLACE = {
  account: "111122223333",
  bucket: "acme-genomics",
  region: "eu-west-2",
  instance: "i-0123456789abcdef0",
  key: "arn:aws:kms:eu-west-2:111122223333:key/12345678-90ab-cdef-1234-567890abcdef",
  archive: "arn:aws:s3:::acme-tools/ebs-autoscale-2.4.7.tgz",
};

/** What a call acts on at the same time, and what the request says. */
export interface Target {
  readonly on: readonly string[];
  readonly context?: Readonly<Record<string, string>>;
}

/** Calls that somebody's documentation lists: on our things they are allowed, on those of somebody else refused. */
export interface Entry {
  readonly roles: readonly SystemRole[];
  readonly page: string;
  readonly actions: readonly string[];
  readonly ours: Target;
  /** Denied twins, by what they are. For calls that take no resource: other calls of the service, on our own things. */
  readonly theirs: Readonly<Record<string, Target & { readonly actions?: readonly string[] }>>;
}

const arn = (service: string, resource: string, account = PLACE.account, region = PLACE.region) =>
  `arn:aws:${service}:${region}:${account}:${resource}`;
const on = (...resources: string[]): Target => ({ on: resources });
const s3 = (resource: string) => on(`arn:aws:s3:::${resource}`);
const listed = (bucket: string, prefix: string): Target => ({
  on: [`arn:aws:s3:::${bucket}`],
  context: { "s3:prefix": prefix },
});

const NEXTFLOW = "https://docs.seqera.io/nextflow/reference/executor/aws-batch, Required permissions";
const NEXTFLOW_S3 = "https://docs.seqera.io/nextflow/amazons3, IAM policies";
const NEXTFLOW_ROLE = "https://docs.seqera.io/nextflow/reference/config, aws.batch.jobRole";
const CROMWELL = "github.com/broadinstitute/cromwell, supportedBackends/aws/…/AwsBatchJob.scala";
const CROMWELL_ROLE = "https://cromwell.readthedocs.io/en/develop/backends/AWSBatch, aws_batch_job_role_arn";
const CROMWELL_SECRETS = "github.com/aws-samples/aws-genomics-workflows, gwfcore-iam.template.yaml";
const AUTOSCALE = "github.com/awslabs/amazon-ebs-autoscale, bin/create-ebs-volume and README";
const AGENT =
  "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEC2ContainerServiceforEC2Role.html";
const CLOUDWATCH_AGENT =
  "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/CloudWatchAgentServerPolicy.html";
const SESSION_MANAGER =
  "https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html";
const FARGATE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html";
const DOCUMENT = "Genomics Workflows, Core: Permissions, bucket access policy";

const UUID = "0a1b2c3d-0000-4000-8000-0123456789ab";
const queue = (name: string, account?: string) => arn("batch", `job-queue/${name}`, account);
const OURS = queue("acme-genomics-workflows-default");
const definition = (name: string) => arn("batch", `job-definition/${name}`);
const JOB = arn("batch", `job/${UUID}`);
const CLUSTER = `AWSBatch-acme-genomics-workflows-spot-20261122-${UUID}`;
const OTHER_CLUSTER = `AWSBatch-acme-duet-batch-20261122-${UUID}`;
const inCluster = (kind: string, cluster = CLUSTER) => on(arn("ecs", `${kind}/${cluster}/0123456789abcdef`));
const role = (name: string, system = "genomics-workflows") =>
  `arn:aws:iam::111122223333:role/groundwork/acme/${system}/acme-${system}-${name}`;
const passed = (name: string, service: string, system?: string): Target => ({
  on: [role(name, system)],
  context: { "iam:PassedToService": `${service}.amazonaws.com` },
});

const metrics = (namespace: string): Target => ({
  on: [arn("cloudwatch", "dataset/default")],
  context: { "cloudwatch:namespace": namespace },
});

/** Submitting, for definitions that begin as the tool's do. */
function submitting(tool: "nextflow" | "cromwell", page: string, ours: string, other: string): Entry[] {
  const roles = [tool] as const;
  return [
    {
      roles,
      page,
      actions: ["batch:SubmitJob"],
      ours: on(OURS, definition(`${ours}image:3`), JOB),
      theirs: {
        "another queue": on(queue("production"), definition(`${ours}image:3`), JOB),
        "another project's queue": on(queue("other-genomics-workflows-default"), definition(`${ours}image:3`), JOB),
        "another account's queue": on(queue("acme-genomics-workflows-default", "444455556666"), JOB),
        "another tool's definition": on(OURS, definition(`${other}image:3`), JOB),
      },
    },
    {
      roles,
      page,
      actions: ["batch:RegisterJobDefinition"],
      ours: on(definition(`${ours}image`)),
      theirs: { "another tool's definition": on(definition(`${other}image`)) },
    },
    {
      roles,
      page,
      actions: ["batch:TerminateJob"],
      ours: on(JOB),
      theirs: { "another account's job": on(arn("batch", `job/${UUID}`, "444455556666")) },
    },
    {
      roles,
      page,
      actions: ["batch:DescribeJobs", "batch:DescribeJobDefinitions", "batch:DescribeJobQueues"],
      ours: on("*"),
      theirs: {
        "changing its own queue": { ...on(OURS), actions: ["batch:UpdateJobQueue", "batch:DeleteJobQueue"] },
        "taking a definition away": { ...on(definition(`${ours}image:3`)), actions: ["batch:DeregisterJobDefinition"] },
      },
    },
    {
      roles,
      page,
      actions: ["ecs:DescribeContainerInstances"],
      ours: inCluster("container-instance"),
      theirs: { "another environment's": inCluster("container-instance", OTHER_CLUSTER) },
    },
    {
      roles,
      page,
      actions: ["logs:GetLogEvents"],
      ours: on(arn("logs", `log-group:/aws/batch/job:log-stream:${ours}image/default/1`)),
      theirs: {
        "another tool's log": on(arn("logs", `log-group:/aws/batch/job:log-stream:${other}image/default/1`)),
        "another group": on(arn("logs", `log-group:/aws/lambda/payroll:log-stream:${ours}image/default/1`)),
      },
    },
    {
      roles,
      page: tool === "nextflow" ? NEXTFLOW_ROLE : CROMWELL_ROLE,
      actions: ["iam:PassRole"],
      ours: passed("job", "ecs-tasks"),
      theirs: {
        "to EC2": passed("job", "ec2"),
        "to Lambda": passed("job", "lambda"),
        "its own role": passed(tool, "ecs-tasks"),
        "the instances' role": passed("instance", "ecs-tasks"),
        "another project's role": passed("job", "ecs-tasks", "slim"),
      },
    },
    {
      roles,
      page: "the page of the system: parameters under /groundwork/<name>/",
      actions: ["ssm:GetParameter"],
      ours: on(arn("ssm", "parameter/groundwork/acme/genomics-workflows/queues/default")),
      theirs: {
        "another project's": on(arn("ssm", "parameter/groundwork/other/genomics-workflows/queues/default")),
        "one of the account": on(arn("ssm", "parameter/production/password")),
      },
    },
  ];
}

const USER = { "aws:userid": `AROAEXAMPLE:${PLACE.instance}` };
const MAKER = "source-instance";
const volume = arn("ec2", "volume/vol-0123456789abcdef0");
const instance = arn("ec2", `instance/${PLACE.instance}`);
const TAGS = {
  "aws:ResourceTag/groundwork:name": "acme",
  "aws:ResourceTag/groundwork:system": "genomics-workflows",
};
const made = (by: string, encrypted = "true"): Target => ({
  on: [volume],
  context: { ...USER, [`aws:RequestTag/${MAKER}`]: by, "ec2:Encrypted": encrypted },
});
const tagged = (by: string, action = "CreateVolume"): Target => ({
  on: [volume],
  context: { ...USER, [`aws:RequestTag/${MAKER}`]: by, "ec2:CreateAction": action },
});
const its = (by?: string): Target => ({
  on: [volume],
  context: { ...USER, ...(by && { [`aws:ResourceTag/${MAKER}`]: by }) },
});
const onInstance = (context: Record<string, string>): Target => ({ on: [instance], context: { ...USER, ...context } });

/** What EBS Autoscale calls on an instance. */
const SCRATCH: readonly Entry[] = [
  {
    roles: ["instance"],
    page: AUTOSCALE,
    actions: ["ec2:DescribeTags", "ec2:DescribeVolumes", "ec2:DescribeVolumeStatus"],
    ours: on("*"),
    theirs: {
      "ending instances": { ...onInstance(TAGS), actions: ["ec2:TerminateInstances", "ec2:StopInstances"] },
      "taking volumes off": { ...its(PLACE.instance), actions: ["ec2:DetachVolume", "ec2:ModifyVolume"] },
    },
  },
  {
    roles: ["instance"],
    page: AUTOSCALE,
    actions: ["ec2:CreateVolume"],
    ours: made(PLACE.instance),
    theirs: {
      "in another instance's name": made("i-0aaaaaaaaaaaaaaaa"),
      "not encrypted": made(PLACE.instance, "false"),
      "without a tag": { on: [volume], context: { ...USER, "ec2:Encrypted": "true" } },
    },
  },
  {
    roles: ["instance"],
    page: AUTOSCALE,
    actions: ["ec2:CreateTags"],
    ours: tagged(PLACE.instance),
    theirs: {
      "of a volume that is there": { on: [volume], context: { ...USER, [`aws:RequestTag/${MAKER}`]: PLACE.instance } },
      "of an instance that starts": tagged(PLACE.instance, "RunInstances"),
      "in another instance's name": tagged("i-0aaaaaaaaaaaaaaaa"),
    },
  },
  {
    roles: ["instance"],
    page: AUTOSCALE,
    actions: ["ec2:AttachVolume", "ec2:DeleteVolume", "ec2:DescribeVolumeAttribute"],
    ours: its(PLACE.instance),
    theirs: { "another instance's volume": its("i-0aaaaaaaaaaaaaaaa"), "a volume without the tag": its() },
  },
  {
    roles: ["instance"],
    page: AUTOSCALE,
    actions: ["ec2:AttachVolume"],
    ours: onInstance(TAGS),
    theirs: {
      "another project's instance": onInstance({ ...TAGS, "aws:ResourceTag/groundwork:name": "other" }),
      "another system's instance": onInstance({ ...TAGS, "aws:ResourceTag/groundwork:system": "duet" }),
      "an instance without tags": onInstance({}),
    },
  },
  {
    roles: ["instance"],
    page: AUTOSCALE,
    actions: ["ec2:ModifyInstanceAttribute"],
    ours: onInstance({ ...TAGS, "ec2:Attribute": "BlockDeviceMapping" }),
    theirs: {
      "user data": onInstance({ ...TAGS, "ec2:Attribute": "UserData" }),
      "its security groups": onInstance({ ...TAGS, "ec2:Attribute": "GroupSet" }),
      "no attribute": onInstance(TAGS),
      "another project's instance": onInstance({ "ec2:Attribute": "BlockDeviceMapping" }),
    },
  },
  {
    roles: ["instance"],
    page: "https://docs.aws.amazon.com/ebs/latest/userguide/how-ebs-encryption-works.html",
    actions: ["kms:GenerateDataKeyWithoutPlaintext", "kms:Decrypt"],
    ours: { on: [PLACE.key], context: { "kms:ViaService": "ec2.eu-west-2.amazonaws.com" } },
    theirs: {
      "through another service": {
        on: [PLACE.key],
        context: { "kms:ViaService": "secretsmanager.eu-west-2.amazonaws.com" },
      },
      "without a service in between": on(PLACE.key),
    },
  },
  {
    roles: ["instance"],
    page: "the settings: ebsAutoscale.source",
    actions: ["s3:GetObject"],
    ours: on(PLACE.archive),
    theirs: { "another object beside it": s3("acme-tools/other.tgz") },
  },
];

/** Buckets, for all who work with data. */
const WORKERS: readonly SystemRole[] = ["instance", "job", "nextflow", "cromwell"];
const DATA: readonly Entry[] = [
  {
    roles: WORKERS,
    page: `${NEXTFLOW_S3}; ${DOCUMENT}`,
    actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:PutObjectTagging"],
    ours: s3("acme-genomics/lab/work/ab/.command.run"),
    theirs: {
      "another prefix": s3("acme-genomics/other/x.bam"),
      "a prefix that begins like ours": s3("acme-genomics/lab-other/x.bam"),
      "another bucket": s3("production/lab/x.bam"),
    },
  },
  {
    roles: WORKERS,
    page: "Nextflow's S3ObjectSummaryLookup; Cromwell's s3 file system: listing by prefix",
    actions: ["s3:ListBucket"],
    ours: listed("acme-genomics", "lab/work/ab"),
    theirs: {
      "another prefix": listed("acme-genomics", "other/"),
      "the whole bucket": on("arn:aws:s3:::acme-genomics"),
      "another bucket": listed("production", "lab/work"),
    },
  },
  {
    roles: WORKERS,
    page: "the settings: buckets with access: read",
    actions: ["s3:GetObject"],
    ours: s3("acme-results/x.bam"),
    theirs: { "writing there": { ...s3("acme-results/x.bam"), actions: ["s3:PutObject", "s3:DeleteObject"] } },
  },
  {
    roles: WORKERS,
    page: "the settings: inputBuckets",
    actions: ["s3:GetObject"],
    ours: s3("references/hg38/x.fa"),
    theirs: {
      "another prefix": s3("references/mm10/x.fa"),
      "writing there": { ...s3("references/hg38/x.fa"), actions: ["s3:PutObject"] },
    },
  },
  {
    roles: WORKERS,
    page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    ours: { on: [PLACE.key], context: { "kms:ViaService": "s3.eu-west-2.amazonaws.com" } },
    theirs: {
      "another key": {
        on: [PLACE.key.replace(/[^/]*$/, UUID)],
        context: { "kms:ViaService": "s3.eu-west-2.amazonaws.com" },
      },
      "without a service in between": on(PLACE.key),
    },
  },
  {
    roles: WORKERS,
    page: `${CROMWELL}: scripts of jobs, outside of the prefix`,
    actions: ["s3:GetObject"],
    ours: s3("acme-genomics/scripts/0123456789abcdef"),
    theirs: { "another bucket's": s3("production/scripts/0123456789abcdef") },
  },
  {
    roles: ["cromwell"],
    page: `${CROMWELL}: findOrCreateS3Script`,
    actions: ["s3:PutObject"],
    ours: s3("acme-genomics/scripts/0123456789abcdef"),
    theirs: { "beside it": s3("acme-genomics/scripts-other/0123456789abcdef") },
  },
];

const REPOSITORY = arn("ecr", "repository/any/tool");

export const CONTRACT: readonly Entry[] = [
  ...submitting("nextflow", NEXTFLOW, "nf-", "cromwell_"),
  ...submitting("cromwell", CROMWELL, "cromwell_", "nf-"),
  {
    roles: ["nextflow"],
    page: NEXTFLOW,
    actions: ["batch:TagResource"],
    ours: on(definition("nf-image:3")),
    theirs: { "another tool's definition": on(definition("cromwell_image:3")) },
  },
  {
    roles: ["nextflow"],
    page: NEXTFLOW,
    actions: ["ecs:DescribeTasks"],
    ours: inCluster("task"),
    theirs: { "another environment's": inCluster("task", OTHER_CLUSTER) },
  },
  {
    roles: ["nextflow"],
    page: NEXTFLOW,
    actions: ["ec2:DescribeInstances", "ec2:DescribeInstanceTypes"],
    ours: on("*"),
    theirs: { "ending instances": { ...onInstance(TAGS), actions: ["ec2:TerminateInstances"] } },
  },
  {
    roles: ["cromwell"],
    page: CROMWELL_SECRETS,
    actions: ["secretsmanager:GetSecretValue"],
    ours: on(arn("secretsmanager", "secret:cromwell/credentials/dockerhub-AbCdEf")),
    theirs: {
      "another secret": on(arn("secretsmanager", "secret:production/password-AbCdEf")),
      "changing it": {
        ...on(arn("secretsmanager", "secret:cromwell/credentials/dockerhub-AbCdEf")),
        actions: ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret", "secretsmanager:DeleteSecret"],
      },
    },
  },
  ...DATA,
  ...SCRATCH,
  {
    roles: ["instance"],
    page: AGENT,
    actions: ["ecs:RegisterContainerInstance", "ecs:SubmitTaskStateChange", "ecs:SubmitContainerStateChange"],
    ours: on(arn("ecs", `cluster/${CLUSTER}`)),
    theirs: { "another cluster": on(arn("ecs", `cluster/${OTHER_CLUSTER}`)) },
  },
  {
    roles: ["instance"],
    page: AGENT,
    actions: ["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"],
    ours: inCluster("container-instance"),
    theirs: { "another cluster's": inCluster("container-instance", OTHER_CLUSTER) },
  },
  {
    roles: ["instance"],
    page: AGENT,
    actions: ["ecs:DiscoverPollEndpoint"],
    ours: on("*"),
    theirs: { "ending tasks": { ...inCluster("task"), actions: ["ecs:StopTask"] } },
  },
  {
    roles: ["instance", "execution"],
    page: `${AGENT}; ${FARGATE}`,
    actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    ours: on(REPOSITORY),
    theirs: {
      "another account's": on(arn("ecr", "repository/any/tool", "444455556666")),
      "pushing there": { ...on(REPOSITORY), actions: ["ecr:PutImage", "ecr:DeleteRepository"] },
    },
  },
  {
    roles: ["instance", "execution"],
    page: `${AGENT}; ${FARGATE}`,
    actions: ["ecr:GetAuthorizationToken"],
    ours: on("*"),
    theirs: { "opening a repository": { ...on(REPOSITORY), actions: ["ecr:SetRepositoryPolicy"] } },
  },
  {
    roles: ["instance", "execution"],
    page: `${AGENT}; ${FARGATE}`,
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    ours: on(arn("logs", "log-group:/aws/batch/job:log-stream:tool/default/1")),
    theirs: { "another group": on(arn("logs", "log-group:/aws/lambda/payroll:log-stream:x")) },
  },
  {
    roles: ["instance"],
    page: CLOUDWATCH_AGENT,
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    ours: on(arn("logs", "log-group:/groundwork/acme/genomics-workflows/instances:log-stream:i-1/cloud-init.log")),
    theirs: {
      "another project's": on(arn("logs", "log-group:/groundwork/other/genomics-workflows/instances:log-stream:x")),
      "deleting logs": {
        ...on(arn("logs", "log-group:/groundwork/acme/genomics-workflows/instances")),
        actions: ["logs:DeleteLogGroup", "logs:PutRetentionPolicy"],
      },
    },
  },
  {
    roles: ["instance"],
    page: CLOUDWATCH_AGENT,
    actions: ["logs:DescribeLogStreams"],
    ours: on(arn("logs", "log-group:/groundwork/acme/genomics-workflows/instances")),
    theirs: { "another group": on(arn("logs", "log-group:/aws/lambda/payroll")) },
  },
  {
    roles: ["instance"],
    page: CLOUDWATCH_AGENT,
    actions: ["cloudwatch:PutMetricData"],
    ours: metrics("CWAgent"),
    theirs: { "another namespace": metrics("Production") },
  },
  {
    roles: ["instance", "cromwell"],
    page: SESSION_MANAGER,
    actions: ["ssmmessages:OpenDataChannel", "ssmmessages:CreateControlChannel"],
    ours: on("*"),
    theirs: { "commands to instances": { ...on(instance), actions: ["ssm:SendCommand", "ssm:StartSession"] } },
  },
];

/** What nobody who runs pipelines may do, whatever it is called on. */
export const NEVER: Readonly<Record<string, Target & { readonly actions: readonly string[] }>> = {
  "administer the bucket": {
    ...on("arn:aws:s3:::acme-genomics"),
    actions: ["s3:DeleteBucket", "s3:PutBucketPolicy", "s3:PutLifecycleConfiguration", "s3:PutBucketVersioning"],
  },
  "change roles": {
    ...on(role("job")),
    actions: ["iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy", "sts:AssumeRole"],
  },
  "change its own policy": {
    ...on("arn:aws:iam::111122223333:policy/groundwork/acme/genomics-workflows/acme-genomics-workflows-job"),
    actions: ["iam:CreatePolicyVersion"],
  },
  "read the state": {
    ...on("arn:aws:s3:::acme-terraform-state/acme/genomics-workflows/terraform.tfstate"),
    actions: ["s3:GetObject", "s3:PutObject"],
  },
  "read a secret of the account": {
    ...on(arn("secretsmanager", "secret:production-AbCdEf")),
    actions: ["secretsmanager:GetSecretValue"],
  },
  "change an environment": {
    ...on(arn("batch", "compute-environment/acme-genomics-workflows-spot-20261122")),
    actions: ["batch:UpdateComputeEnvironment", "batch:DeleteComputeEnvironment"],
  },
};
