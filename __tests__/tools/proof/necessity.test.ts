import { type Necessity, necessities } from "../../../tools/proof/necessity";
import { check, derived, permission, ROLE, recording } from "./proof-things";

/** What is neither needed nor explained. */
function surplus(found: readonly Necessity[]): string[] {
  return found
    .filter(({ needed, because }) => !needed && !because)
    .map(({ atom }) => `${atom.phase} ${atom.sid} ${atom.text}`);
}

const CREATE = permission("apply", "CreateRoles", ["iam:CreateRole", "iam:TagRole"], [ROLE]);
const CREATED = [check("iam:CreateRole", ROLE), check("iam:TagRole", ROLE)];

describe("an atom of a derived policy", () => {
  test("is needed where a recorded question is denied without it", async () => {
    const found = await necessities(derived(CREATE), recording({ apply: CREATED }));
    expect(surplus(found)).toEqual([]);
    expect(found.map(({ atom }) => atom.text)).toEqual(["iam:CreateRole", "iam:TagRole", ROLE]);
  });

  test("is surplus where no run asks for it: an action, a resource, a statement", async () => {
    const wider = permission("apply", "CreateRoles", ["iam:CreateRole", "iam:PutRolePolicy"], [ROLE, `${ROLE}-2`]);
    const whole = permission("apply", "DeleteRoles", ["iam:DeleteRole"], [ROLE]);
    const found = await necessities(derived(wider, whole), recording({ apply: [check("iam:CreateRole", ROLE)] }));
    expect(surplus(found)).toEqual([
      "apply CreateRoles iam:PutRolePolicy",
      `apply CreateRoles ${ROLE}-2`,
      "apply DeleteRoles iam:DeleteRole",
      `apply DeleteRoles ${ROLE}`,
    ]);
  });

  test("is surplus, as its twin is, where two statements allow the same", async () => {
    const again = permission("apply", "CreateRolesAgain", ["iam:CreateRole"], "*");
    const found = await necessities(derived(CREATE, again), recording({ apply: CREATED }));
    expect(surplus(found)).toEqual([
      "apply CreateRoles iam:CreateRole",
      "apply CreateRolesAgain iam:CreateRole",
      "apply CreateRolesAgain *",
    ]);
  });

  test("is surplus where only one who may more asks for it: planning does not need what applying does", async () => {
    const plan = permission("plan", "ReadRoles", ["iam:GetRole"], [ROLE]);
    expect(surplus(await necessities(derived(plan), recording({ apply: [check("iam:GetRole", ROLE)] })))).toHaveLength(
      2,
    );
    expect(surplus(await necessities(derived(plan), recording({ replan: [check("iam:GetRole", ROLE)] })))).toEqual([]);
  });

  test("of applying is needed where a stack is destroyed, of destroying only there", async () => {
    const apply = permission("apply", "DeleteRoles", ["iam:DeleteRole"], [ROLE]);
    const destroy = permission("destroy", "DeleteBuckets", ["s3:DeleteBucket"], ["arn:aws:s3:::acme"]);
    const gone = [check("iam:DeleteRole", ROLE), check("s3:DeleteBucket", "arn:aws:s3:::acme")];
    expect(surplus(await necessities(derived(apply, destroy), recording({ destroy: gone })))).toEqual([]);
    expect(surplus(await necessities(derived(apply, destroy), recording({ update: gone })))).toHaveLength(2);
  });

  test("is not needed by a question that its condition denies", async () => {
    const conditions = [{ test: "StringEquals", key: "iam:PassedToService", values: ["ec2.amazonaws.com"] }];
    const pass = permission("apply", "PassRoles", ["iam:PassRole"], [ROLE], { conditions });
    const asked = (service: string) => [check("iam:PassRole", ROLE, { "iam:PassedToService": service })];
    expect(surplus(await necessities(derived(pass), recording({ apply: asked("batch.amazonaws.com") })))).toHaveLength(
      2,
    );
    expect(surplus(await necessities(derived(pass), recording({ apply: asked("ec2.amazonaws.com") })))).toEqual([]);
  });

  test("has its reason in writing where no run asks for it", async () => {
    const unrecorded = { "iam:UpdateRole": "day-2 operation" } as const;
    const change = permission("apply", "ChangeRoles", ["iam:TagRole", "iam:UpdateRole"], [ROLE], { unrecorded });
    const found = await necessities(derived(change), recording({ update: [check("iam:TagRole", ROLE)] }));
    expect(surplus(found)).toEqual([]);
    expect(found.find(({ because }) => because)?.atom.text).toBe("iam:UpdateRole");
  });

  test("is needed for each of its patterns by itself", async () => {
    const read = permission("plan", "ReadRoles", ["iam:GetRole"], [`${ROLE}*`, ROLE]);
    const found = await necessities(derived(read), recording({ plan: [check("iam:GetRole", ROLE)] }));
    // either of the two is enough
    expect(surplus(found)).toEqual([`plan ReadRoles ${ROLE}*`, `plan ReadRoles ${ROLE}`]);
  });
});
