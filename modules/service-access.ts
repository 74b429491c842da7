import type { Construct } from "constructs";
import type { Arn } from "./aws-environment";
import type { AccessPlace, Existing } from "./instance-access";
import { PolicyDocument, type Statements } from "./policy-document";
import { type Service, ServiceRole } from "./service-role";

/** What lets a service work: a role that it assumes. */
export interface ServiceAccess {
  readonly role: ServiceRole;
  readonly roleArn: Arn;
  /** What a role that exists should be allowed, to attach by hand. Undefined where the role is created. */
  readonly policyToAttach?: string;
}

/** A role for a service that takes it by its ARN, new or existing; for EC2, which takes a profile, see `instanceAccess`. */
export function serviceAccess(
  scope: Construct,
  thing: string,
  { aws, names, permissionsBoundary, tags, managedPoliciesPerRole, trustPolicyCharacters }: AccessPlace,
  existing: Existing | undefined,
  {
    service,
    description,
    statements,
  }: { service: Exclude<Service, "ec2">; description: string; statements: Statements },
): ServiceAccess {
  const role = new ServiceRole(scope, thing, {
    aws,
    permissionsBoundary,
    tags,
    managedPoliciesPerRole,
    trustPolicyCharacters,
    service,
    path: names.iamPath,
    roleName: existing?.name ?? names.of(thing),
    roleArn: existing?.arn,
    create: existing === undefined,
    description,
    statements,
  });
  const policyToAttach = existing && new PolicyDocument(scope, `${thing}-policy-to-attach`, { statements }).json;
  return { role, roleArn: role.roleArn, policyToAttach };
}
