import { escalationFindings } from "../../../modules/escalation-rules";
import { policyJson, statementFindings } from "../../../modules/policy-document";
import { heldByRoles } from "../../../stacks/deployer/held-by-roles";
import { type Right, rightsOf, withoutCovered } from "../../../stacks/deployer/rights";
import { rolesBoundary } from "../../../stacks/deployer/roles-boundary";
import type { SystemStack } from "../../../stacks/system-stack";
import { stacksOf } from "../../../tools/stack-policies";
import { SETTINGS_EXAMPLES } from "../settings-examples";

const JOB = "arn:aws:batch:eu-west-2:111122223333:job/*" as const;
const QUEUES = ["a", "b", "c"].map((name) => `arn:aws:batch:eu-west-2:111122223333:job-queue/acme-${name}` as const);
const BUCKET = "arn:aws:s3:::acme" as const;

const size = (rights: readonly Right[], characters?: number) =>
  JSON.stringify(policyJson(rolesBoundary(rights, characters).statements)).length;

function statements(rights: readonly Right[], characters?: number) {
  return rolesBoundary(rights, characters).statements.map(({ actions, resources }) => ({ actions, resources }));
}

describe("a boundary of roles", () => {
  test("says what the policies say, where that fits: each set of resources once, with all that is allowed on it", () => {
    const rights = [
      ...rightsOf(["s3:GetObject"], [`${BUCKET}/*`], []),
      ...rightsOf(["s3:PutObject"], [`${BUCKET}/*`], []),
      ...rightsOf(["s3:ListBucket"], [BUCKET], []),
    ];
    expect(statements(rights)).toEqual([
      { actions: ["s3:GetObject", "s3:PutObject"], resources: [`${BUCKET}/*`] },
      { actions: ["s3:ListBucket"], resources: [BUCKET] },
    ]);
    expect(rolesBoundary(rights).losses).toEqual([]);
  });

  test("leaves out what another right covers: more of the same, or under fewer conditions", () => {
    const condition = { test: "StringEquals", key: "s3:ExistingObjectTag/public", values: ["yes"] };
    const rights = [
      ...rightsOf(["s3:GetObject"], [`${BUCKET}/*`, `${BUCKET}/runs/*`], []),
      ...rightsOf(["s3:GetObject"], [`${BUCKET}/*`], [condition]),
    ];
    expect(statements(rights)).toEqual([{ actions: ["s3:GetObject"], resources: [`${BUCKET}/*`] }]);
  });

  test("keeps each condition with what it is for", () => {
    const via = { test: "StringEquals", key: "kms:ViaService", values: ["s3.eu-west-2.amazonaws.com"] };
    const key = "arn:aws:kms:eu-west-2:111122223333:key/1" as const;
    const made = rolesBoundary([
      ...rightsOf(["kms:Decrypt"], [key], [via]),
      ...rightsOf(["kms:DescribeKey"], [key], []),
    ]);
    expect(made.statements.map(({ conditions }) => conditions)).toEqual([[via], undefined]);
  });

  test("is made coarser by what loses least, and no more than it takes", () => {
    const rights = [
      ...rightsOf(["batch:SubmitJob"], [...QUEUES, JOB], []),
      ...rightsOf(["batch:TerminateJob"], [JOB], []),
    ];
    const exact = size(rights);
    expect(rolesBoundary(rights, exact).losses).toEqual([]);
    const once = rolesBoundary(rights, exact - 1);
    expect(once.losses).toEqual([{ service: "batch", loses: expect.stringContaining("the account in ARNs") }]);
    // the account can stay: the other two would be needed without it, too
    const fewest = rolesBoundary(rights, 290);
    expect(fewest.losses.map(({ loses }) => loses)).toEqual([
      "which of the actions is for which of the resources",
      "names, but for what several begin with",
    ]);
    expect(size(rights, 290)).toBeLessThanOrEqual(290);
  });

  test("keeps the names of roles, buckets, keys and secrets, whatever it takes", () => {
    const rights = [
      ...rightsOf(["s3:GetObject"], [`${BUCKET}/a/*`, "arn:aws:s3:::other/b/*"], []),
      ...rightsOf(["secretsmanager:GetSecretValue"], ["arn:aws:secretsmanager:eu-west-2:111122223333:secret:a"], []),
    ];
    expect(() => rolesBoundary(rights, 200)).toThrow(
      /^a permissions boundary is one policy of at most 200 characters, and what these roles may do takes \d+, however coarse: give fewer buckets/,
    );
  });

  test("is made by no step that would be a way to administrator", () => {
    const functions = ["a", "b"].map(
      (name) => `arn:aws:lambda:eu-west-2:111122223333:function:${name}-of-ours` as const,
    );
    const rights = [
      ...rightsOf(["lambda:UpdateFunctionCode"], functions, []),
      ...rightsOf(["dynamodb:GetItem"], ["arn:aws:dynamodb:eu-west-2:111122223333:table/a-table-of-ours"], []),
    ];
    const made = rolesBoundary(rights, 340);
    expect(
      escalationFindings(policyJson(made.statements), "identity").filter(({ severity }) => severity === "escalation"),
    ).toEqual([]);
    expect(JSON.stringify(made.statements)).not.toMatch(/lambda[^}]*"resources":"\*"/);
  });

  test("is the same whatever the order of the policies", () => {
    const rights = [
      ...rightsOf(["batch:SubmitJob"], [...QUEUES, JOB], []),
      ...rightsOf(["s3:GetObject"], [`${BUCKET}/*`], []),
    ];
    expect(policyJson(rolesBoundary(rights.toReversed()).statements)).toEqual(
      policyJson(rolesBoundary(rights).statements),
    );
  });
});

const DEPLOYED = Object.entries(SETTINGS_EXAMPLES)
  .filter(([, yaml]) => yaml.includes("deployer:"))
  .flatMap(([, yaml]) => [...stacksOf(yaml).values()] as SystemStack[])
  .flatMap((stack) =>
    [...heldByRoles(stack.toTerraform(), stack)].map(([arn, rights]): [string, Right[]] => [
      `${stack.node.id} ${arn.split("/").at(-1)}`,
      rights,
    ]),
  );

describe.each(DEPLOYED)("%s", (_, held) => {
  const made = rolesBoundary(held);

  test("fits, passes the gate, and is no way to administrator", () => {
    expect(size(held)).toBeLessThanOrEqual(6144);
    expect(statementFindings(made.statements, true)).toEqual([]);
    const ways = escalationFindings(policyJson(made.statements), "identity");
    expect(ways.filter(({ severity }) => severity === "escalation")).toEqual([]);
  });

  test("leaves room for every right that the roles have", () => {
    const wide = made.statements.flatMap(({ actions, resources = [], conditions = [] }) =>
      actions.flatMap((action) =>
        (resources === "*" ? (["*"] as const) : resources).map(
          (resource): Right => ({ action, resource, conditions: [...conditions] as Right["conditions"] }),
        ),
      ),
    );
    // a right whose condition takes more values than before is covered, too: its own values are looked for
    const uncovered = withoutCovered(held).filter(
      (right) =>
        !wide.some(
          (each) =>
            means(each.action, right.action) &&
            means(each.resource, right.resource) &&
            each.conditions.every((condition) =>
              right.conditions.some(
                (own) =>
                  own.test === condition.test &&
                  own.key === condition.key &&
                  own.values.every((value) => condition.values.includes(value)),
              ),
            ),
        ),
    );
    expect(uncovered).toEqual([]);
  });
});

function means(wide: string, narrow: string): boolean {
  const source = wide
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`).test(narrow);
}
