import { letThrough, probesOf } from "../../../tools/proof/probes";
import { check, derived, LIMIT, permission, ROLE, recording } from "./proof-things";

const EC2 = "arn:aws:ec2:eu-west-2:111122223333";
const OWNED = { "aws:ResourceTag/groundwork:name": "acme", "aws:ResourceTag/groundwork:system": "duet" };
const equals = (key: string, value: string) => ({ test: "StringEquals", key, values: [value] });

/** What gets through, of probes of one recorded question. */
async function through(held: ReturnType<typeof permission>, asked: ReturnType<typeof check>): Promise<string[]> {
  const policies = derived(held);
  const found = await letThrough(policies, probesOf(policies, recording({ apply: [asked] })));
  return found.map(({ wrong }) => wrong);
}

describe("a role that is passed", () => {
  const asked = check("iam:PassRole", ROLE, { "iam:PassedToService": "ec2.amazonaws.com" });
  const pass = (conditions?: ReturnType<typeof equals>[]) =>
    permission("apply", "PassRoles", ["iam:PassRole"], [ROLE], conditions && { conditions });

  test("goes to no other service where the statement names one", async () => {
    expect(await through(pass([equals("iam:PassedToService", "ec2.amazonaws.com")]), asked)).toEqual([]);
  });

  test("goes to every service where it names none, and is found out", async () => {
    expect(await through(pass(), asked)).toContain("iam:PassedToService is lambda.amazonaws.com");
  });

  test("is probed by what a statement says, too, where no run passes it", async () => {
    const policies = derived(pass());
    expect(probesOf(policies, recording({})).map(({ wrong }) => wrong)).toContain(
      "iam:PassedToService is cloudformation.amazonaws.com",
    );
  });
});

describe("a role that is made", () => {
  const asked = check("iam:CreateRole", ROLE, { "iam:PermissionsBoundary": LIMIT });
  const create = (conditions?: ReturnType<typeof equals>[]) =>
    permission("apply", "CreateRoles", ["iam:CreateRole"], [ROLE], conditions && { conditions });

  test("has the boundary and no other", async () => {
    expect(await through(create([equals("iam:PermissionsBoundary", LIMIT)]), asked)).toEqual([]);
  });

  test("without one is found out", async () => {
    expect(await through(create(), asked)).toContain("no iam:PermissionsBoundary");
  });

  test("may be looked at whatever boundary it has", async () => {
    const read = permission("plan", "ReadRoles", ["iam:GetRole"], [ROLE]);
    expect(await through(read, check("iam:GetRole", ROLE, { "iam:PermissionsBoundary": LIMIT }))).toEqual([]);
  });
});

test("a policy that may be attached is the one that is named", async () => {
  const asked = check("iam:AttachRolePolicy", ROLE, { "iam:PolicyARN": LIMIT });
  const open = permission("apply", "AttachPolicies", ["iam:AttachRolePolicy"], [ROLE]);
  const held = permission("apply", "AttachPolicies", ["iam:AttachRolePolicy"], [ROLE], {
    conditions: [equals("iam:PolicyARN", LIMIT)],
  });
  expect(await through(open, asked)).toEqual(["iam:PolicyARN is arn:aws:iam::aws:policy/AdministratorAccess"]);
  expect(await through(held, asked)).toEqual([]);
});

test("a linked role is made for the service that is named", async () => {
  const role = "arn:aws:iam::111122223333:role/aws-service-role/batch.amazonaws.com/AWSServiceRole";
  const asked = check("iam:CreateServiceLinkedRole", role, { "iam:AWSServiceName": "batch.amazonaws.com" });
  const open = permission("apply", "MakeLinkedRoles", ["iam:CreateServiceLinkedRole"], "*");
  expect(await through(open, asked)).toContain("iam:AWSServiceName is organizations.amazonaws.com");
});

test("a linked role is probed by what a statement says, too, where no run makes it", async () => {
  const roles = "arn:aws:iam::111122223333:role/aws-service-role/batch.amazonaws.com/*";
  const linking = (name: string) =>
    derived(
      permission("apply", "LetServicesIn", ["iam:CreateServiceLinkedRole"], [roles], {
        conditions: [equals("iam:AWSServiceName", name)],
      }),
    );
  const probes = probesOf(linking("batch.amazonaws.com"), recording({}));
  expect(probes.map(({ wrong }) => wrong)).toContain("iam:AWSServiceName is ec2.amazonaws.com");
  expect(await letThrough(linking("batch.amazonaws.com"), probes)).toEqual([]);
  expect(await letThrough(linking("ec2.amazonaws.com"), probes)).toHaveLength(1);
});

describe("a thing of EC2", () => {
  const vpc = `${EC2}:vpc/vpc-0123456789abcdef0`;
  const owner = Object.entries(OWNED).map(([key, value]) => equals(key, value));

  test("is changed where it carries the owner tags, and nothing of anybody else is", async () => {
    const asked = check("ec2:DeleteVpc", vpc, OWNED);
    const held = permission("apply", "DeleteVpcs", ["ec2:DeleteVpc"], [`${EC2}:vpc/*`], { conditions: owner });
    expect(await through(held, asked)).toEqual([]);
    const open = permission("apply", "DeleteVpcs", ["ec2:DeleteVpc"], [`${EC2}:vpc/*`]);
    expect(await through(open, asked)).toEqual([
      "aws:ResourceTag/groundwork: is somebody else",
      "no aws:ResourceTag/groundwork:",
    ]);
  });

  test("of somebody else is not taken over by tagging it", async () => {
    const tags = { "aws:RequestTag/a": "b", "aws:TagKeys": ["a"] };
    const asked = check("ec2:CreateTags", vpc, { ...OWNED, ...tags });
    const open = permission("apply", "TagThings", ["ec2:CreateTags"], [`${EC2}:vpc/*`]);
    expect(await through(open, asked)).toContain("it carries no tags, and gets the owner's");
    const held = permission("apply", "TagThings", ["ec2:CreateTags"], [`${EC2}:vpc/*`], { conditions: owner });
    expect(await through(held, asked)).toEqual([]);
  });
});
