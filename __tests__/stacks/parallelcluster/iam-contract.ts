import { CLI, type Entry, GUIDE, ROLES_PAGE, TEMPLATES } from "./contract";

const PASSING = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html";
const IAM = `${CLI}/aws/iam.py`;

/** What users do with the roles of this stack, where there are roles of nodes. */
export const GIVEN_NODES: readonly Entry[] = [
  { actions: ["iam:GetRole"], on: ["given role"], page: IAM },
  { actions: ["iam:GetInstanceProfile"], on: ["given profile"], page: IAM },
  { actions: ["iam:PassRole"], on: ["role to give to a head node"], page: PASSING },
  { actions: ["iam:PassRole"], on: ["role to give to functions"], page: PASSING },
];

export const GIVEN_COMPUTE: readonly Entry[] = [
  { actions: ["iam:PassRole"], on: ["role to give to compute nodes"], page: PASSING },
];

/** The same where there are roles of builds. */
export const GIVEN_BUILDS: readonly Entry[] = [
  { actions: ["iam:GetRole"], on: ["given role of builds"], page: IAM },
  { actions: ["iam:GetInstanceProfile"], on: ["given profile of builds"], page: IAM },
  { actions: ["iam:PassRole"], on: ["role to give to a builder"], page: PASSING },
  { actions: ["iam:PassRole"], on: ["role to give to the cleanup"], page: PASSING },
];

/** What ParallelCluster does in IAM within a boundary. */
export const BOUNDED: readonly Entry[] = [
  { actions: ["iam:GetRole", "iam:GetRolePolicy"], on: ["made role"], page: ROLES_PAGE },
  { actions: ["iam:GetPolicy"], on: ["policy to look at"], page: IAM },
  {
    actions: ["iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePolicy"],
    on: ["bounded role"],
    page: `${TEMPLATES}/cdk_builder_utils.py; ${GUIDE}/Iam-v3.html, PermissionsBoundary`,
  },
  { actions: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"], on: ["policy on a bounded role"], page: ROLES_PAGE },
  { actions: ["iam:DeleteRole", "iam:TagRole", "iam:UntagRole"], on: ["made role"], page: ROLES_PAGE },
  {
    actions: [
      "iam:AddRoleToInstanceProfile",
      "iam:CreateInstanceProfile",
      "iam:DeleteInstanceProfile",
      "iam:GetInstanceProfile",
      "iam:RemoveRoleFromInstanceProfile",
    ],
    on: ["made profile"],
    page: ROLES_PAGE,
  },
  { actions: ["iam:PassRole"], on: ["made role to give to a machine"], page: PASSING },
  { actions: ["iam:PassRole"], on: ["made role to give to functions"], page: PASSING },
];

const BUILDER = `${TEMPLATES}/awsbatch_builder.py`;
const BATCH = `${CLI}/aws/batch.py`;

/** Clusters whose scheduler is AWS Batch. */
export const BATCH_USERS: readonly Entry[] = [
  {
    actions: ["batch:CreateComputeEnvironment", "batch:DeleteComputeEnvironment", "batch:UpdateComputeEnvironment"],
    on: ["environment"],
    page: BATCH,
  },
  { actions: ["batch:CreateJobQueue", "batch:DeleteJobQueue", "batch:UpdateJobQueue"], on: ["queue"], page: BUILDER },
  { actions: ["batch:RegisterJobDefinition"], on: ["definition in a stack"], page: BUILDER },
  { actions: ["batch:DeregisterJobDefinition"], on: ["revision in a stack"], page: BUILDER },
  { actions: ["batch:TagResource", "batch:UntagResource"], on: ["thing of Batch in a stack"], page: BUILDER },
  {
    actions: [
      "batch:DescribeComputeEnvironments",
      "batch:DescribeJobDefinitions",
      "batch:DescribeJobQueues",
      "batch:DescribeJobs",
      "batch:ListJobs",
    ],
    on: ["nothing"],
    page: BATCH,
    refused: { actions: ["batch:SubmitJob"], on: ["queue"] },
  },
  { actions: ["ecs:DescribeContainerInstances"], on: ["container instance"], page: ROLES_PAGE },
  { actions: ["ecs:ListContainerInstances"], on: ["cluster of ECS"], page: ROLES_PAGE },
  {
    actions: [
      "codebuild:BatchGetProjects",
      "codebuild:CreateProject",
      "codebuild:DeleteProject",
      "codebuild:UpdateProject",
    ],
    on: ["project in a stack"],
    page: BUILDER,
  },
  {
    actions: [
      "ecr:CreateRepository",
      "ecr:DeleteRepository",
      "ecr:DescribeRepositories",
      "ecr:ListTagsForResource",
      "ecr:TagResource",
      "ecr:UntagResource",
    ],
    on: ["repository in a stack"],
    page: BUILDER,
  },
  {
    actions: [
      "events:DeleteRule",
      "events:DescribeRule",
      "events:ListTargetsByRule",
      "events:PutRule",
      "events:PutTargets",
      "events:RemoveTargets",
      "events:TagResource",
      "events:UntagResource",
    ],
    on: ["rule in a stack"],
    page: BUILDER,
  },
  { actions: ["iam:CreateServiceLinkedRole"], on: ["linked role of Batch"], page: ROLES_PAGE },
  { actions: ["iam:PassRole"], on: ["made role to give to Batch"], page: BUILDER },
  { actions: ["iam:PassRole"], on: ["made role to give to CodeBuild"], page: BUILDER },
  { actions: ["iam:PassRole"], on: ["made role to give to tasks"], page: BUILDER },
  { actions: ["iam:PassRole"], on: ["made role to give to Spot Fleet"], page: BUILDER },
];
