import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import { useKeyThroughS3 } from "../../modules/bucket-access";
import { any, each, type List, present, when, where } from "../../modules/deferred";
import { itemsOf } from "../../modules/deferred-items";
import type { InputBucket } from "../../modules/input-buckets";
import type { Statement, Statements } from "../../modules/policy-document";
import type { AgcNames } from "./agc-names";
import { LIMIT, runJobs, startInstances } from "./batch-boundary";

const APPS = "https://github.com/aws/amazon-genomics-cli/tree/main/packages/cdk/lib/roles";

const WRITE = [
  "s3:AbortMultipartUpload",
  "s3:DeleteObject",
  "s3:ListMultipartUploadParts",
  "s3:PutObject",
  "s3:PutObjectTagging",
];

/** What the boundary speaks of. */
export interface BoundaryProps {
  readonly aws: AwsEnvironment;
  readonly agc: AgcNames;
  /** KMS key of one's own that the bucket encrypts with. @default - none */
  readonly kmsKeyArn?: string | undefined;
  /** Buckets that contexts read. */
  readonly inputBuckets: List<InputBucket>;
}

/**
 * The most that a role made by AGC can do, whatever its policies say: engines, adapters, jobs, instances and Batch itself.
 *
 * AGC attaches AmazonSSMManagedInstanceCore, which reads every parameter of the account, and lets its engines submit any
 * job definition; within this boundary neither holds, and Session Manager does not reach instances. Nothing in it writes
 * in IAM.
 */
export function boundaryPolicy({ aws, agc, kmsKeyArn, inputBuckets }: BoundaryProps): Statements {
  return [
    ...readBuckets(aws, agc, inputBuckets),
    {
      sid: "WriteResults",
      actions: WRITE,
      resources: [`${agc.bucketArn}/project/*`],
      because: "results are named by engines, below one folder",
      source: APPS,
    },
    {
      sid: "CopyScripts",
      actions: ["s3:AbortMultipartUpload", "s3:PutObject"],
      resources: [`${agc.bucketArn}/*`],
      because: "instances of all contexts run these scripts, so that only the core stack's function writes them",
      conditions: [{ test: "ArnLike", key: "aws:PrincipalArn", values: [agc.rolesArn("Core")] }],
      source: "https://github.com/aws/amazon-genomics-cli/blob/main/packages/cdk/lib/stacks/core-stack.ts",
    },
    ...when(present(kmsKeyArn), useKeyThroughS3(aws, [kmsKeyArn as Arn], ["kms:Decrypt", "kms:GenerateDataKey"])),
    {
      sid: "ReadParameters",
      actions: ["ssm:GetParameter", "ssm:GetParameters"],
      resources: [agc.parametersArn],
      because: "all of AGC's parameters stand below one path",
      source: APPS,
    },
    ...runJobs(aws, agc),
    ...startInstances(aws, agc),
    {
      sid: "WorkInContainersAndFunctions",
      actions: [
        "autoscaling:SetInstanceHealth",
        "batch:DescribeComputeEnvironments",
        "batch:DescribeJobDefinitions",
        "batch:DescribeJobQueues",
        "batch:DescribeJobs",
        "batch:ListJobs",
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:UnassignPrivateIpAddresses",
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetAuthorizationToken",
        "ecr:GetDownloadUrlForLayer",
        "ecs:DiscoverPollEndpoint",
        "elasticfilesystem:ClientMount",
        "elasticfilesystem:ClientRootAccess",
        "elasticfilesystem:ClientWrite",
        "elasticfilesystem:DescribeAccessPoints",
        "elasticfilesystem:DescribeFileSystems",
        "elasticfilesystem:DescribeMountTargets",
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:DeleteRetentionPolicy",
        "logs:DescribeLogGroups",
        "logs:DescribeLogStreams",
        "logs:GetLogEvents",
        "logs:GetQueryResults",
        "logs:PutLogEvents",
        "logs:PutRetentionPolicy",
        "logs:StartQuery",
        "tag:GetResources",
      ],
      resources: "*",
      because: LIMIT,
      source: APPS,
    },
  ];
}

/** Reading AGC's buckets and the inputs, in one statement: a boundary is one policy, and its characters are few. */
function readBuckets(aws: AwsEnvironment, agc: AgcNames, inputs: List<InputBucket>): Statements {
  const bucketArn = ({ bucket }: InputBucket): Arn => aws.bucketArn(bucket);
  const keys = where(inputs, "kmsKey");
  const whole = each(where(inputs, "prefix", false), (input): Arn => `${bucketArn(input)}/*`);
  const limited = each(where(inputs, "prefix"), (input): Arn => `${bucketArn(input)}/${input.prefix}*`);
  const own = [agc.bucketArn, agc.assetsArn].flatMap((bucket): Arn[] => [bucket, `${bucket}/*`]);
  return [
    {
      sid: "ReadBuckets",
      actions: ["s3:GetBucketLocation", "s3:GetObject", "s3:GetObjectTagging", "s3:ListBucket"],
      resources: [...own, ...itemsOf(each(inputs, bucketArn)), ...itemsOf(whole), ...itemsOf(limited)],
      because: "AGC and the CDK name what is in theirs; inputs are named by their bucket and folder",
      source: APPS,
    },
    ...when<Statement>(any(keys), {
      ...useKeyThroughS3(
        aws,
        each(keys, ({ kmsKey }) => kmsKey as Arn),
        ["kms:Decrypt"],
        "any region",
      ),
      sid: "DecryptInputs",
    }),
  ];
}
