import { CLI, type Entry, GUIDE, ROLES_PAGE, TEMPLATES } from "./contract";

const UTILS = `${TEMPLATES}/cdk_builder_utils.py`;
const AGENT = "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/CloudWatchAgentServerPolicy.html";
const SESSIONS =
  "https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html";
const NODE = "https://github.com/aws/aws-parallelcluster-node/tree/develop/src";
const FUNCTIONS = `${CLI}/resources/custom_resources/custom_resources_code/cleanup_resources.py`;

/** What every node does. */
const EVERY: readonly Entry[] = [
  { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], on: ["log stream"], page: AGENT },
  { actions: ["logs:DescribeLogStreams"], on: ["log group"], page: AGENT },
  { actions: ["cloudwatch:PutMetricData"], on: ["metric"], page: AGENT },
  {
    actions: [
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ],
    on: ["nothing"],
    page: SESSIONS,
    refused: { actions: ["ssm:SendCommand", "ssm:StartSession"], on: ["machine"] },
  },
  {
    actions: ["ssm:UpdateInstanceInformation"],
    on: ["any machine"],
    page: SESSIONS,
    refused: { actions: ["ssm:ListInstanceAssociations", "ssm:PutComplianceItems"], on: ["any machine"] },
  },
  { actions: ["s3:GetObject"], on: ["published object"], page: ROLES_PAGE },
  { actions: ["ec2:DescribeInstanceAttribute"], on: ["machine"], page: ROLES_PAGE },
];

const LICENSE: Entry = {
  actions: ["s3:GetObject"],
  on: ["license"],
  page: "https://docs.aws.amazon.com/dcv/latest/adminguide/setting-up-license.html",
};

/** What a head node does under either scheduler. */
const HEAD: readonly Entry[] = [
  ...EVERY,
  LICENSE,
  {
    actions: [
      "ec2:DescribeInstanceStatus",
      "ec2:DescribeInstances",
      "ec2:DescribeLaunchTemplateVersions",
      "ec2:DescribeVolumes",
    ],
    on: ["nothing"],
    page: `${NODE}/slurm_plugin/instance_manager.py; ${UTILS}`,
    refused: { actions: ["ec2:ModifyInstanceAttribute", "ec2:RebootInstances", "ec2:StopInstances"], on: ["machine"] },
  },
  { actions: ["ec2:AttachVolume", "ec2:DetachVolume"], on: ["any volume"], page: UTILS },
  { actions: ["ec2:AttachVolume", "ec2:DetachVolume"], on: ["head node"], page: UTILS },
  { actions: ["ec2:CreateTags"], on: ["volume or machine"], page: ROLES_PAGE },
  { actions: ["s3:GetObject", "s3:GetObjectVersion"], on: ["artifact"], page: UTILS },
  { actions: ["s3:GetBucketLocation", "s3:ListBucket"], on: ["bucket"], page: UTILS },
  {
    actions: ["cloudformation:DescribeStackResource", "cloudformation:DescribeStacks", "cloudformation:SignalResource"],
    on: ["stack"],
    page: ROLES_PAGE,
  },
  { actions: ["secretsmanager:GetSecretValue"], on: ["secret"], page: `${GUIDE}/DirectoryService-v3.html` },
];

/** The head node of a Slurm cluster: clustermgtd, and the programs that resume and suspend nodes. */
export const HEAD_NODE: readonly Entry[] = [
  ...HEAD,
  { actions: ["ec2:RunInstances"], on: ["what a machine starts with"], page: `${NODE}/slurm_plugin/fleet_manager.py` },
  { actions: ["ec2:CreateFleet"], on: ["what a fleet starts with"], page: `${NODE}/slurm_plugin/fleet_manager.py` },
  { actions: ["ec2:CreateTags"], on: ["new machine"], page: UTILS },
  {
    actions: ["ec2:GetConsoleOutput", "ec2:TerminateInstances"],
    on: ["compute node"],
    page: `${NODE}/slurm_plugin/instance_manager.py`,
  },
  { actions: ["iam:PassRole"], on: ["role to give to compute nodes"], page: ROLES_PAGE },
  {
    actions: [
      "dynamodb:BatchGetItem",
      "dynamodb:BatchWriteItem",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:UpdateItem",
    ],
    on: ["table"],
    page: `${NODE}/slurm_plugin/instance_manager.py; ${UTILS}`,
  },
  { actions: ["route53:ChangeResourceRecordSets"], on: ["record"], page: `${NODE}/slurm_plugin/instance_manager.py` },
  {
    actions: ["route53:ChangeResourceRecordSets"],
    on: ["record of a named zone"],
    page: `${GUIDE}/Scheduling-v3.html`,
  },
  {
    actions: ["ec2:DescribeCapacityReservations"],
    on: ["nothing"],
    page: `${NODE}/slurm_plugin/capacity_block_manager.py`,
    refused: { actions: ["ec2:CancelCapacityReservation"], on: ["reservation"] },
  },
  { actions: ["resource-groups:ListGroupResources"], on: ["group of capacity"], page: UTILS },
];

