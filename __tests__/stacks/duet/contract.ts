import type { DuetRole } from "./duet-json";
import type { Kind } from "./target";

/** Calls that somebody's documentation lists, with what each acts on at the same time. */
export interface Entry {
  readonly roles: readonly DuetRole[];
  readonly actions: readonly string[];
  /** All that one call acts on: somebody else's in the place of any of them must be refused. */
  readonly on: readonly Kind[];
  /** The page that lists them, or why they are there. */
  readonly page: string;
  /**
   * For calls that take no resource, whose resource nobody could narrow: what the same service must refuse on our own
   * things, from another family of its actions.
   */
  readonly refused?: { readonly actions: readonly string[]; readonly on: readonly Kind[] };
}

const HEAD: readonly DuetRole[] = ["machine"];
const TASKS: readonly DuetRole[] = ["instance"];
const BOTH: readonly DuetRole[] = ["machine", "instance"];

const NEXTFLOW_BATCH = "https://docs.seqera.io/nextflow/reference/executor/aws-batch, Required permissions";
const NEXTFLOW_S3 = "https://docs.seqera.io/nextflow/amazons3, IAM policies";
const NEXTFLOW_LOOKUP = "Nextflow's S3ObjectSummaryLookup: it lists by prefix wherever a file is asked for";
const NEXTFLOW_LOG = "Nextflow's AwsBatchHelper.getTaskLogStream: what a failed job printed";
const TASK_CLI = "Nextflow's S3BashLib: `aws s3 ls` and `aws s3 cp` in each task";
const AGENT =
  "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEC2ContainerServiceforEC2Role.html";
const SESSION_MANAGER =
  "https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html";
const S3_KMS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html";
const DOCUMENT = "biomodal duet, AWS-policies-and-roles";
const S3_MULTIPART = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html, mpuAndPermissions";
const S3_COPY = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html: a copy takes the tags along";
const CLI_REGION = "the AWS CLI and SDKs ask where a bucket is before they sign for its region";

