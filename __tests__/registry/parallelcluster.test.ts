import type { TerraformStack } from "cdktf";
import { MANAGED_POLICY_CHARACTERS, ManagedPolicy } from "../../modules/managed-policy";
import { policyJson, type Statement } from "../../modules/policy-document";
import { parallelclusterModule } from "../../registry/parallelcluster";
import { parallelclusterStack } from "../stacks/parallelcluster/parallelcluster-json";
import { SETTINGS } from "../stacks/parallelcluster/settings-cases";

/** The statements of each policy that is made, part by part, by where the policy is in the tree. */
function partsOf(stack: TerraformStack): Record<string, (readonly Statement[])[]> {
  const policies = stack.node.findAll().filter((node) => node instanceof ManagedPolicy);
  return Object.fromEntries(
    policies.map(({ node, documents }) => [
      node.path.slice(stack.node.path.length),
      documents.map(({ statements }) => statements.map((statement) => ({ ...statement, sid: nameOf(statement.sid) }))),
    ]),
  );
}

/** A Sid without the number of the bucket that its statement is for, which is in the list of a module only at last. */
function nameOf(sid: string): string {
  return sid.replace(/^(ListInput)(\d+|[$].*)$/, "$1");
}

const inModule = partsOf(parallelclusterModule());

describe.each(SETTINGS)("the module parallelcluster: $title", ({ settings }) => {
  const policies = Object.entries(partsOf(parallelclusterStack(settings)));

  test("has each statement of the stack in a policy of the same place, once", () => {
    for (const [place, parts] of policies) {
      const written = parts.flat().map(({ sid }) => sid);
      const given = (inModule[place] ?? []).flat().map(({ sid }) => sid);
      expect([place, written.filter((sid) => given.filter((it) => it === sid).length !== 1)]).toEqual([place, []]);
    }
  });

  test("has policies within the quota, wherever it splits them", () => {
    const sizes = policies.flatMap(([place, parts]) =>
      (inModule[place] ?? []).map((part) => {
        const sids = part.map(({ sid }) => sid);
        const there = parts.flat().filter(({ sid }) => sids.includes(sid));
        return { place, sids, size: JSON.stringify(policyJson(there)).length };
      }),
    );
    expect(sizes.filter(({ size }) => size > MANAGED_POLICY_CHARACTERS)).toEqual([]);
  });
});

test("the module parallelcluster gives a user, a group and a role no more policies than IAM takes", () => {
  const parts = (pattern: RegExp) =>
    Object.entries(inModule)
      .filter(([place]) => pattern.test(place))
      .flatMap(([, made]) => made);
  // AWS Batch has no login nodes: of those two there is one at most
  expect(parts(/^\/Default\/(base|iam|awsbatch|login|fsx|efs|image|logs)$/)).toHaveLength(10);
  for (const role of ["head-node", "compute", "login-node", "functions", "builder", "cleanup"])
    expect(parts(new RegExp(`^/Default/roles/${role}/`)).length).toBeLessThanOrEqual(2);
});
