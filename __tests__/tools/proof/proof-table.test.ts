import type { Proof } from "../../../tools/proof/proof";
import { isShown, type ProvenVariant, proofTable } from "../../../tools/proof/proof-table";
import { check } from "./proof-things";

const PROOF: Proof = {
  stack: "genomics-workflows",
  variant: "everything-existing",
  provider: "aws 5.100.0",
  terraform: "1.11.4",
  calls: 1439,
  unjudged: [],
  denied: [],
  atoms: { total: 1250, needed: 1223, explained: { "day-2 operation": 23, "emulator gap": 4 }, surplus: [] },
  planted: { total: 1357, overlooked: [] },
  probes: { total: 1251, through: [] },
  characters: { plan: 3529, apply: 13_895, destroy: 146, administrator: 0 },
};

const REFUSED = { phase: "apply", without: "iam:CreateRole", message: "User: … is not authorized", shown: true };
const PROVEN: ProvenVariant = { proof: PROOF, changed: false, enforced: { seconds: 214, refusals: [REFUSED] } };

test("a table has 80 columns at most, and names the versions that it holds for", () => {
  const lines = proofTable("genomics-workflows", [PROVEN]).split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines[0]).toBe("genomics-workflows, with aws 5.100.0 and Terraform 1.11.4");
});

test("a table keeps to 80 columns with every reason there is", () => {
  const explained = {
    "day-2 operation": 171,
    "first use of a linked role": 12,
    "retry of the provider": 13,
    "emulator gap": 14,
    "path that is not known": 15,
  };
  const proof: Proof = { ...PROOF, atoms: { ...PROOF.atoms, explained } };
  const lines = proofTable("genomics-workflows", [{ ...PROVEN, proof }]).split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  for (const [reason, count] of Object.entries(explained)) expect(lines.join()).toContain(`${count} ${reason}`);
});

test("a table counts each reason, and says which runs were refused", () => {
  const table = proofTable("genomics-workflows", [PROVEN]);
  expect(table).toContain("for a reason: 23 day-2 operation, 4 emulator gap");
  expect(table).toContain("apply without iam:CreateRole: refused");
});

test("a table names everything that is not as it should be", () => {
  const proof: Proof = {
    ...PROOF,
    denied: [{ phase: "update", by: "boundary", check: check("iam:TagRole", "arn:aws:iam::1:role/a") }],
    atoms: { ...PROOF.atoms, surplus: ["apply CreateRoles: iam:PutRolePolicy"] },
    planted: { total: 10, overlooked: ["plan ReadRoles: iam:GetUser"] },
    probes: { total: 10, through: ["iam:PassRole on a, where iam:PassedToService is lambda.amazonaws.com"] },
    unjudged: ["aws:SourceIp"],
  };
  const table = proofTable("genomics-workflows", [{ proof, changed: true, failed: "apply was denied" }]);
  for (const part of [
    "DENIED in update by the boundary: iam:TagRole on arn:aws:iam::1:role/a",
    "SURPLUS: apply CreateRoles: iam:PutRolePolicy",
    "OVERLOOKED: plan ReadRoles: iam:GetUser",
    "GOT THROUGH: iam:PassRole on a, where iam:PassedToService is lambda.amazonaws.com",
    "NOT JUDGED: conditions on aws:SourceIp",
    "FAILED: apply was denied",
    "the recording has changed",
  ]) {
    expect(table).toContain(part);
  }
});

test("a variant is shown where nothing is left, and every run with an action less is refused in AWS's words", () => {
  expect(isShown(PROVEN)).toBe(true);
  expect(isShown({ ...PROVEN, failed: "apply was denied" })).toBe(false);
  expect(isShown({ proof: PROOF, changed: false })).toBe(false);
  expect(isShown({ ...PROVEN, enforced: { seconds: 1, refusals: [] } })).toBe(false);
  const through = { ...REFUSED, message: undefined };
  expect(isShown({ ...PROVEN, enforced: { seconds: 1, refusals: [through] } })).toBe(false);
  expect(isShown({ ...PROVEN, enforced: { seconds: 1, refusals: [{ ...REFUSED, shown: false }] } })).toBe(false);
  expect(isShown({ ...PROVEN, proof: { ...PROOF, unjudged: ["aws:SourceIp"] } })).toBe(false);
});
