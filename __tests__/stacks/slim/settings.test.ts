import { parseSettings } from "../../../stacks/settings";
import { SettingsError } from "../../../stacks/settings-mistake";
import { yamlOf } from "./slim-json";

function settingsOf(slim: Record<string, unknown> = {}) {
  return parseSettings(yamlOf({ slim }), "groundwork.yaml").systems.slim;
}

/** What is said of each mistake: path, what is allowed, hint. */
function mistakesIn(slim: Record<string, unknown>): string[] {
  try {
    settingsOf(slim);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.mistakes.map(({ path, allowed, hint }) =>
      [path.slice(2).join("."), allowed, ...(hint ? [hint] : [])].join(" | "),
    );
  }
}

describe("the settings of slim", () => {
  test("are complete when nothing is said: the published environments, one queue of messages, a group", () => {
    const { environments, ...rest } = settingsOf() ?? {};
    expect(rest).toEqual({
      gradientQueues: { create: true, chunks: 1 },
      userPermissions: "workflow",
      jobDefinitionPrefix: "isotropic-",
      volumeGiB: 100,
    });
    const rows = Object.entries(environments ?? {}).map(([name, it]) => [
      name,
      it.type,
      ...it.instanceTypes,
      it.maxVcpus,
      it.processors,
      it.multiNode,
    ]);
    expect(rows).toEqual([
      ["m4-spot", "SPOT", "m4.4xlarge", 2048, 8, false],
      ["r5-spot-24", "SPOT", "r5.24xlarge", 2048, 24, false],
      ["r5-spot-48", "SPOT", "r5.24xlarge", 2048, 48, false],
      ["r5-multi-24", "EC2", "r5.24xlarge", 1920, 24, true],
      ["c5n-multi-18", "EC2", "c5n.18xlarge", 1440, 18, true],
    ]);
  });

  test("keep what is published of an environment that says one thing of itself, and leave out what is false", () => {
    const environments = { "m4-spot": { maxVcpus: 64 }, "r5-spot-24": false, mine: { instanceTypes: ["c6i"] } };
    const { environments: made = {} } = settingsOf({ environments }) ?? {};
    expect(Object.keys(made)).toEqual(["m4-spot", "r5-spot-48", "r5-multi-24", "c5n-multi-18", "mine"]);
    expect(made).toMatchObject({
      "m4-spot": { instanceTypes: ["m4.4xlarge"], maxVcpus: 64, processors: 8 },
      mine: { type: "SPOT", instanceTypes: ["c6i"], maxVcpus: 256, processors: undefined, multiNode: false },
    });
  });

  test("let jobs see all processors of instance types that are not the published ones", () => {
    const environments = { "m4-spot": { instanceTypes: ["c6i.32xlarge"] }, "r5-spot-24": { processors: 12 } };
    expect(settingsOf({ environments })?.environments).toMatchObject({
      "m4-spot": { instanceTypes: ["c6i.32xlarge"], processors: undefined },
      "r5-spot-24": { instanceTypes: ["r5.24xlarge"], processors: 12 },
    });
  });

  test("take everything that can be said", () => {
    const key = "arn:aws:kms:eu-west-2:111122223333:key/12345678-90ab-cdef-1234-567890abcdef";
    const role = (name: string) => ({ existing: `arn:aws:iam::111122223333:role/${name}` });
    const everything = {
      bucket: { existing: "acme-runs", prefix: "slim/", kmsKey: key },
      inputBuckets: [{ bucket: "surveys", prefix: "bp/", requesterPays: false, kmsKey: key }],
      gradientQueues: { existing: "GradientQueue_", chunks: 20, kmsKey: key },
      users: ["ada", "grace.hopper@example.org"],
      userRole: { trusted: ["arn:aws:iam::111122223333:user/ada"] },
      userPermissions: "aws-managed",
      repositoryPrefix: "acme/imaging/",
      jobDefinitionPrefix: "tti-",
      volumeGiB: 50,
      volumeKmsKey: key,
      instanceRole: role("ecs"),
      serviceRole: role("batch"),
      lambdaRole: role("lambda"),
      stateMachineRole: role("states"),
      jobRole: role("jobs"),
      sharedFileSystem: { existing: "fs-0123456789abcdef0" },
    };
    const { environments, ...rest } = settingsOf(everything) ?? {};
    expect(rest).toEqual(everything);
    expect(environments).toBeDefined();
  });
});

