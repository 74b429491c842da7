import type { Who } from "./agc-json";
import type { Entry } from "./contract";
import { LOOK_AFTER_ROLES } from "./role-calls";

const WHO: readonly Who[] = ["contexts"];

const APPS = "https://github.com/aws/amazon-genomics-cli/tree/main/packages/cdk/lib";
const BATCH = `${APPS}/constructs/batch.ts`;
const ROLES = `${APPS}/roles`;
const ENGINES = `${APPS}/stacks/engines`;
const API = `${APPS}/constructs/api-proxy.ts`;

/** What CloudFormation calls for a context. */
export const CONTEXTS_CONTRACT: readonly Entry[] = [
  entry(`${APPS}/stacks/context-stack.ts`, "parameter", "ssm:GetParameters"),
  entry("the parameter BootstrapVersion of every template", "version of the CDK", "ssm:GetParameters"),
  ...batchCalls(),
  ...roleCalls(),
  ...adapterCalls(),
  ...apiCalls(),
  ...engineCalls(),
  ...fileSystemCalls(),
];

function entry(page: string, kind: Entry["on"][number], ...actions: string[]): Entry {
  return { who: WHO, actions, on: [kind], page };
}

function batchCalls(): Entry[] {
  const tags = ["batch:ListTagsForResource", "batch:TagResource", "batch:UntagResource"];
  return [
    entry(
      BATCH,
      "nothing",
      "batch:DescribeComputeEnvironments",
      "batch:DescribeJobDefinitions",
      "batch:DescribeJobQueues",
      "ec2:DescribeImages",
      "ec2:DescribeLaunchTemplateVersions",
      "ec2:DescribeLaunchTemplates",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcs",
    ),
    entry(
      BATCH,
      "compute environment",
      "batch:CreateComputeEnvironment",
      "batch:CreateJobQueue",
      "batch:DeleteComputeEnvironment",
      "batch:UpdateComputeEnvironment",
      "batch:UpdateJobQueue",
      ...tags,
    ),
    entry(BATCH, "job queue", "batch:CreateJobQueue", "batch:DeleteJobQueue", "batch:UpdateJobQueue", ...tags),
    entry(ENGINES, "head job", "batch:DeregisterJobDefinition", "batch:RegisterJobDefinition", "batch:TagResource"),
    entry(BATCH, "new launch template", "ec2:CreateLaunchTemplate"),
    entry(BATCH, "launch template", "ec2:DeleteLaunchTemplate"),
    entry(BATCH, "any security group", "ec2:CreateSecurityGroup"),
    entry(BATCH, "any VPC", "ec2:CreateSecurityGroup"),
    entry(BATCH, "security-group as it is made", "ec2:CreateTags"),
    entry(
      BATCH,
      "security group of a context",
      "ec2:AuthorizeSecurityGroupEgress",
      "ec2:AuthorizeSecurityGroupIngress",
      "ec2:CreateTags",
      "ec2:DeleteSecurityGroup",
      "ec2:DeleteTags",
      "ec2:RevokeSecurityGroupEgress",
      "ec2:RevokeSecurityGroupIngress",
    ),
  ];
}

function roleCalls(): Entry[] {
  return [
    entry(
      ROLES,
      "role of a context within the boundary",
      "iam:CreateRole",
      "iam:DeleteRolePolicy",
      "iam:PutRolePolicy",
    ),
    entry(ROLES, "role of a context with a policy", "iam:AttachRolePolicy", "iam:DetachRolePolicy"),
    entry(ROLES, "role of a context", ...LOOK_AFTER_ROLES),
    entry(
      BATCH,
      "instance profile",
      "iam:AddRoleToInstanceProfile",
      "iam:CreateInstanceProfile",
      "iam:DeleteInstanceProfile",
      "iam:GetInstanceProfile",
      "iam:RemoveRoleFromInstanceProfile",
    ),
    entry(`${BATCH}; ${ENGINES}; ${API}`, "role handed to what a context runs", "iam:PassRole"),
    entry(BATCH, "linked role handed to spot fleets", "iam:PassRole"),
  ];
}

