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

/** Calls of those who hand a role to jobs, where jobs have one. */
export const WITH_JOB_ROLE: readonly Entry[] = [
  {
    who: ["user", "lambda"],
    actions: ["iam:PassRole"],
    on: ["role of jobs"],
    page: "https://docs.aws.amazon.com/batch/latest/userguide/ExamplePolicies_BATCH.html",
  },
];
