import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import type { Statements } from "../../modules/policy-document";
import { type AgcNames, type AgcStack, ANY_CONTEXT } from "./agc-names";

const DEPLOY = "https://github.com/aws/aws-cdk/blob/v2.38.1/packages/aws-cdk/lib/api/deploy-stack.ts";
const LOOKUPS = "https://github.com/aws/aws-cdk/blob/v2.38.1/packages/aws-cdk/lib/context-providers/vpcs.ts";
const ASSETS = "https://github.com/aws/aws-cdk/blob/v2.38.1/packages/cdk-assets/lib/private/handlers/files.ts";
const SERVICE_ROLE = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html";
const CLOUDFORMATION_ACTIONS =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html";

/** Props of {@link deployStacks}. */
export interface StackDeploymentProps {
  readonly aws: AwsEnvironment;
  readonly agc: AgcNames;
  readonly stacks: readonly AgcStack[];
  /** Stacks that may be deleted besides. */
  readonly alsoDeletes?: readonly AgcStack[];
  /** The role that CloudFormation works with. */
  readonly executionRoleArn: Arn;
}

/**
 * Deploying stacks with the CDK in one's own name, through a role that is handed to CloudFormation.
 *
 * The CDK would rather have its callers assume `cdk-agc-deploy-role`, and goes on with their own rights where they may not:
 * that role may change every stack of the account, and a stack that was deployed with a role keeps that role for whoever
 * changes it. Here nobody assumes it. A change set must name our execution role, and no other role can be passed.
 */
export function deployStacks(props: StackDeploymentProps): Statements {
  const { aws, agc, stacks, alsoDeletes = [], executionRoleArn } = props;
  const arns = stacks.map((stack) => agc.stackArn(stack));
  const because = ANY_CONTEXT;
  return [
    {
      sid: "PrepareChanges",
      actions: ["cloudformation:CreateChangeSet"],
      resources: arns,
      because,
      conditions: [
        { test: "StringEquals", key: "cloudformation:RoleArn", values: [executionRoleArn] },
        // no imports: a stack would own, and tag as its own, what others made
        { test: "Null", key: "cloudformation:ImportResourceTypes", values: ["true"] },
      ],
      source: SERVICE_ROLE,
    },
    {
      sid: "MakeChanges",
      actions: [
        "cloudformation:DeleteChangeSet",
        "cloudformation:DescribeChangeSet",
        "cloudformation:DescribeStackEvents",
        "cloudformation:ExecuteChangeSet",
        "cloudformation:GetTemplate",
        "cloudformation:TagResource",
        "cloudformation:UntagResource",
      ],
      resources: arns,
      because,
      source: DEPLOY,
    },
    {
      sid: "DeleteStacks",
      actions: ["cloudformation:DeleteStack"],
      resources: [...arns, ...alsoDeletes.map((stack) => agc.stackArn(stack))],
      because,
      source: DEPLOY,
    },
    {
      sid: "HandTheRoleToCloudFormation",
      actions: ["iam:PassRole"],
      resources: [executionRoleArn],
      conditions: [
        { test: "StringEquals", key: "iam:PassedToService", values: [aws.servicePrincipal("cloudformation")] },
      ],
      source: SERVICE_ROLE,
    },
    ...publishAssets(agc),
    {
      sid: "LookUpTheNetwork",
      actions: [
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
        "ec2:DescribeVpnGateways",
      ],
      resources: "*",
      because: "these describe actions of EC2 take no resource",
      source: LOOKUPS,
    },
    {
      sid: "ReadTheVersionOfTheCdk",
      actions: ["ssm:GetParameter"],
      resources: [agc.cdkVersionArn],
      source: DEPLOY,
    },
  ];
}

/** Templates and code for CloudFormation, in the CDK's bucket. */
function publishAssets(agc: AgcNames): Statements {
  return [
    {
      sid: "FindTheBucketOfTheCdk",
      actions: ["s3:GetBucketLocation", "s3:GetEncryptionConfiguration", "s3:ListBucket"],
      resources: [agc.assetsArn],
      source: ASSETS,
    },
    {
      sid: "PublishTemplatesAndCode",
      actions: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
      resources: [`${agc.assetsArn}/*`],
      because: "the CDK names templates and code by their hash",
      source: ASSETS,
    },
  ];
}

/** Finding the stacks of AGC, and seeing how they are. */
export function findStacks(aws: AwsEnvironment, agc: AgcNames): Statements {
  return [
    {
      sid: "ListStacks",
      actions: ["cloudformation:ListStacks"],
      resources: "*",
      because: "the action takes no resource",
      source: CLOUDFORMATION_ACTIONS,
    },
    {
      sid: "SeeStacks",
      actions: ["cloudformation:DescribeStacks"],
      resources: [
        agc.stackArn("Core"),
        agc.stackArn("Context-*"),
        agc.stackArn("CDKToolkit"),
        // the CDK looks for its stack under the usual name too, and fails where it may not
        aws.arn("cloudformation", "stack/CDKToolkit/*"),
      ],
      because: `${ANY_CONTEXT} and makes the ids of stacks`,
      source: "https://github.com/aws/amazon-genomics-cli/tree/main/packages/cli/internal/pkg/aws/cfn",
    },
  ];
}
