import type { Calls } from "../../contract-calls";
import type { Who } from "./slim-json";
import type { Kind } from "./things";

/** Calls that the published workflow makes, or that AWS's documentation lists for it. */
export interface Entry extends Calls<Kind> {
  readonly who: readonly Who[];
  /** The page that lists them, or why they are there. */
  readonly page: string;
  /** For calls that take no resource: what the same service must refuse on our own things. */
  readonly refused?: Calls<Kind>;
}

const PEOPLE: readonly Who[] = ["user"];
const FUNCTIONS: readonly Who[] = ["lambda"];
const INSTANCES: readonly Who[] = ["instance"];
/** Jobs work with a role of their own, or with the instances'. */
const JOBS: readonly Who[] = ["job", "instance"];

const REPOSITORY = "https://github.com/slimgroup/ServerlessImagingAWS";
const DOCS = `${REPOSITORY}, docs`;
const LAMBDA = `${REPOSITORY}, lambda`;
const LAUNCH = `${REPOSITORY}, numerical_examples/weak_scaling/launch_test.py`;
const CLOUD_EXTRAS = `${REPOSITORY}, docker/single_node_batch/devito_isotropic/CloudExtras.py`;
const EXAMPLE = `${REPOSITORY}, numerical_examples/imaging_example_sgd/bp_synthetic_sgd.py`;
const DOCUMENT = "SLIM, IAM roles (docs/roles.md)";
const AGENT =
  "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEC2ContainerServiceforEC2Role.html";
const VPC_ACCESS =
  "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaVPCAccessExecutionRole.html";
const LAMBDA_SQS = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html";
const ECR_PUSH = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html";
const S3_MULTIPART = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html, mpuAndPermissions";

