import { surprises, titled, withOurs, withTheirs } from "../../contract-calls";
import type { TerraformJson } from "../../synth";
import { agcAccess, agcJson, agcPolicies, principalIn, WHO, type Who, type WrittenSettings } from "./agc-json";
import { CONTRACT } from "./contract";
import { ACCOUNT, HOME, type Place } from "./place";
import { thingsOf } from "./things";

/** The simulator takes the id of an API for a type of resource, which no wildcard stands for. */
const CALL_OF_ENGINES = "execute-api:Invoke";

interface Case {
  readonly title: string;
  readonly settings: WrittenSettings;
  readonly place: Place;
  readonly who: readonly Who[];
  /** Whether the settings change where things are, and nothing of who may do what. */
  readonly onlyPlaces?: boolean;
}

/** Settings that change what the policies say, and where things are then. */
const CASES: readonly Case[] = [
  { title: "nothing but its defaults", settings: {}, place: HOME, who: WHO },
  {
    title: "an organisation's boundary and path",
    settings: { iam: { path: "/teams/", permissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/theirs` } },
    place: {
      ...HOME,
      path: "/teams/acme/amazon-genomics-cli/",
      boundary: `arn:aws:iam::${ACCOUNT}:policy/theirs`,
    },
    who: WHO.filter((who) => who !== "boundary"),
    onlyPlaces: true,
  },
  {
    title: "a region of China",
    settings: { region: "cn-north-1" },
    place: placeIn("aws-cn", "cn-north-1"),
    who: WHO,
    onlyPlaces: true,
  },
  {
    title: "a region of GovCloud",
    settings: { region: "us-gov-west-1" },
    place: placeIn("aws-us-gov", "us-gov-west-1"),
    who: WHO,
    onlyPlaces: true,
  },
];

function placeIn(partition: string, region: string): Place {
  const boundary = HOME.boundary.replace("arn:aws:", `arn:${partition}:`);
  return { ...HOME, partition, region, bucket: `agc-${ACCOUNT}-${region}`, boundary };
}

describe.each(CASES)("the Amazon Genomics CLI with $title", ({ settings, place, who: present, onlyPlaces = false }) => {
  const things = thingsOf(place);
  let stack: TerraformJson;
  beforeAll(() => {
    stack = agcJson(settings);
  });

  const access = (who: Who) => agcAccess(stack, who, principalIn(place.partition));

  describe.each(present)("%s", (who) => {
    const entries = CONTRACT.filter((entry) => entry.who.includes(who));

    test.each(entries.map(titled))("may $title", async ({ actions, on }) => {
      expect(await surprises(access(who), true, actions, withOurs(things, on))).toEqual([]);
    });

    test.each(entries.filter(({ on }) => withTheirs(things, on).length > 0).map(titled))(
      "may not $title where it is somebody else's",
      async ({ actions, on }) => {
        expect(await surprises(access(who), false, actions, withTheirs(things, on))).toEqual([]);
      },
    );

    const own = new Set(entries.flatMap(({ actions }) => actions));
    test("has nothing that the contract does not ask for", () => {
      const granted = agcPolicies(stack, who).flatMap(({ Statement }) =>
        Statement.flatMap(({ Action }) => Action as string[]),
      );
      expect(granted.filter((action) => !own.has(action) && action !== CALL_OF_ENGINES)).toEqual([]);
      expect(granted.length).toBeGreaterThan(0);
    });

    if (onlyPlaces) return;

    const others = CONTRACT.map((entry) => ({ ...entry, actions: entry.actions.filter((action) => !own.has(action)) }));
    test.each(others.filter(({ actions }) => actions.length > 0).map(titled))(
      "may not $title, which is for others",
      async ({ actions, on }) => {
        expect(await surprises(access(who), false, actions, withOurs(things, on))).toEqual([]);
      },
    );
  });
});

test("the contract judges calls on every kind of thing", () => {
  const judged = new Set(CONTRACT.flatMap(({ on }) => on));
  expect(Object.keys(thingsOf(HOME)).filter((kind) => !judged.has(kind as never))).toEqual([]);
});

test("who runs workflows calls the adapters of engines, and no other API, stage or path", () => {
  const statements = agcPolicies(agcJson(), "user").flatMap(({ Statement }) => Statement);
  expect(statements.filter(({ Action }) => (Action as string[]).includes(CALL_OF_ENGINES))).toEqual([
    {
      Sid: "TalkToEngines",
      Effect: "Allow",
      Action: [CALL_OF_ENGINES],
      Resource: [`arn:aws:execute-api:eu-west-2:${ACCOUNT}:*/prod/*/ga4gh/wes/v1/*`],
    },
  ]);
});
