import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { escalationFindings } from "../../../modules/escalation-rules";
import { MANAGED_POLICY_CHARACTERS } from "../../../modules/managed-policy";
import { type PolicyJson, statementFindings } from "../../../modules/policy-document";
import { readAction } from "../../../modules/statement-action";
import { verdict } from "../../../tools/proof/judge";
import { SETTINGS_EXAMPLES } from "../settings-examples";
import { ADMINISTRATOR, type Deployer, deployersOf } from "./deployers";
import { callsOf, type Question } from "./derived-calls";

// thousands of questions, on a machine that may be busy
jest.setTimeout(60_000);

const SERVICES = [
  ...["batch", "ec2", "elasticfilesystem", "fsx", "iam", "kms", "logs", "route53", "s3", "sqs", "ssm", "sts"],
];

/** Calls by which rights are given that a deployer may make at all; each is held to the stack's own things. */
const MANAGES = [
  "elasticfilesystem:DeleteFileSystemPolicy",
  "iam:AttachRolePolicy",
  "iam:CreatePolicy",
  "iam:CreatePolicyVersion",
  "iam:DeletePolicy",
  "iam:DeletePolicyVersion",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:PutRolePolicy",
  "iam:UpdateAssumeRolePolicy",
  "kms:CreateGrant",
  "s3:DeleteBucketPolicy",
  "s3:PutBucketPolicy",
  "s3:PutBucketPublicAccessBlock",
  "sqs:SetQueueAttributes",
];

const EXAMPLES = {
  ...SETTINGS_EXAMPLES,
  "every system": readFileSync(join(__dirname, "..", "..", "..", "examples", "every-system.yaml"), "utf8"),
};
const DEPLOYERS = Object.entries(EXAMPLES).flatMap(([example, yaml]) =>
  [...deployersOf(yaml)].map(([stack, deployer]): [string, Deployer] => [`${stack}, ${example}`, deployer]),
);

function questions(deployer: Deployer, ...phases: ("plan" | "apply" | "destroy")[]): Question[] {
  return phases.flatMap((phase) => deployer.derived[phase].flatMap(callsOf));
}

/** The calls that are answered otherwise: none, where all is well. */
async function surprises(deployer: Deployer, kind: "plan" | "deploy", asked: readonly Question[], expected: boolean) {
  const found: string[] = [];
  const { aws } = deployer.stack;
  const principal = aws.iamArn("role/groundwork/acme/admin/acme-deployer");
  for (const { action, resource, context } of asked) {
    const access = { policies: [ADMINISTRATOR], principal, boundary: deployer.boundary[kind], ...keyPolicy(resource) };
    const answer = await verdict(access, { action, resource, context });
    if ((answer === "Allowed") !== expected) found.push(`${action} on ${resource}, ${JSON.stringify(context)}`);
  }
  return found;
}

/** A key leaves it to IAM who uses it, as those of the settings must. */
function keyPolicy(resource: string): { resourcePolicy?: PolicyJson } {
  if (!resource.includes(":kms:")) return {};
  const root = `${resource.split(":").slice(0, 2).join(":")}:iam::111122223333:root`;
  const statement = { Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" };
  return { resourcePolicy: { Version: "2012-10-17", Statement: [statement] } };
}

describe.each(DEPLOYERS)("the deployer of %s", (_, deployer) => {
  test("is left all that planning, applying and destroying take", async () => {
    const asked = questions(deployer, "plan", "apply", "destroy");
    expect(asked.length).toBeGreaterThan(10);
    expect(await surprises(deployer, "deploy", asked, true)).toEqual([]);
  });

  test("is left what planning takes, in its plan role", async () => {
    expect(await surprises(deployer, "plan", questions(deployer, "plan"), true)).toEqual([]);
  });

  test("changes nothing in its plan role", async () => {
    const reads = new Set(questions(deployer, "plan").map(({ action, resource }) => `${action} ${resource}`));
    const changes = questions(deployer, "apply", "destroy").filter(
      ({ action, resource }) => !reads.has(`${action} ${resource}`) && !/:(Describe|List|Get)/.test(action),
    );
    expect(await surprises(deployer, "plan", changes, false)).toEqual([]);
  });

  test.each(["deploy", "plan"] as const)("has a boundary of its %s role within the quota and the rules", (kind) => {
    const statements = deployer[kind];
    const json = deployer.boundary[kind];
    expect(JSON.stringify(json).length).toBeLessThanOrEqual(MANAGED_POLICY_CHARACTERS);
    expect(statementFindings(statements, true)).toEqual([]);
    const ways = escalationFindings(json, "identity").filter(
      ({ severity, index }) => severity === "escalation" || statements[index]?.because === undefined,
    );
    expect(ways).toEqual([]);
  });

  test("can manage permissions by named calls only, in named services", () => {
    const allowed = deployer.deploy
      .filter(({ effect }) => effect !== "Deny")
      .flatMap(({ actions }) => actions.flatMap((action) => readAction(action).facts ?? []));
    const services = new Set(allowed.map(({ action }) => action.split(":")[0]));
    expect([...services].filter((service) => !SERVICES.includes(service ?? ""))).toEqual([]);
    const managing = allowed
      .filter(({ accessLevel }) => accessLevel.startsWith("Permissions"))
      .map(({ action }) => action);
    // taking rights away from what carries the owner tags gives nobody any
    const giving = managing.filter((action) => !action.startsWith("ec2:Delete"));
    expect([...new Set(giving)].filter((action) => !MANAGES.includes(action))).toEqual([]);
  });
});

test("a long name leaves the boundaries within the quota", () => {
  for (const yaml of Object.values(EXAMPLES))
    for (const { boundary } of deployersOf(
      JSON.stringify({ state: { bucket: "acme-terraform-state" }, ...parse(yaml), name: "a2345678901234567890" }),
    ).values())
      expect(JSON.stringify(boundary.deploy).length).toBeLessThanOrEqual(MANAGED_POLICY_CHARACTERS);
});