export const CONTRACT: readonly Entry[] = [
  // building images
  {
    who: PEOPLE,
    actions: ["ecr:GetAuthorizationToken"],
    on: ["nothing"],
    page: `${DOCS}/docker.md`,
    refused: { actions: ["ecr:SetRepositoryPolicy"], on: ["repository"] },
  },
  {
    who: PEOPLE,
    actions: [
      "ecr:BatchCheckLayerAvailability",
      "ecr:CompleteLayerUpload",
      "ecr:CreateRepository",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
    ],
    on: ["repository"],
    page: `${DOCS}/docker.md; ${ECR_PUSH}`,
  },
  // deploying the workflow
  {
    who: PEOPLE,
    actions: ["lambda:CreateFunction", "lambda:UpdateFunctionCode"],
    on: ["function"],
    page: `${DOCS}/lambda.md`,
  },
  { who: PEOPLE, actions: ["iam:PassRole"], on: ["role of functions"], page: `${DOCS}/lambda.md, --role` },
  { who: PEOPLE, actions: ["lambda:CreateEventSourceMapping"], on: ["new trigger"], page: `${DOCS}/sqs.md` },
  {
    who: PEOPLE,
    actions: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"],
    on: ["message queue"],
    page: `${DOCS}/sqs.md`,
  },
  {
    who: PEOPLE,
    actions: ["states:CreateStateMachine", "states:UpdateStateMachine"],
    on: ["state machine"],
    page: `${DOCS}/step.md`,
  },
  { who: PEOPLE, actions: ["iam:PassRole"], on: ["role of state machines"], page: `${DOCS}/step.md, --role-arn` },
  // running it
  { who: PEOPLE, actions: ["states:StartExecution"], on: ["state machine"], page: `${DOCS}/performance.md` },
  {
    who: PEOPLE,
    actions: ["states:DescribeExecution", "states:GetExecutionHistory"],
    on: ["execution"],
    page: `${DOCS}/performance.md, checking the status`,
  },
  { who: PEOPLE, actions: ["states:ListExecutions"], on: ["state machine"], page: `${DOCS}/performance.md` },
  { who: PEOPLE, actions: ["lambda:InvokeFunction"], on: ["function"], page: LAUNCH },
  {
    who: PEOPLE,
    actions: ["batch:DescribeJobs", "batch:ListJobs"],
    on: ["nothing"],
    page: LAUNCH,
    refused: { actions: ["batch:UpdateJobQueue"], on: ["job queue"] },
  },
  {
    who: PEOPLE,
    actions: ["batch:SubmitJob"],
    on: ["job queue", "definition", "job"],
    page: `${DOCUMENT}: to start a job from the command line`,
  },
  {
    who: PEOPLE,
    actions: ["s3:DeleteObject", "s3:GetObject", "s3:GetObjectTagging", "s3:PutObject", "s3:PutObjectTagging"],
    on: ["object"],
    page: `${LAUNCH}; ${REPOSITORY}, numerical_examples/upload_files_to_s3.py`,
  },
  { who: PEOPLE, actions: ["s3:ListBucket"], on: ["bucket"], page: `${DOCS}/performance.md, checking the upload` },
  // the functions
  {
    who: FUNCTIONS,
    actions: ["sqs:ListQueues"],
    on: ["nothing"],
    page: `${LAMBDA}/ComputeGradients`,
    refused: { actions: ["sqs:DeleteQueue", "sqs:SetQueueAttributes"], on: ["message queue"] },
  },
  { who: FUNCTIONS, actions: ["sqs:PurgeQueue"], on: ["message queue"], page: `${LAMBDA}/ComputeGradients` },
  { who: FUNCTIONS, actions: ["sqs:SendMessage"], on: ["message queue"], page: `${LAMBDA}/ReduceGradient` },
  {
    who: FUNCTIONS,
    actions: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
    on: ["message queue"],
    page: LAMBDA_SQS,
  },
  { who: FUNCTIONS, actions: ["batch:RegisterJobDefinition"], on: ["definition"], page: `${LAMBDA}/ComputeGradients` },
  {
    who: FUNCTIONS,
    actions: ["batch:SubmitJob"],
    on: ["job queue", "revision", "job"],
    page: `${LAMBDA}/ComputeGradients`,
  },
  {
    who: FUNCTIONS,
    actions: ["batch:DescribeJobs"],
    on: ["nothing"],
    page: `${LAMBDA}/CheckS3ForVariable`,
    refused: { actions: ["batch:CreateJobQueue", "batch:DeleteJobQueue"], on: ["job queue"] },
  },
  { who: FUNCTIONS, actions: ["batch:TerminateJob"], on: ["job"], page: `${LAMBDA}/CheckS3ForVariable_MultiNode` },
  { who: FUNCTIONS, actions: ["s3:ListBucket"], on: ["bucket"], page: `${LAMBDA}/CheckS3ForVariable` },
  {
    who: FUNCTIONS,
    actions: [
      "s3:AbortMultipartUpload",
      "s3:DeleteObject",
      "s3:GetObject",
      "s3:GetObjectTagging",
      "s3:PutObject",
      "s3:PutObjectTagging",
    ],
    on: ["object"],
    page: `${LAMBDA}/ReduceGradient`,
  },
  { who: FUNCTIONS, actions: ["logs:CreateLogGroup"], on: ["log group of a function"], page: VPC_ACCESS },
  {
    who: FUNCTIONS,
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    on: ["log of a function"],
    page: VPC_ACCESS,
  },
  {
    who: FUNCTIONS,
    actions: ["ec2:AssignPrivateIpAddresses", "ec2:DeleteNetworkInterface", "ec2:UnassignPrivateIpAddresses"],
    on: ["interface"],
    page: VPC_ACCESS,
  },
  { who: FUNCTIONS, actions: ["ec2:CreateNetworkInterface"], on: ["interface"], page: VPC_ACCESS },
  { who: FUNCTIONS, actions: ["ec2:CreateNetworkInterface"], on: ["subnet"], page: VPC_ACCESS },
  { who: FUNCTIONS, actions: ["ec2:CreateNetworkInterface"], on: ["security group"], page: VPC_ACCESS },
  {
    who: FUNCTIONS,
    actions: ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"],
    on: ["nothing"],
    page: VPC_ACCESS,
    refused: { actions: ["ec2:ModifyNetworkInterfaceAttribute"], on: ["interface"] },
  },
  // the state machines
  {
    who: ["state_machine"],
    actions: ["lambda:InvokeFunction"],
    on: ["function"],
    page: `${REPOSITORY}, step_functions/state_machine.json`,
  },
  // jobs
  {
    who: JOBS,
    actions: ["s3:GetObject", "s3:GetObjectTagging", "s3:PutObject", "s3:PutObjectTagging"],
    on: ["object"],
    page: CLOUD_EXTRAS,
  },
  { who: JOBS, actions: ["s3:ListBucket"], on: ["bucket"], page: `${CLOUD_EXTRAS}: a missing object is no denial` },
  { who: JOBS, actions: ["sqs:SendMessage"], on: ["message queue"], page: EXAMPLE },
  // container instances
  {
    who: INSTANCES,
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
    who: INSTANCES,
    actions: ["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"],
    on: ["container instance"],
    page: AGENT,
  },
  {
    who: INSTANCES,
    actions: ["ecs:DiscoverPollEndpoint"],
    on: ["nothing"],
    page: AGENT,
    refused: { actions: ["ecs:DeleteCluster"], on: ["cluster"] },
  },
  {
    who: INSTANCES,
    actions: ["ecr:GetAuthorizationToken"],
    on: ["nothing"],
    page: AGENT,
    refused: { actions: ["ecr:PutImage"], on: ["repository"] },
  },
  {
    who: INSTANCES,
    actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    on: ["repository"],
    page: AGENT,
  },
  { who: INSTANCES, actions: ["logs:CreateLogStream", "logs:PutLogEvents"], on: ["job log"], page: AGENT },
];

