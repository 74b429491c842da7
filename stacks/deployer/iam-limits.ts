import type { Arn } from "../../modules/aws-environment";
import { iamGuide } from "../../modules/escalation-rule";
import type { Statement } from "../../modules/policy-document";
import type { DeployedStack, Reach } from "./reach";

const BOUNDARIES = iamGuide("access_policies_boundaries");
const IAM =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html";

/** Calls that make a role or say what it may do: each carries the key that the boundary is told by. */
const WRITE_ROLES = [
  "AttachRolePolicy",
  "CreateRole",
  "DeleteRole",
  "DeleteRolePolicy",
  "DetachRolePolicy",
  "PutRolePolicy",
  "UpdateAssumeRolePolicy",
  "UpdateRole",
  "UpdateRoleDescription",
];

/** By type of thing, what else is done in IAM. No such call carries the key. */
const KEEP: Readonly<Record<string, readonly string[]>> = {
  group: ["CreateGroup", "DeleteGroup"],
  "instance-profile": ["*InstanceProfile"],
  policy: ["CreatePolicy", "CreatePolicyVersion", "DeletePolicy*", "Tag*", "Untag*"],
  role: ["Tag*", "Untag*"],
};

const OWN_PATH = "all that the stack makes in IAM stands at its path, and nobody else's does";

/** What a deployer may do in IAM: make roles within their boundary, and hand them to services. */
export function iamLimits({ aws, names, boundaries }: DeployedStack, reach: Reach): Statement[] {
  const path = names.iamPath;
  const all = (type: string) => aws.iamArn(`${type}${path}*`);
  const { linkedServices, passedTo } = reach;
  const kept = Object.entries(KEEP).map(([type, calls]) => ({ type, actions: reach.calls("iam", calls) }));
  const used = kept.filter(({ actions }) => actions.length > 0);
  return [
    ...(boundaries.length === 0
      ? []
      : [
          {
            sid: "WriteBoundedRoles",
            actions: WRITE_ROLES.map((call) => `iam:${call}`),
            resources: [all("role")],
            because: OWN_PATH,
            conditions: [{ test: "StringEquals", key: "iam:PermissionsBoundary", values: boundaries }],
            source: BOUNDARIES,
          },
        ]),
    ...(used.length === 0
      ? []
      : [
          {
            sid: "KeepItsPath",
            actions: [...new Set(used.flatMap(({ actions }) => actions))],
            resources: used.map(({ type }) => all(type)),
            because: `${OWN_PATH}; AWS deletes no policy that somebody has`,
            source: IAM,
          },
        ]),
    ...(passedTo.length === 0
      ? []
      : [
          {
            sid: "PassItsRoles",
            actions: ["iam:PassRole"],
            resources: [all("role"), ...reach.rolesBeside(path)],
            because: `${OWN_PATH}; roles that exist are those that the settings name`,
            conditions: [{ test: "StringEquals", key: "iam:PassedToService", values: passedTo }],
            source: iamGuide("id_roles_use_passrole"),
          },
        ]),
    ...(linkedServices.length === 0
      ? []
      : [
          {
            sid: "LetServicesIn",
            actions: ["iam:CreateServiceLinkedRole"],
            resources: [aws.iamArn("role/aws-service-role/*")],
            because: "each service names its role itself",
            conditions: [{ test: "StringEquals", key: "iam:AWSServiceName", values: linkedServices }],
            source: iamGuide("id_roles_create-service-linked-role"),
          },
        ]),
  ];
}

/** What is said aloud: what holds the deployer, and what people have. */
export function iamRefusals({ aws, adminPath }: DeployedStack, { policiesOfOthers }: Reach): Statement[] {
  return [
    {
      sid: "LeaveTheAdministrator",
      effect: "Deny",
      actions: ["iam:*", "sts:*"],
      resources: ["policy", "role"].map((type) => aws.iamArn(`${type}${adminPath}*`)),
      because: "whatever stands at the administrator's path: roles, policies and boundaries",
      source: BOUNDARIES,
    },
    {
      sid: "MoveNoBoundary",
      effect: "Deny",
      actions: ["iam:*PermissionsBoundary", "iam:SetDefaultPolicyVersion"],
      resources: "*",
      because: "no role, user or policy is an exception",
      source: BOUNDARIES,
    },
    ...rewriteNothingOf(policiesOfOthers),
  ];
}

function rewriteNothingOf(policies: readonly Arn[]): Statement[] {
  if (policies.length === 0) return [];
  return [
    {
      sid: "RewriteNoPeoplesPolicy",
      effect: "Deny",
      actions: ["iam:CreatePolicyVersion"],
      resources: policies,
      source: BOUNDARIES,
    },
  ];
}
