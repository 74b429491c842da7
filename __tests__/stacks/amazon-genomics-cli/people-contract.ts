import type { Who } from "./agc-json";
import type { Entry } from "./contract";

const CLI = "https://github.com/aws/amazon-genomics-cli/tree/main/packages/cli/internal/pkg/aws";
/** What its command line was seen to call, with the variables of the stack's outputs set. */
const CDK = "https://github.com/aws/aws-cdk/tree/v2.38.1/packages/aws-cdk/lib";

const EVERYBODY: readonly Who[] = ["admin", "user-cdk", "user"];
const DEPLOYERS: readonly Who[] = ["admin", "user-cdk"];
const ADMIN: readonly Who[] = ["admin"];
const CONTEXTS: readonly Who[] = ["user-cdk"];
const RUNS: readonly Who[] = ["user"];

const CHANGES = [
  "cloudformation:DeleteChangeSet",
  "cloudformation:DeleteStack",
  "cloudformation:DescribeChangeSet",
  "cloudformation:DescribeStackEvents",
  "cloudformation:ExecuteChangeSet",
  "cloudformation:GetTemplate",
  "cloudformation:TagResource",
  "cloudformation:UntagResource",
];

export const PEOPLE_CONTRACT: readonly Entry[] = [
  { who: EVERYBODY, actions: ["cloudformation:ListStacks"], on: ["nothing"], page: `${CLI}/cfn` },
  { who: EVERYBODY, actions: ["cloudformation:DescribeStacks"], on: ["seen stack"], page: `${CLI}/cfn; ${CDK}` },
  // deploying
  {
    who: ADMIN,
    actions: ["cloudformation:CreateChangeSet"],
    on: ["change of the core"],
    page: `${CDK}/api/deploy-stack.ts`,
  },
  { who: ADMIN, actions: CHANGES, on: ["core stack"], page: `${CDK}/api/deploy-stack.ts` },
  {
    who: ADMIN,
    actions: ["cloudformation:DeleteStack"],
    on: ["context stack"],
    page: `${CLI}/cfn: deactivating ends contexts`,
  },
  {
    who: ADMIN,
    actions: ["iam:PassRole"],
    on: ["core role handed to CloudFormation"],
    page: `${CDK}/cli.ts, --role-arn`,
  },
  {
    who: CONTEXTS,
    actions: ["cloudformation:CreateChangeSet"],
    on: ["change of a context"],
    page: `${CDK}/api/deploy-stack.ts`,
  },
  { who: CONTEXTS, actions: CHANGES, on: ["context stack"], page: `${CDK}/api/deploy-stack.ts` },
  {
    who: CONTEXTS,
    actions: ["iam:PassRole"],
    on: ["context role handed to CloudFormation"],
    page: `${CDK}/cli.ts, --role-arn`,
  },
  {
    who: DEPLOYERS,
    actions: ["s3:GetBucketLocation", "s3:GetEncryptionConfiguration", "s3:ListBucket"],
    on: ["bucket of the CDK"],
    page: "https://github.com/aws/aws-cdk/blob/v2.38.1/packages/cdk-assets/lib/private/handlers/files.ts",
  },
  {
    who: DEPLOYERS,
    actions: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
    on: ["file of the CDK"],
    page: "https://github.com/aws/aws-cdk/blob/v2.38.1/packages/cdk-assets/lib/private/handlers/files.ts",
  },
  {
    who: DEPLOYERS,
    actions: [
      "ec2:DescribeAvailabilityZones",
      "ec2:DescribeRouteTables",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcs",
      "ec2:DescribeVpnGateways",
    ],
    on: ["nothing"],
    page: `${CDK}/context-providers`,
  },
  { who: DEPLOYERS, actions: ["ssm:GetParameter"], on: ["version of the CDK"], page: `${CDK}/api/toolkit-info.ts` },
  { who: ADMIN, actions: ["s3:ListBucket"], on: ["bucket"], page: `${CLI}/s3: HeadBucket` },
  // running
  { who: [...CONTEXTS, ...RUNS], actions: ["ssm:GetParameter"], on: ["parameter"], page: `${CLI}/ssm` },
  // execute-api:Invoke is in a test of its own
  { who: RUNS, actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"], on: ["table"], page: `${CLI}/ddb` },
  { who: RUNS, actions: ["dynamodb:Query"], on: ["index"], page: `${CLI}/ddb` },
  { who: RUNS, actions: ["s3:GetBucketLocation", "s3:ListBucket"], on: ["bucket"], page: `${CLI}/s3` },
  {
    who: RUNS,
    actions: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
    on: ["file of a project"],
    page: `${CLI}/s3: workflows are uploaded, outputs read`,
  },
  { who: RUNS, actions: ["logs:FilterLogEvents"], on: ["log of a context"], page: `${CLI}/cwl` },
  { who: RUNS, actions: ["batch:DescribeJobs"], on: ["nothing"], page: `${CLI}/batch` },
];
