import { fieldChanges } from "./field-changes";
import { type InterfaceChange, major, minor, missing } from "./interface-change";
import type { ModuleInterface } from "./module-interface";
import { type Fields, readType } from "./type-constraint";

type Interfaces = Readonly<Record<string, ModuleInterface>>;

/**
 * What has changed between two releases for those who use the modules.
 *
 * Major is what stops a configuration that worked, or destroys what it made: something removed or renamed, an input that is
 * required or takes less than before, a resource that has another address, a narrower range of versions. Minor is what is
 * new, and a default that is another one. A change of names, policies or validations is not seen here.
 */
export function interfaceChanges(before: Interfaces, now: Interfaces): InterfaceChange[] {
  const gone = missing(before, now).map((name) => major(`module ${name} is gone`));
  const added = missing(now, before).map((name) => minor(`module ${name} is new`));
  const changed = Object.keys(now).flatMap((name) => {
    const [then, here] = [before[name], now[name]];
    if (!then || !here) return [];
    const changes = [
      ...fieldChanges("input ", fieldsOf(here.inputs), fieldsOf(then.inputs)),
      ...listChanges("output", then.outputs, here.outputs),
      ...listChanges("address", then.addresses, here.addresses),
      ...requirementChanges(then.requirements, here.requirements),
    ];
    return changes.map(({ level, what }) => ({ level, what: `${name}: ${what}` }));
  });
  return [...gone, ...added, ...changed];
}

function fieldsOf(inputs: ModuleInterface["inputs"]): Fields {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { type, ...input }]) => [name, { ...input, type: readType(type) }]),
  );
}

function listChanges(kind: string, before: readonly string[], now: readonly string[]): InterfaceChange[] {
  return [
    ...before.filter((name) => !now.includes(name)).map((name) => major(`${kind} ${name} is gone`)),
    ...now.filter((name) => !before.includes(name)).map((name) => minor(`${kind} ${name} is new`)),
  ];
}

function requirementChanges(
  before: ModuleInterface["requirements"],
  now: ModuleInterface["requirements"],
): InterfaceChange[] {
  const names = Object.keys({ ...before, ...now }).filter((name) => before[name] !== now[name]);
  return names.map((name) => {
    const words = `${name} must be ${now[name] ?? "any"}, and was ${before[name] ?? "any"}`;
    return isWider(now[name], before[name]) ? minor(words) : major(words);
  });
}

/** Whether a range of versions holds all that another does; of the operators, those that our modules use. */
function isWider(range = "", before = ""): boolean {
  const [now, then] = [bounds(range), bounds(before)];
  return now !== undefined && then !== undefined && now.from <= then.from && now.below >= then.below;
}

/** The least version and the first that is too high, as numbers that compare. Undefined where a range says more. */
function bounds(range: string): { from: number; below: number } | undefined {
  const found = { from: 0, below: Number.POSITIVE_INFINITY };
  for (const part of range.split(",").filter((text) => text !== "")) {
    const [, operator, version = ""] = /^\s*(>=|<)\s*(\d+(?:\.\d+){0,2})\s*$/.exec(part) ?? [];
    if (operator === undefined) return undefined;
    const [first = 0, second = 0, third = 0] = version.split(".").map(Number);
    found[operator === "<" ? "below" : "from"] = (first * 10_000 + second) * 10_000 + third;
  }
  return found;
}
