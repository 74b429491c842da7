import { attemptsWithoutReads, attemptsWithoutWrites, enforcedIn } from "../../../tools/proof/enforcement";
import { judgeCheck } from "../../../tools/proof/judged-check";
import { type Derivations, derivationsOf } from "../../../tools/proof/proof";
import { readRecording } from "../../../tools/proof/recording";
import { Variant } from "../../../tools/proof/variant";

const DESTROY = ["iam:DetachRolePolicy", "iam:DeletePolicy", "ec2:DeleteLaunchTemplate", "ec2:DeleteSecurityGroup"];

let derivations: Derivations;

function variant(stack: string, name: string): Variant {
  const found = Variant.of(stack).find((it) => it.name === name);
  if (!found) throw new Error(`${stack} has no variant ${name}`);
  return found;
}

beforeAll(() => {
  derivations = derivationsOf(variant("duet", "smallest"));
});

test("each step is held to the policies of the role that does it, within its boundary", () => {
  const plan = enforcedIn(derivations, "replan");
  const apply = enforcedIn(derivations, "apply");
  expect(plan?.principal).toBe("arn:aws:iam::111122223333:role/groundwork/acme/admin/acme-deployer-duet-plan");
  expect(apply?.principal).toBe("arn:aws:iam::111122223333:role/groundwork/acme/admin/acme-deployer-duet-deploy");
  expect(JSON.stringify(plan?.either[0]?.policies)).not.toContain("iam:CreateRole");
  expect(JSON.stringify(apply?.either[0]?.policies)).toContain("iam:CreateRole");
  for (const enforced of [plan, apply])
    expect(enforced?.either.map(({ boundary }) => boundary !== undefined)).toEqual([true]);
});

test("who applies may not take away what holds data, who destroys may", () => {
  const may = (phase: "apply" | "destroy") => JSON.stringify(enforcedIn(derivations, phase)?.either[0]?.policies);
  expect(may("apply")).not.toContain('"s3:DeleteBucket"');
  expect(may("destroy")).toContain('"s3:DeleteBucket"');
});

test("an administrator stands beside the role where a stack gives rights to people, and no boundary holds him", () => {
  const people = derivationsOf(variant("amazon-genomics-cli", "everything-on"));
  const enforced = enforcedIn(people, "apply");
  expect(enforced?.either.map(({ boundary }) => boundary !== undefined)).toEqual([true, false]);
  const [role, administrator] = enforced?.either.map(({ policies }) => JSON.stringify(policies)) ?? [];
  expect(role).not.toContain("iam:AttachGroupPolicy");
  expect(administrator).toContain("iam:AttachGroupPolicy");
  expect(enforcedIn(people, "plan")?.either).toHaveLength(1);
});

test("a run that is sent off with an action less is denied just that", async () => {
  const recording = readRecording("duet", "smallest");
  if (!recording) throw new Error("duet smallest has no recording");
  const attempts = [...attemptsWithoutReads(derivations, recording), ...attemptsWithoutWrites(derivations, recording)];
  expect(attempts.map(({ phase, without }) => `${phase} ${without}`)).toEqual([
    "replan iam:GetRole",
    "update iam:GetRole",
    "apply iam:CreateRole",
    "update iam:TagRole",
    `destroy ${DESTROY[0]}`,
  ]);
  for (const { phase, without, enforced } of attempts) {
    const denied = new Set<string>();
    const asked = recording.phases[phase].filter(({ action }, index) => action === without || index % 10 === 0);
    for (const check of asked) {
      const access = enforced?.either[0];
      if (access && (await judgeCheck(access, check)) !== "Allowed") denied.add(check.action);
    }
    expect([...denied]).toEqual([without]);
  }
});

test("a run that cannot look changes nothing before it is denied: what it makes itself is not what it cannot look at", () => {
  // roles come with the update
  const later = variant("parallelcluster", "written-later");
  const recording = readRecording(later.stack, later.name);
  if (!recording) throw new Error("parallelcluster written-later has no recording");
  const attempts = attemptsWithoutReads(derivationsOf(later), recording);
  expect(attempts.map(({ phase, without }) => `${phase} ${without}`)).toEqual([
    "replan iam:GetPolicy",
    "update iam:GetPolicy",
  ]);
});
