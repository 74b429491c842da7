import type { Arn } from "../../modules/aws-environment";
import type { Statement, Statements } from "../../modules/policy-document";
import { ANY_CLUSTER, BY_CLOUDFORMATION, type ClusterNames } from "./cluster-names";
import { makeLinkedRole } from "./linked-role";
import { since, statementsSince } from "./releases";

const GUIDE = "https://docs.aws.amazon.com/parallelcluster/latest/ug/iam-roles-in-parallelcluster-v3.html";
const BUILDER =
  "https://github.com/aws/aws-parallelcluster/blob/develop/cli/src/pcluster/templates/awsbatch_builder.py";
const BATCH_CLIENT = "https://github.com/aws/aws-parallelcluster/blob/develop/cli/src/pcluster/aws/batch.py";
const BATCH_CLI = "https://docs.aws.amazon.com/parallelcluster/latest/ug/awsbatchcli-v3.html";

/** Why names in Batch do not hold the cluster's. */
const LOGICAL = "CloudFormation names them after what they are in the template";

/** Environments, queues and job definitions of clusters. */
export function batchArns({ aws }: ClusterNames) {
  return {
    environments: aws.arn("batch", "compute-environment/PclusterComputeEnviron*"),
    queues: aws.arn("batch", "job-queue/PclusterJobQueue*"),
    definitions: aws.arn("batch", "job-definition/PclusterJobDefinition*"),
    jobs: aws.arn("batch", "job/*"),
    clusters: aws.arn("ecs", "cluster/AWSBatch-Pcluster*"),
    instances: aws.arn("ecs", "container-instance/AWSBatch-PclusterComputeEnviron*"),
    repositories: aws.arn("ecr", "repository/*parallelclusterdockerimagesrepo*"),
  } satisfies Record<string, Arn>;
}

/** Clusters whose scheduler is AWS Batch: the document's additional policy. */
export function batchPolicy(clusters: ClusterNames): Statements {
  const { aws, release, prefix } = clusters;
  const { environments, queues, definitions, instances, repositories, ...ecs } = batchArns(clusters);
  const tag: Statement = {
    sid: "TagWhatIsInStacks",
    actions: ["batch:TagResource", ...since(release, "3.15", "batch:UntagResource")],
    resources: [environments, queues, definitions],
    because: LOGICAL,
    conditions: [BY_CLOUDFORMATION],
    source: BUILDER,
  };
  return [
    {
      sid: "KeepEnvironmentsAndQueues",
      actions: [
        "batch:CreateComputeEnvironment",
        "batch:CreateJobQueue",
        "batch:DeleteComputeEnvironment",
        "batch:DeleteJobQueue",
        "batch:UpdateComputeEnvironment",
        "batch:UpdateJobQueue",
      ],
      resources: [environments, queues],
      because: LOGICAL,
      source: BATCH_CLIENT,
    },
    {
      sid: "KeepJobDefinitionsInStacks",
      actions: ["batch:DeregisterJobDefinition", "batch:RegisterJobDefinition"],
      resources: [definitions],
      because: LOGICAL,
      conditions: [BY_CLOUDFORMATION],
      source: BUILDER,
    },
    ...statementsSince(release, "3.2", tag),
    {
      sid: "WatchJobs",
      actions: [
        "batch:DescribeComputeEnvironments",
        "batch:DescribeJobDefinitions",
        "batch:DescribeJobQueues",
        "batch:DescribeJobs",
        "batch:ListJobs",
      ],
      resources: "*",
      because: "these describe and list actions of Batch take no resource",
      source: BATCH_CLIENT,
    },
    {
      sid: "LookAtTheirInstances",
      actions: ["ecs:DescribeContainerInstances", "ecs:ListContainerInstances"],
      resources: [instances, ecs.clusters],
      because: "Batch names clusters of ECS after its environments",
      source: GUIDE,
    },
    {
      sid: "BuildImagesInStacks",
      actions: [
        "codebuild:BatchGetProjects",
        "codebuild:CreateProject",
        "codebuild:DeleteProject",
        "codebuild:UpdateProject",
      ],
      resources: [aws.arn("codebuild", `project/pcluster-${prefix}*`)],
      because: "a cluster's project is pcluster-<cluster>-build-docker-images-project",
      conditions: [BY_CLOUDFORMATION],
      source: BUILDER,
    },
    {
      sid: "KeepRepositoriesInStacks",
      actions: [
        "ecr:CreateRepository",
        "ecr:DeleteRepository",
        "ecr:DescribeRepositories",
        "ecr:ListTagsForResource",
        "ecr:TagResource",
        ...since(release, "3.15", "ecr:UntagResource"),
      ],
      resources: [repositories],
      because: ANY_CLUSTER,
      conditions: [BY_CLOUDFORMATION],
      source: BUILDER,
    },
    {
      sid: "NoticeBuildsInStacks",
      actions: [
        "events:DeleteRule",
        "events:DescribeRule",
        "events:ListTargetsByRule",
        "events:PutRule",
        "events:PutTargets",
        "events:RemoveTargets",
        "events:TagResource",
        ...since(release, "3.15", "events:UntagResource"),
      ],
      resources: [aws.arn("events", `rule/${prefix}*-CodeBuildNotificationRule*`)],
      because: ANY_CLUSTER,
      conditions: [BY_CLOUDFORMATION],
      source: BUILDER,
    },
    makeLinkedRole(aws, "LetBatchWork", "batch", "AWSServiceRoleForBatch", GUIDE),
  ];
}

/** What the head node does for awsbsub, awsbstat, awsbout, awsbhosts and awsbkill. */
export function useBatch(clusters: ClusterNames): Statements {
  const { aws } = clusters;
  const { queues, definitions, jobs, instances, ...ecs } = batchArns(clusters);
  return [
    {
      sid: "SubmitJobs",
      actions: ["batch:SubmitJob"],
      resources: [queues, definitions, jobs],
      because: `${LOGICAL}; Batch makes the ids of jobs`,
      source: GUIDE,
    },
    {
      sid: "EndJobs",
      actions: ["batch:TerminateJob"],
      resources: [jobs],
      because: "Batch makes the ids of jobs",
      source: GUIDE,
    },
    {
      sid: "WatchJobs",
      actions: ["batch:DescribeComputeEnvironments", "batch:DescribeJobQueues", "batch:DescribeJobs", "batch:ListJobs"],
      resources: "*",
      because: "these describe and list actions of Batch take no resource",
      source: BATCH_CLI,
    },
    {
      sid: "LookAtInstances",
      actions: ["ecs:DescribeContainerInstances", "ecs:ListContainerInstances"],
      resources: [instances, ecs.clusters],
      because: "Batch names clusters of ECS after its environments",
      source: BATCH_CLI,
    },
    {
      sid: "ReadWhatJobsPrinted",
      actions: ["logs:GetLogEvents"],
      resources: [aws.arn("logs", "log-group:/aws/batch/job:log-stream:PclusterJobDefinition*")],
      because: "streams of jobs begin with the name of their definition",
      source: BATCH_CLI,
    },
  ];
}