function adapterCalls(): Entry[] {
  const page = `${API}; ${APPS}/constructs/wes-adapter`;
  return [
    entry(
      page,
      "adapter",
      "lambda:CreateFunction",
      "lambda:DeleteFunction",
      "lambda:GetFunction",
      "lambda:GetFunctionConfiguration",
      "lambda:InvokeFunction",
      "lambda:ListTags",
      "lambda:RemovePermission",
      "lambda:TagResource",
      "lambda:UntagResource",
      "lambda:UpdateFunctionCode",
      "lambda:UpdateFunctionConfiguration",
    ),
    entry(page, "adapter, called by APIs", "lambda:AddPermission"),
    entry(page, "file of the CDK", "s3:GetObject"),
    entry(ENGINES, "nothing", "logs:DescribeLogGroups"),
    entry(
      ENGINES,
      "log group of an engine",
      "logs:CreateLogGroup",
      "logs:DeleteLogGroup",
      "logs:DeleteRetentionPolicy",
      "logs:ListTagsForResource",
      "logs:PutRetentionPolicy",
      "logs:TagResource",
      "logs:UntagResource",
    ),
  ];
}

function apiCalls(): Entry[] {
  return [
    entry(API, "APIs", "apigateway:GET"),
    entry(API, "new API", "apigateway:POST", "apigateway:UpdateRestApiPolicy"),
    entry(API, "API", "apigateway:DELETE", "apigateway:PATCH", "apigateway:UpdateRestApiPolicy"),
    // the simulator knows POST and PUT only on collections and tags
    entry(API, "part of an API", "apigateway:DELETE", "apigateway:PATCH"),
    entry(API, "tags of an API", "apigateway:DELETE", "apigateway:PUT"),
    entry(API, "account of APIs", "apigateway:PATCH"),
    entry(API, "links", "apigateway:POST"),
    entry(API, "link", "apigateway:DELETE", "apigateway:PATCH"),
  ];
}

function engineCalls(): Entry[] {
  const tags = ["ecs:ListTagsForResource", "ecs:TagResource", "ecs:UntagResource"];
  const balancing = (kind: Entry["on"][number], ...actions: string[]) =>
    entry(ENGINES, kind, ...actions.map((action) => `elasticloadbalancing:${action}`));
  return [
    entry(ENGINES, "cluster", "ecs:CreateCluster", "ecs:DeleteCluster", "ecs:DescribeClusters", ...tags),
    entry(
      ENGINES,
      "service",
      "ecs:CreateService",
      "ecs:DeleteService",
      "ecs:DescribeServices",
      "ecs:UpdateService",
      ...tags,
    ),
    entry(ENGINES, "task definition", "ecs:RegisterTaskDefinition", ...tags),
    entry(
      ENGINES,
      "nothing",
      "ecs:DeregisterTaskDefinition",
      "ecs:DescribeTaskDefinition",
      "elasticloadbalancing:DescribeListeners",
      "elasticloadbalancing:DescribeLoadBalancerAttributes",
      "elasticloadbalancing:DescribeLoadBalancers",
      "elasticloadbalancing:DescribeTags",
      "elasticloadbalancing:DescribeTargetGroupAttributes",
      "elasticloadbalancing:DescribeTargetGroups",
      "elasticloadbalancing:DescribeTargetHealth",
    ),
    // the simulator knows tags of load balancers only
    balancing(
      "load balancer",
      "AddTags",
      "CreateListener",
      "CreateLoadBalancer",
      "DeleteLoadBalancer",
      "ModifyLoadBalancerAttributes",
      "RemoveTags",
    ),
    balancing("listener", "DeleteListener"),
    balancing(
      "target group",
      "CreateTargetGroup",
      "DeleteTargetGroup",
      "ModifyTargetGroup",
      "ModifyTargetGroupAttributes",
    ),
  ];
}

function fileSystemCalls(): Entry[] {
  const efs = (kind: Entry["on"][number], ...actions: string[]) =>
    entry(ENGINES, kind, ...actions.map((action) => `elasticfilesystem:${action}`));
  return [
    efs("nothing", "CreateFileSystem"),
    efs("file system as it is made", "TagResource"),
    efs("access point as it is made", "TagResource"),
    efs(
      "file system",
      "CreateAccessPoint",
      "CreateMountTarget",
      "DeleteFileSystem",
      "DeleteMountTarget",
      "TagResource",
      "UntagResource",
      "UpdateFileSystem",
    ),
    efs("access point", "DeleteAccessPoint", "TagResource", "UntagResource"),
    efs(
      "any file system",
      "DescribeAccessPoints",
      "DescribeBackupPolicy",
      "DescribeFileSystemPolicy",
      "DescribeFileSystems",
      "DescribeLifecycleConfiguration",
      "DescribeMountTargetSecurityGroups",
      "DescribeMountTargets",
      "ListTagsForResource",
    ),
    efs("any access point", "DescribeAccessPoints", "ListTagsForResource"),
    entry(ENGINES, "network interface", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"),
    entry(ENGINES, "any subnet", "ec2:CreateNetworkInterface"),
    entry(ENGINES, "any security group", "ec2:CreateNetworkInterface"),
  ];
}
