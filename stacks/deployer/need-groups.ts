import type { Arn } from "../../modules/aws-environment";
import type { PolicyCondition, Statement } from "../../modules/policy-document";
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
  for (const need of needs) {
    const tests = (need.conditions ?? []).map(({ test, key }) => `${test} ${key}`);
    const key = JSON.stringify([PHASES.indexOf(need.phase), need.sid, tests]);
    groups.set(key, [...(groups.get(key) ?? []), need]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => rectangles(group).map((part, index) => permission(part, index)));
}

/** The needs of a group with those resources together that need the same actions. */
function rectangles(group: readonly Need[]): Need[][] {
  const actions = new Map<string, Set<string>>();
  for (const need of group) {
    for (const resource of resourcesOf(need)) {
      actions.set(resource, new Set([...(actions.get(resource) ?? []), ...need.actions]));
    }
  }
  const parts = new Map<string, Need[]>();
  for (const need of group) {
    for (const resource of resourcesOf(need)) {
      const same = sorted(actions.get(resource) ?? []).join(" ");
      const one: Need = need.resources === "*" ? need : { ...need, resources: [resource as Arn] };
      parts.set(same, [...(parts.get(same) ?? []), one]);
    }
  }
  return [...parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
}

function permission(part: readonly Need[], index: number): Permission {
  const [{ phase, sid, source, because }] = part as [Need];
  const actions = sorted(part.flatMap((need) => need.actions));
  const resources = sorted(part.flatMap(resourcesOf));
  const conditions = gathered(part.flatMap((need) => need.conditions ?? []));
  const statement = {
    sid: index === 0 ? sid : `${sid}${index + 1}`,
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
  const why = (needs: readonly Need[]) =>
    needs.every(({ unrecorded }) => unrecorded) ? needs[0]?.unrecorded : undefined;
  const found = [
    ...sorted(part.flatMap((need) => need.actions)).map((action) => [
      action,
      why(part.filter((need) => need.actions.includes(action))),
    ]),
    ...sorted(part.flatMap(resourcesOf)).map((each) => [
      each,
      why(part.filter((need) => resourcesOf(need).includes(each))),
    ]),
  ];
  return Object.fromEntries(found.filter(([, reason]) => reason !== undefined));
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