/** What our policies allow besides, and why: nothing in them is outside of this list and the contract. */
export const SURPLUS: readonly Entry[] = [
  {
    who: PEOPLE,
    actions: [
      "lambda:DeleteFunction",
      "lambda:GetFunction",
      "lambda:GetFunctionConfiguration",
      "lambda:UpdateFunctionConfiguration",
    ],
    on: ["function"],
    page: `${DOCUMENT}: full access to Lambda; who deploys a function changes its memory, and takes it down`,
  },
  {
    who: PEOPLE,
    actions: ["lambda:DeleteEventSourceMapping", "lambda:GetEventSourceMapping", "lambda:UpdateEventSourceMapping"],
    on: ["trigger"],
    page: `${DOCS}/sqs.md: who makes a trigger checks it, and takes it down`,
  },
  {
    who: PEOPLE,
    actions: ["lambda:ListEventSourceMappings", "lambda:ListFunctions"],
    on: ["nothing"],
    page: `${DOCS}/sqs.md: the trigger is looked up`,
    refused: { actions: ["lambda:AddPermission", "lambda:CreateFunctionUrlConfig"], on: ["function"] },
  },
  {
    who: PEOPLE,
    actions: ["ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"],
    on: ["nothing"],
    page: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html: users who put functions in a network",
    refused: { actions: ["ec2:RunInstances", "ec2:TerminateInstances"], on: ["instance"] },
  },
  {
    who: PEOPLE,
    actions: ["logs:DescribeLogStreams", "logs:FilterLogEvents"],
    on: ["log group of a function"],
    page: "what a function printed that failed",
  },
  {
    who: PEOPLE,
    actions: ["logs:GetLogEvents"],
    on: ["log of a function"],
    page: "what a function printed that failed",
  },
  { who: PEOPLE, actions: ["logs:GetLogEvents"], on: ["job log"], page: `${DOCUMENT}: AWSBatchFullAccess reads logs` },
  {
    who: PEOPLE,
    actions: ["states:DeleteStateMachine", "states:DescribeStateMachine"],
    on: ["state machine"],
    page: `${DOCS}/step.md: its ARN is looked up before it is updated`,
  },
  {
    who: PEOPLE,
    actions: ["states:ListStateMachines"],
    on: ["nothing"],
    page: `${DOCS}/step.md: its ARN is looked up before it is updated`,
    refused: { actions: ["states:DeleteActivity"], on: [] },
  },
  {
    who: PEOPLE,
    actions: ["states:DescribeStateMachineForExecution", "states:StopExecution"],
    on: ["execution"],
    page: `${DOCS}/performance.md: the console shows what runs, and ends it`,
  },
  {
    who: PEOPLE,
    actions: ["batch:RegisterJobDefinition"],
    on: ["definition"],
    page: `${DOCUMENT}: AWSBatchFullAccess`,
  },
  {
    who: [...PEOPLE, ...FUNCTIONS],
    actions: ["batch:CancelJob"],
    on: ["job"],
    page: `${DOCUMENT}: its list for functions`,
  },
  { who: PEOPLE, actions: ["batch:TerminateJob"], on: ["job"], page: `${DOCUMENT}: AWSBatchFullAccess` },
  {
    who: [...PEOPLE, ...FUNCTIONS],
    actions: ["batch:DescribeComputeEnvironments", "batch:DescribeJobDefinitions", "batch:DescribeJobQueues"],
    on: ["nothing"],
    page: `${DOCUMENT}: its list for functions`,
    refused: { actions: ["batch:DeleteComputeEnvironment"], on: ["environment"] },
  },
  {
    who: FUNCTIONS,
    actions: ["batch:ListJobs"],
    on: ["nothing"],
    page: `${DOCUMENT}: its list for functions`,
    refused: { actions: ["batch:DeregisterJobDefinition"], on: ["revision"] },
  },
  { who: FUNCTIONS, actions: ["sqs:GetQueueUrl"], on: ["message queue"], page: `${LAMBDA}/CleanUp` },
  {
    who: PEOPLE,
    actions: ["sqs:ListQueues"],
    on: ["nothing"],
    page: `${DOCS}/sqs.md: the queue is looked up`,
    refused: { actions: ["sqs:ReceiveMessage", "sqs:SendMessage"], on: ["message queue"] },
  },
  {
    who: PEOPLE,
    actions: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    on: ["repository"],
    page: `${DOCS}/docker.md: pull`,
  },
  { who: JOBS, actions: ["s3:DeleteObject"], on: ["object"], page: `${DOCUMENT}: AmazonS3FullAccess; part of writing` },
  {
    who: ["user", "job", "instance"],
    actions: ["s3:AbortMultipartUpload"],
    on: ["object"],
    page: `${S3_MULTIPART}: the AWS CLI uploads shot records in parts`,
  },
  {
    who: ["user", "lambda", "job", "instance"],
    actions: ["s3:ListMultipartUploadParts"],
    on: ["object"],
    page: S3_MULTIPART,
  },
  {
    who: ["user", "lambda", "job", "instance"],
    actions: ["s3:GetBucketLocation"],
    on: ["located bucket"],
    page: "the AWS CLI and SDKs ask where a bucket is before they sign for its region",
  },
];

