import type { PolicyJson } from "../../../modules/policy-document";
import { type Calls, surprises, titled, withOurs, withTheirs } from "../../contract-calls";
import type { TerraformJson } from "../../synth";
import type { Entry } from "./contract";
import { BATCH_USERS, BOUNDED, GIVEN_BUILDS, GIVEN_COMPUTE, GIVEN_NODES } from "./iam-contract";
import { BUILDERS, CLEANUPS, IMAGES } from "./image-contract";
import {
  BATCH_HEAD_NODE,
  COMPUTE_NODE,
  COUNTS_LOGIN_NODES,
  DATA_OF_NODES,
  FUNCTIONS_OF_CLUSTERS,
  HEAD_NODE,
  LOGIN_NODE,
} from "./node-contract";
import {
  DATA,
  FEATURES,
  parallelclusterJson,
  policiesOf,
  type Who,
  type WrittenSettings,
  whoPolicies,
} from "./parallelcluster-json";
import type { Place } from "./place";
import { REFUSALS } from "./refusals";
import { FILE_SYSTEMS, LOGS } from "./storage-contract";
import { type Kind, thingsOf } from "./things";
import { CLUSTERS, LOGIN, NAMED } from "./user-contract";

const HOME: Place = {
  partition: "aws",
  region: "eu-west-2",
  prefix: "chem-",
  bucket: "parallelcluster-f759d471f603835e-v1-do-not-delete",
  path: "/groundwork/acme/parallelcluster/",
  rolePath: "/parallelcluster/",
};

const EVERYTHING = { features: FEATURES, s3Access: DATA };
const USERS = [...CLUSTERS, ...NAMED, ...FILE_SYSTEMS, ...LOGS, ...IMAGES, ...GIVEN_BUILDS];
const NODES = { compute: [...COMPUTE_NODE, ...DATA_OF_NODES], "login-node": [...LOGIN_NODE, ...DATA_OF_NODES] };
const BUILDS = { builder: BUILDERS, cleanup: CLEANUPS };

interface Case {
  readonly title: string;
  readonly settings: WrittenSettings;
  readonly place: Place;
  readonly contract: Partial<Record<Who, readonly Entry[]>>;
}

/** Settings that change what the policies say, and where things are then. */
const CASES: readonly Case[] = [
  {
    title: "restricted, with everything, clusters of one team",
    settings: { parallelcluster: { ...EVERYTHING, loginNodes: true, clusterPrefix: "chem-" } },
    place: HOME,
    contract: {
      user: [...USERS, ...LOGIN, ...GIVEN_NODES, ...GIVEN_COMPUTE],
      "head-node": [...HEAD_NODE, ...COUNTS_LOGIN_NODES, ...DATA_OF_NODES],
      ...NODES,
      functions: FUNCTIONS_OF_CLUSTERS,
      ...BUILDS,
    },
  },
  {
    title: "within a boundary, with everything, clusters of any name and a prefix in IAM",
    settings: { parallelcluster: { ...EVERYTHING, iamAccess: "boundary", loginNodes: true, resourcePrefix: "/hpc/" } },
    place: { ...HOME, prefix: "", rolePath: "/hpc/" },
    contract: { user: [...USERS, ...LOGIN, ...BOUNDED], ...BUILDS },
  },
  {
    title: "within a boundary, AWS Batch, roles too",
    settings: {
      parallelcluster: {
        ...EVERYTHING,
        iamAccess: "boundary",
        scheduler: "awsbatch",
        roles: true,
        clusterPrefix: "chem-",
      },
    },
    place: HOME,
    contract: {
      user: [...USERS, ...BOUNDED, ...GIVEN_NODES, ...BATCH_USERS],
      "head-node": [...BATCH_HEAD_NODE, ...DATA_OF_NODES],
      functions: FUNCTIONS_OF_CLUSTERS,
      ...BUILDS,
    },
  },
  {
    title: "its defaults, in a region of China, by a path of the organisation",
    settings: { region: "cn-north-1", iam: { path: "/teams/" } },
    place: {
      ...HOME,
      partition: "aws-cn",
      region: "cn-north-1",
      prefix: "",
      bucket: "parallelcluster-2d33b7904524d94e-v1-do-not-delete",
      path: "/teams/acme/parallelcluster/",
    },
    contract: {
      user: [...CLUSTERS, ...LOGS, ...GIVEN_NODES, ...GIVEN_COMPUTE],
      "head-node": HEAD_NODE.filter(({ on }) => !["secret", "record of a named zone"].includes(String(on[0]))),
      compute: COMPUTE_NODE,
      functions: FUNCTIONS_OF_CLUSTERS.filter(({ on }) => on[0] !== "record of a named zone"),
    },
  },
];

