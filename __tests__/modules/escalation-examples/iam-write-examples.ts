import { ACCOUNT, allow, BOUNDARY, BOUNDED, deny, type Example, POLICIES, POLICY, ROLE, ROLES } from "./example";

/** Writing in IAM, by the ids of the rules. */
export const IAM_WRITE_EXAMPLES: Readonly<Record<string, Example>> = {
  "role-policy": {
    planted: {
      "writing the policies of roles below a path": allow(["iam:PutRolePolicy"], ROLES),
      "service-linked roles and others": allow("iam:PutRolePolicy", [
        `arn:aws:iam::${ACCOUNT}:role/aws-service-role/fsx.amazonaws.com/*`,
        ROLES,
      ]),
      "attaching any policy to one role": allow("iam:AttachRolePolicy", ROLE),
      "attaching policies by a pattern of names": allow("iam:AttachRolePolicy", ROLES, {
        ArnLike: { "iam:PolicyARN": `arn:aws:iam::${ACCOUNT}:policy/parallelcluster*` },
      }),
      "attaching the administrator's policy by its name": allow("iam:AttachRolePolicy", ROLES, {
        ArnEquals: { "iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess" },
      }),
      "a boundary only where the call says one": allow("iam:PutRolePolicy", ROLES, {
        StringEqualsIfExists: { "iam:PermissionsBoundary": BOUNDARY },
      }),
      "any boundary": allow("iam:PutRolePolicy", ROLES, { StringLike: { "iam:PermissionsBoundary": "*" } }),
      "a wildcard of names": allow("iam:*RolePolicy", ROLES),
      "a refusal that holds sometimes": [
        allow("iam:PutRolePolicy", ROLES),
        deny("iam:PutRolePolicy", { Bool: { "aws:MultiFactorAuthPresent": "false" } }),
      ],
      "a refusal of other boundaries that holds sometimes": [
        allow("iam:PutRolePolicy", ROLES),
        deny("iam:*", {
          StringNotEquals: { "iam:PermissionsBoundary": BOUNDARY },
          Bool: { "aws:MultiFactorAuthPresent": "false" },
        }),
      ],
      "a refusal of other boundaries on other roles": [
        allow("iam:PutRolePolicy", ROLES),
        deny(
          "iam:*",
          { StringNotEquals: { "iam:PermissionsBoundary": BOUNDARY } },
          `arn:aws:iam::${ACCOUNT}:role/theirs/*`,
        ),
      ],
      "a user's own policies": allow("iam:PutUserPolicy", "arn:aws:iam::111122223333:user/${aws:username}"),
    },
    passes: {
      "writing them with the boundary": allow(["iam:PutRolePolicy", "iam:AttachRolePolicy"], ROLES, BOUNDED),
      "attaching exact policies": allow("iam:AttachRolePolicy", ROLES, { ArnEquals: { "iam:PolicyARN": POLICY } }),
      "a refusal of every other boundary": [
        allow("iam:PutRolePolicy", ROLES),
        deny("iam:*", { StringNotEquals: { "iam:PermissionsBoundary": BOUNDARY } }),
      ],
      "a refusal of the action": [allow("iam:*RolePolicy", ROLES), deny(["iam:PutRolePolicy", "iam:AttachRolePolicy"])],
      "reading the policies": allow(["iam:GetRolePolicy", "iam:ListRolePolicies"], ROLES),
      "service-linked roles, which only their service can change": allow(
        ["iam:AttachRolePolicy", "iam:PutRolePolicy"],
        `arn:aws:iam::${ACCOUNT}:role/aws-service-role/s3.data-source.lustre.fsx.amazonaws.com/*`,
      ),
    },
  },
  "group-rights": {
    planted: {
      "writing a group's policies": allow("iam:PutGroupPolicy", `arn:aws:iam::${ACCOUNT}:group/scientists`),
      "attaching any policy to it": allow("iam:AttachGroupPolicy", `arn:aws:iam::${ACCOUNT}:group/scientists`),
      "joining any group": allow("iam:AddUserToGroup", `arn:aws:iam::${ACCOUNT}:group/*`),
    },
    passes: {
      "joining the one group": allow("iam:AddUserToGroup", `arn:aws:iam::${ACCOUNT}:group/scientists`),
      "attaching the exact policy": allow("iam:AttachGroupPolicy", `arn:aws:iam::${ACCOUNT}:group/scientists`, {
        ArnEquals: { "iam:PolicyARN": POLICY },
      }),
    },
  },
  "unbounded-principal": {
    planted: { "a role below a path": allow("iam:CreateRole", ROLES), "a user": allow(["iam:CreateUser"]) },
    passes: {
      "a role with the boundary": allow("iam:CreateRole", ROLES, BOUNDED),
      "an instance profile": allow("iam:CreateInstanceProfile", `arn:aws:iam::${ACCOUNT}:instance-profile/acme`),
    },
  },
  "role-trust": {
    planted: { "one role's": allow("iam:UpdateAssumeRolePolicy", ROLE) },
    passes: { "with the boundary": allow("iam:UpdateAssumeRolePolicy", ROLES, BOUNDED) },
  },
  "policy-version": {
    planted: {
      "any policy": allow("iam:CreatePolicyVersion"),
      "one policy that anybody may have": allow("iam:CreatePolicyVersion", POLICY),
      "policies by a pattern": [
        allow("iam:CreatePolicyVersion", `${POLICY}*`),
        allow("iam:AttachRolePolicy", ROLES, BOUNDED),
      ],
      "a policy that also comes to roles without the boundary": [
        allow("iam:CreatePolicyVersion", POLICY),
        allow("iam:AttachRolePolicy", ROLES, BOUNDED),
        allow("iam:AttachRolePolicy", ROLE),
      ],
      "policies below another path than the roles": [
        allow("iam:CreatePolicyVersion", `arn:aws:iam::${ACCOUNT}:policy/groundwork/acme/slim/*`),
        allow("iam:AttachRolePolicy", ROLES, BOUNDED),
      ],
      "going back, exact as it is": [
        allow("iam:SetDefaultPolicyVersion", POLICY),
        allow("iam:AttachRolePolicy", ROLES, BOUNDED),
      ],
    },
    passes: {
      "exact policies that come to roles only with the boundary": [
        allow("iam:CreatePolicyVersion", POLICY),
        allow("iam:AttachRolePolicy", ROLES, BOUNDED),
      ],
      "deleting old versions": allow("iam:DeletePolicyVersion", POLICY),
    },
  },
  "policy-path": {
    planted: {
      "all policies below the path of bounded roles": [
        allow("iam:CreatePolicyVersion", POLICIES),
        allow("iam:AttachRolePolicy", ROLES, BOUNDED),
      ],
    },
    passes: {
      "exact policies": [allow("iam:CreatePolicyVersion", POLICY), allow("iam:AttachRolePolicy", ROLES, BOUNDED)],
      "policies below the path of roles without the boundary, which is worse": [
        allow("iam:CreatePolicyVersion", POLICIES),
        allow("iam:AttachRolePolicy", ROLES),
      ],
      "making policies there": allow("iam:CreatePolicy", POLICIES),
    },
  },
  "boundary-policy": {
    planted: {
      "a policy below the same path": [
        allow("iam:CreateRole", ROLES, BOUNDED),
        allow(["iam:CreatePolicy", "iam:DeletePolicy"], `arn:aws:iam::${ACCOUNT}:policy/*`),
      ],
      "by its name": [
        allow("iam:CreatePolicyVersion", [POLICY, BOUNDARY]),
        allow("iam:AttachRolePolicy", ROLES, BOUNDED),
      ],
      "though another is refused": [
        allow("iam:AttachRolePolicy", ROLES, BOUNDED),
        allow("iam:DeletePolicyVersion"),
        deny("iam:*", undefined, POLICY),
      ],
    },
    passes: {
      "policies below another path": [
        allow("iam:CreateRole", ROLES, BOUNDED),
        allow(["iam:CreatePolicy", "iam:DeletePolicy"], `arn:aws:iam::${ACCOUNT}:policy/groundwork/acme/duet/*`),
      ],
      "any policy but the boundary": [
        allow("iam:CreateRole", ROLES, BOUNDED),
        allow("iam:DeletePolicy"),
        deny("iam:*Policy*", undefined, [BOUNDARY]),
      ],
      "reading it": [allow("iam:CreateRole", ROLES, BOUNDED), allow("iam:GetPolicyVersion", BOUNDARY)],
    },
  },
  "boundary-change": {
    planted: {
      "taking it off, though it is the one": allow("iam:DeleteRolePermissionsBoundary", ROLES, BOUNDED),
      "putting on any": allow(["iam:PutRolePermissionsBoundary"], ROLES),
    },
    passes: { "putting on the one": allow("iam:PutRolePermissionsBoundary", ROLES, BOUNDED) },
  },
  credentials: {
    planted: {
      "keys of any user": allow("iam:CreateAccessKey"),
      "a password of a named user": allow(["iam:UpdateLoginProfile"], `arn:aws:iam::${ACCOUNT}:user/ada`),
      "another second factor": allow("iam:DeactivateMFADevice", `arn:aws:iam::${ACCOUNT}:user/*`),
    },
    passes: {
      "keys of one's own": allow(["iam:CreateAccessKey", "iam:UpdateAccessKey"], "arn:aws:iam::*:user/${aws:username}"),
      "seeing keys": allow("iam:ListAccessKeys"),
    },
  },
  "identity-provider": {
    planted: {
      "the metadata of a provider": allow("iam:UpdateSAMLProvider", `arn:aws:iam::${ACCOUNT}:saml-provider/company`),
    },
    passes: { "seeing it": allow("iam:GetSAMLProvider", `arn:aws:iam::${ACCOUNT}:saml-provider/company`) },
  },
  "profile-role": {
    planted: { "any profile": allow("iam:AddRoleToInstanceProfile", `arn:aws:iam::${ACCOUNT}:instance-profile/*`) },
    passes: {
      "profiles below a path": allow(
        "iam:AddRoleToInstanceProfile",
        `arn:aws:iam::${ACCOUNT}:instance-profile/parallelcluster/*`,
      ),
    },
  },
  "removed-policy": {
    planted: { "off any role": allow(["iam:DetachRolePolicy", "iam:DeleteRolePolicy"], ROLES) },
    passes: { "off roles with the boundary": allow(["iam:DetachRolePolicy", "iam:DeleteRolePolicy"], ROLES, BOUNDED) },
  },
  "linked-role": {
    planted: { "of any service": allow("iam:CreateServiceLinkedRole") },
    passes: {
      "of Batch, by condition": allow("iam:CreateServiceLinkedRole", "*", {
        StringEquals: { "iam:AWSServiceName": "batch.amazonaws.com" },
      }),
      "of Batch, by path": allow(
        "iam:CreateServiceLinkedRole",
        `arn:aws:iam::${ACCOUNT}:role/aws-service-role/batch.amazonaws.com/*`,
      ),
    },
  },
};
