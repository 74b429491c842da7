import type { Entry } from "./contract";
import type { Who } from "./slim-json";

const PEOPLE: readonly Who[] = ["user"];
const FUNCTIONS: readonly Who[] = ["lambda"];
/** Jobs work with a role of their own, or with the instances'. */
const JOBS: readonly Who[] = ["job", "instance"];
const REPOSITORY = "https://github.com/slimgroup/ServerlessImagingAWS";
const DOCS = `${REPOSITORY}, docs`;
const LAMBDA = `${REPOSITORY}, lambda`;
const DOCUMENT = "SLIM, IAM roles (docs/roles.md)";
const S3_MULTIPART = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html, mpuAndPermissions";

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
    refused: { actions: ["states:PublishStateMachineVersion", "states:TagResource"], on: ["state machine"] },
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
