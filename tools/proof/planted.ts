import { actionFacts, actionNames } from "../../modules/iam-reference";
import type { Statement } from "../../modules/policy-document";
import type { DerivedPolicies } from "../../stacks/deployer/derivation";
import type { Permission } from "../../stacks/deployer/permission";
import { resourcesOf } from "./allowance";
import { type Atom, atomsOf, type Necessity } from "./necessity";

/** A derivation with something in it that nobody needs, and what that is. */
export interface Planted {
  readonly derived: DerivedPolicies;
  readonly atoms: readonly Atom[];
}

/**
 * Two derivations with surplus in every statement: a proof that does not find all of it proves nothing.
 *
 * In the first each statement has an action and a resource more, in the second each stands there twice.
 */
export function planted(derived: DerivedPolicies): Planted[] {
  const taken = new Set(derived.permissions.flatMap(({ statement }) => statement.actions));
  const wider = derived.permissions.map((permission) => widened(permission, taken));
  const twice = derived.permissions.map((permission) => {
    const { statement } = permission;
    return { ...permission, statement: { ...statement, sid: `${statement.sid}Again` }, unrecorded: {} };
  });
  return [
    {
      derived: { ...derived, permissions: wider.map(({ permission }) => permission) },
      atoms: wider.flatMap(({ atoms }) => atoms),
    },
    { derived: { ...derived, permissions: [...derived.permissions, ...twice] }, atoms: twice.flatMap(atomsOf) },
  ];
}

/** Atoms of those planted that a proof did not find. */
export function overlooked({ atoms }: Planted, found: readonly Necessity[]): Atom[] {
  const surplus = new Set(
    found.filter(({ needed, because }) => !needed && !because).map(({ atom }) => JSON.stringify(atom)),
  );
  return atoms.filter((atom) => !surplus.has(JSON.stringify(atom)));
}

function widened(permission: Permission, taken: ReadonlySet<string>): { permission: Permission; atoms: Atom[] } {
  const { phase, statement } = permission;
  const { sid, actions } = statement;
  const action = anotherAction(actions, taken);
  const [first = ""] = resourcesOf(statement);
  const resource = first === "*" ? undefined : `${first.replace(/\*$/, "")}-planted`;
  const grown = {
    ...statement,
    actions: [...actions, action],
    ...(resource && { resources: [...resourcesOf(statement), resource] }),
  } as Statement;
  return {
    permission: { ...permission, statement: grown },
    atoms: [
      { phase, sid, kind: "action", text: action },
      ...(resource ? [{ phase, sid, kind: "resource" as const, text: resource }] : []),
    ],
  };
}

/** An action of the same service that the stack is not deployed with; on the same things, if there is one. */
function anotherAction([first = ""]: readonly string[], taken: ReadonlySet<string>): string {
  const [service = ""] = first.split(":");
  const typesOf = (action: string) => actionFacts(action)?.resourceTypes.map(({ name }) => name) ?? [];
  const types = typesOf(first);
  const others = actionNames(service)
    .map((name) => `${service}:${name}`)
    .filter((action) => !taken.has(action));
  return others.find((action) => typesOf(action).some((type) => types.includes(type))) ?? (others[0] as string);
}
