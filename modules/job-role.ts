import type { Construct } from "constructs";
import type { Arn } from "./aws-environment";
import type { AccessPlace, Existing } from "./instance-access";
import { PolicyDocument, type Statements } from "./policy-document";
import { ServiceRole } from "./service-role";

/** What lets jobs work: a role that they carry in their definition. */
export interface JobRole {
  readonly role: ServiceRole;
  readonly roleArn: Arn;
  /** What a role that exists should be allowed, to attach by hand. Undefined where the role is created. */
  readonly policyToAttach?: string;
}

/**
 * A role for containers of jobs, new or existing.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
export function jobRole(
  scope: Construct,
  thing: string,
  { names, ...place }: AccessPlace,
  existing: Existing | undefined,
  { description, statements }: { description: string; statements: Statements },
): JobRole {
  const role = new ServiceRole(scope, thing, {
    ...placeOnly(place),
    service: "ecs-tasks",
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

/** A system hands its own props over, which hold more than a place. */
function placeOnly(place: Omit<AccessPlace, "names">): Omit<AccessPlace, "names"> {
  const { aws, permissionsBoundary, tags, managedPoliciesPerRole, trustPolicyCharacters } = place;
  return { aws, permissionsBoundary, tags, managedPoliciesPerRole, trustPolicyCharacters };
}
