import type { ArnPattern } from "./arn-pattern";
import { type EscalationRule, hackTricks, iamGuide, named, pathfinding, RHINO } from "./escalation-rule";
import type { Grant } from "./policy-grant";

const BOUNDARIES = iamGuide("access_policies_boundaries");
const BOUNDARY = "iam:PermissionsBoundary";
const HOLD = `hold it by StringEquals on ${BOUNDARY}`;

/** Calls by which a managed policy says something else. */
const WRITES_POLICY = [
  "iam:CreatePolicy",
  "iam:CreatePolicyVersion",
  "iam:DeletePolicy",
  "iam:DeletePolicyVersion",
  "iam:SetDefaultPolicyVersion",
];

/** Policies of AWS that give their holder, or let it take, any right, by their ARNs. */
export const ADMINISTRATORS =
  /:policy\/(job-function\/)?(AdministratorAccess|IAMFullAccess|PowerUserAccess|SystemAdministrator)$/;

/** Ways to rights by writing in IAM: what a permissions boundary is there to hold. */
export const IAM_WRITE_RULES: readonly EscalationRule[] = [
  {
    id: "role-policy",
    severity: "escalation",
    kinds: ["identity"],
    finds: "writing or attaching policies of roles and users without a boundary",
    why: "who writes the policies of a role or user decides what it may do",
    instead: `${HOLD}, or attaching by the exact policies in iam:PolicyARN`,
    sources: [
      RHINO,
      pathfinding("iam-007"),
      pathfinding("iam-009"),
      pathfinding("iam-010"),
      pathfinding("iam-012"),
      BOUNDARIES,
    ],
    find: (grant) => {
      if (isBounded(grant) || isOfLinkedRoles(grant)) return undefined;
      const attach = attachesOnlyNamed(grant) ? [] : ["iam:AttachRolePolicy", "iam:AttachUserPolicy"];
      return named(grant.allows(["iam:PutRolePolicy", "iam:PutUserPolicy", ...attach]));
    },
  },
  {
    id: "group-rights",
    severity: "escalation",
    kinds: ["identity"],
    finds: "writing the policies of groups, or joining any group",
    why: "the members of a group have its rights, and a group has no boundary",
    instead: "leave groups to an administrator, attach only the exact policies in iam:PolicyARN, or name the one group",
    sources: [RHINO, pathfinding("iam-008"), pathfinding("iam-011"), pathfinding("iam-013")],
    find: (grant) =>
      named([
        ...grant.allows(
          attachesOnlyNamed(grant) ? ["iam:PutGroupPolicy"] : ["iam:PutGroupPolicy", "iam:AttachGroupPolicy"],
        ),
        ...grant.allows(["iam:AddUserToGroup"]).filter((action) => grant.reachesAny(action)),
      ]),
  },
  {
    id: "unbounded-principal",
    severity: "escalation",
    kinds: ["identity"],
    finds: "making roles or users without a boundary",
    why: "a role that its maker fills and passes on, or assumes, has whatever rights the maker likes",
    instead: HOLD,
    sources: [BOUNDARIES, RHINO, pathfinding("iam-017"), pathfinding("iam-018")],
    find: (grant) => (isBounded(grant) ? undefined : named(grant.allows(["iam:CreateRole", "iam:CreateUser"]))),
  },
  {
    id: "role-trust",
    severity: "escalation",
    kinds: ["identity"],
    finds: "changing who may assume a role, without a boundary",
    why: "the holder can let itself in and have the rights of the role",
    instead: HOLD,
    sources: [RHINO, pathfinding("iam-014"), pathfinding("iam-021")],
    find: (grant) => (isBounded(grant) ? undefined : named(grant.allows(["iam:UpdateAssumeRolePolicy"]))),
  },
  {
    id: "policy-version",
    severity: "escalation",
    kinds: ["identity"],
    finds: "writing policies that exist, or going back to an older version of one",
    why: "no boundary key comes with the call, so a new version of any policy gives its holders any right",
    instead:
      "name the exact policies and let the same principal attach policies only by iam:PermissionsBoundary; leave iam:SetDefaultPolicyVersion out",
    sources: [RHINO, pathfinding("iam-001"), pathfinding("iam-002"), BOUNDARIES],
    find: (grant, { grants }) =>
      named([
        ...grant.allows(["iam:SetDefaultPolicyVersion"]),
        ...grant
          .allows(["iam:CreatePolicyVersion"])
          .filter(() => !namesPoliciesOf(grant, grants) && !keepsPathOf(grant, grants)),
      ]),
  },
  {
    id: "policy-path",
    severity: "wide",
    kinds: ["identity"],
    finds:
      "writing all policies below a path, where the same principal attaches policies only to bounded roles below it",
    why: "a policy there that somebody else has, too, says what the holder likes",
    instead: "name the exact policies, or refuse those that people have with Deny",
    sources: [BOUNDARIES, pathfinding("iam-001")],
    find: (grant, { grants }) =>
      named(grant.allows(["iam:CreatePolicyVersion"]).filter(() => keepsPathOf(grant, grants))),
  },
  {
    id: "boundary-policy",
    severity: "escalation",
    kinds: ["identity"],
    finds: "writing the policy that is the boundary",
    why: "who writes the boundary is held by nothing",
    instead: "keep the boundary under a path of its own, or refuse these actions on it with Deny",
    sources: [BOUNDARIES],
    find: (grant, { grants }) => {
      const boundaries = grants.flatMap((each) => each.valuesOf(BOUNDARY).flat());
      return named(WRITES_POLICY.filter((action) => boundaries.some((arn) => grant.allowsOn(action, arn))));
    },
  },
  {
    id: "boundary-change",
    severity: "escalation",
    kinds: ["identity"],
    finds: "taking boundaries off, or putting on others",
    why: "without its boundary a role has all that its policies say",
    instead:
      "leave Delete…PermissionsBoundary out, and hold Put…PermissionsBoundary by StringEquals on the one boundary",
    sources: [BOUNDARIES],
    find: (grant) =>
      named([
        ...grant.allows(["iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary"]),
        ...(isBounded(grant) ? [] : grant.allows(["iam:PutRolePermissionsBoundary", "iam:PutUserPermissionsBoundary"])),
      ]),
  },
  {
    id: "credentials",
    severity: "escalation",
    kinds: ["identity"],
    finds: "making credentials of other users",
    why: "the holder can log in as them",
    instead: "name the user itself: user/${aws:username}",
    sources: [RHINO, pathfinding("iam-004"), pathfinding("iam-005"), pathfinding("iam-006"), hackTricks("iam")],
    find: (grant) =>
      isOfOneself(grant)
        ? undefined
        : named(
            grant.allows([
              "iam:CreateAccessKey",
              "iam:CreateLoginProfile",
              "iam:CreateServiceSpecificCredential",
              "iam:DeactivateMFADevice",
              "iam:EnableMFADevice",
              "iam:ResetServiceSpecificCredential",
              "iam:UpdateAccessKey",
              "iam:UpdateLoginProfile",
              "iam:UploadSSHPublicKey",
            ]),
          ),
  },
  {
    id: "identity-provider",
    severity: "escalation",
    kinds: ["identity"],
    finds: "changing an identity provider",
    why: "whoever speaks for the provider is let into every role that trusts it",
    instead: "leave identity providers to an administrator",
    sources: [hackTricks("iam")],
    find: (grant) =>
      named(
        grant.allows([
          "iam:AddClientIDToOpenIDConnectProvider",
          "iam:UpdateOpenIDConnectProviderThumbprint",
          "iam:UpdateSAMLProvider",
        ]),
      ),
  },
  {
    id: "profile-role",
    severity: "escalation",
    kinds: ["identity"],
    finds: "putting roles into any instance profile",
    why: "the machines that have the profile get the rights of the other role",
    instead: "name the instance profiles, or their path",
    sources: [iamGuide("id_roles_use_switch-role-ec2_instance-profiles"), RHINO],
    find: (grant) => named(grant.allows(["iam:AddRoleToInstanceProfile"]).filter((action) => grant.reachesAny(action))),
  },
  {
    id: "removed-policy",
    severity: "wide",
    kinds: ["identity"],
    finds: "taking policies off roles and users without a boundary",
    why: "what a policy refuses is allowed when it is gone",
    instead: HOLD,
    sources: [BOUNDARIES],
    find: (grant) =>
      isBounded(grant)
        ? undefined
        : named(
            grant.allows([
              "iam:DeleteRolePolicy",
              "iam:DeleteUserPolicy",
              "iam:DetachRolePolicy",
              "iam:DetachUserPolicy",
            ]),
          ),
  },
  {
    id: "linked-role",
    severity: "wide",
    kinds: ["identity"],
    finds: "making the service-linked role of any service",
    why: "every service can be let into the account",
    instead: "hold it by StringEquals on iam:AWSServiceName, or name the role below role/aws-service-role/<service>/",
    sources: [iamGuide("id_roles_create-service-linked-role")],
    find: (grant) => {
      const made = grant.allows(["iam:CreateServiceLinkedRole"]).filter((action) => grant.reachesAny(action));
      return grant.holds("iam:AWSServiceName") ? undefined : named(made);
    },
  },
];