const MISTAKES: readonly [title: string, slim: Record<string, unknown>, ...said: string[]][] = [
  [
    "multi-node on spot instances",
    { environments: { "r5-multi-24": { type: "SPOT" } } },
    "environments.r5-multi-24.type | EC2, or multiNode: false beside it | Batch runs multi-node jobs on instances on demand only",
  ],
  [
    "multi-node where nothing is said of the type",
    { environments: { mine: { multiNode: true } } },
    "environments.mine.multiNode | false, or type: EC2 beside it | Batch runs multi-node jobs on instances on demand only",
  ],
  [
    "an environment on Fargate, which the workflow's instances are not",
    { environments: { mine: { type: "FARGATE" } } },
    "environments.mine.type | SPOT or EC2",
  ],
  [
    "a service role of one environment",
    { environments: { mine: { serviceRole: { create: true } } } },
    "environments.mine.serviceRole | type, minVcpus, maxVcpus, instanceTypes, allocationStrategy, bidPercentage, imageType, processors, multiNode",
  ],
  [
    "a strategy that the type has not",
    { environments: { "c5n-multi-18": { allocationStrategy: "SPOT_CAPACITY_OPTIMIZED" } } },
    "environments.c5n-multi-18.allocationStrategy | BEST_FIT_PROGRESSIVE or BEST_FIT | type EC2 has no SPOT_CAPACITY_OPTIMIZED",
  ],
  [
    "a name that queues cannot have",
    { environments: { M4_SPOT: {} } },
    "environments.M4_SPOT | 1 to 15 lower-case letters, digits and single hyphens; a letter first, no hyphen last, as a name",
  ],
  [
    "no environment at all",
    {
      environments: {
        "m4-spot": false,
        "r5-spot-24": false,
        "r5-spot-48": false,
        "r5-multi-24": false,
        "c5n-multi-18": false,
      },
    },
    "environments | at least one environment | jobs run somewhere: leave one of them",
  ],
  [
    "a file system that nothing mounts",
    { sharedFileSystem: { create: true }, environments: { "r5-multi-24": false, "c5n-multi-18": false } },
    "sharedFileSystem | nothing without an environment with multiNode: true | no other would mount it",
  ],
  [
    "a queue of messages with its number",
    { gradientQueues: { existing: "GradientQueue_1" } },
    "gradientQueues.existing | up to 78 letters, digits, _ and -, no digit last: GradientQueue_ for GradientQueue_1 | it ends with a digit: the workflow adds the number itself",
  ],
  [
    "a queue of messages that is created and exists",
    { gradientQueues: { create: true, existing: "GradientQueue_" } },
    "gradientQueues | { create: true } or { existing: <name without number> }, one of the two",
  ],
  ["a group by yes", { users: true }, "users | false, or a list of user names"],
  [
    "a user by an ARN",
    { users: ["arn:aws:iam::111122223333:user/ada"] },
    "users.0 | 1 to 64 letters, digits and _+=,.@-",
  ],
  [
    "a role for everybody in the account",
    { userRole: { trusted: ["arn:aws:iam::111122223333:root"] } },
    "userRole.trusted.0 | the ARN of a user or role: arn:aws:iam::<account>:user/<name> | it is an account: name the users and roles in it",
  ],
  [
    "permissions by a name of AWS",
    { userPermissions: "AdministratorAccess" },
    "userPermissions | workflow or aws-managed",
  ],
  [
    "job definitions by a pattern",
    { jobDefinitionPrefix: "isotropic-*" },
    "jobDefinitionPrefix | 1 to 100 letters, digits, _ and -; a letter or digit first | it contains a wildcard, which a policy would widen",
  ],
  [
    "an instance role beside a profile",
    {
      instanceRole: { existing: "arn:aws:iam::111122223333:role/ecs" },
      instanceProfile: { existing: "ecs" },
    },
    "instanceRole | nothing beside instanceProfile | an instance profile brings its role: name one of the two",
  ],
  [
    "a role of another account",
    { lambdaRole: { existing: "arn:aws:iam::444455556666:role/lambda" } },
    "lambdaRole.existing | an ARN of account 111122223333, in which everything is built",
  ],
  [
    "a work bucket that is an input too",
    { bucket: { create: "acme-slim" }, inputBuckets: [{ bucket: "acme-slim" }] },
    "inputBuckets.0.bucket | places outside of the work bucket | the work bucket can be read already: leave it out, or give both a prefix",
  ],
];

describe("a mistake in the settings of slim", () => {
  test.each(MISTAKES)("%s is refused, with what is allowed", (_, slim, ...said) => {
    expect(mistakesIn(slim)).toEqual(said);
  });

  test("does not hide the others", () => {
    const slim = { users: true, environments: { mine: { multiNode: true }, M4: {} }, gradientQueues: { chunks: 0 } };
    expect(mistakesIn(slim).map((line) => line.split(" | ")[0])).toEqual([
      "users",
      "environments.mine.multiNode",
      "environments.M4",
      "gradientQueues",
    ]);
  });
});
