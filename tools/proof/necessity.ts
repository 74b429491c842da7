import type { Statement } from "../../modules/policy-document";
import type { DerivedPolicies } from "../../stacks/deployer/derivation";
import type { Permission, Phase, Unrecorded } from "../../stacks/deployer/permission";
import { Allowance, allowancesOf, isAllowed, ROLE_OF, type Role, resourcesOf } from "./allowance";
import type { Check } from "./iam-checks";
import { RECORDED_PHASES, type RecordedPhase, type Recording } from "./recording";

/** The smallest part of a policy that could be taken out: an action or a resource of one statement. */
export interface Atom {
  readonly phase: Phase;
  readonly sid: string;
  readonly kind: "action" | "resource";
  readonly text: string;
}

/** Why an atom is in a policy. */
export interface Necessity {
  readonly atom: Atom;
  /** A recorded question that is denied without it, and its reason in writing where no run asks one. */
  readonly needed?: Check;
  readonly because?: Unrecorded;
}

/**
 * What of a policy must be seen at work when: nobody applies to see what planning takes. What holds no data is deleted when
 * a stack is destroyed, by who applies.
 */
const SEEN: Readonly<Record<Phase, readonly RecordedPhase[]>> = {
  plan: ["plan", "replan"],
  apply: ["apply", "update", "destroy"],
  destroy: ["destroy"],
  administrator: ["apply", "update", "destroy"],
};

/**
 * Every atom of derived policies, with what needs it.
 *
 * An atom is needed where some recorded question is allowed with it and, by the judge, denied without it. Which question is
 * tried is chosen beforehand: one that a single statement allows, by a single action and resource of it.
 */
export async function necessities(derived: DerivedPolicies, recording: Recording): Promise<Necessity[]> {
  const found: Necessity[] = [];
  const witnesses = new Map<Role, Promise<Witnesses>>();
  const of = (role: Role) => {
    const known = witnesses.get(role) ?? Witnesses.gather(allowancesOf(derived, role), checksBy(role, recording));
    witnesses.set(role, known);
    return known;
  };
  for (const permission of derived.permissions) {
    const roles = [...new Set(SEEN[permission.phase].map((phase) => ROLE_OF[phase]))];
    const gathered = await Promise.all(roles.map(of));
    for (const atom of atomsOf(permission)) {
      let needed: Check | undefined;
      for (const each of gathered) needed ??= await each.needing(permission, atom);
      const because = permission.unrecorded[atom.text];
      found.push({ atom, ...(needed && { needed }), ...(because && { because }) });
    }
  }
  return found;
}

/** The actions and the resources of a statement. One that has a single resource is about nothing else. */
export function atomsOf({ phase, statement }: Permission): Atom[] {
  const { sid, actions } = statement;
  return [
    ...actions.map((text) => ({ phase, sid, kind: "action" as const, text })),
    ...resourcesOf(statement).map((text) => ({ phase, sid, kind: "resource" as const, text })),
  ];
}

function checksBy(role: Role, { phases }: Recording): Check[] {
  return RECORDED_PHASES.filter((phase) => ROLE_OF[phase] === role).flatMap((phase) => phases[phase]);
}

/** Questions that one statement of a role allows and no other. */
class Witnesses {
  private constructor(
    private readonly allowances: readonly Allowance[],
    private readonly bySid: ReadonlyMap<Permission, readonly Check[]>,
  ) {}

  static async gather(allowances: readonly Allowance[], checks: readonly Check[]): Promise<Witnesses> {
    const only = new Map<Permission, Check[]>();
    for (const check of checks) {
      const allowing: Permission[] = [];
      for (const allowance of allowances) if (await allowance.allows(check)) allowing.push(allowance.permission);
      const [permission, another] = allowing;
      if (permission && !another) only.set(permission, [...(only.get(permission) ?? []), check]);
    }
    return new Witnesses(allowances, only);
  }

  /** A question that is denied once the atom is taken out. */
  async needing(permission: Permission, atom: Atom): Promise<Check | undefined> {
    const less = without(permission, atom);
    const rest = this.allowances.filter((each) => each.permission !== permission);
    const remaining = less ? [...rest, new Allowance(less)] : rest;
    for (const check of this.bySid.get(permission) ?? []) {
      const stillMeant = less !== undefined && new Allowance(less).speaksOf(check);
      if (!stillMeant && !(await isAllowed(remaining, check))) return check;
    }
    return undefined;
  }
}

/** The permission less one atom; undefined where nothing is left of it. */
export function without(permission: Permission, { kind, text }: Atom): Permission | undefined {
  const { statement } = permission;
  const actions = kind === "action" ? statement.actions.filter((it) => it !== text) : statement.actions;
  const resources = resourcesOf(statement).filter((it) => kind !== "resource" || it !== text);
  if (actions.length === 0 || resources.length === 0) return undefined;
  const rest = resources.includes("*") ? "*" : resources;
  return { ...permission, statement: { ...statement, actions, resources: rest } as Statement };
}
