import { parseSettings } from "../../../stacks/settings";
import { SettingsError } from "../../../stacks/settings-mistake";
import { DATA, FEATURES, yamlOf } from "./parallelcluster-json";

function settingsOf(parallelcluster: Record<string, unknown> = {}) {
  return parseSettings(yamlOf({ parallelcluster }), "groundwork.yaml").systems.parallelcluster;
}

/** What is said of each mistake: path, what is allowed, hint. */
function mistakesIn(parallelcluster: Record<string, unknown>): string[] {
  try {
    settingsOf(parallelcluster);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.mistakes.map(({ path, allowed, hint }) =>
      [path.slice(2).join("."), allowed, ...(hint ? [hint] : [])].join(" | "),
    );
  }
}

describe("the settings of parallelcluster", () => {
  test("are complete when nothing is said: Slurm, the newest release, and users without rights in IAM", () => {
    expect(settingsOf()).toEqual({
      version: "3.16",
      scheduler: "slurm",
      iamAccess: "restricted",
      loginNodes: false,
      functionsInNetwork: false,
      features: { fsx: false, efs: false, imageBuild: false, logRetrieval: true },
    });
  });

  test("take everything that can be said", () => {
    const everything = {
      version: "3.15",
      scheduler: "slurm",
      iamAccess: "boundary",
      roles: true,
      clusterPrefix: "chem-",
      resourcePrefix: "/hpc/chem-",
      bucket: { existing: "acme-parallelcluster" },
      loginNodes: true,
      functionsInNetwork: true,
      features: { ...FEATURES, efs: { existing: ["fs-0123456789abcdef0"] }, logRetrieval: false },
      s3Access: [
        { bucket: "acme-references", write: false },
        { bucket: "acme-results", prefix: "hpc/", write: true },
      ],
      additionalPolicies: ["arn:aws:iam::111122223333:policy/team/scratch"],
      attachTo: { users: ["ada"], groups: ["chemists"], roles: ["notebook"] },
      assumableBy: ["arn:aws:iam::111122223333:user/ada"],
    };
    expect(settingsOf(everything)).toEqual(everything);
  });
});

