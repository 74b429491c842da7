import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { escalationFindings, policyKind } from "../../modules/escalation-rules";
import { catalogFindings } from "../../modules/iam-catalog";
import { readStatements } from "../../modules/written-policy";
import { decidedSystems, fatesOf } from "../../tools/documents";
import { policiesOf, type StackPolicy, stackOf, stacksOf } from "../../tools/stack-policies";
import { SETTINGS_EXAMPLES } from "./settings-examples";

const ROOT = join(__dirname, "..", "..");
const ACCOUNT = "111122223333";

const FILES = ["groundwork.yaml", ...readdirSync(join(ROOT, "examples")).map((name) => join("examples", name))];
const YAML = {
  ...SETTINGS_EXAMPLES,
  ...Object.fromEntries(FILES.map((file) => [file, readFileSync(join(ROOT, file), "utf8")])),
};
const STACKS = [
  ...Object.entries(YAML).flatMap(([example, yaml]) =>
    [...stacksOf(yaml).values()].map((stack) => ({ stack, example })),
  ),
  ...decidedSystems().map((system) => ({ stack: stackOf(system, fatesOf(system).settings), example: "its document" })),
];
const POLICIES = STACKS.flatMap(({ stack, example }) =>
  policiesOf(stack).map((policy): [string, StackPolicy] => [`${stack.node.id} ${policy.title}, ${example}`, policy]),
);

/** What the catalog and the rules find in a policy, but for what its statements have a reason for. */
function findings({ policy, statements, limits }: StackPolicy): string[] {
  const inCatalog = readStatements(policy).flatMap(({ name, effect, actions, resources, conditions }) =>
    catalogFindings({ sid: name, effect, actions, resources, conditions, limits }).map(
      ({ message }) => `${name}: ${message}`,
    ),
  );
  const unexplained = escalationFindings(policy, policyKind(policy), ACCOUNT).filter(
    ({ severity, index }) => severity === "escalation" || statements[index]?.because === undefined,
  );
  return [...inCatalog, ...unexplained.map(({ statement, rule, message }) => `${statement}: ${rule}: ${message}`)];
}

test.each(POLICIES)("the policy %s has no unknown action, no dead grant and no way to administrator", (_, policy) => {
  expect(findings(policy)).toEqual([]);
});

test("the policies are of every stack that can be built, and of every kind", () => {
  const built = readdirSync(join(ROOT, "stacks")).filter((name) => existsSync(join(ROOT, "stacks", name, "stack.ts")));
  expect(STACKS.map(({ stack }) => stack.node.id)).toEqual(expect.arrayContaining(built));
  expect(new Set(POLICIES.map(([, { policy }]) => policyKind(policy)))).toEqual(
    new Set(["identity", "trust", "resource"]),
  );
});