/** What a head node does where clusters have login nodes. */
export const COUNTS_LOGIN_NODES: readonly Entry[] = [
  {
    actions: ["elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth"],
    on: ["nothing"],
    page: UTILS,
    refused: { actions: ["elasticloadbalancing:DeleteTargetGroup"], on: ["target group in a stack"] },
  },
];

const FOLLOWS: readonly Entry[] = [
  {
    actions: ["cloudformation:DescribeStackResource", "cloudformation:DescribeStacks"],
    on: ["stack"],
    page: UTILS,
  },
  { actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], on: ["table"], page: UTILS },
];

export const COMPUTE_NODE: readonly Entry[] = [
  ...EVERY,
  ...FOLLOWS,
  { actions: ["dynamodb:Query"], on: ["table"], page: ROLES_PAGE },
];

export const LOGIN_NODE: readonly Entry[] = [
  ...EVERY,
  ...FOLLOWS,
  LICENSE,
  { actions: ["autoscaling:CompleteLifecycleAction"], on: ["group of login nodes"], page: UTILS },
];

/** Buckets of data, as s3Access names them. */
export const DATA_OF_NODES: readonly Entry[] = [
  { actions: ["s3:GetBucketLocation"], on: ["bucket of data"], page: `${GUIDE}/HeadNode-v3.html, S3Access` },
  { actions: ["s3:ListBucket"], on: ["bucket of references"], page: `${GUIDE}/HeadNode-v3.html, S3Access` },
  { actions: ["s3:ListBucket"], on: ["listing of results"], page: `${GUIDE}/HeadNode-v3.html, S3Access` },
  {
    actions: ["s3:GetObject", "s3:GetObjectTagging"],
    on: ["object of references"],
    page: `${GUIDE}/HeadNode-v3.html, S3Access`,
  },
  {
    actions: [
      "s3:AbortMultipartUpload",
      "s3:DeleteObject",
      "s3:ListMultipartUploadParts",
      "s3:PutObject",
      "s3:PutObjectTagging",
    ],
    on: ["object of results"],
    page: `${GUIDE}/HeadNode-v3.html, S3Access with EnableWriteAccess`,
  },
];

/** The head node of a cluster of AWS Batch: awsbsub, awsbstat, awsbout, awsbhosts, awsbkill. */
export const BATCH_HEAD_NODE: readonly Entry[] = [
  ...HEAD,
  { actions: ["batch:SubmitJob"], on: ["queue"], page: `${GUIDE}/awsbatchcli.awsbsub-v3.html` },
  { actions: ["batch:SubmitJob"], on: ["definition of jobs"], page: `${GUIDE}/awsbatchcli.awsbsub-v3.html` },
  { actions: ["batch:TerminateJob"], on: ["job"], page: `${GUIDE}/awsbatchcli.awsbkill-v3.html` },
  {
    actions: ["batch:DescribeComputeEnvironments", "batch:DescribeJobQueues", "batch:DescribeJobs", "batch:ListJobs"],
    on: ["nothing"],
    page: `${GUIDE}/awsbatchcli.awsbstat-v3.html`,
    refused: { actions: ["batch:DeleteJobQueue", "batch:UpdateJobQueue"], on: ["queue"] },
  },
  { actions: ["ecs:ListContainerInstances"], on: ["cluster of ECS"], page: `${GUIDE}/awsbatchcli.awsbhosts-v3.html` },
  {
    actions: ["ecs:DescribeContainerInstances"],
    on: ["container instance"],
    page: `${GUIDE}/awsbatchcli.awsbhosts-v3.html`,
  },
  { actions: ["logs:GetLogEvents"], on: ["log stream of a job"], page: `${GUIDE}/awsbatchcli.awsbout-v3.html` },
  { actions: ["s3:PutObject"], on: ["file of jobs"], page: `${GUIDE}/awsbatchcli.awsbsub-v3.html, --input-file` },
  { actions: ["iam:PassRole"], on: ["made role to give to Batch"], page: ROLES_PAGE },
];

/** The functions of custom resources. */
export const FUNCTIONS_OF_CLUSTERS: readonly Entry[] = [
  { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], on: ["log stream of a function"], page: ROLES_PAGE },
  {
    actions: ["ec2:DescribeInstances"],
    on: ["nothing"],
    page: FUNCTIONS,
    refused: { actions: ["ec2:StopInstances"], on: ["machine"] },
  },
  { actions: ["ec2:TerminateInstances"], on: ["compute node"], page: FUNCTIONS },
  {
    actions: ["route53:ListResourceRecordSets"],
    on: ["zone"],
    page: FUNCTIONS,
    refused: { actions: ["route53:DeleteHostedZone"], on: ["zone"] },
  },
  { actions: ["route53:ChangeResourceRecordSets"], on: ["record"], page: FUNCTIONS },
  { actions: ["route53:ChangeResourceRecordSets"], on: ["record of a named zone"], page: FUNCTIONS },
  { actions: ["s3:ListBucket", "s3:ListBucketVersions"], on: ["bucket"], page: FUNCTIONS },
  { actions: ["s3:DeleteObject", "s3:DeleteObjectVersion"], on: ["artifact"], page: FUNCTIONS },
];
