import { CLI, type Entry, GUIDE, REPOSITORY, ROLES_PAGE } from "./contract";

const POLICIES = `${REPOSITORY}/cloudformation/policies/parallelcluster-policies.yaml`;

/** File systems, of FSx with buckets and of EFS. */
export const FILE_SYSTEMS: readonly Entry[] = [
  {
    actions: [
      "fsx:DescribeDataRepositoryAssociations",
      "fsx:DescribeFileSystems",
      "fsx:DescribeStorageVirtualMachines",
      "fsx:DescribeVolumes",
    ],
    on: ["nothing"],
    page: `${CLI}/aws/fsx.py`,
    refused: { actions: ["fsx:CreateBackup"], on: ["file system in a stack"] },
  },
  {
    actions: ["fsx:CreateFileSystem", "fsx:DeleteFileSystem", "fsx:UpdateFileSystem"],
    on: ["file system in a stack"],
    page: ROLES_PAGE,
  },
  {
    actions: ["fsx:CreateFileSystemFromBackup"],
    on: ["backup in a stack"],
    page: `${GUIDE}/SharedStorage-v3.html, BackupId`,
  },
  {
    actions: ["fsx:CreateDataRepositoryAssociation"],
    on: ["file system or association in a stack"],
    page: `${REPOSITORY}/CHANGELOG.md, 3.8.0`,
  },
  {
    actions: ["fsx:DeleteDataRepositoryAssociation", "fsx:UpdateDataRepositoryAssociation"],
    on: ["association in a stack"],
    page: POLICIES,
  },
  { actions: ["fsx:TagResource", "fsx:UntagResource"], on: ["file system in a stack"], page: POLICIES },
  { actions: ["iam:CreateServiceLinkedRole"], on: ["linked role of FSx"], page: POLICIES },
  {
    actions: ["s3:GetBucketLocation", "s3:ListBucket"],
    on: ["bucket of a file system"],
    page: `${CLI}/validators/fsx_validators.py`,
  },
  {
    actions: ["s3:GetObject", "s3:PutObject"],
    on: ["object of a file system"],
    page: "https://docs.aws.amazon.com/fsx/latest/LustreGuide/create-dra-linked-data-repo.html",
  },
  {
    actions: ["iam:AttachRolePolicy", "iam:CreateServiceLinkedRole", "iam:PutRolePolicy"],
    on: ["linked role of a file system"],
    page: "https://docs.aws.amazon.com/fsx/latest/LustreGuide/using-service-linked-roles.html",
  },
  {
    actions: [
      "elasticfilesystem:DescribeFileSystems",
      "elasticfilesystem:DescribeLifecycleConfiguration",
      "elasticfilesystem:DescribeMountTargetSecurityGroups",
      "elasticfilesystem:DescribeMountTargets",
    ],
    on: ["any shared file system"],
    page: `${CLI}/aws/efs.py`,
  },
  { actions: ["elasticfilesystem:CreateFileSystem"], on: ["new shared file system"], page: ROLES_PAGE },
  {
    actions: [
      "elasticfilesystem:CreateMountTarget",
      "elasticfilesystem:DeleteFileSystem",
      "elasticfilesystem:DeleteMountTarget",
      "elasticfilesystem:PutBackupPolicy",
      "elasticfilesystem:PutLifecycleConfiguration",
      "elasticfilesystem:UntagResource",
      "elasticfilesystem:UpdateFileSystem",
    ],
    on: ["shared file system"],
    page: POLICIES,
  },
  { actions: ["elasticfilesystem:TagResource"], on: ["shared file system in a stack"], page: POLICIES },
  { actions: ["iam:CreateServiceLinkedRole"], on: ["linked role of EFS"], page: POLICIES },
];

/** pcluster export-cluster-logs, get-cluster-log-events, list-cluster-log-streams, and the same of images. */
export const LOGS: readonly Entry[] = [
  {
    actions: ["logs:CreateExportTask", "logs:DescribeLogStreams", "logs:FilterLogEvents"],
    on: ["log group"],
    page: `${CLI}/aws/logs.py`,
  },
  { actions: ["logs:GetLogEvents"], on: ["log stream"], page: `${CLI}/aws/logs.py` },
  {
    actions: ["logs:DescribeExportTasks"],
    on: ["nothing"],
    page: `${CLI}/aws/logs.py`,
    refused: { actions: ["logs:DeleteRetentionPolicy", "logs:StartQuery"], on: ["log group"] },
  },
  {
    actions: ["s3:DeleteObject", "s3:GetObject"],
    on: ["exported log"],
    page: `${GUIDE}/pcluster.export-cluster-logs-v3.html`,
  },
];
