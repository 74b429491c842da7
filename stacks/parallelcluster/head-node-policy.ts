import type { Arn } from "../../modules/aws-environment";
import { any, each, equal, not, when } from "../../modules/deferred";
import type { Statement, Statements } from "../../modules/policy-document";
import { useBatch } from "./batch-policy";
import { ANY_CLUSTER, ANY_ID, type ClusterNames } from "./cluster-names";
import { inZoneOf } from "./cluster-parts";
import type { NamedThings } from "./cluster-policy";
import { everyNode, mount, type NodeScope, nameInZones, readLicense } from "./node-basics";
import { since, statementsSince } from "./releases";

const GUIDE = "https://docs.aws.amazon.com/parallelcluster/latest/ug/iam-roles-in-parallelcluster-v3.html";
const UTILS = "https://github.com/aws/aws-parallelcluster/blob/develop/cli/src/pcluster/templates/cdk_builder_utils.py";

/** The head node: with Slurm it starts and ends compute nodes, and names them; with AWS Batch it sends jobs. */
export function headNodePolicy(clusters: ClusterNames, scope: NodeScope): Statements {
  const batch = equal(scope.scheduler, "awsbatch");
  return [
    ...headNodeBase(clusters, scope),
    ...when<Statement>(not(batch), ...runSlurm(clusters, scope)),
    ...when<Statement>(batch, ...runBatch(clusters)),
    ...readSecrets(scope),
    ...when<Statement>(not(batch), ...mount(clusters, scope)),
  ];
}

function runSlurm(clusters: ClusterNames, scope: NodeScope): Statements {
  const { release } = clusters;
  return [
    ...startComputeNodes(clusters, scope.computeRole),
    {
      sid: "KeepTheStateOfNodes",
      actions: [
        "dynamodb:BatchWriteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        ...since(release, "3.3", "dynamodb:UpdateItem"),
        ...since(release, "3.9", "dynamodb:BatchGetItem"),
      ],
      resources: clusters.tables,
      because: ANY_CLUSTER,
      source: GUIDE,
    },
    {
      sid: "NameComputeNodes",
      actions: ["route53:ChangeResourceRecordSets"],
      resources: [`arn:${clusters.aws.partition}:route53:::hostedzone/*`],
      because: "Route 53 makes the ids of zones; the names of records say whose they are",
      conditions: [inZoneOf(clusters)],
      source: GUIDE,
    },
    ...nameInZones(clusters, scope),
  ];
}

function runBatch(clusters: ClusterNames): Statements {
  return [
    ...useBatch(clusters),
    {
      sid: "KeepFilesOfJobs",
      actions: ["s3:PutObject"],
      resources: [`${clusters.clusterObjects}/batch/*`],
      because: ANY_CLUSTER,
      source: GUIDE,
    },
    {
      sid: "PassRolesOfJobs",
      actions: ["iam:PassRole"],
      resources: clusters.roles,
      because: ANY_CLUSTER,
      conditions: [
        { test: "StringEquals", key: "iam:PassedToService", values: [clusters.aws.servicePrincipal("batch")] },
      ],
      source: GUIDE,
    },
  ];
}

