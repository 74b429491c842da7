import { escalationFindings } from "../../../modules/escalation-rules";
import type { PolicyJson } from "../../../modules/policy-document";
import { type Calls, surprises, titled, withOurs, withTheirs } from "../../contract-calls";
import type { Entry } from "./contract";
import {
  BATCH_HEAD_NODE,
  COMPUTE_NODE,
  COUNTS_LOGIN_NODES,
  DATA_OF_NODES,
  FUNCTIONS_OF_CLUSTERS,
  HEAD_NODE,
  LOGIN_NODE,
} from "./node-contract";
import { DATA, FEATURES, parallelclusterJson, policiesOf, ROLES, whoPolicies } from "./parallelcluster-json";
import type { Place } from "./place";
import { SETTINGS } from "./settings-cases";
import { type Kind, thingsOf } from "./things";

/** Ways to administrator that the rules find in the policies of a stack, by statement. */
function waysOut(policies: Readonly<Record<string, PolicyJson>>): string[] {
  return Object.values(policies).flatMap((policy) =>
    escalationFindings(policy, "identity", "111122223333")
      .filter(({ severity }) => severity === "escalation")
      .map(({ statement, rule }) => `${statement}: ${rule}`),
  );
}

const LIMITED = SETTINGS.filter(({ settings }) => settings.parallelcluster?.iamAccess !== "privileged");
const UNLIMITED = SETTINGS.filter(({ settings }) => settings.parallelcluster?.iamAccess === "privileged");

describe("access to IAM", () => {
  test.each(LIMITED)("has no way to administrator: $title", ({ settings }) => {
    expect(waysOut(policiesOf(parallelclusterJson(settings), "[a-z-]+"))).toEqual([]);
  });

  test.each(LIMITED)("has none either for who holds several policies: $title", ({ settings }) => {
    const stack = parallelclusterJson(settings);
    // rules look at all that one principal has
    const together = (["user", ...ROLES] as const).map((who) => {
      const Statement = whoPolicies(stack, who).flatMap((policy) => policy.Statement);
      return [who, { Version: "2012-10-17", Statement } as PolicyJson] as const;
    });
    expect(waysOut(Object.fromEntries(together.filter(([, { Statement }]) => Statement.length > 0)))).toEqual([]);
  });

  test.each(UNLIMITED)("is administration where it says so: $title", ({ settings }) => {
    const stack = parallelclusterJson(settings);
    expect(waysOut(policiesOf(stack, "[a-z-]+"))).toEqual([
      "MakeRoles: unbounded-principal",
      "WritePoliciesOfRoles: role-policy",
    ]);
    expect(stack.output.iam_access?.value).toContain("without a limit");
  });

  test("writes nothing in IAM where it is restricted, but for linked roles of services", () => {
    const features = { ...FEATURES, fsx: true };
    const stack = parallelclusterJson({ parallelcluster: { features, loginNodes: true, s3Access: DATA } });
    const writing = Object.values(policiesOf(stack, "[a-z-]+")).flatMap(({ Statement }) =>
      Statement.flatMap(({ Action }) => (Action as string[]).filter((action) => /^iam:(?!Get|PassRole)/.test(action))),
    );
    expect(new Set(writing)).toEqual(new Set(["iam:CreateServiceLinkedRole"]));
  });
});

const PLACE: Place = {
  partition: "aws",
  region: "eu-west-2",
  prefix: "chem-",
  bucket: "parallelcluster-f759d471f603835e-v1-do-not-delete",
  path: "/groundwork/acme/parallelcluster/",
  rolePath: "/parallelcluster/",
};

const PASSING: Entry = {
  actions: ["iam:PassRole"],
  on: ["made role to give to a machine"],
  page: "the head node starts compute nodes with a role that ParallelCluster made",
};

const FOR_USERS: readonly Kind[] = ["role to give to compute nodes"];

const slurm = [
  ...[...HEAD_NODE, ...COUNTS_LOGIN_NODES, ...COMPUTE_NODE, ...LOGIN_NODE, ...FUNCTIONS_OF_CLUSTERS, ...DATA_OF_NODES],
  PASSING,
].filter(({ on }) => !FOR_USERS.some((kind) => on.includes(kind)));

/** What functions do of Slurm's nodes, and AWS Batch has none. */
const OF_SLURM: readonly Kind[] = ["record", "record of a named zone", "zone", "table"];
const batch = [...BATCH_HEAD_NODE, ...FUNCTIONS_OF_CLUSTERS, ...DATA_OF_NODES].filter(
  ({ on }) => !OF_SLURM.some((kind) => on.includes(kind)),
);

