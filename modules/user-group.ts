import { IamGroup } from "@cdktf/provider-aws/lib/iam-group";
import { IamGroupPolicyAttachment } from "@cdktf/provider-aws/lib/iam-group-policy-attachment";
import { IamUserGroupMembership } from "@cdktf/provider-aws/lib/iam-user-group-membership";
import { type ITerraformIterator, TerraformIterator } from "cdktf";
import { Construct } from "constructs";
import type { Arn } from "./aws-environment";
import { any, attribute, type Condition, chooseList, DeferredList, each, type List, onlyIf } from "./deferred";
import { perhaps } from "./deferred-text";
import { thingForEach } from "./deferred-things";
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
  readonly awsManagedPolicies?: List<Arn>;
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
    const ofAws = awsManagedPolicies instanceof DeferredList ? [] : awsManagedPolicies;
    const attached = own.length + ofAws.length;
    if (attached > POLICIES_PER_GROUP) {
      throw new Error(
        `group '${groupName}' must have at most ${POLICIES_PER_GROUP} managed policies, got ${attached}: name fewer resources`,
      );
    }
    const made = onlyIf(create, (count) => {
      const it = new IamGroup(this, "group", { count, name: groupName, path });
      const group = attribute(it, "name");
      const attach = (name: string, policyArn: string, times: { count?: number; forEach?: ITerraformIterator }) =>
        new IamGroupPolicyAttachment(this, name, { ...times, group, policyArn });
      thingForEach(awsManagedPolicies, create, (policyArn, forEach) => {
        if (forEach) attach("managed", policyArn, { forEach });
        else attach(policyArn.split("/").at(-1) as string, policyArn, { count });
      });
      for (const [index, policyArn] of own.entries())
        attach(index === 0 ? "own" : `own-${index + 1}`, policyArn, { count });
      this.addMembers(group, create, users);
      return it;
    });
    this.groupName = made && perhaps(made, "name");
  }

  private addMembers(group: string, create: Condition, users: List<string>): void {
    if (any(users) === false) return;
    const names = each(users, (user) => user);
    // by name and not by place: a member who is taken out must not move the others
    const forEach = TerraformIterator.fromList(chooseList(create, names, []));
    new IamUserGroupMembership(this, "member", { forEach, user: forEach.value, groups: [group] });
  }
}
