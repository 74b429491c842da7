import { ArnPattern } from "../../modules/arn-pattern";
import type { Arn } from "../../modules/aws-environment";
import { actionFacts } from "../../modules/iam-reference";
import { MANAGED_POLICY_CHARACTERS } from "../../modules/managed-policy";
import { type PolicyCondition, policyJson, type Statement } from "../../modules/policy-document";
import { actsOn } from "../../modules/statement-action";
import type { Need } from "./need";
import { type Permission, PHASES, type Unrecorded } from "./permission";

/**
 * Needs as statements: those with the same phase, Sid and conditions become one.
 *
 * Values of a condition are gathered. Actions and resources are only where every one of the actions is needed on every one
 * of the resources: a statement never allows what no resource of the stack asks for. What does not fit gets a statement of
 * its own, with a number behind its Sid. Sorted by phase and Sid, so that a small change in a stack is a small change here.
 */
export function grouped(needs: readonly Need[]): Permission[] {
  const groups = new Map<string, Need[]>();
  for (const need of trimmed(needs)) {
    const tests = (need.conditions ?? []).map(({ test, key }) => `${test} ${key}`);
    const key = JSON.stringify([PHASES.indexOf(need.phase), need.sid, tests]);
    groups.set(key, [...(groups.get(key) ?? []), need]);
  }
  const permissions = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => rectangles(group).flatMap(inHalves).map(permission));
  return permissions.map((each, index) => numbered(each, permissions.slice(0, index)));
}

/** A permission with a number behind its Sid, where others of its phase come before it. */
function numbered(permission: Permission, before: readonly Permission[]): Permission {
  const { phase, statement } = permission;
  const number = before.filter((each) => each.phase === phase && each.statement.sid === statement.sid).length;
  return number === 0
    ? permission
    : { ...permission, statement: { ...statement, sid: `${statement.sid}${number + 1}` } };
}

/**
 * Needs without the actions that are allowed anyway, and freely: in their phase, or in one that whoever has it has too.
 */
function trimmed(needs: readonly Need[]): Need[] {
  const free = new Map<string, Set<string>>();
  for (const need of needs.filter(({ conditions }) => !conditions)) {
    for (const resource of resourcesOf(need)) {
      const key = `${need.phase} ${resource}`;
      free.set(key, new Set([...(free.get(key) ?? []), ...need.actions]));
    }
  }
  return needs.flatMap((need) => {
    const phases = need.phase === "administrator" ? [] : PHASES.slice(0, PHASES.indexOf(need.phase));
    const others = need.conditions ? [...phases, need.phase] : phases;
    const isFree = (action: string) =>
      resourcesOf(need).every((resource) => others.some((phase) => free.get(`${phase} ${resource}`)?.has(action)));
    const actions = need.actions.filter((action) => !isFree(action));
    return actions.length > 0 ? [{ ...need, actions }] : [];
  });
}

/** What a policy has besides one statement. */
const ROOM = 100;

/** A statement in the making: what is needed of each resource. */
type Part = Map<string, Need[]>;

/** The needs of a group as parts in which no action can do to a resource what is not needed of it. */
function rectangles(group: readonly Need[]): Need[][] {
  const parts: Part[] = [];
  for (const resource of sorted(group.flatMap(resourcesOf))) {
    const needs = group
      .filter((need) => resourcesOf(need).includes(resource))
      .map((need): Need => (need.resources === "*" ? need : { ...need, resources: [resource as Arn] }));
    const fitting = parts.find((part) => fits(part, resource, needs));
    const part: Part = fitting ?? new Map();
    if (!fitting) parts.push(part);
    part.set(resource, needs);
  }
  return parts.map((part) => [...part.values()].flat());
}

function fits(part: ReadonlyMap<string, readonly Need[]>, resource: string, needs: readonly Need[]): boolean {
  const there = actionsOf([...part.values()].flat());
  return (
    isHarmless(there, resource, needs) &&
    [...part].every(([other, needsThere]) => isHarmless(actionsOf(needs), other, needsThere))
  );
}

/** Whether each of some actions is needed on a resource, or does not act on it at all. */
function isHarmless(actions: readonly string[], resource: string, needs: readonly Need[]): boolean {
  const needed = actionsOf(needs);
  const pattern = new ArnPattern(resource);
  return actions.every((action) => {
    const facts = actionFacts(action);
    return needed.includes(action) || (facts && !actsOn(facts, [pattern]));
  });
}

function actionsOf(needs: readonly Need[]): string[] {
  return sorted(needs.flatMap(({ actions }) => actions));
}

/** A part as several, where it would not fit into a policy. */
function inHalves(part: readonly Need[]): (readonly Need[])[] {
  const resources = sorted(part.flatMap(resourcesOf));
  const [statement] = policyJson([permission(part).statement]).Statement;
  if (resources.length < 2 || JSON.stringify(statement).length < MANAGED_POLICY_CHARACTERS - ROOM) return [part];
  const first = resources.slice(0, Math.ceil(resources.length / 2));
  const isFirst = (need: Need) => resourcesOf(need).every((each) => first.includes(each));
  return [part.filter(isFirst), part.filter((need) => !isFirst(need))].flatMap(inHalves);
}

function permission(part: readonly Need[]): Permission {
  const [{ phase, sid, source }] = part as [Need];
  const because = [...new Set(part.flatMap((need) => need.because ?? []))].join("; ");
  const actions = sorted(part.flatMap((need) => need.actions));
  const resources = sorted(part.flatMap(resourcesOf));
  const conditions = gathered(part.flatMap((need) => need.conditions ?? []));
  const statement = {
    sid,
    actions,
    ...(conditions.length > 0 && { conditions }),
    ...(because && { because }),
    resources: resources.includes("*") ? "*" : resources,
    source,
  } as Statement;
  return { phase, statement, unrecorded: reasons(part) };
}

/** Why no run needs an action, where none of the needs expects one; and a resource, where that is so for all on it. */
function reasons(part: readonly Need[]): Record<string, Unrecorded> {
  const found = new Map<string, Unrecorded | undefined>();
  const note = (atom: string, reason: Unrecorded | undefined) =>
    found.set(atom, found.has(atom) && found.get(atom) === undefined ? undefined : reason);
  for (const need of part) {
    for (const action of need.actions) note(action, need.unrecorded);
    for (const resource of resourcesOf(need)) note(resource, need.unrecorded ?? need.either);
  }
  return Object.fromEntries(
    [...found]
      .filter((entry): entry is [string, Unrecorded] => entry[1] !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function gathered(conditions: readonly PolicyCondition[]): PolicyCondition[] {
  const values = new Map<string, PolicyCondition>();
  for (const { test, key, values: own } of conditions) {
    const name = `${test} ${key}`;
    values.set(name, { test, key, values: sorted([...(values.get(name)?.values ?? []), ...own]) });
  }
  return [...values.values()];
}

function resourcesOf({ resources }: Need): readonly string[] {
  return resources === "*" ? ["*"] : resources;
}

function sorted(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort((a, b) => (a < b ? -1 : 1));
}
