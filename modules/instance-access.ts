import type { Construct } from "constructs";
import type { Arn, AwsEnvironment } from "./aws-environment";
import { InstanceProfile } from "./instance-profile";
import { PolicyDocument, type Statements } from "./policy-document";
import { type IamPlace, type IamQuotas, ServiceRole } from "./service-role";
import type { SystemNames } from "./system-names";

/** Something that exists already, by its name and ARN. */
export interface Existing {
  readonly name: string;
  readonly arn: Arn;
}

/** A role and the instance profile it is handed out by; what is left out is created. */
export interface RoleProps {
  readonly role?: Existing;
  /** Without an ARN it is looked up by its name. */
  readonly profile?: Pick<Existing, "name"> & Partial<Existing>;
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
}

/** A role for EC2 and its profile, each new, existing or, without `given`, none. */
export function instanceAccess(
  scope: Construct,
  thing: string,
  { aws, names, permissionsBoundary, tags, managedPoliciesPerRole, trustPolicyCharacters }: AccessPlace,
  given: RoleProps | undefined,
  {
    description,
    statements,
    managedPolicies,
  }: { description: string; statements: Statements; managedPolicies?: readonly Arn[] },
): InstanceAccess {
  const path = names.iamPath;
  // the role of a profile that exists is in it already
  const create = given !== undefined && given.role === undefined && given.profile === undefined;
  const role = new ServiceRole(scope, thing, {
    aws,
    service: "ec2",
    roleName: given?.role?.name ?? names.of(thing),
    roleArn: given?.role?.arn,
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
  const profileName = given?.profile?.name ?? names.of(thing);
  const profile = new InstanceProfile(scope, `${thing}-profile`, {
    profileName,
    // where there is none, none is looked up either
    profileArn: given ? given.profile?.arn : aws.iamArn(`instance-profile${path}${profileName}`),
    create: given !== undefined && given.profile === undefined,
    path,
    role,
    tags,
  });
  const policyToAttach = create
    ? undefined
    : new PolicyDocument(scope, `${thing}-policy-to-attach`, { statements }).json;
  return {
    role,
    profile,
    roleArn: create || given?.role ? role.roleArn : undefined,
    profileArn: given && profile.profileArn,
    policyToAttach,
  };
}