function isBounded(grant: Grant): boolean {
  return grant.holdsExactly(BOUNDARY);
}

/** Whether attaching is held to policies by their exact names, none of which makes an administrator. */
function attachesOnlyNamed(grant: Grant): boolean {
  return (
    grant.holdsExactly("iam:PolicyARN") &&
    !grant
      .valuesOf("iam:PolicyARN")
      .flat()
      .some((arn) => ADMINISTRATORS.test(arn))
  );
}

/**
 * Whether a grant names its policies, and they can come to roles only with a boundary.
 *
 * That a policy is attached only so cannot be seen in the policy itself: the same principal must be the one who attaches,
 * and always with a boundary.
 */
function namesPoliciesOf({ resources = [] }: Grant, grants: readonly Grant[]): boolean {
  const attaching = grants.filter((each) => each.allows(["iam:AttachRolePolicy"]).length > 0);
  const exact = resources.length > 0 && resources.every(({ text }) => !/[*?]/.test(text));
  return exact && attaching.length > 0 && attaching.every(isBounded);
}

/** Whether a grant reaches the policies below one path, and the same principal attaches only to bounded roles below it. */
function keepsPathOf({ resources = [] }: Grant, grants: readonly Grant[]): boolean {
  const pathOf = ({ resource }: ArnPattern) => /^[a-z-]+(\/[^*?]+\/)\*$/.exec(resource)?.[1];
  const attaching = grants.filter((each) => each.allows(["iam:AttachRolePolicy"]).length > 0);
  const paths = [...resources, ...attaching.flatMap((each) => each.resources ?? [])].map(pathOf);
  return attaching.length > 0 && attaching.every(isBounded) && paths[0] !== undefined && new Set(paths).size === 1;
}

/**
 * Whether a grant reaches service-linked roles only: nobody but their service can change what those may do.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 */
function isOfLinkedRoles({ resources = [] }: Grant): boolean {
  return resources.length > 0 && resources.every(({ resource }) => resource.startsWith("role/aws-service-role/"));
}

function isOfOneself({ resources = [] }: Grant): boolean {
  return resources.length > 0 && resources.every(({ text }) => /[$&]\{aws:username\}$/.test(text));
}
