import { iamGuide } from "../../modules/escalation-rule";
import type { Statement } from "../../modules/policy-document";
import type { DeployedStack, Reach } from "./reach";

const BOUNDARIES = iamGuide("access_policies_boundaries");
const IAM =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html";

/** Services that stacks hand roles to. */
const PASSED_TO = ["batch", "ec2", "spotfleet"] as const;

const OWN_PATH = "all that the stack makes in IAM stands at its path, and nobody else's does";

/**
 * What a deployer may do in IAM: make roles within their boundary, and hand them to services.
 *
 * A policy's new version carries no boundary key, so those that only the stack's roles hold are named.
 */
export function iamLimits({ aws, names, rolesBoundary }: DeployedStack, reach: Reach): Statement[] {
  const path = names.iamPath;
  const all = (type: string) => aws.iamArn(`${type}${path}*`);
  const { policies, linkedServices } = reach;
  const passed = [all("role"), ...reach.rolesBeside(path)];
  return [
    ...(rolesBoundary === undefined
      ? []
      : [
          {
            sid: "WriteRolesWithinTheirBoundary",
            actions: [
              "iam:AttachRolePolicy",
              "iam:CreateRole",
              "iam:DeleteRole",
              "iam:DeleteRolePolicy",
              "iam:DetachRolePolicy",
              "iam:PutRolePolicy",
              "iam:UpdateAssumeRolePolicy",
              "iam:UpdateRole",
              "iam:UpdateRoleDescription",
            ],
            resources: [all("role")],
            because: OWN_PATH,
            conditions: [{ test: "StringEquals", key: "iam:PermissionsBoundary", values: [rolesBoundary] }],
            source: BOUNDARIES,
          },
          {
            sid: "PassItsRoles",
            actions: ["iam:PassRole"],
            resources: passed,
            because: `${OWN_PATH}; roles that exist are those that the settings name`,
            conditions: [
              {
                test: "StringEquals",
                key: "iam:PassedToService",
                values: PASSED_TO.map((service) => aws.servicePrincipal(service)),
              },
            ],
            source: iamGuide("id_roles_use_passrole"),
          },
        ]),
    {
      sid: "KeepItsPathInIam",
      actions: [
        "iam:AddRoleToInstanceProfile",
        "iam:CreateGroup",
        "iam:CreateInstanceProfile",
        "iam:CreatePolicy",
        "iam:DeleteGroup",
        "iam:DeleteInstanceProfile",
        "iam:DeletePolicy",
        "iam:DeletePolicyVersion",
        "iam:RemoveRoleFromInstanceProfile",
        "iam:TagInstanceProfile",
        "iam:TagPolicy",
        "iam:TagRole",
        "iam:UntagInstanceProfile",
        "iam:UntagPolicy",
        "iam:UntagRole",
      ],
      resources: ["group", "instance-profile", "policy", "role"].map(all),
      because: `${OWN_PATH}; a policy or group that somebody has is not deleted`,
      source: IAM,
    },
    ...(policies.length === 0
      ? []
      : [
          {
            sid: "ChangePoliciesOfItsRoles",
            actions: ["iam:CreatePolicyVersion"],
            resources: policies,
            source: IAM,
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

/** What is said aloud, since a resource policy that names a session is enough beside a boundary that is silent. */
export function iamRefusals({ aws, adminPath }: DeployedStack): Statement[] {
  return [
    {
      sid: "LeaveTheAdministratorAlone",
      effect: "Deny",
      actions: ["iam:*", "sts:*"],
      resources: [aws.iamArn(`*${adminPath}*`)],
      because: "whatever stands at the administrator's path: roles, policies and boundaries",
      source: BOUNDARIES,
    },
    {
      sid: "MoveNoBoundary",
      effect: "Deny",
      actions: [
        "iam:DeleteRolePermissionsBoundary",
        "iam:DeleteUserPermissionsBoundary",
        "iam:PutRolePermissionsBoundary",
        "iam:PutUserPermissionsBoundary",
        "iam:SetDefaultPolicyVersion",
      ],
      resources: "*",
      because: "no role or policy is an exception",
      source: BOUNDARIES,
    },
  ];
}
