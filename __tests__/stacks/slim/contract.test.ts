import { type Calls, surprises, titled, withOurs, withTheirs } from "../../contract-calls";
import type { TerraformJson } from "../../synth";
import { CONTRACT, type Entry, WITH_JOB_ROLE } from "./contract";
import { REFUSALS } from "./refusals";
import { slimJson, slimPolicies, WHO, type Who, type WrittenSettings } from "./slim-json";
import { SURPLUS } from "./surplus";
import { HOME, type Kind, type Place, thingsOf } from "./things";

const ROLE = "arn:aws:iam::111122223333:role/x";

interface Case {
  readonly title: string;
  readonly settings: WrittenSettings;
  readonly place: Place;
  /** Whether jobs have a role of their own. */
  readonly jobRole: boolean;
  /** Whether the settings change where things are, and nothing of who may do what. */
  readonly onlyPlaces?: boolean;
}

/** Settings that change what the policies say, and where things are then. */
const CASES: readonly Case[] = [
  { title: "nothing but its defaults", settings: {}, place: HOME, jobRole: false },
  {
    title: "a role of jobs",
    settings: { slim: { jobRole: { create: true } } },
    place: HOME,
    jobRole: true,
  },
  {
    title: "a folder of a bucket that existed, and a path of the organisation",
    settings: { iam: { path: "/teams/" }, slim: { bucket: { existing: "acme-runs", prefix: "teams/slim/" } } },
    place: { ...HOME, bucket: "acme-runs", prefix: "teams/slim/", path: "/teams/acme/slim/" },
    jobRole: false,
    onlyPlaces: true,
  },
  {
    title: "roles that existed, in a region of China",
    settings: {
      region: "cn-north-1",
      slim: {
        lambdaRole: { existing: "arn:aws-cn:iam::111122223333:role/theirs/acme-slim-lambda" },
        stateMachineRole: { existing: "arn:aws-cn:iam::111122223333:role/theirs/acme-slim-state-machine" },
        jobRole: { existing: "arn:aws-cn:iam::111122223333:role/theirs/acme-slim-job" },
        instanceProfile: { existing: "ecs" },
      },
    },
    place: {
      ...HOME,
      partition: "aws-cn",
      region: "cn-north-1",
      bucket: "acme-slim-111122223333-cn-north-1",
      path: "/theirs/",
    },
    jobRole: true,
  },
  {
    title: "a region of GovCloud",
    settings: { region: "us-gov-west-1" },
    place: {
      ...HOME,
      partition: "aws-us-gov",
      region: "us-gov-west-1",
      bucket: "acme-slim-111122223333-us-gov-west-1",
    },
    jobRole: false,
    onlyPlaces: true,
  },
];

describe.each(CASES)("slim with $title", ({ settings, place, jobRole, onlyPlaces = false }) => {
  const things = thingsOf(place);
  const entries = [...CONTRACT, ...SURPLUS, ...(jobRole ? WITH_JOB_ROLE : [])];
  let stack: TerraformJson;
  beforeAll(() => {
    stack = slimJson(settings);
  });
  const access = (who: Who) => ({
    policies: slimPolicies(stack, who),
    principal: ROLE.replace("aws", place.partition),
  });
  const present = WHO.filter((who) => who !== "job" || jobRole);

  /** Entries of somebody; jobs with a role of their own leave the instances nothing of theirs. */
  const of = (who: Who) =>
    entries.filter((entry) => entry.who.includes(who) && !(who === "instance" && jobRole && entry.who.includes("job")));

  describe.each(present)("the %s", (who) => {
    test.each(of(who).map(titled))("may $title", async ({ actions, on }) => {
      expect(await surprises(access(who), true, actions, withOurs(things, on))).toEqual([]);
    });

    test.each(
      of(who)
        .filter(({ on }) => withTheirs(things, on).length > 0)
        .map(titled),
    )("may not $title where it is somebody else's", async ({ actions, on }) => {
      expect(await surprises(access(who), false, actions, withTheirs(things, on))).toEqual([]);
    });

    const beyond = of(who).flatMap(({ refused }) => refused ?? []);
    test("may do no more where a call takes no resource", async () => {
      const found = beyond.map(({ actions, on }) => surprises(access(who), false, actions, withOurs(things, on)));
      expect((await Promise.all(found)).flat()).toEqual([]);
    });

    test("has nothing that neither the contract nor a written reason asks for", () => {
      const granted = slimPolicies(stack, who).flatMap(({ Statement }) =>
        Statement.flatMap(({ Effect, Action }) => (Effect === "Allow" ? (Action as string[]) : [])),
      );
      expect(granted.filter((action) => !isOf(who, action))).toEqual([]);
      expect(granted.length).toBeGreaterThan(0);
    });

    if (onlyPlaces) return;

    const others = entries
      .filter((entry) => !of(who).includes(entry))
      .map((entry) => ({ ...entry, actions: entry.actions.filter((action) => !isOf(who, action)) }))
      .filter(({ actions }) => actions.length > 0);
    test.each(others.map(titled))("may not $title, which is for others", async ({ actions, on }) => {
      expect(await surprises(access(who), false, actions, withOurs(things, on))).toEqual([]);
    });

    test.each(REFUSALS.map(titled))("may not $title: $because", async ({ actions, on }) => {
      expect(await surprises(access(who), false, actions, withOurs(things, on))).toEqual([]);
    });
  });

  function isOf(who: Who, action: string): boolean {
    return of(who).some(({ actions }) => actions.includes(action));
  }
});

describe("the contract", () => {
  test("says of every call where it is refused", () => {
    const things = thingsOf(HOME);
    const open = [...CONTRACT, ...SURPLUS, ...WITH_JOB_ROLE].filter(
      ({ on, refused }: Entry) => !refused && withTheirs(things, on).length === 0,
    );
    expect(open).toEqual([]);
  });

  test("judges a call on every kind of thing", () => {
    const judged = new Set(
      [...CONTRACT, ...SURPLUS, ...WITH_JOB_ROLE, ...REFUSALS].flatMap(({ on }: Calls<Kind>) => on),
    );
    expect(Object.keys(thingsOf(HOME)).filter((kind) => !judged.has(kind as Kind))).toEqual([]);
  });
});