/** Where a boundary leaves more room than a role's own policies: they say on what. */
const WIDER: readonly Kind[] = [
  ...(["what a machine starts with", "what a fleet starts with", "group of capacity"] as const),
  ...(["machine", "metric", "compute node", "head node"] as const),
  ...(["stack", "listing of results", "job"] as const),
];

/** What no role of a cluster gets, whoever wrote its policies. */
const NEVER: readonly Calls<Kind>[] = [
  { actions: ["iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePolicy", "sts:AssumeRole"], on: ["role"] },
  { actions: ["iam:CreatePolicyVersion"], on: ["policy"] },
  { actions: ["iam:AttachUserPolicy", "iam:CreateAccessKey"], on: ["user"] },
  { actions: ["ssm:SendCommand", "ssm:StartSession"], on: ["machine"] },
  { actions: ["ec2:ModifyInstanceAttribute"], on: ["machine"] },
  { actions: ["cloudformation:CreateStack"], on: ["new stack"] },
  { actions: ["lambda:CreateFunction", "lambda:UpdateFunctionCode"], on: ["function"] },
  { actions: ["s3:PutBucketPolicy"], on: ["bucket"] },
  { actions: ["kms:Decrypt"], on: ["key of Image Builder"] },
];

const ANYTHING: PolicyJson = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};

describe.each([
  { scheduler: "slurm", entries: slurm },
  { scheduler: "awsbatch", entries: batch },
])("the boundary of roles that ParallelCluster makes, $scheduler", ({ scheduler, entries }) => {
  const things = thingsOf(PLACE);
  const settings = { iamAccess: "boundary", scheduler, clusterPrefix: "chem-", features: FEATURES, s3Access: DATA };
  const [boundary] = Object.values(policiesOf(parallelclusterJson({ parallelcluster: settings }), "boundary"));
  // the worst that a user can write into a role
  const access = { policies: [ANYTHING], boundary, principal: "arn:aws:iam::111122223333:role/parallelcluster/x" };

  test.each(entries.map(titled))("leaves room for $title", async ({ actions, on }) => {
    expect(await surprises(access, true, actions, withOurs(things, on))).toEqual([]);
  });

  const held = entries.filter(
    ({ on }) => withTheirs(things, on).length > 0 && !on.some((kind) => WIDER.includes(kind)),
  );
  test.each(held.map(titled))("holds $title to clusters", async ({ actions, on }) => {
    expect(await surprises(access, false, actions, withTheirs(things, on))).toEqual([]);
  });

  test.each(NEVER.map(titled))("does not let through $title", async ({ actions, on }) => {
    expect(await surprises(access, false, actions, withOurs(things, on))).toEqual([]);
  });

  test("lets a machine end, and be tagged, only where it is a cluster's", async () => {
    const changes = ["ec2:TerminateInstances", "ec2:CreateTags"];
    expect(await surprises(access, true, changes, withOurs(things, ["machine"]))).toEqual([]);
    expect(await surprises(access, false, changes, withTheirs(things, ["machine"]))).toEqual([]);
    const volumes = ["ec2:AttachVolume", "ec2:DetachVolume"];
    expect(await surprises(access, false, volumes, withTheirs(things, ["machine"]))).toEqual([]);
  });
});

describe("users within a boundary", () => {
  const stack = parallelclusterJson({ parallelcluster: { iamAccess: "boundary", features: FEATURES } });
  const access = { policies: whoPolicies(stack, "user"), principal: "arn:aws:iam::111122223333:user/ada" };
  const things = thingsOf({ ...PLACE, prefix: "" });

  test.each<[string, string[], Kind]>([
    ["take the boundary off", ["iam:DeleteRolePermissionsBoundary"], "role"],
    ["put another one on", ["iam:PutRolePermissionsBoundary"], "role"],
    ["let themselves assume a role", ["iam:UpdateAssumeRolePolicy", "sts:AssumeRole"], "role"],
    ["write the boundary anew", ["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion"], "policy"],
    ["give themselves more", ["iam:AttachUserPolicy", "iam:PutUserPolicy"], "user"],
  ])("cannot %s", async (_, actions, kind) => {
    expect(await surprises(access, false, actions, withOurs(things, [kind]))).toEqual([]);
  });
});