describe.each(CASES)("parallelcluster $title", ({ settings, place, contract }) => {
  const things = thingsOf(place);
  let stack: TerraformJson;
  beforeAll(() => {
    stack = parallelclusterJson(settings);
  });
  const access = (who: Who) => ({
    policies: whoPolicies(stack, who),
    principal: `arn:${place.partition}:iam::111122223333:role/x`,
  });

  describe.each(Object.entries(contract) as [Who, readonly Entry[]][])("the %s", (who, entries) => {
    test.each(entries.map(titled))("may $title", async ({ actions, on }) => {
      expect(await surprises(access(who), true, actions, withOurs(things, on))).toEqual([]);
    });

    test.each(entries.filter(({ on }) => withTheirs(things, on).length > 0).map(titled))(
      "may not $title where it is somebody else's",
      async ({ actions, on }) => {
        expect(await surprises(access(who), false, actions, withTheirs(things, on))).toEqual([]);
      },
    );

    test("may do no more where a call takes no resource", async () => {
      const beyond = entries.flatMap(({ refused }) => refused ?? []);
      const found = beyond.map(({ actions, on }) => surprises(access(who), false, actions, withOurs(things, on)));
      expect((await Promise.all(found)).flat()).toEqual([]);
    });

    test("has nothing that the contract does not ask for", () => {
      const asked = new Set(entries.flatMap(({ actions }) => actions));
      const granted = actionsOf(whoPolicies(stack, who));
      expect(granted.filter((action) => !asked.has(action))).toEqual([]);
      expect(granted.length).toBeGreaterThan(0);
    });

    const isOf = (action: string) => entries.some(({ actions }) => actions.includes(action));
    const refused = REFUSALS.map(({ actions, ...rest }) => ({
      ...rest,
      actions: actions.filter((action) => !isOf(action)),
    })).filter(({ actions }) => actions.length > 0);
    test.each(refused.map(titled))("may not $title: $because", async ({ actions, on }) => {
      expect(await surprises(access(who), false, actions, withOurs(things, on))).toEqual([]);
    });
  });
});

describe("a user with the base policy and the roles of this stack, and without any feature's policy", () => {
  const things = thingsOf({ ...HOME, prefix: "" });
  const policies = Object.values(
    policiesOf(parallelclusterJson({ parallelcluster: { features: FEATURES } }), "base", "iam"),
  );
  const access = { policies, principal: "arn:aws:iam::111122223333:user/ada" };

  test.each([...CLUSTERS, ...GIVEN_NODES, ...GIVEN_COMPUTE].map(titled))("may $title", async ({ actions, on }) => {
    expect(await surprises(access, true, actions, withOurs(things, on))).toEqual([]);
  });
});

function actionsOf(policies: readonly PolicyJson[]): string[] {
  return policies.flatMap(({ Statement }) =>
    Statement.flatMap(({ Effect, Action }) => (Effect === "Allow" ? (Action as string[]) : [])),
  );
}

describe("the contract", () => {
  const entries = CASES.flatMap(({ contract }) => Object.values(contract).flat());

  test("says of every call where it is refused", () => {
    const things = thingsOf(HOME);
    const open = entries.filter(({ on, refused }) => !refused && withTheirs(things, on).length === 0);
    expect(open.map(({ actions, on }) => `${actions} on ${on}`)).toEqual([]);
  });

  test("judges a call on every kind of thing", () => {
    const judged = new Set(
      [...entries, ...REFUSALS, ...entries.flatMap(({ refused }) => refused ?? [])].flatMap(
        ({ on }: Calls<Kind>) => on,
      ),
    );
    expect(Object.keys(thingsOf(HOME)).filter((kind) => !judged.has(kind as Kind))).toEqual([]);
  });
});
