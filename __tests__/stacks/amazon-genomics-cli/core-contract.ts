import type { Who } from "./agc-json";
import type { Entry } from "./contract";
import { LOOK_AFTER_ROLES } from "./role-calls";

const WHO: readonly Who[] = ["core"];

const CORE = "https://github.com/aws/amazon-genomics-cli/blob/main/packages/cdk/lib/stacks/core-stack.ts";
const VPC = `${CORE}: Vpc, GatewayVpcEndpoint`;
const TABLE = `${CORE}: Table`;
const COPY = `${CORE}: BucketDeployment`;
const BOOTSTRAP =
  "https://github.com/aws/aws-cdk/blob/v2.38.1/packages/aws-cdk/lib/api/bootstrap/bootstrap-template.yaml";

const TAGS = ["ec2:CreateTags", "ec2:DeleteTags"];
const RULES = [
  "ec2:AuthorizeSecurityGroupEgress",
  "ec2:AuthorizeSecurityGroupIngress",
  "ec2:RevokeSecurityGroupEgress",
  "ec2:RevokeSecurityGroupIngress",
];

/** What CloudFormation calls for Agc-Core and Agc-CDKToolkit. */
export const CORE_CONTRACT: readonly Entry[] = [
  ...network(),
  {
    who: WHO,
    actions: [
      "dynamodb:CreateTable",
      "dynamodb:DeleteTable",
      "dynamodb:DescribeTable",
      "dynamodb:DescribeTimeToLive",
      "dynamodb:ListTagsOfResource",
      "dynamodb:TagResource",
      "dynamodb:UntagResource",
      "dynamodb:UpdateTable",
      "dynamodb:UpdateTimeToLive",
    ],
    on: ["table"],
    page: TABLE,
  },
  parameters("parameter"),
  parameters("version of the CDK"),
  { who: WHO, actions: ["ssm:GetParameters"], on: ["image of ECS"], page: `${CORE}: EcsOptimizedImage` },
  { who: WHO, actions: ["ec2:DescribeImages", "ssm:DescribeParameters"], on: ["nothing"], page: CORE },
  {
    who: WHO,
    actions: [
      "lambda:CreateFunction",
      "lambda:DeleteFunction",
      "lambda:GetFunction",
      "lambda:GetFunctionConfiguration",
      "lambda:InvokeFunction",
      "lambda:ListTags",
      "lambda:TagResource",
      "lambda:UntagResource",
      "lambda:UpdateFunctionCode",
      "lambda:UpdateFunctionConfiguration",
    ],
    on: ["copy function"],
    page: COPY,
  },
  { who: WHO, actions: ["lambda:PublishLayerVersion"], on: ["layer"], page: COPY },
  { who: WHO, actions: ["lambda:DeleteLayerVersion", "lambda:GetLayerVersion"], on: ["layer version"], page: COPY },
  { who: WHO, actions: ["iam:PassRole"], on: ["role handed to the copy function"], page: COPY },
  { who: WHO, actions: ["s3:GetObject"], on: ["file of the CDK"], page: COPY },
  {
    who: WHO,
    actions: [
      "s3:CreateBucket",
      "s3:DeleteBucketPolicy",
      "s3:GetBucketPolicy",
      "s3:GetBucketTagging",
      "s3:GetEncryptionConfiguration",
      "s3:PutBucketPolicy",
      "s3:PutBucketTagging",
      "s3:PutEncryptionConfiguration",
    ],
    on: ["bucket"],
    page: `${CORE}: Bucket`,
  },
  {
    who: WHO,
    actions: [
      "s3:CreateBucket",
      "s3:DeleteBucketPolicy",
      "s3:GetBucketPolicy",
      "s3:GetBucketPublicAccessBlock",
      "s3:GetBucketTagging",
      "s3:GetBucketVersioning",
      "s3:GetEncryptionConfiguration",
      "s3:PutBucketPolicy",
      "s3:PutBucketPublicAccessBlock",
      "s3:PutBucketTagging",
      "s3:PutBucketVersioning",
      "s3:PutEncryptionConfiguration",
      "s3:PutLifecycleConfiguration",
    ],
    on: ["bucket of the CDK"],
    page: BOOTSTRAP,
  },
  {
    who: WHO,
    actions: [
      "ecr:CreateRepository",
      "ecr:DeleteRepository",
      "ecr:DeleteRepositoryPolicy",
      "ecr:DescribeRepositories",
      "ecr:GetLifecyclePolicy",
      "ecr:GetRepositoryPolicy",
      "ecr:ListTagsForResource",
      "ecr:PutImageScanningConfiguration",
      "ecr:PutImageTagMutability",
      "ecr:PutLifecyclePolicy",
      "ecr:SetRepositoryPolicy",
      "ecr:TagResource",
      "ecr:UntagResource",
    ],
    on: ["repository of the CDK"],
    page: BOOTSTRAP,
  },
  {
    who: WHO,
    actions: ["iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePolicy"],
    on: ["role of the core within the boundary"],
    page: `${COPY}; ${BOOTSTRAP}`,
  },
  {
    who: WHO,
    actions: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
    on: ["role of the core with a policy"],
    page: `${COPY}; ${BOOTSTRAP}`,
  },
  { who: WHO, actions: LOOK_AFTER_ROLES, on: ["role of the core"], page: `${COPY}; ${BOOTSTRAP}` },
];