/** What the head job of Nextflow, its tasks and the container instances must be able to do. */
export const CONTRACT: readonly Entry[] = [
  { roles: HEAD, actions: ["batch:SubmitJob"], on: ["queue", "revision", "job"], page: NEXTFLOW_BATCH },
  { roles: HEAD, actions: ["batch:SubmitJob"], on: ["queue", "definition", "job"], page: NEXTFLOW_BATCH },
  { roles: HEAD, actions: ["batch:CancelJob", "batch:TerminateJob"], on: ["job"], page: NEXTFLOW_BATCH },
  { roles: HEAD, actions: ["batch:RegisterJobDefinition"], on: ["definition"], page: NEXTFLOW_BATCH },
  { roles: HEAD, actions: ["batch:TagResource"], on: ["revision"], page: NEXTFLOW_BATCH },
  { roles: HEAD, actions: ["batch:TagResource"], on: ["job"], page: NEXTFLOW_BATCH },
  {
    roles: HEAD,
    actions: ["batch:DescribeJobs", "batch:ListJobs", "batch:DescribeJobDefinitions"],
    on: ["nothing"],
    page: NEXTFLOW_BATCH,
    refused: { actions: ["batch:DeregisterJobDefinition"], on: ["revision"] },
  },
  {
    roles: HEAD,
    actions: ["batch:DescribeJobQueues", "batch:DescribeComputeEnvironments"],
    on: ["nothing"],
    page: NEXTFLOW_BATCH,
    refused: { actions: ["batch:UpdateJobQueue"], on: ["queue"] },
  },
  { roles: HEAD, actions: ["ecs:DescribeTasks"], on: ["task"], page: NEXTFLOW_BATCH },
  { roles: HEAD, actions: ["ecs:DescribeContainerInstances"], on: ["container instance"], page: NEXTFLOW_BATCH },
  { roles: HEAD, actions: ["ec2:DescribeInstanceAttribute"], on: ["instance"], page: NEXTFLOW_BATCH },
  {
    roles: HEAD,
    actions: ["ec2:DescribeInstances", "ec2:DescribeInstanceStatus", "ec2:DescribeInstanceTypes"],
    on: ["nothing"],
    page: NEXTFLOW_BATCH,
    refused: { actions: ["ec2:TerminateInstances"], on: ["instance"] },
  },
  {
    roles: HEAD,
    actions: [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:DescribeImageScanFindings",
      "ecr:DescribeImages",
      "ecr:DescribeRepositories",
      "ecr:GetDownloadUrlForLayer",
      "ecr:GetLifecyclePolicy",
      "ecr:GetLifecyclePolicyPreview",
      "ecr:GetRepositoryPolicy",
      "ecr:ListImages",
      "ecr:ListTagsForResource",
    ],
    on: ["repository"],
    page: NEXTFLOW_BATCH,
  },
  {
    roles: BOTH,
    actions: ["ecr:GetAuthorizationToken"],
    on: ["nothing"],
    page: NEXTFLOW_BATCH,
    refused: { actions: ["ecr:SetRepositoryPolicy"], on: ["repository"] },
  },
  {
    roles: HEAD,
    actions: ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject", "s3:PutObjectTagging"],
    on: ["object"],
    page: NEXTFLOW_S3,
  },
  { roles: HEAD, actions: ["s3:ListBucket"], on: ["bucket"], page: NEXTFLOW_LOOKUP },
  { roles: HEAD, actions: ["s3:GetObject"], on: ["input object"], page: NEXTFLOW_S3 },
  { roles: HEAD, actions: ["s3:ListBucket"], on: ["input bucket"], page: NEXTFLOW_LOOKUP },
  { roles: HEAD, actions: ["logs:GetLogEvents"], on: ["job log of Nextflow"], page: NEXTFLOW_LOG },
  {
    roles: HEAD,
    actions: ["ssm:UpdateInstanceInformation"],
    on: ["our own instance"],
    page: SESSION_MANAGER,
    refused: { actions: ["ssm:StartSession"], on: ["our own instance"] },
  },
  {
    roles: HEAD,
    actions: [
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ],
    on: ["nothing"],
    page: SESSION_MANAGER,
    refused: { actions: ["ssm:SendCommand"], on: ["our own instance"] },
  },
  {
    roles: TASKS,
    actions: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
    on: ["object"],
    page: TASK_CLI,
  },
  { roles: TASKS, actions: ["s3:ListBucket"], on: ["bucket"], page: TASK_CLI },
  { roles: TASKS, actions: ["s3:GetObject"], on: ["input object"], page: TASK_CLI },
  { roles: TASKS, actions: ["s3:ListBucket"], on: ["input bucket"], page: TASK_CLI },
  { roles: BOTH, actions: ["kms:Decrypt", "kms:GenerateDataKey"], on: ["key"], page: S3_KMS },
  { roles: BOTH, actions: ["kms:Decrypt"], on: ["input key"], page: S3_KMS },
  {
    roles: TASKS,
    actions: [
      "ecs:DeregisterContainerInstance",
      "ecs:RegisterContainerInstance",
      "ecs:SubmitAttachmentStateChanges",
      "ecs:SubmitContainerStateChange",
      "ecs:SubmitTaskStateChange",
    ],
    on: ["cluster"],
    page: AGENT,
  },
  {
    roles: TASKS,
    actions: ["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"],
    on: ["container instance"],
    page: AGENT,
  },
  {
    roles: TASKS,
    actions: ["ecs:DiscoverPollEndpoint"],
    on: ["nothing"],
    page: AGENT,
    refused: { actions: ["ecs:StopTask"], on: ["task"] },
  },
  {
    roles: TASKS,
    actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    on: ["repository"],
    page: AGENT,
  },
  { roles: TASKS, actions: ["logs:CreateLogStream", "logs:PutLogEvents"], on: ["job log"], page: AGENT },
];

/** What our policies allow besides, and why: nothing in them is outside of this list and the contract. */
export const SURPLUS: readonly Entry[] = [
  {
    roles: HEAD,
    actions: [
      "ecr:CompleteLayerUpload",
      "ecr:CreateRepository",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
    ],
    on: ["repository"],
    page: `${DOCUMENT}: the pipeline's images are copied into the account`,
  },
  { roles: TASKS, actions: ["s3:DeleteObject"], on: ["object"], page: `${DOCUMENT}: its list for the bucket` },
  {
    roles: TASKS,
    actions: ["s3:PutObjectTagging"],
    on: ["object"],
    page: "https://docs.seqera.io/nextflow/reference/config, fusion.tags: Fusion tags all that tasks write",
  },
  { roles: BOTH, actions: ["s3:ListMultipartUploadParts"], on: ["object"], page: S3_MULTIPART },
  { roles: BOTH, actions: ["s3:GetObjectTagging"], on: ["object"], page: S3_COPY },
  { roles: BOTH, actions: ["s3:GetObjectTagging"], on: ["input object"], page: S3_COPY },
  { roles: BOTH, actions: ["s3:GetBucketLocation"], on: ["located bucket"], page: CLI_REGION },
  { roles: BOTH, actions: ["s3:GetBucketLocation"], on: ["located input bucket"], page: CLI_REGION },
];
