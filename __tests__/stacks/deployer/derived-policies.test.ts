import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ArnPattern } from "../../../modules/arn-pattern";
import { actionFacts } from "../../../modules/iam-reference";
import { MANAGED_POLICY_CHARACTERS, packed } from "../../../modules/managed-policy";
import { policyJson, type Statement, statementFindings } from "../../../modules/policy-document";
import { policyFindings } from "../../../modules/policy-findings";
import type { StackJson } from "../../../stacks/deployer/configured-resource";
import { type DerivedPolicies, derive } from "../../../stacks/deployer/derivation";
import { stacksOf } from "../../../tools/stack-policies";
import { SETTINGS_EXAMPLES } from "../settings-examples";
import { BOUNDARY } from "./derived";

const ROOT = join(__dirname, "..", "..", "..");
const ACCOUNT = "111122223333";

/** A derived stack, as the settings of an example have it. */
interface Derived {
  readonly title: string;
  readonly system: string;
  readonly json: StackJson;
  readonly policies: DerivedPolicies;
}

const PLACE = { serviceLinkedRoles: "reuse" } as const;

function derivedFrom(example: string, yaml: string): Derived[] {
  // the administrator's own stack is deployed by nobody else
  const stacks = [...stacksOf(yaml)].filter(([system]) => system !== "deployer");
  return stacks.map(([system, stack]) => {
    const json = bounded(stack.toTerraform());
    return { title: `${system}, ${example}`, system, json, policies: derive(json, PLACE) };
  });
}

/** The stack as it is where settings have a deployer: every role carries a boundary. */
function bounded(stack: StackJson): StackJson {
  const roles = Object.entries(stack.resource?.aws_iam_role ?? {}).map(([name, role]) => [
    name,
    { permissions_boundary: BOUNDARY, ...role },
  ]);
  return { ...stack, resource: { ...stack.resource, aws_iam_role: Object.fromEntries(roles) } };
}

const EVERY = readFileSync(join(ROOT, "examples", "every-system.yaml"), "utf8");
const ALL = Object.entries({ ...SETTINGS_EXAMPLES, "examples/every-system.yaml": EVERY }).flatMap(([example, yaml]) =>
  derivedFrom(example, yaml),
);
const TITLED = ALL.map((derived): [string, Derived] => [derived.title, derived]);

const deployer = ({ policies }: Derived) => [...policies.plan, ...policies.apply, ...policies.destroy];

