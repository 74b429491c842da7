import type { Arn } from "../../modules/aws-environment";
import type { Statements } from "../../modules/policy-document";
import { ANY_CONTEXT } from "./agc-names";

const IAM_ACTIONS =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html";
const BOUNDARIES = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html";

/** Props of {@link makeBoundedRoles}. */
export interface BoundedRolesProps {
  /** By pattern. */
  readonly roles: readonly Arn[];
  /** The policy that limits every one of them. */
  readonly boundaryArn: string;
  /** Policies that AWS manages and that may be attached; none but these. */
  readonly attachable: readonly Arn[];
}

/**
 * Making roles that can do no more than a boundary allows, and removing them.
 *
 * Every call that gives a role rights carries `iam:PermissionsBoundary`, so roles without the boundary, and those with
 * another, are out of reach. The calls that carry no such key are left out or look on: UpdateAssumeRolePolicy would let
 * the caller into roles that others made, and a boundary is never put on another way or taken off.
 */
export function makeBoundedRoles({ roles, boundaryArn, attachable }: BoundedRolesProps): Statements {
  const bounded = { test: "StringEquals", key: "iam:PermissionsBoundary", values: [boundaryArn] };
  const because = ANY_CONTEXT;
  return [
    {
      sid: "MakeRolesWithinTheBoundary",
      actions: ["iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePolicy"],
      resources: roles,
      because,
      conditions: [bounded],
      source: BOUNDARIES,
    },
    {
      sid: "AttachNamedPoliciesWithinTheBoundary",
      actions: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
      resources: roles,
      because,
      conditions: [bounded, { test: "ArnEquals", key: "iam:PolicyARN", values: attachable }],
      source: BOUNDARIES,
    },
    {
      sid: "LookAfterRoles",
      actions: [
        "iam:DeleteRole",
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:ListAttachedRolePolicies",
        "iam:ListInstanceProfilesForRole",
        "iam:ListRolePolicies",
        "iam:ListRoleTags",
        "iam:TagRole",
        "iam:UntagRole",
      ],
      resources: roles,
      because,
      source: IAM_ACTIONS,
    },
  ];
}
