import { ArnPattern } from "../../modules/arn-pattern";
import type { Arn } from "../../modules/aws-environment";
import { escalationFindings } from "../../modules/escalation-rules";
import { actionFacts } from "../../modules/iam-reference";
import { type PolicyCondition, policyJson, type Statement } from "../../modules/policy-document";
import { actsOn } from "../../modules/statement-action";

/** One right: an action, which may be a pattern, on a resource, under conditions. */
export interface Right {
  readonly action: string;
  readonly resource: Arn | "*";
  readonly conditions: readonly PolicyCondition[];
}

/** Each action with the resources that it acts on. */
export function rightsOf(
  actions: readonly string[],
  resources: readonly (Arn | "*")[],
  conditions: readonly PolicyCondition[],
): Right[] {
  const sorted = conditions
    .map((condition) => ({ ...condition, values: [...condition.values].sort() }))
    .sort((a, b) => (a.key + a.test < b.key + b.test ? -1 : 1));
  return actions.flatMap((action) => {
    const facts = actionFacts(action);
    return resources
      .filter((resource) => resource === "*" || (facts !== undefined && actsOn(facts, [new ArnPattern(resource)])))
      .map((resource): Right => ({ action, resource, conditions: sorted }));
  });
}

/** Service of a right: `ec2`. */
export function serviceOf({ action }: Right): string {
  return action.slice(0, action.indexOf(":"));
}

/** Things by a key, in the order in which each key comes first. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

/** Rights without those that another one covers: the same action on more, or under fewer conditions. */
export function withoutCovered(rights: readonly Right[]): Right[] {
  const once = [...new Map(rights.map((right) => [JSON.stringify(right), right])).values()];
  return groupBy(once, serviceOf).flatMap((group) => {
    const wide = group.filter(
      ({ action, resource, conditions }) => /[*]/.test(action + resource) || conditions.length === 0,
    );
    return group.filter((right) => !wide.some((other) => other !== right && covers(other, right)));
  });
}

/**
 * Rights as statements: each set of resources with all actions that are allowed on it. Nothing is gained by it, and nothing
 * lost. Sids are numbered, as a statement is no longer one purpose.
 */
export function asStatements(rights: readonly Right[], because: string, source: string): Statement[] {
  const byAction = groupBy(rights, ({ action, conditions }) => action + JSON.stringify(conditions)).map((group) => {
    const [{ action, conditions }] = group as [Right, ...Right[]];
    return { action, conditions, resources: group.map(({ resource }) => resource).sort() };
  });
  return groupBy(byAction, ({ conditions, resources }) => JSON.stringify([conditions, resources]))
    .map((group) => {
      const [{ conditions, resources }] = group as [(typeof byAction)[number], ...typeof byAction];
      return { actions: group.map(({ action }) => action).sort(), conditions, resources };
    })
    .sort((a, b) => (a.actions.join() + a.resources.join() < b.actions.join() + b.resources.join() ? -1 : 1))
    .map(({ actions, conditions, resources }, index): Statement => {
      const shared = {
        sid: `Limit${index + 1}`,
        actions,
        ...(conditions.length > 0 && { conditions }),
        because,
        source,
      };
      return resources.includes("*") ? { ...shared, resources: "*" } : { ...shared, resources: resources as Arn[] };
    });
}

const ways = new Map<string, number>();

/** How many ways to administrator rights are, which are looked at as one policy. */
export function waysOut(rights: readonly Right[]): number {
  const key = JSON.stringify(rights);
  const known = ways.get(key);
  if (known !== undefined) return known;
  const found = escalationFindings(policyJson(asStatements(rights, "", "")), "identity");
  const count = found.filter(({ severity }) => severity === "escalation").length;
  ways.set(key, count);
  return count;
}

/** Whether a right allows all that another one does, and is not the same. */
function covers(wide: Right, narrow: Right): boolean {
  return (
    meansAll(wide.action, narrow.action) &&
    meansAll(wide.resource, narrow.resource) &&
    wide.conditions.every((condition) => narrow.conditions.some((each) => isSame(each, condition))) &&
    (wide.action !== narrow.action ||
      wide.resource !== narrow.resource ||
      wide.conditions.length < narrow.conditions.length)
  );
}

const patterns = new Map<string, RegExp>();

function meansAll(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === "*") return true;
  if (!wide.includes("*")) return false;
  const known = patterns.get(wide);
  if (known) return known.test(narrow);
  const source = wide
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const made = new RegExp(`^${source}$`);
  patterns.set(wide, made);
  return made.test(narrow);
}

function isSame(a: PolicyCondition, b: PolicyCondition): boolean {
  return a.test === b.test && a.key === b.key && a.values.join() === b.values.join();
}
