import type { Calls } from "../../contract-calls";
import type { Kind } from "./things";

/** What nobody may do, and why. */
export const REFUSALS: readonly (Calls<Kind> & { readonly because: string })[] = [
  {
    actions: [
      "iam:AttachRolePolicy",
      "iam:DeleteRolePermissionsBoundary",
      "iam:PutRolePolicy",
      "iam:UpdateAssumeRolePolicy",
    ],
    on: ["role"],
    because: "who changes a role has what any role has",
  },
  {
    actions: ["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion"],
    on: ["policy"],
    because: "policies are the administrators'",
  },
  {
    actions: ["iam:AddUserToGroup", "iam:AttachGroupPolicy", "iam:PutGroupPolicy"],
    on: ["group"],
    because: "groups are the administrators'",
  },
  {
    actions: ["iam:AttachUserPolicy", "iam:CreateAccessKey", "iam:PutUserPolicy"],
    on: ["user"],
    because: "users are the administrators'",
  },
  {
    actions: ["iam:GetRole", "iam:ListRolePolicies"],
    on: ["role"],
    because: "the document's IAMReadOnlyAccess is used by nothing that is published",
  },
  { actions: ["sts:AssumeRole"], on: ["role"], because: "services assume these roles" },
  {
    actions: ["sqs:AddPermission", "sqs:DeleteQueue", "sqs:SetQueueAttributes"],
    on: ["message queue"],
    because: "the queue is the stack's",
  },
  { actions: ["sqs:CreateQueue"], on: ["message queue"], because: "auto_create_queues is FALSE: the queues are there" },
  {
    actions: [
      "s3:DeleteBucket",
      "s3:DeleteBucketPolicy",
      "s3:PutBucketPolicy",
      "s3:PutBucketVersioning",
      "s3:PutLifecycleConfiguration",
    ],
    on: ["located bucket"],
    because: "the bucket is the stack's",
  },
  { actions: ["s3:PutObjectAcl"], on: ["object"], because: "nobody else is let in" },
  {
    actions: ["batch:CreateComputeEnvironment", "batch:DeleteComputeEnvironment", "batch:UpdateComputeEnvironment"],
    on: ["environment"],
    because: "an environment starts instances with any profile",
  },
  {
    actions: ["batch:DeleteJobQueue", "batch:UpdateJobQueue"],
    on: ["job queue"],
    because: "the queues are the stack's",
  },
  {
    actions: ["ec2:RunInstances", "ec2:TerminateInstances"],
    on: ["instance"],
    because: "Batch alone starts and stops instances",
  },
  {
    actions: ["lambda:AddPermission", "lambda:CreateFunctionUrlConfig"],
    on: ["function"],
    because: "nobody outside calls a function",
  },
  {
    actions: ["ecr:DeleteRepository", "ecr:SetRepositoryPolicy"],
    on: ["repository"],
    because: "images stay, and nobody else is let in",
  },
  { actions: ["s3:ListAllMyBuckets"], on: ["nothing"], because: "the buckets are known by name" },
];
