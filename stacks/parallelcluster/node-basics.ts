import type { Arn } from "../../modules/aws-environment";
import { and, any, type Condition, each, type List, when } from "../../modules/deferred";
import type { Statement, Statements } from "../../modules/policy-document";
import { sessionManager } from "../../modules/virtual-machine";
import { ANY_CLUSTER, ANY_ID, type ClusterNames } from "./cluster-names";
import type { NamedThings } from "./cluster-policy";
import type { Scheduler } from "./iam-policy";
import { reaches } from "./releases";

const GUIDE = "https://docs.aws.amazon.com/parallelcluster/latest/ug/iam-roles-in-parallelcluster-v3.html";
const UTILS = "https://github.com/aws/aws-parallelcluster/blob/develop/cli/src/pcluster/templates/cdk_builder_utils.py";
const AGENT_POLICY = "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/CloudWatchAgentServerPolicy.html";
const EFS_IAM = "https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html";

/** What policies of nodes speak of. */
export interface NodeScope extends NamedThings {
  readonly scheduler: Scheduler;
  /** The role that the head node gives to compute nodes. */
  readonly computeRole: Arn;
  /** Whether clusters may have login nodes. */
  readonly loginNodes: Condition;
  /** File systems of EFS that are mounted with IAM. @default - none */
  readonly efsFileSystems?: List<string>;
}

/** What every node does: sends logs, is reached by Session Manager, fetches ParallelCluster's packages. */
export function everyNode(clusters: ClusterNames): Statements {
  const { clusterLogGroups } = clusters;
  return [
    {
      sid: "SendLogs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: clusterLogGroups.map((group): Arn => `${group}:log-stream:*`),
      because: "each node has streams of its own, named by its address and id",
      source: AGENT_POLICY,
    },
    {
      sid: "FindLogStreams",
      actions: ["logs:DescribeLogStreams"],
      resources: clusterLogGroups,
      because: ANY_CLUSTER,
      source: AGENT_POLICY,
    },
    {
      sid: "SendMetrics",
      actions: ["cloudwatch:PutMetricData"],
      resources: "*",
      because: "a metric has no ARN; the namespace holds it to the agent's and ParallelCluster's own",
      conditions: [{ test: "StringEquals", key: "cloudwatch:namespace", values: ["CWAgent", "ParallelCluster"] }],
      source: AGENT_POLICY,
    },
    ...sessionManager(),
    {
      sid: "FetchPackages",
      actions: ["s3:GetObject"],
      resources: [clusters.publishedObjects],
      because: "packages of every release are published there",
      source: GUIDE,
    },
    {
      sid: "LookAtTheirAttributes",
      actions: ["ec2:DescribeInstanceAttribute"],
      resources: clusters.ec2("instance"),
      because: `${ANY_ID}; the tag says which are clusters'`,
      conditions: [clusters.ofCluster],
      source: GUIDE,
    },
  ];
}

/** The license of Amazon DCV, with which people see the desktop of a node. */
export function readLicense(clusters: ClusterNames): Statement {
  return {
    sid: "ReadTheLicenseOfDcv",
    actions: ["s3:GetObject"],
    resources: [clusters.dcvLicense],
    because: "AWS keeps licenses there",
    source: "https://docs.aws.amazon.com/dcv/latest/adminguide/setting-up-license.html",
  };
}

/** Following an update of the cluster, and saying so: since 3.9 on nodes that run. */
export function followUpdates(clusters: ClusterNames): Statement[] {
  return [
    {
      sid: "FollowUpdates",
      actions: ["cloudformation:DescribeStackResource", "cloudformation:DescribeStacks"],
      resources: [clusters.stacks],
      because: ANY_CLUSTER,
      conditions: [clusters.ofCluster],
      source: UTILS,
    },
    {
      sid: "SayWhatItFollowed",
      actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
      resources: clusters.tables,
      because: ANY_CLUSTER,
      source: UTILS,
    },
  ];
}

/** Giving names in zones that exist. */
export function nameInZones({ aws }: ClusterNames, { hostedZones = [] }: NamedThings): Statements {
  return when<Statement>(any(hostedZones), {
    sid: "NameInNamedZones",
    actions: ["route53:ChangeResourceRecordSets"],
    resources: each(hostedZones, (id): Arn => `arn:${aws.partition}:route53:::hostedzone/${id}`),
    source: "https://docs.aws.amazon.com/parallelcluster/latest/ug/Scheduling-v3.html",
  });
}

/** File systems of EFS that let only those in whom IAM lets in. */
export function mount({ aws, release }: ClusterNames, { efsFileSystems = [] }: NodeScope): Statements {
  return when<Statement>(and(any(efsFileSystems), reaches(release, "3.4")), {
    sid: "MountFileSystems",
    actions: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientRootAccess", "elasticfilesystem:ClientWrite"],
    resources: each(efsFileSystems, (id) => aws.arn("elasticfilesystem", `file-system/${id}`)),
    source: EFS_IAM,
  });
}
