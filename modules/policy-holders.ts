import { Construct } from "constructs";
import type { Arn } from "./aws-environment";
import { any, chooseList, type List } from "./deferred";
import { named } from "./deferred-name";
import { onlyWhen } from "./deferred-text";
import type { AccessPlace } from "./instance-access";
import type { ManagedPolicy } from "./managed-policy";
import { type Holders, PolicyAttachments } from "./policy-attachments";
import { UserRole } from "./user-role";

/** Policies, and who gets them. */
export interface HandedPolicies {
  /** By what each is for, which is in the addresses: one that comes or goes moves no other. */
  readonly policies: Readonly<Record<string, ManagedPolicy>>;
  /** Users, groups and roles that exist. @default - none: by hand */
  readonly attachTo?: Holders | undefined;
  /** ARNs of users and roles that may assume a role with the policies. @default - no such role */
  readonly assumableBy?: List<string> | undefined;
  /** One sentence: who assumes that role. */
  readonly description: string;
}

/**
 * Gives policies to people: to users, groups and roles that exist, and to a role that they assume.
 *
 * Only the role that is made has the organisation's boundary, so that the rest is for administrators.
 *
 * @returns the role's ARN; undefined where nobody assumes one
 */
export function handOut(
  scope: Construct,
  who: string,
  place: AccessPlace,
  { policies, attachTo, assumableBy = [], description }: HandedPolicies,
): Arn | undefined {
  const { aws, names, managedPoliciesPerRole = 10, trustPolicyCharacters, tags } = place;
  const attach = (id: string, holders: Holders | undefined) => {
    // apart from the policies themselves, which a system may well call `user-logs`
    const attached = new Construct(scope, id);
    for (const [thing, { policyArns, there }] of Object.entries(policies))
      new PolicyAttachments(attached, thing, { policyArns, there, ...holders });
  };
  attach(`${who}-attached`, attachTo);
  const create = any(assumableBy);
  if (create === false) return undefined;
  const attached = Object.values(policies).flatMap(({ policyArns }) => policyArns).length;
  if (attached > managedPoliciesPerRole) {
    throw new Error(
      `role '${names.of(who)}' must have at most ${managedPoliciesPerRole} managed policies, got ${attached}: raise the quota of the account and 'iam.managedPoliciesPerRole'`,
    );
  }
  const role = new UserRole(scope, `${who}-role`, {
    aws,
    roleName: names.of(who),
    path: names.iamPath,
    permissionsBoundary: place.peopleBoundary ?? place.permissionsBoundary,
    managedPoliciesPerRole,
    trustPolicyCharacters,
    tags,
    description,
    trusted: assumableBy,
    create,
  });
  attach(`${who}-role-attached`, {
    roles: chooseList(create, [named(scope, `${who}_role_name`, role.roleName)], []),
  });
  return onlyWhen(create, role.roleArn);
}
