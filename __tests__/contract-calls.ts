import type { PolicyJson } from "../modules/policy-document";
import { type Access, allowed, type RequestContext } from "../tools/proof/judge";

/** What a call acts on: one resource, with what the request and the resource's own side say. */
export interface Target {
  readonly resource: string;
  readonly context?: RequestContext;
  /** Policy of the resource itself, where AWS asks for one. */
  readonly resourcePolicy?: PolicyJson;
}

/** Things of one kind: the ones that are ours, and ones of somebody else that look like them. */
export interface Things {
  readonly ours: Readonly<Record<string, Target>>;
  readonly theirs: Readonly<Record<string, Target>>;
}

/** Calls, with all that one call acts on: somebody else's in the place of any of them must be refused. */
export interface Calls<Kind extends string> {
  readonly actions: readonly string[];
  readonly on: readonly Kind[];
}

/** A way to make a call: what it acts on, and how to call that in a message. */
export type Combination = readonly [title: string, targets: readonly Target[]];

/** Every way to make a call with our own things. */
export function withOurs<K extends string>(things: Readonly<Record<K, Things>>, on: readonly K[]): Combination[] {
  return on.reduce<Combination[]>(
    (combinations, kind) =>
      combinations.flatMap(([title, targets]) =>
        Object.entries(things[kind].ours).map(
          ([name, target]): Combination => [
            [title, `${kind} (${name})`].filter(Boolean).join(", "),
            [...targets, target],
          ],
        ),
      ),
    [["", []]],
  );
}

/** Every way to make a call with one thing of somebody else's in it. */
export function withTheirs<K extends string>(things: Readonly<Record<K, Things>>, on: readonly K[]): Combination[] {
  const [[, own] = ["", []]] = withOurs(things, on);
  return on.flatMap((kind, place) =>
    Object.entries(things[kind].theirs).map(
      ([name, target]): Combination => [`${kind} (${name})`, [target, ...own.toSpliced(place, 1)]],
    ),
  );
}

/** The calls that are answered otherwise than expected: none, where all is well. */
export async function surprises(
  access: Access,
  expected: boolean,
  actions: readonly string[],
  combinations: readonly Combination[],
): Promise<string[]> {
  const found: string[] = [];
  for (const action of actions)
    for (const [title, targets] of combinations) {
      // only calls on one thing come with a context or a policy of that thing
      const [{ context, resourcePolicy } = { resource: "" } as Target] = targets;
      const resources = targets.map(({ resource }) => resource);
      const answer = await allowed({ ...access, resourcePolicy }, { action, resources, context });
      if (answer !== expected) found.push(`${action} on ${title}`);
    }
  return found;
}

/** Calls with a title for a test. */
export function titled<T extends Calls<string>>(calls: T): T & { title: string } {
  const { actions, on } = calls;
  const [first, ...more] = actions;
  const kinds = on[0] === "nothing" ? "" : ` on ${on.join(" and ")}`;
  return { ...calls, title: `${first}${more.length > 0 ? ` and ${more.length} more` : ""}${kinds}` };
}
