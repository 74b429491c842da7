import type { Construct } from "constructs";
import type { AccessPlace, Existing } from "./instance-access";
import { type ServiceAccess, type ServiceAccessProps, serviceAccess } from "./service-access";

/** What lets jobs work: a role that they carry in their definition. */
export type JobRole = ServiceAccess;

/**
 * A role for containers of jobs, new or existing.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
export function jobRole(
  scope: Construct,
  thing: string,
  place: AccessPlace,
  existing: Existing | undefined,
  what: Omit<ServiceAccessProps, "service">,
): JobRole {
  return serviceAccess(scope, thing, place, existing, { ...what, service: "ecs-tasks" });
}
