import type { Arn } from "../../../modules/aws-environment";
import type { PolicyCondition } from "../../../modules/policy-document";
import type { ConfiguredResource, Value } from "../configured-resource";
import {
  type Catalogue,
  type CatalogueEntry,
  equals,
  type Need,
  needsOf,
  on,
  type StackPlace,
  type Target,
} from "../need";
import { anyPath, passRole, policyArn, profileArn, roleArn, rolesOfProfile } from "./iam-names";

const need = needsOf(
  "iam",
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html",
);

/** A role, as the provider reads it with all that may be in it. */
const READ_ROLE = "GetRole ListRolePolicies ListAttachedRolePolicies";

/** Roles, profiles and policies of the stack; what people get is for an administrator to give. */
export const IAM: Catalogue = {
  aws_iam_role: (role, place) => {
    const target = on(roleArn(role, place));
    const held = { ...target, conditions: [boundaryOf(role)] };
    return [
      need("plan", "ReadRoles", READ_ROLE, target),
      need("apply", "ManageRoles", "CreateRole DeleteRole", held),
      need("apply", "ManageRoles", "UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription", held, "day-2 operation"),
      need("apply", "TendRoles", "TagRole ListInstanceProfilesForRole", target),
      need("apply", "TendRoles", "UntagRole", target, "day-2 operation"),
    ];
  },

  aws_iam_policy: (policy, place) => {
    const target = on(policyArn(policy, place));
    const changes = holdersAreBounded(policy) ? "apply" : "administrator";
    return [
      need("plan", "ReadPolicies", "GetPolicy GetPolicyVersion", target),
      need("apply", "ManagePolicies", "CreatePolicy DeletePolicy ListPolicyVersions TagPolicy", target),
      need("apply", "ManagePolicies", "DeletePolicyVersion UntagPolicy", target, "day-2 operation"),
      need(changes, "ChangePolicies", "CreatePolicyVersion", target, "day-2 operation"),
    ];
  },

  aws_iam_role_policy_attachment: (attachment, place) =>
    attachment.all("role").flatMap((role) => {
      const which = policies(attachment, place);
      if (typeof role === "string") {
        const roles = anyPath("role", role, place);
        return [need("plan", "ReadRolesThatExist", "ListAttachedRolePolicies", roles), give("Role", roles, which)];
      }
      const held = { resources: [roleArn(role, place)], conditions: [boundaryOf(role), which] };
      return [need("apply", "AttachPoliciesToRoles", "AttachRolePolicy DetachRolePolicy", held)];
    }),

  aws_iam_group_policy_attachment: handsTo("group", "Group"),
  aws_iam_user_policy_attachment: handsTo("user", "User"),

  aws_iam_instance_profile: (profile, place) => {
    const target = on(profileArn(profile, place));
    const roles = profile.all("role").filter((role) => typeof role === "string");
    return [
      need("plan", "ReadInstanceProfiles", "GetInstanceProfile", target),
      need("apply", "ManageInstanceProfiles", "CreateInstanceProfile DeleteInstanceProfile TagInstanceProfile", target),
      need("apply", "ManageInstanceProfiles", "AddRoleToInstanceProfile RemoveRoleFromInstanceProfile", target),
      need("apply", "ManageInstanceProfiles", "UntagInstanceProfile", target, "day-2 operation"),
      ...roles.map((role) => need("plan", "FindRolesThatExist", "GetRole", anyPath("role", role, place))),
      ...rolesOfProfile(profile, place).map((role) => passRole("ec2", place, role)),
    ];
  },

  aws_iam_group: (group, place) => {
    const target = on(groupArn(group, place));
    return [
      need("plan", "ReadGroups", "GetGroup", target),
      need("apply", "MakeGroups", "CreateGroup DeleteGroup", target),
    ];
  },

  aws_iam_user_group_membership: (membership, place) => [
    ...membership
      .names("user")
      .map((user) => need("plan", "ReadGroupsOfUsersThatExist", "ListGroupsForUser", anyPath("user", user, place))),
    ...membership.all("groups").map((group) => {
      const groups = typeof group === "string" ? anyPath("group", group, place) : on(groupArn(group, place));
      return need("administrator", "PutUsersIntoGroups", "AddUserToGroup RemoveUserFromGroup", groups);
    }),
  ],

  "data.aws_iam_instance_profile": (profile, place) => [
    need(
      "plan",
      "ReadInstanceProfilesThatExist",
      "GetInstanceProfile",
      anyPath("instance-profile", profile.named("name"), place),
    ),
  ],

  "data.aws_iam_policy_document": () => [],
};

/**
 * Attachments to people and groups. No boundary holds what a group may do, and who deploys writes what the policy says.
 */
function handsTo(attribute: "group" | "user", kind: "Group" | "User"): CatalogueEntry {
  return (attachment, place) =>
    attachment.all(attribute).flatMap((holder) => {
      const holders = typeof holder === "string" ? anyPath(attribute, holder, place) : on(groupArn(holder, place));
      const exist = typeof holder === "string" ? "ThatExist" : "";
      return [
        need("plan", `ReadPoliciesOf${kind}s${exist}`, `ListAttached${kind}Policies`, holders),
        give(kind, holders, policies(attachment, place)),
      ];
    });
}

function give(kind: "Group" | "Role" | "User", holders: Target, which: PolicyCondition): Need {
  const target = { ...holders, conditions: [which] };
  return need("administrator", `AttachPoliciesTo${kind}s`, `Attach${kind}Policy Detach${kind}Policy`, target);
}

/** Whether every one that a policy is attached to in its stack is a role of the stack, which carries a boundary. */
function holdersAreBounded(policy: ConfiguredResource): boolean {
  const holders = (type: string, attribute: string) =>
    policy
      .others(type)
      .filter((attachment) => attachment.all("policy_arn").some((each) => isSame(each, policy)))
      .flatMap((attachment) => attachment.all(attribute));
  const roles = holders("aws_iam_role_policy_attachment", "role");
  const people = [
    ...holders("aws_iam_group_policy_attachment", "group"),
    ...holders("aws_iam_user_policy_attachment", "user"),
    ...roles.filter((role) => typeof role === "string"),
  ];
  return roles.length > 0 && people.length === 0;
}

function isSame(value: Value, policy: ConfiguredResource): boolean {
  return typeof value !== "string" && value.address === policy.address;
}

function boundaryOf(role: ConfiguredResource) {
  if (role.has("permissions_boundary")) return equals("iam:PermissionsBoundary", role.named("permissions_boundary"));
  throw new Error(
    `${role.address} must carry a permissions boundary, or who deploys it could give it any right: set 'deployer', or 'iam.permissionsBoundary'`,
  );
}

function policies(attachment: ConfiguredResource, place: StackPlace) {
  const arns = attachment
    .all("policy_arn")
    .map((policy) => (typeof policy === "string" ? policy : policyArn(policy, place)));
  return equals("iam:PolicyARN", ...arns);
}

function groupArn(group: ConfiguredResource, { aws }: StackPlace): Arn {
  return aws.iamArn(`group${group.named("path")}${group.named("name")}`);
}