function parameters(kind: "parameter" | "version of the CDK"): Entry {
  return {
    who: WHO,
    actions: [
      "ssm:AddTagsToResource",
      "ssm:DeleteParameter",
      "ssm:GetParameters",
      "ssm:ListTagsForResource",
      "ssm:PutParameter",
      "ssm:RemoveTagsFromResource",
    ],
    on: [kind],
    page: kind === "parameter" ? `${CORE}: StringParameter` : BOOTSTRAP,
  };
}

function network(): Entry[] {
  const entry = (kind: Entry["on"][number], ...actions: string[]): Entry => ({
    who: WHO,
    actions,
    on: [kind],
    page: VPC,
  });
  return [
    entry(
      "nothing",
      "ec2:DescribeAccountAttributes",
      "ec2:DescribeAddresses",
      "ec2:DescribeAvailabilityZones",
      "ec2:DescribeInternetGateways",
      "ec2:DescribeNatGateways",
      "ec2:DescribeRouteTables",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcEndpointServices",
      "ec2:DescribeVpcEndpoints",
      "ec2:DescribeVpcs",
    ),
    entry("a VPC, to read", "ec2:DescribeVpcAttribute"),
    entry("new vpc", "ec2:CreateVpc"),
    entry("vpc as it is made", "ec2:CreateTags"),
    entry(
      "vpc",
      ...TAGS,
      "ec2:AttachInternetGateway",
      "ec2:CreateRouteTable",
      "ec2:CreateSecurityGroup",
      "ec2:CreateSubnet",
      "ec2:CreateVpcEndpoint",
      "ec2:DeleteVpc",
      "ec2:DetachInternetGateway",
      "ec2:ModifyVpcAttribute",
    ),
    entry("new subnet", "ec2:CreateSubnet"),
    entry("subnet as it is made", "ec2:CreateTags"),
    entry(
      "subnet",
      ...TAGS,
      "ec2:AssociateRouteTable",
      "ec2:CreateNatGateway",
      "ec2:DeleteSubnet",
      "ec2:DisassociateRouteTable",
      "ec2:ModifySubnetAttribute",
    ),
    entry("new route-table", "ec2:CreateRouteTable"),
    entry("route-table as it is made", "ec2:CreateTags"),
    entry(
      "route-table",
      ...TAGS,
      "ec2:AssociateRouteTable",
      "ec2:CreateRoute",
      "ec2:CreateVpcEndpoint",
      "ec2:DeleteRoute",
      "ec2:DeleteRouteTable",
      "ec2:DisassociateRouteTable",
    ),
    entry("new internet-gateway", "ec2:CreateInternetGateway"),
    entry("internet-gateway as it is made", "ec2:CreateTags"),
    entry(
      "internet-gateway",
      ...TAGS,
      "ec2:AttachInternetGateway",
      "ec2:DeleteInternetGateway",
      "ec2:DetachInternetGateway",
    ),
    entry("new natgateway", "ec2:CreateNatGateway"),
    entry("natgateway as it is made", "ec2:CreateTags"),
    entry("natgateway", ...TAGS, "ec2:DeleteNatGateway"),
    entry("new elastic-ip", "ec2:AllocateAddress"),
    entry("elastic-ip as it is made", "ec2:CreateTags"),
    entry("elastic-ip", ...TAGS, "ec2:CreateNatGateway", "ec2:ReleaseAddress"),
    entry("new security-group", "ec2:CreateSecurityGroup"),
    entry("security-group as it is made", "ec2:CreateTags"),
    entry("security-group", ...TAGS, ...RULES, "ec2:CreateVpcEndpoint", "ec2:DeleteSecurityGroup"),
    entry("new vpc-endpoint", "ec2:CreateVpcEndpoint"),
    entry("vpc-endpoint as it is made", "ec2:CreateTags"),
    entry("vpc-endpoint", ...TAGS, "ec2:DeleteVpcEndpoints", "ec2:ModifyVpcEndpoint"),
  ];
}
