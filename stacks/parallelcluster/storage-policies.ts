import type { Arn } from "../../modules/aws-environment";
import { any, type Condition, each, type List, not, orElse, when } from "../../modules/deferred";
import { itemsIf, mapItems } from "../../modules/deferred-items";
import type { Statement, Statements } from "../../modules/policy-document";
import { ANY_CLUSTER, ANY_ID, BY_CLOUDFORMATION, type ClusterNames } from "./cluster-names";
import { linkedRoleArn, makeLinkedRole } from "./linked-role";
import { since, statementsSince } from "./releases";

const GUIDE = "https://docs.aws.amazon.com/parallelcluster/latest/ug/iam-roles-in-parallelcluster-v3.html";
const SHARED = "https://docs.aws.amazon.com/parallelcluster/latest/ug/SharedStorage-v3.html";
const FSX_CLIENT = "https://github.com/aws/aws-parallelcluster/blob/develop/cli/src/pcluster/aws/fsx.py";
const FSX_LINKED = "https://docs.aws.amazon.com/fsx/latest/LustreGuide/using-service-linked-roles.html";
const FSX_IMPORT = "https://docs.aws.amazon.com/fsx/latest/LustreGuide/create-dra-linked-data-repo.html";

/** What policies of file systems speak of. */
export interface StorageScope {
  /** Whether clusters have such file systems at all, where that is not known yet. @default true */
  readonly there?: Condition;
  /** Ids of the file systems that exist, which are the only ones then. @default - clusters may have new ones */
  readonly existing?: List<string> | undefined;
}

/** File systems of FSx, and the buckets that they are filled from. */
export interface FsxScope extends StorageScope {
  /** Names of buckets that file systems import from and export to. @default - none */
  readonly buckets?: List<string>;
}

/** File systems of FSx for Lustre: the document's additional policy. */
export function fsxPolicy(clusters: ClusterNames, { existing = [], buckets = [] }: FsxScope): Statements {
  const { aws, release } = clusters;
  const look: Statement = {
    sid: "LookAtFileSystems",
    actions: [
      "fsx:DescribeFileSystems",
      ...since(release, "3.2", "fsx:DescribeStorageVirtualMachines", "fsx:DescribeVolumes"),
      ...since(release, "3.8", "fsx:DescribeDataRepositoryAssociations"),
    ],
    resources: "*",
    because: "describe actions of FSx take no resource",
    source: FSX_CLIENT,
  };
  const repositories = since(release, "3.8", aws.arn("fsx", "association/*/*"));
  const make: Statement = {
    sid: "KeepFileSystemsInStacks",
    actions: [
      "fsx:CreateFileSystem",
      "fsx:CreateFileSystemFromBackup",
      "fsx:DeleteFileSystem",
      "fsx:TagResource",
      "fsx:UpdateFileSystem",
      ...since(release, "3.8", "fsx:CreateDataRepositoryAssociation", "fsx:DeleteDataRepositoryAssociation"),
      ...since(release, "3.8", "fsx:UpdateDataRepositoryAssociation"),
      ...since(release, "3.15", "fsx:UntagResource"),
    ],
    resources: [aws.arn("fsx", "file-system/*"), aws.arn("fsx", "backup/*"), ...repositories],
    because: ANY_ID,
    conditions: [BY_CLOUDFORMATION],
    source: GUIDE,
  };
  const fill: Statement[] = [
    {
      sid: "LookIntoDataBuckets",
      actions: ["s3:GetBucketLocation", "s3:ListBucket"],
      resources: each(buckets, (bucket) => aws.bucketArn(bucket)),
      source: FSX_IMPORT,
    },
    {
      sid: "ImportAndExportData",
      actions: ["s3:GetObject", "s3:PutObject"],
      resources: each(buckets, (bucket): Arn => `${aws.bucketArn(bucket)}/*`),
      because: "a file system shows the whole of a bucket, or the folder that a configuration names",
      source: FSX_IMPORT,
    },
    {
      sid: "LetFileSystemsIntoDataBuckets",
      actions: ["iam:AttachRolePolicy", "iam:CreateServiceLinkedRole", "iam:PutRolePolicy"],
      resources: [linkedRoleArn(aws, "s3.data-source.lustre.fsx", "AWSServiceRoleForFSxS3Access_*")],
      because: "each file system has a linked role of its own; nobody but FSx can change what a linked role may do",
      source: FSX_LINKED,
    },
  ];
  return [
    look,
    ...when<Statement>(
      not(any(existing)),
      make,
      makeLinkedRole(aws, "LetFsxWork", "fsx", "AWSServiceRoleForAmazonFSx", FSX_LINKED),
      ...when<Statement>(any(buckets), ...fill),
    ),
  ];
}

