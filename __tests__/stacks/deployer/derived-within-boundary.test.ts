import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PolicyJson } from "../../../modules/policy-document";
import { verdict } from "../../../tools/proof/judge";
import { SETTINGS_EXAMPLES } from "../settings-examples";
import { ADMINISTRATOR, type Deployer, deployersOf } from "./deployers";
import { callsOf, type Question } from "./derived-calls";

// thousands of questions, on a machine that may be busy
jest.setTimeout(60_000);

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
});