/** What a head node does under either scheduler. */
function headNodeBase(clusters: ClusterNames, { loginNodes }: NodeScope): Statements {
  const { release, bucketArn, clusterObjects } = clusters;
  const targets: Statement = {
    sid: "CountLoginNodes",
    actions: ["elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth"],
    resources: "*",
    because: "these describe actions take no resource",
    source: UTILS,
  };
  return [
    ...everyNode(clusters),
    {
      sid: "LookAtMachines",
      actions: [
        "ec2:DescribeInstanceStatus",
        "ec2:DescribeInstances",
        "ec2:DescribeVolumes",
        ...since(release, "3.9", "ec2:DescribeLaunchTemplateVersions"),
      ],
      resources: "*",
      because: "these describe actions of EC2 take no resource",
      source: GUIDE,
    },
    {
      sid: "AttachVolumes",
      actions: ["ec2:AttachVolume", ...since(release, "3.3", "ec2:DetachVolume")],
      resources: clusters.ec2("volume"),
      because: "configurations may name volumes that exist, which carry no tag of a cluster",
      source: UTILS,
    },
    {
      sid: "AttachVolumesToItself",
      actions: ["ec2:AttachVolume", ...since(release, "3.3", "ec2:DetachVolume")],
      resources: clusters.ec2("instance"),
      because: `${ANY_ID}; the tags say which are head nodes`,
      conditions: [clusters.ofCluster, clusters.isNode("HeadNode")],
      source: UTILS,
    },
    {
      sid: "TagItsVolumes",
      actions: ["ec2:CreateTags"],
      resources: clusters.ec2("instance", "volume"),
      because: `${ANY_ID}; the tag says which are clusters'`,
      conditions: [clusters.ofCluster],
      source: GUIDE,
    },
    {
      sid: "ReadItsConfiguration",
      actions: ["s3:GetObject", "s3:GetObjectVersion"],
      resources: [clusterObjects],
      because: ANY_CLUSTER,
      source: UTILS,
    },
    {
      sid: "FindItsConfiguration",
      actions: ["s3:GetBucketLocation", "s3:ListBucket"],
      resources: [bucketArn],
      source: UTILS,
    },
    readLicense(clusters),
    {
      sid: "FollowItsStack",
      actions: [
        "cloudformation:DescribeStackResource",
        "cloudformation:DescribeStacks",
        "cloudformation:SignalResource",
      ],
      resources: [clusters.stacks],
      because: ANY_CLUSTER,
      conditions: [clusters.ofCluster],
      source: GUIDE,
    },
    ...when<Statement>(loginNodes, ...statementsSince(release, "3.8", targets)),
  ];
}

function startComputeNodes(clusters: ClusterNames, computeRole: Arn): Statements {
  const { aws, release } = clusters;
  const compute = [clusters.ofCluster, clusters.isNode("Compute")];
  const console: Statement = {
    sid: "ReadTheConsoleOfComputeNodes",
    actions: ["ec2:GetConsoleOutput"],
    resources: clusters.ec2("instance"),
    because: `${ANY_ID}; the tags say which are compute nodes of clusters`,
    conditions: compute,
    source: UTILS,
  };
  const capacity: Statements = [
    {
      sid: "LookAtCapacity",
      actions: ["ec2:DescribeCapacityReservations"],
      resources: "*",
      because: "the action is asked about reservations that configurations name",
      source: GUIDE,
    },
    {
      sid: "UseGroupsOfCapacity",
      actions: ["resource-groups:ListGroupResources"],
      resources: [aws.arn("resource-groups", "group/*")],
      because: "capacity reservations are named in people's configurations",
      source: UTILS,
    },
  ];
  return [
    {
      sid: "StartComputeNodes",
      actions: ["ec2:RunInstances", ...since(release, "3.3", "ec2:CreateFleet")],
      resources: clusters.startedWith,
      because: `${ANY_ID}; no role but that of compute nodes comes with a machine`,
      source: UTILS,
    },
    {
      sid: "TagWhatStarts",
      actions: ["ec2:CreateTags"],
      resources: clusters.ec2("fleet", "instance", "network-interface", "volume"),
      because: "the tags are set by the call that makes the thing",
      conditions: [
        {
          test: "StringEquals",
          key: "ec2:CreateAction",
          values: [...since(release, "3.3", "CreateFleet"), "RunInstances"],
        },
      ],
      source: UTILS,
    },
    {
      sid: "EndComputeNodes",
      actions: ["ec2:TerminateInstances"],
      resources: clusters.ec2("instance"),
      because: `${ANY_ID}; the tags say which are compute nodes of clusters`,
      conditions: compute,
      source: GUIDE,
    },
    {
      sid: "GiveTheirRoleToComputeNodes",
      actions: ["iam:PassRole"],
      resources: [computeRole],
      conditions: [{ test: "StringEquals", key: "iam:PassedToService", values: [aws.servicePrincipal("ec2")] }],
      source: GUIDE,
    },
    ...statementsSince(release, "3.5", console),
    ...statementsSince(release, "3.3", ...capacity),
  ];
}

function readSecrets({ secrets = [] }: NamedThings): Statements {
  return when<Statement>(any(secrets), {
    sid: "ReadItsSecrets",
    actions: ["secretsmanager:GetSecretValue"],
    resources: each(secrets, (arn) => arn),
    source: GUIDE,
  });
}
