import type { RequestContext } from "../../../tools/proof/judge";

/** Sections of the threat list in docs/decisions/0002-deployer-boundary.md. */
export type Threat = `T${number}`;

/** One call, on one or several things. */
export interface Attempt {
  readonly action: string;
  readonly resources: readonly string[];
  readonly context?: RequestContext;
}

/** Something that a deployer tries with a planted policy, and an honest call that looks much the same. */
export interface Attack {
  readonly threat: Threat;
  readonly title: string;
  /** Whose deployer tries it. @default "duet" */
  readonly stack?: "duet" | "genomics-workflows" | "slim" | "amazon-genomics-cli";
  /** @default "deploy" */
  readonly as?: "deploy" | "plan";
  /** Each must be refused. */
  readonly tried: readonly Attempt[];
  /** What must pass, for the attack to say something. Left out where nothing of the kind is a deployer's. */
  readonly honest?: readonly Attempt[];
}

const ACCOUNT = "111122223333";

export function attempt(action: string, resource: string | readonly string[], context?: RequestContext): Attempt {
  return { action, resources: [resource].flat(), ...(context && { context }) };
}

/** The same call on several things, one after the other. */
export function each(action: string, resources: readonly string[], context?: RequestContext): Attempt[] {
  return resources.map((resource) => attempt(action, resource, context));
}

/** Several calls on one thing. */
export function all(actions: readonly string[], resource: string, context?: RequestContext): Attempt[] {
  return actions.map((action) => attempt(action, resource, context));
}

export function iam(resource: string): string {
  return `arn:aws:iam::${ACCOUNT}:${resource}`;
}

export function ec2(resource: string): string {
  return `arn:aws:ec2:eu-west-2:${ACCOUNT}:${resource}`;
}

export function at(service: string, resource: string): string {
  return `arn:aws:${service}:eu-west-2:${ACCOUNT}:${resource}`;
}

/** What is at the administrator's path for one stack. */
export function kept(thing: string, stack = "duet"): string {
  return `/groundwork/acme/admin/acme-deployer-${stack}-${thing}`;
}

export function boundaryOf(stack: string): string {
  return iam(`policy${kept("boundary", stack)}`);
}

/** Conditions of a call about a role that carries a boundary. */
export function bounded(by: string): RequestContext {
  return { "iam:PermissionsBoundary": by };
}

/** Owner tags, of what is asked for or of what is there. */
export function tagged(which: "Request" | "Resource", system: string, name = "acme"): RequestContext {
  return { [`aws:${which}Tag/groundwork:name`]: name, [`aws:${which}Tag/groundwork:system`]: system };
}

export const OWN_ROLE = iam("role/groundwork/acme/duet/acme-duet-machine");
export const OWN_POLICY = iam("policy/groundwork/acme/duet/acme-duet-machine");
export const OWN_PROFILE = iam("instance-profile/groundwork/acme/duet/acme-duet-machine");
export const OTHERS_ROLE = iam("role/groundwork/acme/slim/acme-slim-lambda");
export const OTHERS_PROFILE = iam("instance-profile/groundwork/acme/slim/acme-slim-instance");
export const ADMIN_ROLE = iam("role/Administrator");
export const DEPLOY_ROLE = iam(`role${kept("deploy")}`);
export const PLAN_ROLE = iam(`role${kept("plan")}`);
/** Roles without the boundary of duet's roles, each with what its calls say of a boundary. */
export const FOREIGN_ROLES: readonly (readonly [role: string, context: RequestContext])[] = [
  [ADMIN_ROLE, {}],
  [DEPLOY_ROLE, bounded(iam(`policy${kept("deploy-boundary")}`))],
  [PLAN_ROLE, bounded(iam(`policy${kept("plan-boundary")}`))],
  [OTHERS_ROLE, bounded(boundaryOf("slim"))],
];
export const MACHINE = ec2("instance/i-0a1b2c3d4e5f60718");
export const VOLUME = ec2("volume/vol-0a1b2c3d4e5f60718");
export const TEMPLATE = ec2("launch-template/lt-0a1b2c3d4e5f60718");
export const STATES = "arn:aws:s3:::acme-terraform-state";