/** File systems of EFS: the last part of the document's base policy. */
export function efsPolicy(clusters: ClusterNames, { existing = [] }: StorageScope): Statements {
  const { aws, release } = clusters;
  const fileSystems = each(orElse(existing, ["*"]), (id) => aws.arn("elasticfilesystem", `file-system/${id}`));
  const look: Statement = {
    sid: "LookAtFileSystems",
    actions: [
      "elasticfilesystem:DescribeFileSystems",
      "elasticfilesystem:DescribeLifecycleConfiguration",
      "elasticfilesystem:DescribeMountTargetSecurityGroups",
      "elasticfilesystem:DescribeMountTargets",
    ],
    resources: fileSystems,
    because: ANY_ID,
    source: SHARED,
  };
  const make: Statement[] = [
    {
      sid: "MakeFileSystemsInStacks",
      actions: ["elasticfilesystem:CreateFileSystem"],
      resources: "*",
      because: "the action takes no resource",
      conditions: [BY_CLOUDFORMATION],
      source: GUIDE,
    },
    {
      sid: "ChangeFileSystemsOfClusters",
      actions: [
        "elasticfilesystem:CreateMountTarget",
        "elasticfilesystem:DeleteFileSystem",
        "elasticfilesystem:DeleteMountTarget",
        "elasticfilesystem:PutBackupPolicy",
        "elasticfilesystem:PutLifecycleConfiguration",
        "elasticfilesystem:UpdateFileSystem",
        ...since(release, "3.15", "elasticfilesystem:UntagResource"),
      ],
      resources: fileSystems,
      because: `${ANY_ID}; the tag says which are clusters'`,
      conditions: [clusters.ofCluster],
      source: GUIDE,
    },
    {
      sid: "TagFileSystemsInStacks",
      actions: ["elasticfilesystem:TagResource"],
      resources: fileSystems,
      because: ANY_ID,
      conditions: [BY_CLOUDFORMATION],
      source: GUIDE,
    },
    makeLinkedRole(
      aws,
      "LetEfsWork",
      "elasticfilesystem",
      "AWSServiceRoleForAmazonElasticFileSystem",
      "https://docs.aws.amazon.com/efs/latest/ug/using-service-linked-roles.html",
    ),
  ];
  return [look, ...when<Statement>(not(any(existing)), ...make)];
}

/** `export-cluster-logs`, `get-cluster-log-events`, `list-cluster-log-streams`, and the same of images. */
export function logsPolicy(clusters: ClusterNames, images: Condition): Statements {
  const { release } = clusters;
  const groups = [
    ...clusters.clusterLogGroups,
    ...itemsIf(images, clusters.logGroup("/aws/imagebuilder/ParallelClusterImage-*")),
  ];
  const exported: Statement = {
    sid: "FetchExportedLogs",
    actions: ["s3:DeleteObject", "s3:GetObject"],
    resources: [`${clusters.bucketArn}/${clusters.prefix}*-logs-*`],
    because: "logs are exported to <cluster>-logs-<time> or <image>-logs-<time>, and taken away when they are fetched",
    source: "https://docs.aws.amazon.com/parallelcluster/latest/ug/pcluster.export-cluster-logs-v3.html",
  };
  return [
    {
      sid: "SearchLogs",
      actions: ["logs:CreateExportTask", "logs:DescribeLogStreams", "logs:FilterLogEvents"],
      resources: groups,
      because: ANY_CLUSTER,
      source: GUIDE,
    },
    {
      sid: "ReadLogs",
      actions: ["logs:GetLogEvents"],
      resources: mapItems(groups, (group): Arn => `${group}:log-stream:*`),
      because: "each machine has streams of its own, named by its address and id",
      source: GUIDE,
    },
    {
      sid: "FindLogsAndExports",
      actions: ["logs:DescribeExportTasks", "logs:DescribeLogGroups"],
      resources: "*",
      because: "these describe actions take no resource",
      source: GUIDE,
    },
    ...statementsSince(release, "3.13", exported),
  ];
}
