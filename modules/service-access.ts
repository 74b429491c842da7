import type { Construct } from "constructs";
import type { Arn } from "./aws-environment";
import { and, type Condition, choose, not, onlyIf } from "./deferred";
import { named } from "./deferred-name";
import { onlyWhen } from "./deferred-text";
import { type Existing, isGiven } from "./existing";
import type { AccessPlace } from "./instance-access";
import { PolicyDocument, type Statements } from "./policy-document";
import { type Service, ServiceRole } from "./service-role";

/** What lets a service work: a role that it assumes. */
export interface ServiceAccess {
  readonly role: ServiceRole;
  /** Nothing where it turns out that there is none. */
  readonly roleArn: Arn;
  /** What a role that exists should be allowed, to attach by hand. Undefined where the role is created. */
  readonly policyToAttach?: string;
}

/** Props of {@link serviceAccess}. */
export interface ServiceAccessProps {
  readonly service: Service;
  readonly description: string;
  readonly statements: Statements;
  /** Whether there is one, where that is not known yet. @default true */
  readonly there?: Condition;
}

/** A role for a service that takes it by its ARN, new or existing; for EC2, which takes a profile, see `instanceAccess`. */
export function serviceAccess(
  scope: Construct,
  thing: string,
  { aws, names, permissionsBoundary, tags, managedPoliciesPerRole, trustPolicyCharacters }: AccessPlace,
  existing: Existing | undefined,
  { service, description, statements, there = true }: ServiceAccessProps,
): ServiceAccess {
  const path = names.iamPath;
  const exists = isGiven(existing);
  const built = aws.iamArn(`role${path}${names.of(thing)}`);
  const role = new ServiceRole(scope, thing, {
    aws,
    permissionsBoundary,
    tags,
    managedPoliciesPerRole,
    trustPolicyCharacters,
    service,
    path,
    roleName: existing ? choose(exists, existing.name, names.of(thing)) : names.of(thing),
    roleArn: existing ? choose(exists, existing.arn, built) : built,
    create: named(scope, `create_${thing}_role`, and(there, not(exists))),
    description,
    statements,
  });
  const toAttach = onlyIf(
    and(there, exists),
    (count) => new PolicyDocument(scope, `${thing}-policy-to-attach`, { statements, count }),
  );
  const roleArn = named(scope, `${thing}_role_arn`, onlyWhen(there, role.roleArn) ?? role.roleArn);
  return { role, roleArn, policyToAttach: toAttach?.json };
}
