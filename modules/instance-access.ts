import type { Construct } from "constructs";
import type { Arn, AwsEnvironment } from "./aws-environment";
import { and, type Condition, choose, not, onlyIf, or } from "./deferred";
import { named } from "./deferred-name";
import { onlyWhen } from "./deferred-text";
import { type Existing, isGiven } from "./existing";
import { InstanceProfile } from "./instance-profile";
import { PolicyDocument, type Statements } from "./policy-document";
import { type IamPlace, type IamQuotas, ServiceRole } from "./service-role";
import type { SystemNames } from "./system-names";

export type { Existing } from "./existing";

/** A role and the instance profile it is handed out by; what is left out is created. */
export interface RoleProps {
  readonly role?: Existing;
  /** Without an ARN it is looked up by its name. */
  readonly profile?: Pick<Existing, "name" | "given"> & Partial<Existing>;
}

/** What lets a machine work: the role, and the profile that hands it out. */
export interface InstanceAccess {
  readonly role: ServiceRole;
  readonly profile: InstanceProfile;
  /** Undefined where there is none, or where the profile that exists brings its own. */
  readonly roleArn?: Arn;
  /** Undefined where there is none. */
  readonly profileArn?: string;
  /** What a role that exists should be allowed, to attach by hand. Undefined where the role is created. */
  readonly policyToAttach?: string;
}

/** Where roles are made, and what holds for all of them. */
export interface AccessPlace extends Omit<IamPlace, "path">, IamQuotas {
  readonly aws: AwsEnvironment;
  readonly names: SystemNames;
  /** ARN of the policy that limits every role that people assume. @default - `permissionsBoundary` */
  readonly peopleBoundary?: string | undefined;
}

/** A role for EC2 and its profile, each new, existing or, where there is nothing to hand it to, none. */
export function instanceAccess(
  scope: Construct,
  thing: string,
  { aws, names, permissionsBoundary, tags, managedPoliciesPerRole, trustPolicyCharacters }: AccessPlace,
  given: (RoleProps & { readonly there?: Condition }) | undefined,
  {
    description,
    statements,
    managedPolicies,
  }: { description: string; statements: Statements; managedPolicies?: readonly Arn[] },
): InstanceAccess {
  const path = names.iamPath;
  const there = given === undefined ? false : (given.there ?? true);
  const ownRole = isGiven(given?.role);
  const ownProfile = isGiven(given?.profile);
  // the role of a profile that exists is in it already
  const create = named(scope, `create_${thing}_role`, and(there, and(not(ownRole), not(ownProfile))));
  const built = aws.iamArn(`role${path}${names.of(thing)}`);
  const role = new ServiceRole(scope, thing, {
    aws,
    service: "ec2",
    roleName: given?.role
      ? named(scope, `${thing}_role_name`, choose(ownRole, given.role.name, names.of(thing)))
      : names.of(thing),
    roleArn: given?.role ? choose(ownRole, given.role.arn, built) : built,
    create,
    path,
    permissionsBoundary,
    tags,
    managedPoliciesPerRole,
    trustPolicyCharacters,
    description,
    statements,
    awsManagedPolicies: managedPolicies,
  });
  const profileName = given?.profile ? choose(ownProfile, given.profile.name, names.of(thing)) : names.of(thing);
  const profile = new InstanceProfile(scope, `${thing}-profile`, {
    profileName,
    profileArn: given?.profile?.arn,
    // where there is none, none is looked up either
    exists: and(there, ownProfile),
    create: and(there, not(ownProfile)),
    path,
    role,
    tags,
  });
  const toAttach = onlyIf(
    not(create),
    (count) => new PolicyDocument(scope, `${thing}-policy-to-attach`, { statements, count }),
  );
  return {
    role,
    profile,
    roleArn: named(scope, `${thing}_role_arn`, onlyWhen(or(create, and(there, ownRole)), role.roleArn)),
    profileArn: onlyWhen(there, profile.profileArn),
    policyToAttach: toAttach?.json,
  };
}
