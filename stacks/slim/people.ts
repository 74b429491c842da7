import { Construct } from "constructs";
import type { Arn } from "../../modules/aws-environment";
import type { Condition, List } from "../../modules/deferred";
import { named } from "../../modules/deferred-name";
import { listIf, onlyWhen } from "../../modules/deferred-text";
import type { AccessPlace } from "../../modules/instance-access";
import { ManagedPolicy } from "../../modules/managed-policy";
import type { Statements } from "../../modules/policy-document";
import { UserGroup } from "../../modules/user-group";
import { UserRole } from "../../modules/user-role";
import { USER_POLICIES } from "./policies";

/** Props of {@link People}. */
export interface PeopleProps {
  readonly place: AccessPlace;
  /** Members of the group, who exist. @default - no group */
  readonly users?: List<string> | undefined;
  /** Whether there is a group, where that is not known yet. @default - where `users` are given */
  readonly hasGroup?: Condition;
  /** Who may assume the role. @default - no role */
  readonly trusted?: List<string> | undefined;
  /** Whether there is a role, where that is not known yet. @default - where `trusted` are given */
  readonly hasRole?: Condition;
  readonly statements: Statements;
  /** Whether they get the policies of AWS that the document names as well. */
  readonly awsManaged: Condition;
}

/** Those who work with slim: one policy, and the group and the role that have it. */
export class People extends Construct {
  readonly policy: ManagedPolicy;
  readonly group: UserGroup;
  /** Undefined where there is none. */
  readonly roleArn?: Arn | undefined;

  constructor(scope: Construct, id: string, props: PeopleProps) {
    super(scope, id);
    const { place, users = [], trusted = [], statements, awsManaged } = props;
    const { hasGroup = props.users !== undefined, hasRole = props.trusted !== undefined } = props;
    const { aws, names, managedPoliciesPerRole, trustPolicyCharacters, tags } = place;
    const path = names.iamPath;
    const description = "Deploying and running the imaging workflow of slim";
    this.policy = new ManagedPolicy(this, "policy", {
      aws,
      policyName: names.of("user"),
      path,
      description,
      statements,
      tags,
    });
    const policies = [this.policy];
    const awsManagedPolicies = named(
      this,
      "aws_managed_policies",
      listIf(
        awsManaged,
        USER_POLICIES.map((name) => aws.awsManagedPolicy(name)),
      ),
    );
    this.group = new UserGroup(this, "group", {
      groupName: names.of("users"),
      path,
      policies,
      awsManagedPolicies,
      users,
      create: hasGroup,
    });
    if (hasRole === false) return;
    const role = new UserRole(this, "role", {
      aws,
      path,
      permissionsBoundary: place.peopleBoundary ?? place.permissionsBoundary,
      managedPoliciesPerRole,
      trustPolicyCharacters,
      tags,
      roleName: names.of("user"),
      description,
      sharedPolicies: policies,
      awsManagedPolicies,
      trusted,
      create: hasRole,
    });
    this.roleArn = named(this, "role_arn", onlyWhen(hasRole, role.roleArn));
  }
}
