import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PolicyJson } from "../../../modules/policy-document";
import { allowed, verdict } from "../../../tools/proof/judge";

const QUEUE = "arn:aws:batch:eu-west-2:111122223333:job-queue/acme";
const DEFINITION = "arn:aws:batch:eu-west-2:111122223333:job-definition/nf-tool:3";
const JOB = "arn:aws:batch:eu-west-2:111122223333:job/0a1b2c3d-0000-4000-8000-000000000000";
const BUCKET = "arn:aws:s3:::acme";
const ROLE = "arn:aws:iam::111122223333:role/acme";

const policy = (...statements: Record<string, unknown>[]): PolicyJson => ({
  Version: "2012-10-17",
  Statement: statements,
});
const allow = (Action: string, Resource: string, rest = {}) => ({ Effect: "Allow", Action, Resource, ...rest });
const deny = (Action: string, Resource: string, rest = {}) => ({ Effect: "Deny", Action, Resource, ...rest });
const judge = (policies: PolicyJson[], action: string, resource: string, rest: Record<string, unknown> = {}) => {
  const { context, ...access } = rest as { context?: Record<string, string> };
  return verdict({ policies, ...access }, { action, resource, context });
};

describe("the judge", () => {
  test("allows what a statement allows", async () => {
    const policies = [policy(allow("s3:GetObject", `${BUCKET}/runs/*`))];
    expect(await judge(policies, "s3:GetObject", `${BUCKET}/runs/1`)).toBe("Allowed");
  });

  test("denies what no statement allows", async () => {
    const policies = [policy(allow("s3:GetObject", `${BUCKET}/runs/*`))];
    expect(await judge(policies, "s3:GetObject", `${BUCKET}/raw/1`)).toBe("ImplicitlyDenied");
    expect(await judge(policies, "s3:PutObject", `${BUCKET}/runs/1`)).toBe("ImplicitlyDenied");
    expect(await judge([], "s3:GetObject", `${BUCKET}/runs/1`)).toBe("ImplicitlyDenied");
  });

  test("lets a refusal in one policy win over another policy that allows", async () => {
    const policies = [policy(allow("s3:GetObject", `${BUCKET}/*`)), policy(deny("s3:*", `${BUCKET}/secret/*`))];
    expect(await judge(policies, "s3:GetObject", `${BUCKET}/secret/1`)).toBe("ExplicitlyDenied");
    expect(await judge(policies, "s3:GetObject", `${BUCKET}/open/1`)).toBe("Allowed");
  });

  test("holds a call to a condition, and takes a missing key for a failed one", async () => {
    const policies = [
      policy(allow("s3:ListBucket", BUCKET, { Condition: { StringLike: { "s3:prefix": ["runs", "runs/*"] } } })),
    ];
    const list = (context: Record<string, string>) => judge(policies, "s3:ListBucket", BUCKET, { context });
    expect(await list({ "s3:prefix": "runs" })).toBe("Allowed");
    expect(await list({ "s3:prefix": "runs/1/" })).toBe("Allowed");
    expect(await list({ "s3:prefix": "runs-2/" })).toBe("ImplicitlyDenied");
    expect(await list({})).toBe("ImplicitlyDenied");
  });

  test("lets a service through by the service that a role is passed to", async () => {
    const toEc2 = { Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } } };
    const policies = [policy(allow("iam:PassRole", ROLE, toEc2))];
    const pass = (context: Record<string, string>) => judge(policies, "iam:PassRole", ROLE, { context });
    expect(await pass({ "iam:PassedToService": "ec2.amazonaws.com" })).toBe("Allowed");
    expect(await pass({ "iam:PassedToService": "batch.amazonaws.com" })).toBe("ImplicitlyDenied");
    expect(await pass({})).toBe("ImplicitlyDenied");
  });

  test("allows within a boundary only, and nothing by the boundary alone", async () => {
    const boundary = policy(allow("s3:*", "*"));
    const policies = [policy(allow("s3:GetObject", `${BUCKET}/*`), allow("iam:GetRole", ROLE))];
    expect(await judge(policies, "s3:GetObject", `${BUCKET}/1`, { boundary })).toBe("Allowed");
    expect(await judge(policies, "iam:GetRole", ROLE, { boundary })).toBe("ImplicitlyDenied");
    expect(await judge(policies, "s3:PutObject", `${BUCKET}/1`, { boundary })).toBe("ImplicitlyDenied");
  });

  test("asks both sides about a bucket of another account", async () => {
    const principal = ROLE;
    const policies = [policy(allow("s3:GetObject", `${BUCKET}/*`))];
    const letIn = policy(allow("s3:GetObject", `${BUCKET}/*`, { Principal: { AWS: ROLE } }));
    const other = { principal, resourceAccount: "444455556666" };
    expect(await judge(policies, "s3:GetObject", `${BUCKET}/1`, other)).toBe("ImplicitlyDenied");
    expect(await judge(policies, "s3:GetObject", `${BUCKET}/1`, { ...other, resourcePolicy: letIn })).toBe("Allowed");
    expect(await judge([], "s3:GetObject", `${BUCKET}/1`, { ...other, resourcePolicy: letIn })).toBe(
      "ImplicitlyDenied",
    );
  });

  test("allows a call on several resources only where each is allowed", async () => {
    const submit = { action: "batch:SubmitJob", resources: [QUEUE, DEFINITION, JOB] };
    const statements = submit.resources.map((resource) => allow("batch:SubmitJob", resource));
    expect(await allowed({ policies: [policy(...statements)] }, submit)).toBe(true);
    for (const missing of statements.keys()) {
      const policies = [policy(...statements.toSpliced(missing, 1))];
      expect(await allowed({ policies }, submit)).toBe(false);
    }
  });

  test.each<[string, string, string, Record<string, string>, RegExp]>([
    ["an action that IAM does not know", "s3:ListObjectsV2", BUCKET, {}, /invalid\.action/],
    ["a resource that the action never acts on", "s3:GetObject", BUCKET, {}, /no\.resource\.types/],
    [
      "a context key that the request never carries",
      "s3:GetObject",
      `${BUCKET}/1`,
      { "s3:prefix": "1" },
      /never carries s3:prefix/,
    ],
    ["a pattern for a resource", "s3:GetObject", `${BUCKET}/*`, {}, /must be one resource/],
  ])("refuses to judge %s", async (_, action, resource, context, message) => {
    await expect(judge([policy(allow("s3:*", "*"))], action, resource, { context })).rejects.toThrow(message);
  });

  test("refuses to judge a call without a resource", async () => {
    await expect(allowed({ policies: [] }, { action: "batch:SubmitJob", resources: [] })).rejects.toThrow(
      /must name its resources/,
    );
  });

  test("is for tests and the proof only: nothing that is shipped imports it", () => {
    const root = join(__dirname, "..", "..", "..");
    const shipped = [
      "main.ts",
      ...["modules", "stacks", "registry", "tools"].flatMap((folder) => sources(root, folder)),
    ].filter((file) => !/^tools\/prove\.ts$|^tools\/proof\//.test(file));
    expect(shipped.length).toBeGreaterThan(40);
    const guilty = shipped.filter((file) => /iam-simulate|proof\//.test(readFileSync(join(root, file), "utf8")));
    expect(guilty).toEqual([]);
  });
});

function sources(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file));
}
