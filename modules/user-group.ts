import { IamGroup } from "@cdktf/provider-aws/lib/iam-group";
import { IamGroupPolicyAttachment } from "@cdktf/provider-aws/lib/iam-group-policy-attachment";
import { IamUserGroupMembership } from "@cdktf/provider-aws/lib/iam-user-group-membership";
import { TerraformIterator } from "cdktf";
import { Construct } from "constructs";
import type { Arn } from "./aws-environment";
import { any, attribute, type Condition, chooseList, each, type List, onlyIf } from "./deferred";
import type { ManagedPolicy } from "./managed-policy";

/**
 * Managed policies of a group; unlike a role's, AWS does not raise it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entities
 */
const POLICIES_PER_GROUP = 10;

/** Props of {@link UserGroup}. */
export interface UserGroupProps {
  readonly groupName: string;
  /** IAM path; begins and ends with `/`. */
  readonly path: string;
  /** What its members may do. */
  readonly policies: readonly ManagedPolicy[];
  /** Policies that AWS manages, in order. @default - none */
  readonly awsManagedPolicies?: readonly Arn[];
  /** Names of users who exist and become members. @default - none: members are added by hand */
  readonly users?: List<string>;
  /** @default true */
  readonly create?: Condition;
}

/**
 * A group of people who may do the same, with users who exist.
 *
 * Only the named memberships are managed: who was added by hand stays a member, and a member's other groups stay as they are
 * (`aws_iam_user_group_membership`; `aws_iam_group_membership` would remove everybody else). IAM takes neither tags nor a
 * permissions boundary for a group, so making and filling one is for administrators.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html
 */
export class UserGroup extends Construct {
  /** Undefined where none is created. */
  readonly groupName?: string;

  constructor(scope: Construct, id: string, props: UserGroupProps) {
    super(scope, id);
    const { groupName, path, policies, awsManagedPolicies = [], users = [], create = true } = props;
    const own = policies.flatMap(({ policyArns }) => policyArns);
    const attached = own.length + awsManagedPolicies.length;
    if (attached > POLICIES_PER_GROUP) {
      throw new Error(
        `group '${groupName}' must have at most ${POLICIES_PER_GROUP} managed policies, got ${attached}: name fewer resources`,
      );
    }
    this.groupName = onlyIf(create, (count) => {
      const made = new IamGroup(this, "group", { count, name: groupName, path });
      const group = attribute(made, "name");
      const attach = (name: string, policyArn: string) =>
        new IamGroupPolicyAttachment(this, name, { count, group, policyArn });
      for (const policyArn of awsManagedPolicies) attach(policyArn.split("/").at(-1) as string, policyArn);
      for (const [index, policyArn] of own.entries()) attach(index === 0 ? "own" : `own-${index + 1}`, policyArn);
      return group;
    });
    if (this.groupName !== undefined) this.addMembers(this.groupName, create, users);
  }

  private addMembers(group: string, create: Condition, users: List<string>): void {
    if (any(users) === false) return;
    const names = each(users, (user) => user);
    // by name and not by place: a member who is taken out must not move the others
    const forEach = TerraformIterator.fromList(chooseList(create, names, []));
    new IamUserGroupMembership(this, "member", { forEach, user: forEach.value, groups: [group] });
  }
}
