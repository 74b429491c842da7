import { Construct } from "constructs";
import type { Arn } from "./aws-environment";
import { each, type List } from "./deferred";
import { type CommonRoleProps, Role } from "./role";

/** Props of {@link UserRole}. */
export interface UserRoleProps extends CommonRoleProps {
  /** ARNs of users and roles that may assume it; at least one. */
  readonly trusted: List<string>;
}

/**
 * A role that people assume to do one kind of work: users of the account, or the roles that a sign-in gives them.
 *
 * Unlike a group it takes a permissions boundary, and what it allows ends with the session.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_aws-accounts.html
 */
export class UserRole extends Construct {
  readonly roleName: string;
  readonly roleArn: Arn;

  constructor(scope: Construct, id: string, props: UserRoleProps) {
    super(scope, id);
    const role = new Role(this, "Default", {
      ...props,
      trust: {
        sid: "LetPeopleAssumeTheRole",
        principals: [{ type: "AWS", identifiers: each(props.trusted, (arn) => arn) }],
        actions: ["sts:AssumeRole"],
        source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user.html",
      },
    });
    this.roleName = role.roleName;
    this.roleArn = role.roleArn;
  }
}
