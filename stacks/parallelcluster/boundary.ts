import type { Arn } from "../../modules/aws-environment";
import { WRITE_OBJECTS } from "../../modules/bucket-access";
import {
  any,
  type Condition,
  choose,
  each,
  equal,
  filled,
  type List,
  not,
  when,
  where,
  whereYes,
} from "../../modules/deferred";
import { itemsOf } from "../../modules/deferred-items";
import type { Statement, Statements } from "../../modules/policy-document";
import { batchArns } from "./batch-policy";
import { ANY_CLUSTER, type ClusterNames } from "./cluster-names";
import { inZoneOf } from "./cluster-parts";
import type { NamedThings } from "./cluster-policy";
import type { DataAccess } from "./data-policy";
import type { Scheduler } from "./iam-policy";
import { nameInZones } from "./node-basics";

const UTILS = "https://github.com/aws/aws-parallelcluster/blob/develop/cli/src/pcluster/templates/cdk_builder_utils.py";
const BUILDER =
  "https://github.com/aws/aws-parallelcluster/blob/develop/cli/src/pcluster/templates/awsbatch_builder.py";
const S3_KMS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html";
const USER_ROLE = "https://github.com/aws/aws-parallelcluster/blob/develop/tests/iam_policies/user-role.cfn.yaml";

/** A boundary limits, it grants nothing. */
const LIMIT = "this is a limit: on what, the policies of the roles say";

/** What a boundary leaves room for. */
export interface BoundaryScope extends NamedThings {
  readonly scheduler: Scheduler;
  readonly data: List<DataAccess>;
}

/**
 * The most that a role made by ParallelCluster can do, whatever its policies say: nodes, functions, jobs and builds.
 *
 * Nothing of it writes in IAM, reads parameters or secrets that are not named, or touches machines that are not clusters'.
 */
export function boundaryPolicy(clusters: ClusterNames, scope: BoundaryScope): Statements {
  const isBatch = equal(scope.scheduler, "awsbatch");
  return [
    ...machines(clusters, isBatch),
    ...services(clusters, scope),
    ...when<Statement>(isBatch, ...batch(clusters)),
    ...when<Statement>(not(isBatch), ...slurm(clusters, scope)),
    ...data(clusters, scope),
  ];
}

