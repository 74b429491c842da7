import type { DuetRole } from "./duet-json";
import type { Kind } from "./target";

/** Calls that must be refused on our own things too. */
export interface Refusal {
  readonly roles: readonly DuetRole[];
  readonly actions: readonly string[];
  readonly on: readonly Kind[];
  readonly because: string;
}

const BOTH: readonly DuetRole[] = ["machine", "instance"];
const TASKS: readonly DuetRole[] = ["instance"];

/** What nobody who runs pipelines may do, whatever it is called on. */
export const REFUSALS: readonly Refusal[] = [
  { roles: BOTH, actions: ["iam:PassRole"], on: ["passed role"], because: "no job has a role of its own" },
  {
    roles: BOTH,
    actions: [
      "iam:AttachRolePolicy",
      "iam:CreateRole",
      "iam:DeleteRolePermissionsBoundary",
      "iam:PutRolePermissionsBoundary",
      "iam:PutRolePolicy",
      "iam:UpdateAssumeRolePolicy",
      "sts:AssumeRole",
    ],
    on: ["role"],
    because: "who changes roles is administrator",
  },
  {
    roles: BOTH,
    actions: ["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion"],
    on: ["policy"],
    because: "a new version of its own policy would allow anything",
  },
  {
    roles: BOTH,
    actions: ["iam:AddRoleToInstanceProfile"],
    on: ["instance profile"],
    because: "another role in its profile would be its own",
  },
  {
    roles: BOTH,
    actions: [
      "s3:DeleteBucket",
      "s3:DeleteBucketPolicy",
      "s3:GetBucketPolicy",
      "s3:ListBucketVersions",
      "s3:PutBucketAcl",
      "s3:PutBucketPolicy",
      "s3:PutBucketPublicAccessBlock",
      "s3:PutBucketVersioning",
      "s3:PutEncryptionConfiguration",
      "s3:PutLifecycleConfiguration",
      "s3:PutReplicationConfiguration",
    ],
    on: ["located bucket"],
    because: "pipelines use the bucket, they do not look after it",
  },
  {
    roles: BOTH,
    actions: ["s3:DeleteObjectVersion", "s3:GetObjectVersion", "s3:PutObjectAcl"],
    on: ["object"],
    because: "what was overwritten can be brought back, and nobody else is let in",
  },
  {
    roles: BOTH,
    actions: ["s3:DeleteObject", "s3:PutObject", "s3:PutObjectTagging"],
    on: ["input object"],
    because: "inputs are only read",
  },
  { roles: BOTH, actions: ["kms:GenerateDataKey"], on: ["input key"], because: "inputs are only read" },
  {
    roles: BOTH,
    actions: ["kms:CreateGrant", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"],
    on: ["key"],
    because: "pipelines use the key, they do not look after it",
  },
  {
    roles: BOTH,
    actions: ["s3:GetObject", "s3:PutObject"],
    on: ["state"],
    because: "the state is the administrators'",
  },
  {
    roles: BOTH,
    actions: ["batch:CreateComputeEnvironment", "batch:DeleteComputeEnvironment", "batch:UpdateComputeEnvironment"],
    on: ["compute environment"],
    because: "an environment starts instances with any profile",
  },
  {
    roles: BOTH,
    actions: ["batch:CreateJobQueue", "batch:DeleteJobQueue", "batch:UpdateJobQueue"],
    on: ["queue"],
    because: "pipelines use the queue, they do not look after it",
  },
  {
    roles: BOTH,
    actions: ["ec2:ModifyInstanceAttribute", "ec2:RunInstances", "ec2:TerminateInstances"],
    on: ["instance"],
    because: "Batch alone starts and stops instances",
  },
  {
    roles: BOTH,
    actions: ["ecr:BatchDeleteImage", "ecr:DeleteRepository", "ecr:SetRepositoryPolicy"],
    on: ["repository"],
    because: "images stay, and nobody else is let in",
  },
  { roles: BOTH, actions: ["ecs:ExecuteCommand", "ecs:StopTask"], on: ["task"], because: "Batch alone runs tasks" },
  { roles: BOTH, actions: ["logs:DeleteLogGroup"], on: ["log group"], because: "logs end by their retention" },
  {
    roles: BOTH,
    actions: ["ssm:GetParameter"],
    on: ["parameter"],
    because: "AmazonSSMManagedInstanceCore reads all of them",
  },
  { roles: BOTH, actions: ["secretsmanager:GetSecretValue"], on: ["secret"], because: "nothing here has a secret" },
  { roles: BOTH, actions: ["s3:ListAllMyBuckets"], on: ["nothing"], because: "the one bucket is known by name" },
];

/** What a managed policy that documents name allows, and ours leave out on purpose. */
export const LEFT_OUT: readonly Refusal[] = [
  {
    roles: TASKS,
    actions: ["ecs:CreateCluster"],
    on: ["cluster"],
    because: "Batch makes the cluster before instances",
  },
  {
    roles: TASKS,
    actions: ["ecs:TagResource"],
    on: ["container instance"],
    because:
      "the agent registers without tags, unless ECS_CONTAINER_INSTANCE_TAGS or propagation is set: Batch sets neither",
  },
  {
    roles: TASKS,
    actions: ["ecs:ListTagsForResource"],
    on: ["task"],
    because: "the agent asks only for task metadata with tags, which nothing here reads",
  },
  {
    roles: TASKS,
    actions: ["ec2:DescribeTags"],
    on: ["nothing"],
    because: "the agent asks only where ECS_CONTAINER_INSTANCE_PROPAGATE_TAGS_FROM is set",
  },
];
