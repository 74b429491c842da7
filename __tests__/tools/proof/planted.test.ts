import { necessities } from "../../../tools/proof/necessity";
import { overlooked, planted } from "../../../tools/proof/planted";
import { check, derived, permission, ROLE, recording } from "./proof-things";

const READ = permission("plan", "ReadRoles", ["iam:GetRole"], [ROLE]);
const LIST = permission("plan", "ListVpcs", ["ec2:DescribeVpcs"], "*");
const ASKED = recording({ plan: [check("iam:GetRole", ROLE), check("ec2:DescribeVpcs")] });

test("every statement gets an action and a resource more, and stands there twice", () => {
  const [wider, twice] = planted(derived(READ, LIST));
  expect(wider?.atoms.map(({ sid, kind }) => `${sid} ${kind}`)).toEqual([
    "ReadRoles action",
    "ReadRoles resource",
    "ListVpcs action",
  ]);
  expect(twice?.atoms.map(({ sid, text }) => `${sid} ${text}`)).toEqual([
    "ReadRolesAgain iam:GetRole",
    `ReadRolesAgain ${ROLE}`,
    "ListVpcsAgain ec2:DescribeVpcs",
    "ListVpcsAgain *",
  ]);
});

test("a planted action is one that IAM knows and that no statement has", () => {
  const [wider] = planted(derived(READ, LIST));
  for (const { text } of wider?.atoms.filter(({ kind }) => kind === "action") ?? []) {
    expect(text).toMatch(/^(iam|ec2):[A-Z]\w+$/);
    expect(["iam:GetRole", "ec2:DescribeVpcs"]).not.toContain(text);
  }
});

test("all that is planted is found", async () => {
  for (const plant of planted(derived(READ, LIST))) {
    expect(overlooked(plant, await necessities(plant.derived, ASKED))).toEqual([]);
  }
});

test("what a proof calls needed is overlooked", async () => {
  const [, twice] = planted(derived(READ));
  if (!twice) throw new Error("nothing was planted");
  const asleep = twice.atoms.map((atom) => ({ atom, needed: check("iam:GetRole", ROLE) }));
  expect(overlooked(twice, asleep)).toEqual(twice.atoms);
});
