import type { Construct } from "constructs";
import { and, type Condition, choose, not } from "../../modules/deferred";
import { named } from "../../modules/deferred-name";
import { onlyWhen } from "../../modules/deferred-text";
import { isGiven } from "../../modules/existing";
import type { AccessPlace, Existing } from "../../modules/instance-access";
import { InstanceProfile } from "../../modules/instance-profile";
import type { Statements } from "../../modules/policy-document";
import { type ServiceAccess, serviceAccess } from "../../modules/service-access";

/** Where a tool runs that sends jobs: a job, a machine, or wherever a role that exists is used. */
export interface ToolProps {
  /** Whether it is used, where that is not known yet. @default true */
  readonly there?: Condition;
  /** Whether it runs on a machine, which takes an instance profile and is reached by Session Manager. */
  readonly onMachine: Condition;
  /** @default - a role is created */
  readonly existing?: Existing | undefined;
}

/** Whether a tool is used. */
export function isUsed(tool: ToolProps | undefined): Condition {
  return tool === undefined ? false : (tool.there ?? true);
}

/** What lets a tool send jobs. */
export interface ToolAccess extends ServiceAccess {
  /** Undefined where it does not run on a machine, and where its role existed. */
  readonly profileArn?: string;
}

/** The role of a tool that sends jobs, `nextflow` or `cromwell`, new or existing; for a machine with its profile. */
export function toolAccess(
  scope: Construct,
  tool: string,
  place: AccessPlace,
  { there = true, onMachine, existing }: ToolProps,
  { description, statements }: { readonly description: string; readonly statements: Statements },
): ToolAccess {
  const { names, tags } = place;
  const access = serviceAccess(scope, tool, place, existing, {
    service: named(scope, `${tool}_service`, choose(onMachine, "ec2", "ecs-tasks")),
    description,
    statements,
    there,
  });
  const create = named(scope, `create_${tool}_profile`, and(and(there, onMachine), not(isGiven(existing))));
  if (create === false) return access;
  const profile = new InstanceProfile(scope, `${tool}-profile`, {
    profileName: names.of(tool),
    path: names.iamPath,
    role: access.role,
    create,
    exists: false,
    tags,
  });
  return { ...access, profileArn: onlyWhen(create, profile.profileArn) };
}
