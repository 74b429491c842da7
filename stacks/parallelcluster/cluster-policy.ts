import type { Arn } from "../../modules/aws-environment";
import { any, type Condition, each, type List, when } from "../../modules/deferred";
import type { Statement, Statements } from "../../modules/policy-document";
import { ANY_CLUSTER, type ClusterNames } from "./cluster-names";
import { keepState, nameNodes, runFunctions, watchClusters } from "./cluster-parts";
import { machinePolicy } from "./machine-policy";
import { statementsSince } from "./releases";

const GUIDE = "https://docs.aws.amazon.com/parallelcluster/latest/ug/iam-roles-in-parallelcluster-v3.html";
const POLICIES =
  "https://github.com/aws/aws-parallelcluster/blob/develop/cloudformation/policies/parallelcluster-policies.yaml";
const CFN_CLIENT = "https://github.com/aws/aws-parallelcluster/blob/develop/cli/src/pcluster/aws/cfn.py";
const BUCKET = "https://github.com/aws/aws-parallelcluster/blob/develop/cli/src/pcluster/models/s3_bucket.py";
const SECRETS = "https://docs.aws.amazon.com/parallelcluster/latest/ug/DirectoryService-v3.html";

/** Things of others that configurations name. */
export interface NamedThings {
  /** Secrets with the password of the directory and of Slurm's database, and with the MUNGE key. @default - none */
  readonly secrets?: List<Arn>;
  /** Ids of hosted zones that exist: SlurmSettings/Dns/HostedZoneId. @default - none */
  readonly hostedZones?: List<string>;
}

/**
 * `pcluster create-cluster`, `update-cluster`, `describe-cluster`, `delete-cluster` and the like: the document's base user
 * policy, but for what it says of IAM, EFS and logs, which are policies of their own.
 */
export function clusterPolicy(clusters: ClusterNames, existing: NamedThings, createsBucket: Condition): Statements {
  return [
    ...deployClusters(clusters),
    ...keepArtifacts(clusters, createsBucket),
    ...machinePolicy(clusters),
    ...runFunctions(clusters),
    ...keepState(clusters),
    ...nameNodes(clusters),
    ...watchClusters(clusters),
    ...useNamedThings(clusters, existing),
  ];
}

/** The stacks that clusters are: without the tag of a cluster nobody gets at the stacks of others. */
function deployClusters(clusters: ClusterNames): Statements {
  return [
    {
      sid: "CreateClusters",
      actions: ["cloudformation:CreateStack"],
      resources: [clusters.stacks],
      because: ANY_CLUSTER,
      conditions: [clusters.asCluster],
      source: POLICIES,
    },
    {
      sid: "UpdateAndDeleteClusters",
      actions: ["cloudformation:DeleteStack", "cloudformation:UpdateStack"],
      resources: [clusters.stacks],
      because: ANY_CLUSTER,
      conditions: [clusters.ofCluster],
      source: POLICIES,
    },
    {
      sid: "LookAtClusters",
      actions: [
        "cloudformation:DescribeStackEvents",
        "cloudformation:DescribeStackResource",
        "cloudformation:DescribeStackResources",
        "cloudformation:GetTemplate",
        "cloudformation:ListStackResources",
      ],
      resources: [clusters.stacks],
      because: ANY_CLUSTER,
      source: CFN_CLIENT,
    },
    {
      sid: "FindClusters",
      actions: ["cloudformation:DescribeStacks", "cloudformation:ListStacks"],
      resources: "*",
      because: "pcluster list-clusters asks for all stacks and keeps those with a tag of ParallelCluster",
      source: CFN_CLIENT,
    },
  ];
}

/** The bucket of configurations, templates and code, which ParallelCluster makes once for an account and region. */
function keepArtifacts(clusters: ClusterNames, createsBucket: Condition): Statements {
  const { bucketArn, clusterObjects } = clusters;
  const creating: Statement = {
    sid: "CreateTheBucket",
    actions: ["s3:CreateBucket", "s3:PutBucketPolicy", "s3:PutBucketVersioning", "s3:PutEncryptionConfiguration"],
    resources: [bucketArn],
    source: BUCKET,
  };
  const marking: Statement = {
    sid: "MarkTheBucketAsReady",
    actions: ["s3:GetObject", "s3:PutObject"],
    resources: [`${bucketArn}/parallelcluster/.bootstrapped`],
    source: BUCKET,
  };
  return [
    ...when<Statement>(createsBucket, creating, marking),
    {
      sid: "LookIntoTheBucket",
      actions: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketVersions"],
      resources: [bucketArn],
      source: BUCKET,
    },
    {
      sid: "KeepArtifactsOfClusters",
      actions: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
      resources: [clusterObjects],
      because: `${ANY_CLUSTER}; ParallelCluster adds letters by chance`,
      source: BUCKET,
    },
    {
      sid: "ReadWhatIsPublished",
      actions: ["s3:GetObject"],
      resources: [clusters.publishedObjects],
      because: "lists and packages of every release are published there",
      source: GUIDE,
    },
  ];
}

/** What configurations name: looked at before a cluster is made of it. */
function useNamedThings({ aws, release }: ClusterNames, existing: NamedThings): Statements {
  const { secrets = [], hostedZones = [] } = existing;
  const groups: Statement = {
    sid: "LookAtGroupsOfCapacity",
    actions: ["resource-groups:GetGroupConfiguration", "resource-groups:ListGroupResources"],
    resources: [aws.arn("resource-groups", "group/*")],
    because: "capacity reservations are named in people's configurations",
    source: POLICIES,
  };
  const tags: Statement = {
    sid: "LookAtTags",
    actions: ["tag:GetResources"],
    resources: "*",
    because: "the action takes no resource",
    source: "https://github.com/aws/aws-parallelcluster/blob/develop/tests/iam_policies/user-role.cfn.yaml",
  };
  const look: Statement = {
    sid: "SeeThatSecretsExist",
    actions: ["secretsmanager:DescribeSecret"],
    resources: each(secrets, (arn) => arn),
    source: SECRETS,
  };
  const records: Statement = {
    sid: "ChangeRecordsOfNamedZones",
    actions: ["route53:ChangeResourceRecordSets"],
    resources: each(hostedZones, (id): Arn => `arn:${aws.partition}:route53:::hostedzone/${id}`),
    source: "https://docs.aws.amazon.com/parallelcluster/latest/ug/Scheduling-v3.html",
  };
  return [
    ...statementsSince(release, "3.3", groups),
    ...statementsSince(release, "3.16", tags),
    ...when<Statement>(any(secrets), look),
    ...when<Statement>(any(hostedZones), records),
  ];
}
