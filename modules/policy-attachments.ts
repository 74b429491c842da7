import { IamGroupPolicyAttachment } from "@cdktf/provider-aws/lib/iam-group-policy-attachment";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamUserPolicyAttachment } from "@cdktf/provider-aws/lib/iam-user-policy-attachment";
import { type ListTerraformIterator, TerraformIterator } from "cdktf";
import { Construct } from "constructs";
import type { Arn } from "./aws-environment";
import { any, type Condition, chooseList, each, type List } from "./deferred";

/** Users, groups and roles that exist, by their names without path. */
export interface Holders {
  /** @default - none */
  readonly users?: List<string>;
  /** @default - none */
  readonly groups?: List<string>;
  /** @default - none */
  readonly roles?: List<string>;
}

/** Props of {@link PolicyAttachments}. */
export interface PolicyAttachmentsProps extends Holders {
  readonly policyArns: readonly Arn[];
  /** Whether each of the policies is there. @default - all are */
  readonly there?: readonly Condition[];
}

/**
 * Managed policies on users, groups and roles that exist.
 *
 * What else they have stays as it is (`aws_iam_policy_attachment` would take the policy from everybody who is not named).
 * Nothing holds a policy on people within a boundary of ours, so this is for administrators.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-attach-detach.html
 *
 * @example
 * new PolicyAttachments(this, "attached", { policyArns: policy.policyArns, groups: ["scientists"] });
 */
export class PolicyAttachments extends Construct {
  constructor(scope: Construct, id: string, { policyArns, there = [], users, groups, roles }: PolicyAttachmentsProps) {
    super(scope, id);
    for (const [index, policyArn] of policyArns.entries()) {
      const attach = (
        kind: string,
        names: List<string> = [],
        make: (id: string, holder: ListTerraformIterator) => void,
      ) => {
        if (any(names) === false) return;
        const holders = chooseList(
          there[index] ?? true,
          each(names, (name) => name),
          [],
        );
        // by name and not by place: a holder who is taken out must not move the others
        make(index === 0 ? kind : `${kind}-${index + 1}`, TerraformIterator.fromList(holders));
      };
      attach("user", users, (attachment, forEach) => {
        new IamUserPolicyAttachment(this, attachment, { forEach, user: forEach.value, policyArn });
      });
      attach("group", groups, (attachment, forEach) => {
        new IamGroupPolicyAttachment(this, attachment, { forEach, group: forEach.value, policyArn });
      });
      attach("role", roles, (attachment, forEach) => {
        new IamRolePolicyAttachment(this, attachment, { forEach, role: forEach.value, policyArn });
      });
    }
  }
}
