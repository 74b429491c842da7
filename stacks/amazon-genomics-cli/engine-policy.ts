import type { AwsEnvironment } from "../../modules/aws-environment";
import type { Statements } from "../../modules/policy-document";
import { type AgcNames, ANY_CONTEXT, ANY_ID } from "./agc-names";

const DOCUMENT = "https://github.com/aws/amazon-genomics-cli/tree/main/extras/agc-minimal-permissions";
const EFS = "https://docs.aws.amazon.com/efs/latest/ug/efs-api-permissions-ref.html";

/** Cromwell and Toil run as services of ECS behind a load balancer. */
export function runEngines(aws: AwsEnvironment): Statements {
  const balancing = (...types: string[]) => types.map((type) => aws.arn("elasticloadbalancing", `${type}/Agc-*`));
  return [
    {
      sid: "RunEngines",
      actions: [
        "ecs:CreateCluster",
        "ecs:CreateService",
        "ecs:DeleteCluster",
        "ecs:DeleteService",
        "ecs:DescribeClusters",
        "ecs:DescribeServices",
        "ecs:ListTagsForResource",
        "ecs:RegisterTaskDefinition",
        "ecs:TagResource",
        "ecs:UntagResource",
        "ecs:UpdateService",
      ],
      resources: [
        aws.arn("ecs", "cluster/Agc-Context-*"),
        aws.arn("ecs", "service/Agc-Context-*/*"),
        aws.arn("ecs", "task-definition/AgcContext*"),
      ],
      because: ANY_CONTEXT,
      source: DOCUMENT,
    },
    {
      sid: "RetireTaskDefinitions",
      actions: ["ecs:DeregisterTaskDefinition", "ecs:DescribeTaskDefinition"],
      resources: "*",
      because: "the actions take no resource; a definition that is retired goes on running where it runs",
      source: DOCUMENT,
    },
    {
      sid: "SeeLoadBalancers",
      actions: [
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeLoadBalancerAttributes",
        "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeTags",
        "elasticloadbalancing:DescribeTargetGroupAttributes",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
      ],
      resources: "*",
      because: "these describe actions take no resource",
      source: DOCUMENT,
    },
    {
      sid: "BalanceEngines",
      actions: [
        "elasticloadbalancing:AddTags",
        "elasticloadbalancing:CreateListener",
        "elasticloadbalancing:CreateLoadBalancer",
        "elasticloadbalancing:CreateTargetGroup",
        "elasticloadbalancing:DeleteListener",
        "elasticloadbalancing:DeleteLoadBalancer",
        "elasticloadbalancing:DeleteTargetGroup",
        "elasticloadbalancing:ModifyLoadBalancerAttributes",
        "elasticloadbalancing:ModifyTargetGroup",
        "elasticloadbalancing:ModifyTargetGroupAttributes",
        "elasticloadbalancing:RemoveTags",
      ],
      resources: balancing("loadbalancer/net", "listener/net", "targetgroup"),
      because: ANY_CONTEXT,
      source: DOCUMENT,
    },
  ];
}

/** miniwdl and Snakemake share files between jobs, Cromwell keeps its cache of calls in one. */
export function makeFileSystems(aws: AwsEnvironment, agc: AgcNames): Statements {
  const fileSystems = aws.arn("elasticfilesystem", "file-system/*");
  const accessPoints = aws.arn("elasticfilesystem", "access-point/*");
  const made = agc.madeBy("Context-*");
  return [
    {
      sid: "MakeFileSystems",
      actions: ["elasticfilesystem:CreateFileSystem"],
      resources: "*",
      because: "the action takes no resource",
      source: EFS,
    },
    {
      sid: "TagFileSystems",
      actions: ["elasticfilesystem:TagResource"],
      resources: [fileSystems, accessPoints],
      because: `${ANY_ID}; tags are set by the call that makes the thing`,
      conditions: [
        {
          test: "StringEquals",
          key: "elasticfilesystem:CreateAction",
          values: ["CreateAccessPoint", "CreateFileSystem"],
        },
      ],
      source: EFS,
    },
    {
      sid: "ChangeTheirFileSystems",
      actions: [
        "elasticfilesystem:CreateAccessPoint",
        "elasticfilesystem:CreateMountTarget",
        "elasticfilesystem:DeleteAccessPoint",
        "elasticfilesystem:DeleteFileSystem",
        "elasticfilesystem:DeleteMountTarget",
        "elasticfilesystem:TagResource",
        "elasticfilesystem:UntagResource",
        "elasticfilesystem:UpdateFileSystem",
      ],
      resources: [fileSystems, accessPoints],
      because: `${ANY_ID}; CloudFormation's own tag holds it to what contexts made`,
      conditions: [made],
      source: EFS,
    },
    {
      sid: "SeeFileSystems",
      actions: [
        "elasticfilesystem:DescribeAccessPoints",
        "elasticfilesystem:DescribeBackupPolicy",
        "elasticfilesystem:DescribeFileSystemPolicy",
        "elasticfilesystem:DescribeFileSystems",
        "elasticfilesystem:DescribeLifecycleConfiguration",
        "elasticfilesystem:DescribeMountTargetSecurityGroups",
        "elasticfilesystem:DescribeMountTargets",
        "elasticfilesystem:ListTagsForResource",
      ],
      resources: [fileSystems, accessPoints],
      because: ANY_ID,
      source: EFS,
    },
    {
      sid: "MountFileSystems",
      actions: ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"],
      resources: agc.ec2("network-interface", "security-group", "subnet"),
      because: `${ANY_ID}; EFS makes and removes the interface of a mount target for its caller`,
      source: EFS,
    },
  ];
}