const MISTAKES: readonly [title: string, parallelcluster: Record<string, unknown>, ...said: string[]][] = [
  [
    "AWS Batch where users make no roles",
    { scheduler: "awsbatch" },
    "scheduler | slurm with iamAccess: restricted | a configuration cannot name all roles that AWS Batch needs; use iamAccess: boundary",
  ],
  [
    "nobody who makes roles",
    { roles: false },
    "roles | true with iamAccess: restricted | nobody else makes the roles then",
  ],
  [
    "a prefix for what is not made",
    { resourcePrefix: "hpc-" },
    "resourcePrefix | nothing with iamAccess: restricted | it is for what ParallelCluster makes in IAM, and it makes nothing then",
  ],
  [
    "login nodes of AWS Batch",
    { iamAccess: "boundary", scheduler: "awsbatch", loginNodes: true },
    "loginNodes | false with scheduler: awsbatch | login nodes are for Slurm",
  ],
  ["another scheduler", { scheduler: "sge" }, "scheduler | slurm or awsbatch"],
  ["another mode", { iamAccess: "bounded" }, "iamAccess | restricted or boundary or privileged"],
  [
    "a release by its patch",
    { version: "3.16.3" },
    "version | 3.1 or 3.2 or 3.3 or 3.4 or 3.5 or 3.6 or 3.7 or 3.8 or 3.9 or 3.10 or 3.11 or 3.12 or 3.13 or 3.14 or 3.15 or 3.16 | did you mean 3.13?",
  ],
  [
    "things that a release has not",
    {
      version: "3.1",
      iamAccess: "boundary",
      clusterPrefix: "chem-",
      resourcePrefix: "hpc-",
      functionsInNetwork: true,
      loginNodes: true,
      features: { databaseSecret: FEATURES.databaseSecret, mungeKeySecret: FEATURES.mungeKeySecret },
    },
    'clusterPrefix | nothing with version: "3.1" | everything is tagged with its cluster\'s name since 3.2',
    'resourcePrefix | nothing with version: "3.1" | ParallelCluster has it since 3.4',
    'functionsInNetwork | false with version: "3.1" | ParallelCluster has it since 3.4',
    'loginNodes | false with version: "3.1" | ParallelCluster has login nodes since 3.7',
    'features.databaseSecret | nothing with version: "3.1" | ParallelCluster has it since 3.3',
    'features.mungeKeySecret | nothing with version: "3.1" | ParallelCluster has it since 3.8',
  ],
  [
    "clusters by a pattern",
    { clusterPrefix: "chem*" },
    "clusterPrefix | 2 to 30 letters, digits and hyphens, a letter first: chem- for chem-run1 | it contains a wildcard, which a policy would widen",
  ],
  [
    "nodes that are administrators",
    {
      additionalPolicies: [
        ...DATA.map(({ bucket }) => `arn:aws:iam::111122223333:policy/${bucket}`),
        "arn:aws:iam::aws:policy/AdministratorAccess",
      ],
    },
    "additionalPolicies.2 | a policy that makes no administrator | whoever logs in to a node has the node's rights",
  ],
  [
    "a place twice",
    { s3Access: [{ bucket: "acme-data" }, { bucket: "acme-other" }, { bucket: "acme-data", prefix: "hpc/" }] },
    "s3Access.2.bucket | each place once | it overlaps with s3Access[0]",
  ],
  [
    "a bucket by an ARN",
    { s3Access: [{ bucket: "arn:aws:s3:::acme-data" }] },
    "s3Access.0.bucket | 3 to 63 lower-case letters, digits, hyphens and single dots; a letter or digit first and last",
  ],
  [
    "file systems of FSx by a number",
    { features: { fsx: 1 } },
    "features.fsx | true, false, { buckets: […] } or { existing: […] }",
  ],
  [
    "buckets of file systems that exist",
    { features: { fsx: { existing: ["fs-0123456789abcdef0"], buckets: ["acme-lustre"] } } },
    "features.fsx | true, false, { buckets: […] } or { existing: […] }",
  ],
  [
    "a secret without its last letters",
    { features: { directorySecret: "arn:aws:secretsmanager:eu-west-2:111122223333:secret:directory" } },
    "features.directorySecret | the ARN of a secret: arn:aws:secretsmanager:<region>:<account>:secret:<name>-<6 characters>",
  ],
  [
    "a hosted zone by its path",
    { features: { hostedZones: ["/hostedzone/Z0123456789"] } },
    "features.hostedZones.0 | the id of a hosted zone: Z and capital letters or digits | it starts with /hostedzone/: the id is what follows",
  ],
  ["people by yes", { attachTo: { users: true } }, "attachTo.users | a list of user names, at least one"],
  [
    "a role for everybody in the account",
    { assumableBy: ["arn:aws:iam::111122223333:root"] },
    "assumableBy.0 | the ARN of a user or role: arn:aws:iam::<account>:user/<name> | it is an account: name the users and roles in it",
  ],
];

describe("a mistake in the settings of parallelcluster", () => {
  test.each(MISTAKES)("%s is refused, with what is allowed", (_, parallelcluster, ...said) => {
    expect(mistakesIn(parallelcluster)).toEqual(said);
  });

  test("in a bucket of data is the state's one, which nodes would read and change", () => {
    const state = { state: { bucket: "acme-terraform-state" } };
    const yaml = (parallelcluster: object) => yamlOf({ ...state, parallelcluster } as Parameters<typeof yamlOf>[0]);
    const refused = /a bucket other than state.bucket/;
    const bucket = "acme-terraform-state";
    expect(() => parseSettings(yaml({ s3Access: [{ bucket }] }), "groundwork.yaml")).toThrow(refused);
    expect(() => parseSettings(yaml({ features: { fsx: { buckets: [bucket] } } }), "groundwork.yaml")).toThrow(refused);
    expect(() => parseSettings(yaml({ bucket: { existing: bucket } }), "groundwork.yaml")).toThrow(refused);
  });

  test("does not hide the others", () => {
    const said = mistakesIn({ scheduler: "awsbatch", roles: false, loginNodes: true, clusterPrefix: "-" });
    expect(said.map((line) => line.split(" | ")[0])).toEqual(["clusterPrefix"]);
  });
});