function machines(clusters: ClusterNames, isBatch: Condition): Statements {
  const { aws } = clusters;
  const service = choose(isBatch, aws.servicePrincipal("batch"), aws.servicePrincipal("ec2"));
  return [
    {
      sid: "LookAtMachinesAndReport",
      actions: [
        "cloudwatch:PutMetricData",
        "ec2:DescribeInstanceAttribute",
        "ec2:DescribeInstanceStatus",
        "ec2:DescribeInstances",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:DescribeTags",
        "ec2:DescribeVolumes",
        "elasticfilesystem:ClientMount",
        "elasticfilesystem:ClientRootAccess",
        "elasticfilesystem:ClientWrite",
        "ssm:UpdateInstanceInformation",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      resources: "*",
      because: LIMIT,
      source: USER_ROLE,
    },
    {
      sid: "ChangeOnlyWhatIsOfClusters",
      actions: [
        "cloudformation:SignalResource",
        "ec2:AttachVolume",
        "ec2:CreateTags",
        "ec2:DetachVolume",
        "ec2:GetConsoleOutput",
        "ec2:TerminateInstances",
      ],
      resources: [clusters.stacks, ...clusters.ec2("instance", "volume")],
      because: `${LIMIT}; the tag says which are clusters'`,
      conditions: [clusters.ofCluster],
      source: UTILS,
    },
    {
      sid: "BringVolumesThatExist",
      actions: ["ec2:AttachVolume", "ec2:DetachVolume"],
      resources: clusters.ec2("volume"),
      because: `${LIMIT}; configurations may name volumes, and only a cluster's machine gets them`,
      source: UTILS,
    },
    {
      sid: "PassOnlyRolesOfClusters",
      actions: ["iam:PassRole"],
      resources: clusters.roles,
      because: `${LIMIT}; whoever made them had to set this boundary`,
      conditions: [{ test: "StringEquals", key: "iam:PassedToService", values: [service] }],
      source: USER_ROLE,
    },
  ];
}

/** Starting and naming compute nodes, and what they and login nodes tell. */
function slurm(clusters: ClusterNames, scope: BoundaryScope): Statements {
  const { partition } = clusters.aws;
  const zones: Arn = `arn:${partition}:route53:::hostedzone/*`;
  return [
    {
      sid: "StartMachines",
      actions: [
        "ec2:CreateFleet",
        "ec2:DescribeCapacityReservations",
        "ec2:RunInstances",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
        "resource-groups:ListGroupResources",
      ],
      resources: "*",
      because: `${LIMIT}; only roles of clusters come with a machine`,
      source: USER_ROLE,
    },
    {
      sid: "TagWhatStarts",
      actions: ["ec2:CreateTags"],
      resources: clusters.ec2("fleet", "instance", "network-interface", "volume"),
      because: LIMIT,
      conditions: [{ test: "StringEquals", key: "ec2:CreateAction", values: ["CreateFleet", "RunInstances"] }],
      source: UTILS,
    },
    {
      sid: "SayThatLoginNodesAreReady",
      actions: ["autoscaling:CompleteLifecycleAction"],
      resources: [clusters.loginGroups],
      because: ANY_CLUSTER,
      source: UTILS,
    },
    {
      sid: "UseTables",
      actions: [
        "dynamodb:BatchGetItem",
        "dynamodb:BatchWriteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
      ],
      resources: clusters.tables,
      because: ANY_CLUSTER,
      source: USER_ROLE,
    },
    {
      sid: "NameNodes",
      actions: ["route53:ChangeResourceRecordSets"],
      resources: [zones],
      because: `${LIMIT}; the names of records say whose they are`,
      conditions: [inZoneOf(clusters)],
      source: USER_ROLE,
    },
    {
      sid: "LookForRecords",
      actions: ["route53:ListResourceRecordSets"],
      resources: [zones],
      because: LIMIT,
      source: USER_ROLE,
    },
    ...nameInZones(clusters, scope),
  ];
}

function services(clusters: ClusterNames, { secrets = [] }: BoundaryScope): Statements {
  const { bucketArn } = clusters;
  const read: Statement = {
    sid: "ReadNamedSecrets",
    actions: ["secretsmanager:GetSecretValue"],
    resources: each(secrets, (arn) => arn),
    source: UTILS,
  };
  return [
    {
      sid: "UseArtifacts",
      actions: [
        "s3:DeleteObject",
        "s3:DeleteObjectVersion",
        "s3:GetBucketLocation",
        "s3:GetObject",
        "s3:GetObjectVersion",
        "s3:ListBucket",
        "s3:ListBucketVersions",
        "s3:PutObject",
      ],
      resources: [bucketArn, clusters.clusterObjects],
      because: ANY_CLUSTER,
      source: UTILS,
    },
    {
      sid: "FetchWhatIsPublished",
      actions: ["s3:GetObject"],
      resources: [clusters.publishedObjects, clusters.dcvLicense],
      because: "packages and licenses are published there",
      source: UTILS,
    },
    {
      sid: "FollowStacks",
      actions: ["cloudformation:DescribeStackResource", "cloudformation:DescribeStacks"],
      resources: [clusters.stacks],
      because: LIMIT,
      source: USER_ROLE,
    },
    {
      sid: "WriteLogs",
      actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      // the asterisk stands for streams of the groups too
      resources: [...clusters.clusterLogGroups, clusters.functionLogGroups],
      because: ANY_CLUSTER,
      source: USER_ROLE,
    },
    ...when<Statement>(any(secrets), read),
  ];
}

/** Roles of jobs, of the instances that they run on, and of the build of their image. */
function batch(clusters: ClusterNames): Statements {
  const { aws } = clusters;
  const { queues, definitions, jobs, repositories, instances, ...ecs } = batchArns(clusters);
  return [
    {
      sid: "RunJobs",
      actions: ["batch:SubmitJob", "batch:TerminateJob"],
      resources: [queues, definitions, jobs],
      because: LIMIT,
      source: BUILDER,
    },
    {
      sid: "LookAtJobs",
      actions: [
        "batch:DescribeComputeEnvironments",
        "batch:DescribeJobDefinitions",
        "batch:DescribeJobQueues",
        "batch:DescribeJobs",
        "batch:ListJobs",
        "ecr:GetAuthorizationToken",
        "ecs:DiscoverPollEndpoint",
      ],
      resources: "*",
      because: LIMIT,
      source: BUILDER,
    },
    {
      sid: "RunTasks",
      actions: [
        "ecs:DeregisterContainerInstance",
        "ecs:DescribeContainerInstances",
        "ecs:ListContainerInstances",
        "ecs:Poll",
        "ecs:RegisterContainerInstance",
        "ecs:StartTelemetrySession",
        "ecs:SubmitAttachmentStateChanges",
        "ecs:SubmitContainerStateChange",
        "ecs:SubmitTaskStateChange",
        "ecs:UpdateContainerInstancesState",
      ],
      resources: [instances, ecs.clusters],
      because: LIMIT,
      source: BUILDER,
    },
    {
      sid: "UseImages",
      actions: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchDeleteImage",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:GetDownloadUrlForLayer",
        "ecr:InitiateLayerUpload",
        "ecr:ListImages",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      resources: [repositories],
      because: LIMIT,
      source: BUILDER,
    },
    {
      sid: "BuildImages",
      actions: ["codebuild:BatchGetBuilds", "codebuild:StartBuild"],
      resources: [aws.arn("codebuild", "project/pcluster-*")],
      because: LIMIT,
      source: BUILDER,
    },
    {
      sid: "WriteLogsOfJobs",
      actions: ["logs:CreateLogStream", "logs:GetLogEvents", "logs:PutLogEvents"],
      resources: [aws.arn("logs", "log-group:/aws/batch/job:log-stream:PclusterJobDefinition*")],
      because: LIMIT,
      source: BUILDER,
    },
  ];
}

/** Buckets of data, whatever is done there: each policy says that. */
function data({ aws }: ClusterNames, { data }: BoundaryScope): Statements {
  const keys = each(where(data, "kmsKey"), ({ kmsKey }) => kmsKey as Arn);
  const decrypt: Statement = {
    sid: "UseKeysOfData",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: keys,
    source: S3_KMS,
  };
  const places = (given: List<DataAccess>) =>
    each(filled(given, "prefix", ""), ({ bucket, prefix }): Arn => `${aws.bucketArn(bucket)}/${prefix}*`);
  const writable = whereYes(data, "write");
  const write: Statement = {
    sid: "WriteData",
    actions: WRITE_OBJECTS,
    resources: places(writable),
    because: LIMIT,
    source: S3_KMS,
  };
  const buckets = each(data, ({ bucket }) => aws.bucketArn(bucket));
  return [
    ...when<Statement>(any(data), {
      sid: "ReadData",
      actions: ["s3:GetBucketLocation", "s3:GetObject", "s3:GetObjectTagging", "s3:ListBucket"],
      resources: [...itemsOf(buckets), ...itemsOf(places(data))],
      because: LIMIT,
      source: S3_KMS,
    }),
    ...when<Statement>(any(writable), write),
    ...when<Statement>(any(keys), decrypt),
  ];
}
