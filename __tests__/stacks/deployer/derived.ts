import type { PolicyCondition, Statement } from "../../../modules/policy-document";
import type { StackJson, Values } from "../../../stacks/deployer/configured-resource";
import { type DerivedPolicies, derive } from "../../../stacks/deployer/derivation";

type Named = Readonly<Record<string, Readonly<Record<string, Values>>>>;

/** A boundary, as the roles of a stack carry it. */
export const BOUNDARY = "arn:aws:iam::111122223333:policy/groundwork/acme/admin/acme-deployer-duet-boundary";

/** A stack of these blocks in an account of its own: what `cdk.tf.json` has. */
export function stackOf(resource: Named, data: Named = {}, backend: Values = { local: {} }): StackJson {
  const tags = { "groundwork:name": "acme", "groundwork:system": "duet", owner: "genomics" };
  return {
    terraform: { backend },
    provider: { aws: [{ region: "eu-west-2", allowed_account_ids: ["111122223333"], default_tags: [{ tags }] }] },
    resource,
    data,
  };
}

/** What these blocks take to deploy. */
export function derivedOf(resource: Named, data: Named = {}, place = { serviceLinkedRoles: "reuse" as const }) {
  return derive(stackOf(resource, data), place);
}

/** Actions and resources of one statement, and its conditions as one line each. */
export interface Granted {
  readonly phase: string;
  readonly actions: readonly string[];
  readonly on: "*" | readonly string[];
  readonly if: readonly string[];
}

/** The one statement of a Sid. */
export function granted({ permissions }: DerivedPolicies, sid: string): Granted {
  const [found, ...more] = permissions.filter(({ statement }) => statement.sid === sid);
  if (!found || more.length > 0) throw new Error(`there must be one statement ${sid}, got ${sids(permissions)}`);
  const { phase, statement } = found;
  return {
    phase,
    actions: statement.actions,
    on: statement.resources ?? [],
    if: (statement.conditions ?? []).map(line),
  };
}

/** Phase and Sid of every statement: `apply CreateVpcs`. */
export function sids(permissions: DerivedPolicies["permissions"]): string[] {
  return permissions.map(({ phase, statement }) => `${phase} ${statement.sid}`);
}

/** Every action that some phases allow. */
export function actionsIn(statements: readonly Statement[]): string[] {
  return [...new Set(statements.flatMap(({ actions }) => actions))].sort();
}

function line({ test, key, values }: PolicyCondition): string {
  return `${key} ${test} ${values.join(" or ")}`;
}

/** The tags of what exists, and of what is made, as lines of {@link Granted}. */
export const OWNED = ["name StringEquals acme", "system StringEquals duet"].map(
  (tag) => `aws:ResourceTag/groundwork:${tag}`,
);
export const CLAIMED = ["name StringEquals acme", "system StringEquals duet"].map(
  (tag) => `aws:RequestTag/groundwork:${tag}`,
);

/** An ARN of EC2 in that account. */
export function ec2(...things: string[]): string[] {
  return things.map((thing) => `arn:aws:ec2:eu-west-2:111122223333:${thing}`);
}
