import type { Calls } from "../../contract-calls";
import type { Kind } from "./things";

/** What nobody may do, and why. */
export const REFUSALS: readonly (Calls<Kind> & { readonly because: string })[] = [
  {
    actions: ["iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary", "iam:UpdateAssumeRolePolicy"],
    on: ["role"],
    because: "who changes a role has what any role has",
  },
  {
    actions: ["iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:SetDefaultPolicyVersion"],
    on: ["policy"],
    because: "policies are the administrators', and the boundary first of all",
  },
  { actions: ["iam:CreatePolicy"], on: ["policy"], because: "ParallelCluster writes policies into roles" },
  {
    actions: ["iam:AttachUserPolicy", "iam:CreateAccessKey", "iam:DeleteUserPermissionsBoundary", "iam:PutUserPolicy"],
    on: ["user"],
    because: "users are the administrators'",
  },
  {
    actions: ["iam:AddUserToGroup", "iam:AttachGroupPolicy", "iam:PutGroupPolicy"],
    on: ["group"],
    because: "groups are the administrators'",
  },
  { actions: ["sts:AssumeRole"], on: ["role"], because: "services assume these roles" },
  {
    actions: ["s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:PutBucketAcl", "s3:PutLifecycleConfiguration"],
    on: ["bucket"],
    because: "ParallelCluster makes the bucket and leaves it",
  },
  {
    actions: ["ec2:ModifyImageAttribute"],
    on: ["image of ParallelCluster"],
    because: "images are shared by their configuration",
  },
  {
    actions: ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret"],
    on: ["secret"],
    because: "secrets are made beforehand",
  },
  { actions: ["dynamodb:Scan", "dynamodb:UpdateTable"], on: ["table"], because: "nodes read by key" },
  {
    actions: ["elasticfilesystem:ClientRootAccess", "elasticfilesystem:PutFileSystemPolicy"],
    on: ["any shared file system"],
    because: "the policy of a file system is its owner's",
  },
  {
    actions: ["logs:DescribeResourcePolicies", "ssm:DescribeParameters"],
    on: ["nothing"],
    because: "no page asks for it",
  },
];
