import { type Emulator, startEmulator } from "../../../tools/emulator";
import { findTerraform } from "../../../tools/terraform";
import { Deployment, listed, progress, Surroundings } from "../deployment";

const MINUTES = 60_000;
const ACCOUNT = "arn:aws:iam::111122223333";

let emulator: Emulator;
let surroundings: Surroundings;
let open: Deployment;
let bound: Deployment;
let before: string[];

/** Everything that can be said, without a boundary of the organisation. */
const everything = (groups: string, inputs: string) => `
name: agcopen
account: "111122223333"
region: eu-west-2
tags: { owner: genomics }
network: create
systems:
  amazon-genomics-cli:
    attachTo: { users: [ada], groups: ${groups}, roles: [sign-in] }
    assumableBy: ["${ACCOUNT}:user/grace"]
    admin: { attachTo: { groups: [operators] }, assumableBy: ["${ACCOUNT}:role/sign-in"] }
    bucket: { existing: acme-genomics }
    inputBuckets: ${inputs}
`;

beforeAll(async () => {
  const terraform = await findTerraform();
  emulator = await startEmulator({ account: "111122223333", region: "eu-west-2" });
  surroundings = new Surroundings(emulator);
  open = new Deployment("amazon-genomics-cli", terraform, emulator);
  bound = new Deployment("amazon-genomics-cli", terraform, emulator);

  for (const UserName of ["ada", "grace"]) await surroundings.query("iam", { Action: "CreateUser", UserName });
  for (const GroupName of ["scientists", "students", "operators"])
    await surroundings.query("iam", { Action: "CreateGroup", GroupName });
  await surroundings.makeInstanceProfile("sign-in");
  const PolicyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
  await surroundings.query("iam", { Action: "AttachGroupPolicy", GroupName: "scientists", PolicyArn });
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
  });
  await surroundings.query("iam", { Action: "CreatePolicy", PolicyName: "boundary", PolicyDocument });
  before = listed(await emulator.inventory());

  open.settings(everything("[scientists, students]", "[{ bucket: references, prefix: hg38/ }]"));
  bound.settings(`
name: agcbound
account: "111122223333"
region: eu-west-2
network: create
iam: { path: /labs/, permissionsBoundary: "${ACCOUNT}:policy/boundary" }
systems:
  amazon-genomics-cli: { attachTo: { groups: [operators] } }
`);
  progress("amazon-genomics-cli: applying, with a boundary of its own beside the organisation's");
  await Promise.all([open, bound].map((deployment) => deployment.init()));
  await Promise.all([open, bound].map((deployment) => deployment.apply()));
}, 12 * MINUTES);

afterAll(async () => {
  open?.remove();
  bound?.remove();
  await emulator?.stop();
});

test(
  "applying it once leaves nothing to do",
  async () => {
    expect(await Promise.all([open.hasChanges(), bound.hasChanges()])).toEqual([false, false]);
  },
  5 * MINUTES,
);

test("who is named has the policies besides what they had, and nobody else has them", async () => {
  const user = ["agcopen-amazon-genomics-cli-user", "agcopen-amazon-genomics-cli-user-cdk"];
  expect(await policies("User", "ada")).toEqual(user);
  expect(await policies("User", "grace")).toEqual([]);
  expect(await policies("Group", "scientists")).toEqual(["ReadOnlyAccess", ...user]);
  expect(await policies("Group", "students")).toEqual(user);
  expect(await policies("Role", "sign-in")).toEqual(user);
  expect(await policies("Group", "operators")).toEqual([
    "agcbound-amazon-genomics-cli-user",
    "agcbound-amazon-genomics-cli-user-cdk",
    "agcopen-amazon-genomics-cli-admin",
  ]);
  expect(await policies("Role", "agcopen-amazon-genomics-cli-user")).toEqual(user);
  expect(await policies("Role", "agcopen-amazon-genomics-cli-admin")).toEqual(["agcopen-amazon-genomics-cli-admin"]);
});

test(
  "its outputs are what a person and AGC need next",
  async () => {
    const made = (name: string, path: string) => (thing: string) =>
      `${ACCOUNT}:${thing.replace("/", `${path}${name}/amazon-genomics-cli/${name}-amazon-genomics-cli-`)}`;
    const own = made("agcopen", "/groundwork/");
    expect(await open.outputs()).toMatchObject({
      agc_admin_policy_arns: [own("policy/admin")],
      agc_user_policy_cdk_arns: [own("policy/user-cdk")],
      agc_user_policy_arns: [own("policy/user")],
      admin_role_arn: own("role/admin"),
      user_role_arn: own("role/user"),
      boundary_arn: own("policy/boundary"),
      core_execution_role_arn: own("role/core"),
      context_execution_role_arn: own("role/contexts"),
      setup: expect.stringContaining(`managedPolicyArn: "${own("policy/boundary")}"`),
      user_environment: `export CDK_ROLE_ARN=${own("role/contexts")}\n`,
    });
    const theirs = await bound.outputs();
    expect(theirs).toMatchObject({
      boundary_arn: `${ACCOUNT}:policy/boundary`,
      core_execution_role_arn: made("agcbound", "/labs/")("role/core"),
    });
    expect(Object.keys(theirs)).not.toContain("user_role_arn");
  },
  5 * MINUTES,
);

test(
  "who is taken out loses the policies, whom others attached keep theirs, and the boundary changes in place",
  async () => {
    open.settings(everything("[students]", "[{ bucket: references }]"));
    expect(await open.plan()).toEqual({
      "aws_iam_policy.boundary": "update",
      'aws_iam_group_policy_attachment.user_attached_contexts_group["scientists"]': "delete",
      'aws_iam_group_policy_attachment.user_attached_workflows_group["scientists"]': "delete",
    });
    progress("amazon-genomics-cli: updating");
    await open.apply();
    expect(await open.hasChanges()).toBe(false);
    expect(await policies("Group", "scientists")).toEqual(["ReadOnlyAccess"]);
  },
  6 * MINUTES,
);

test(
  "it is destroyed with nothing left, and people have what they had",
  async () => {
    progress("amazon-genomics-cli: destroying");
    await Promise.all([open.destroy(), bound.destroy()]);
    expect(listed(await emulator.inventory())).toEqual(before);
    expect(await policies("Group", "scientists")).toEqual(["ReadOnlyAccess"]);
    expect(await policies("Group", "operators")).toEqual([]);
    expect(await policies("User", "ada")).toEqual([]);
  },
  9 * MINUTES,
);

/** The policies that a user, group or role has, sorted. */
async function policies(kind: "User" | "Group" | "Role", name: string): Promise<string[]> {
  const text = await surroundings.query("iam", { Action: `ListAttached${kind}Policies`, [`${kind}Name`]: name });
  return [...text.matchAll(/<PolicyName>([^<]*)<\/PolicyName>/g)].map(([, policy]) => String(policy)).sort();
}
