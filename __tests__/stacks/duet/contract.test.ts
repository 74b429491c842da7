import { allowed } from "../../../tools/proof/judge";
import type { TerraformJson } from "../../synth";
import { CONTRACT, type Entry, SURPLUS } from "./contract";
import { CASES } from "./contract-cases";
import { type DuetRole, duetJson, duetPolicies } from "./duet-json";
import { oursAndTheirs } from "./ours-and-theirs";
import { LEFT_OUT, REFUSALS } from "./refusals";
import type { Kind, Target, Targets } from "./target";

const ROLES: readonly DuetRole[] = ["machine", "instance"];

/** Kinds that the settings of data change the policies for. */
const DATA: readonly Kind[] = [
  "bucket",
  "located bucket",
  "object",
  "key",
  "input bucket",
  "located input bucket",
  "input object",
  "input key",
];

type Combination = readonly [title: string, targets: readonly Target[]];

describe.each(CASES)("duet with $title", ({ place, settings, changes }) => {
  let stack: TerraformJson;
  beforeAll(() => {
    stack = duetJson(settings);
  });

  const things = oursAndTheirs(place);
  const known = ({ on }: { on: readonly Kind[] }) =>
    on.every((kind) => things[kind] && (changes !== "data" || DATA.includes(kind)));
  const twins = changes === "partition" ? 1 : Number.POSITIVE_INFINITY;
  const entries = [...CONTRACT, ...SURPLUS].filter(known);

  /** The calls of a list that the role's policies answer otherwise than expected. */
  const surprises = async (
    role: DuetRole,
    expected: boolean,
    actions: readonly string[],
    on: readonly Combination[],
  ) => {
    const principal = `arn:${place.partition}:iam::${place.account}:role/groundwork/acme/duet/acme-duet-${role}`;
    const policies = duetPolicies(stack, role);
    const found: string[] = [];
    for (const action of actions)
      for (const [title, targets] of on) {
        // only calls on one thing come with a context or a policy of that thing
        const { context, resourcePolicy, resourceAccount } = targets[0] as Target;
        const call = { action, resources: targets.map(({ resource }) => resource), context };
        const answer = await allowed({ policies, principal, resourcePolicy, resourceAccount }, call);
        if (answer !== expected) found.push(`${action} on ${title}`);
      }
    return found;
  };

  describe.each(ROLES)("the %s", (role) => {
    const own = entries.filter(({ roles }) => roles.includes(role)).map(named);

    test.each(own)("may $title", async ({ actions, on }) => {
      expect(await surprises(role, true, actions, ours(things, on))).toEqual([]);
    });

    test.each(own.filter(({ on }) => theirs(things, on).length > 0))(
      "may not $title where it is somebody else's",
      async ({ actions, on }) => {
        expect(await surprises(role, false, actions, theirs(things, on, twins))).toEqual([]);
      },
    );

    const others = entries
      .map((entry) => ({ ...entry, actions: entry.actions.filter((action) => !isOf(role, action)) }))
      .filter(({ roles, actions }) => !roles.includes(role) && actions.length > 0);
    const refused = [
      ...own.flatMap((entry) => (entry.refused ? { ...entry.refused, because: `${entry.actions[0]} is no more` } : [])),
      ...others.map((entry) => ({ ...entry, because: "that is for the other role" })),
      ...[...REFUSALS, ...LEFT_OUT].filter(({ roles }) => roles.includes(role)),
    ].filter(known);
    test.each(refused.map(named))("may not $title: $because", async ({ actions, on }) => {
      expect(await surprises(role, false, actions, ours(things, on))).toEqual([]);
    });

    test("has nothing that neither the contract nor a written reason asks for", () => {
      const asked = new Set(
        [...CONTRACT, ...SURPLUS].filter(({ roles }) => roles.includes(role)).flatMap(({ actions }) => actions),
      );
      const granted = duetPolicies(stack, role).flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
      expect(granted.filter((action) => !asked.has(action as string))).toEqual([]);
      expect(duetPolicies(stack, role).flatMap(({ Statement }) => Statement.map(({ Effect }) => Effect))).not.toContain(
        "Deny",
      );
    });
  });
});

describe("the contract", () => {
  test("says of every call where it is refused", () => {
    const everything = CASES.map(({ place }) => oursAndTheirs(place));
    const open = [...CONTRACT, ...SURPLUS].filter(
      ({ on, refused }) => !refused && everything.every((things) => theirs(things, on).length === 0),
    );
    expect(open).toEqual([]);
  });

  test("has every entry judged in one of the cases", () => {
    const kinds = new Set(
      CASES.flatMap(({ place }) =>
        Object.entries(oursAndTheirs(place)).flatMap(([kind, things]) => (things ? kind : [])),
      ),
    );
    const unjudged = [...CONTRACT, ...SURPLUS, ...REFUSALS].filter(({ on }) => !on.every((kind) => kinds.has(kind)));
    expect(unjudged).toEqual([]);
  });
});

function isOf(role: DuetRole, action: string): boolean {
  return [...CONTRACT, ...SURPLUS].some(({ roles, actions }) => roles.includes(role) && actions.includes(action));
}

function named<T extends Pick<Entry, "actions" | "on">>(entry: T): T & { title: string } {
  const { actions, on } = entry;
  const [first, ...more] = actions;
  const kinds = on[0] === "nothing" ? "" : ` on ${on.join(" and ")}`;
  return { ...entry, title: `${first}${more.length > 0 ? ` and ${more.length} more` : ""}${kinds}` };
}

type All = ReturnType<typeof oursAndTheirs>;

/** Every way to make a call with our own things. */
function ours(things: All, on: readonly Kind[]): Combination[] {
  return on.reduce<Combination[]>(
    (combinations, kind) =>
      combinations.flatMap(([title, targets]) =>
        list(things, kind, "ours").map(
          ([name, target]): Combination => [join(title, name, kind), [...targets, target]],
        ),
      ),
    [["", []]],
  );
}

/** Ways to make a call with one thing of somebody else's in it. */
function theirs(things: All, on: readonly Kind[], most = Number.POSITIVE_INFINITY): Combination[] {
  const [[, own] = ["", []]] = ours(things, on);
  return on.flatMap((kind, place) =>
    list(things, kind, "theirs")
      .slice(0, most)
      .map(([name, target]): Combination => [join("", name, kind), [target, ...own.toSpliced(place, 1)]]),
  );
}

function list(things: All, kind: Kind, whose: "ours" | "theirs"): [string, Target][] {
  return Object.entries((things[kind]?.[whose] ?? {}) as Targets);
}

function join(title: string, name: string, kind: Kind): string {
  return [title, `${kind} (${name})`].filter(Boolean).join(", ");
}