describe.each(TITLED)("what it takes to deploy %s", (_, derived) => {
  const { policies, system } = derived;

  test("passes the gate of policy documents, and has no way to administrator", () => {
    expect(statementFindings(deployer(derived))).toEqual([]);
    expect(statementFindings(policies.administrator)).toEqual([]);
    const statements = deployer(derived);
    const because = (sid?: string) => statements.find((statement) => statement.sid === sid)?.because;
    const found = policyFindings(policyJson(statements), "identity", ACCOUNT);
    expect(found.filter(({ severity, statement }) => severity !== "wide" || !because(statement))).toEqual([]);
  });

  test("has its source with every statement, and the reason with every wildcard", () => {
    for (const { sid, source, resources, because } of deployer(derived)) {
      expect(source).toMatch(/^https:\/\//);
      const list = resources === "*" ? ["*"] : (resources ?? []);
      if (list.some((each) => each.includes("*")))
        expect({ sid, because }).toEqual({ sid, because: expect.any(String) });
    }
  });

  test("fits into the policies that a role may have", () => {
    const parts = (["plan", "apply", "destroy"] as const).flatMap((phase) => packed(`acme-${phase}`, policies[phase]));
    expect(parts.length).toBeLessThanOrEqual(10);
    for (const part of parts) {
      expect(JSON.stringify(policyJson(part)).length).toBeLessThanOrEqual(MANAGED_POLICY_CHARACTERS);
    }
  });

  test("is planned without a write but the lock's, and without a look at data, secrets or other states", () => {
    const writes = policies.plan.filter(({ actions }) => actions.some((action) => !isRead(action)));
    expect(writes.map(({ sid }) => sid).filter((sid) => sid !== "LockState" && sid !== "EncryptState")).toEqual([]);
    const all = JSON.stringify(policies.plan);
    expect(all).not.toMatch(/secretsmanager:|sqs:Receive|dynamodb:|logs:Get|logs:Filter|ssm:GetParametersByPath/);
    const objects = policies.plan.filter(({ actions }) => actions.some((action) => /^s3:GetObject/.test(action)));
    expect(objects.flatMap(({ resources }) => resources)).toEqual(
      objects.length === 0
        ? []
        : [
            expect.stringMatching(`/acme/${system}/terraform.tfstate$`),
            expect.stringMatching(`/acme/${system}/terraform.tfstate.tflock$`),
          ],
    );
    const keys = policies.plan.filter(({ actions }) => actions.some((action) => action.startsWith("kms:")));
    expect(keys.map(({ sid }) => sid).filter((sid) => sid !== "EncryptState")).toEqual([]);
    const parameters = policies.plan.filter(({ actions }) => actions.includes("ssm:GetParameter"));
    for (const name of parameters.flatMap(({ resources = [] }) => resources)) {
      expect(name).toMatch(new RegExp(`:parameter/(aws/service|groundwork/acme/${system})/`));
    }
  });

  test("never takes a boundary off, nor gives people rights", () => {
    expect(JSON.stringify(deployer(derived))).not.toMatch(
      /PermissionsBoundary"\]|iam:(Put|Delete)(Role|User)PermissionsBoundary|SetDefaultPolicyVersion|Attach(User|Group)Policy|AddUserToGroup|iam:\*|PutUserPolicy/,
    );
  });

  test("is the same however often it is derived", () => {
    expect(JSON.stringify(derive(derived.json, PLACE))).toBe(JSON.stringify(policies));
  });
});

function isRead(action: string): boolean {
  return /^(Read|List)/.test(actionFacts(action)?.accessLevel ?? "");
}

/** What a deployer may write on what, held by no tag. */
interface Write {
  readonly sid: string;
  readonly action: string;
  readonly resource: ArnPattern;
}

function writes(derived: Derived): Write[] {
  return deployer(derived).flatMap(({ sid, actions, resources, conditions = [] }: Statement) => {
    if (conditions.some(({ key }) => key.includes("/groundwork:system"))) return [];
    const list = resources === "*" ? ["*"] : (resources ?? []);
    return actions
      .filter((action) => !isRead(action))
      .flatMap((action) => list.map((resource) => ({ sid, action, resource: new ArnPattern(resource) })));
  });
}

function overlap(one: ArnPattern, other: ArnPattern): boolean {
  return one.couldBe([other.text]) || other.couldBe([one.text]);
}

/** What every stack takes in the same way, and what none of them can change by it. */
const SHARED = [
  "LetServicesIn",
  "ManageInterfacesThroughEfs",
  "NameEndpoints",
  "RunInstancesFromImagesOfAmazon",
  "RunInstancesWithInterfaces",
  "TakeAddressesOffInterfaces",
];

test("the deployers of two systems have nothing that both may write", () => {
  const systems = derivedFrom("every system", EVERY).filter(({ system }) => system !== "state-backend");
  expect(systems.length).toBe(5);
  const both = systems.flatMap((one) =>
    systems
      .filter((other) => other.system > one.system)
      .flatMap((other) =>
        writes(one).flatMap(({ sid, action, resource }) =>
          writes(other)
            .filter((write) => write.action === action && overlap(write.resource, resource))
            .map(() => `${one.system} and ${other.system}: ${sid}, ${action} on ${resource.text}`),
        ),
      ),
  );
  expect(both.filter((line) => !SHARED.some((sid) => line.includes(`: ${sid},`)))).toEqual([]);
});