/** Calls of those who hand a role to jobs, where jobs have one. */
export const WITH_JOB_ROLE: readonly Entry[] = [
  {
    who: ["user", "lambda"],
    actions: ["iam:PassRole"],
    on: ["role of jobs"],
    page: "https://docs.aws.amazon.com/batch/latest/userguide/ExamplePolicies_BATCH.html",
  },
];

/** What nobody may do, and why. */
export const REFUSALS: readonly (Calls<Kind> & { readonly because: string })[] = [
  {
    actions: [
      "iam:AttachRolePolicy",
      "iam:DeleteRolePermissionsBoundary",
      "iam:PutRolePolicy",
      "iam:UpdateAssumeRolePolicy",
    ],
    on: ["role"],
    because: "who changes a role has what any role has",
  },
  {
    actions: ["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion"],
    on: ["policy"],
    because: "policies are the administrators'",
  },
  {
    actions: ["iam:AddUserToGroup", "iam:AttachGroupPolicy", "iam:PutGroupPolicy"],
    on: ["group"],
    because: "groups are the administrators'",
  },
  {
    actions: ["iam:AttachUserPolicy", "iam:CreateAccessKey", "iam:PutUserPolicy"],
    on: ["user"],
    because: "users are the administrators'",
  },
  {
    actions: ["iam:GetRole", "iam:ListRolePolicies"],
    on: ["role"],
    because: "the document's IAMReadOnlyAccess is used by nothing that is published",
  },
  { actions: ["sts:AssumeRole"], on: ["role"], because: "services assume these roles" },
  {
    actions: ["sqs:AddPermission", "sqs:DeleteQueue", "sqs:SetQueueAttributes"],
    on: ["message queue"],
    because: "the queue is the stack's",
  },
  { actions: ["sqs:CreateQueue"], on: ["message queue"], because: "auto_create_queues is FALSE: the queues are there" },
  {
    actions: [
      "s3:DeleteBucket",
      "s3:DeleteBucketPolicy",
      "s3:PutBucketPolicy",
      "s3:PutBucketVersioning",
      "s3:PutLifecycleConfiguration",
    ],
    on: ["located bucket"],
    because: "the bucket is the stack's",
  },
  { actions: ["s3:PutObjectAcl"], on: ["object"], because: "nobody else is let in" },
  {
    actions: ["batch:CreateComputeEnvironment", "batch:DeleteComputeEnvironment", "batch:UpdateComputeEnvironment"],
    on: ["environment"],
    because: "an environment starts instances with any profile",
  },
  {
    actions: ["batch:DeleteJobQueue", "batch:UpdateJobQueue"],
    on: ["job queue"],
    because: "the queues are the stack's",
  },
  {
    actions: ["ec2:RunInstances", "ec2:TerminateInstances"],
    on: ["instance"],
    because: "Batch alone starts and stops instances",
  },
  {
    actions: ["lambda:AddPermission", "lambda:CreateFunctionUrlConfig"],
    on: ["function"],
    because: "nobody outside calls a function",
  },
  {
    actions: ["ecr:DeleteRepository", "ecr:SetRepositoryPolicy"],
    on: ["repository"],
    because: "images stay, and nobody else is let in",
  },
  { actions: ["s3:ListAllMyBuckets"], on: ["nothing"], because: "the buckets are known by name" },
];
