import { type Emulator, startEmulator } from "../../../tools/emulator";
import { findTerraform } from "../../../tools/terraform";
import { Deployment, listed, progress, Surroundings } from "../deployment";

const MINUTES = 60_000;

const BOUNDARY = "arn:aws:iam::111122223333:policy/organisation/limit";

const ANYTHING = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

let emulator: Emulator;
let surroundings: Surroundings;

/** One side after the other would take the provider's fixed waits twice: both are driven at once. */
describe("parallelcluster on the emulator, of which it needs IAM alone", () => {
  let ours: Deployment;
  let theirs: Deployment;
  let before: string[];

  const made = (settings: string) => `
name: pcours
account: "111122223333"
region: eu-west-2
tags: { owner: chemistry }
network: create
systems:
  parallelcluster:
    ${settings}
    s3Access: [{ bucket: acme-references }, { bucket: acme-results, prefix: hpc/, write: true }]
    attachTo: { users: [ada], groups: [chemists], roles: [notebook] }
    assumableBy: ["arn:aws:iam::111122223333:user/ada"]
`;

  beforeAll(async () => {
    const terraform = await findTerraform();
    emulator = await startEmulator({ account: "111122223333", region: "eu-west-2" });
    surroundings = new Surroundings(emulator);
    ours = new Deployment("parallelcluster", terraform, emulator);
    theirs = new Deployment("parallelcluster", terraform, emulator);
    const iam = (Action: string, rest: Record<string, string>) => surroundings.query("iam", { Action, ...rest });
    await iam("CreateUser", { UserName: "ada" });
    await iam("CreateGroup", { GroupName: "chemists" });
    await surroundings.makeInstanceProfile("notebook");
    await iam("CreatePolicy", { PolicyName: "limit", Path: "/organisation/", PolicyDocument: ANYTHING });
    await iam("CreatePolicy", { PolicyName: "own", PolicyDocument: ANYTHING });
    const own = "arn:aws:iam::111122223333:policy/own";
    await iam("AttachGroupPolicy", { GroupName: "chemists", PolicyArn: own });
    await iam("AttachRolePolicy", { RoleName: "notebook", PolicyArn: own });
    before = listed(await emulator.inventory());

    ours.settings(made("loginNodes: true"));
    theirs.settings(`
name: pctheirs
account: "111122223333"
region: eu-west-2
iam: { permissionsBoundary: "${BOUNDARY}" }
network: create
systems:
  parallelcluster:
    iamAccess: boundary
    scheduler: awsbatch
    resourcePrefix: /hpc/
    bucket: { existing: acme-hpc }
    features: { imageBuild: true, efs: { existing: [fs-0123456789abcdef0] } }
    attachTo: { groups: [chemists] }
`);
    progress("parallelcluster, two ways: applying both");
    await Promise.all([ours, theirs].map((it) => it.init()));
    await Promise.all([ours, theirs].map((it) => it.apply()));
  }, 12 * MINUTES);

  afterAll(async () => {
    await emulator?.stop();
    ours?.remove();
    theirs?.remove();
  });

  test(
    "a second plan has no changes",
    async () => {
      expect(await Promise.all([ours, theirs].map((it) => it.hasChanges()))).toEqual([false, false]);
    },
    5 * MINUTES,
  );

  test(
    "the outputs are what configuration files name",
    async () => {
      const of = (kind: string, thing: string) =>
        `arn:aws:iam::111122223333:${kind}/groundwork/pcours/parallelcluster/pcours-parallelcluster-${thing}`;
      const outputs = await ours.outputs();
      expect(outputs).toMatchObject({
        user_policy_arns: { base: of("policy", "base"), iam: of("policy", "iam"), login: of("policy", "login") },
        user_role_arn: of("role", "user"),
        role_arns: { headNode: of("role", "head-node"), loginNode: of("role", "login-node") },
        cluster_configuration: expect.stringContaining(`InstanceProfile: ${of("instance-profile", "compute")}`),
      });
      expect(await theirs.outputs()).toMatchObject({
        permissions_boundary_arn: BOUNDARY,
        bucket_name: "acme-hpc",
        cluster_configuration: expect.stringContaining(`PermissionsBoundary: ${BOUNDARY}`),
        image_configuration: expect.stringContaining(
          "role/groundwork/pctheirs/parallelcluster/pctheirs-parallelcluster-cleanup",
        ),
      });
    },
    5 * MINUTES,
  );

  test("profiles hold their roles, and roles have the boundary of the organisation", async () => {
    const profile = await surroundings.query("iam", {
      Action: "GetInstanceProfile",
      InstanceProfileName: "pcours-parallelcluster-head-node",
    });
    expect(profile).toContain("<RoleName>pcours-parallelcluster-head-node</RoleName>");
    const cleanup = await surroundings.query("iam", {
      Action: "GetRole",
      RoleName: "pctheirs-parallelcluster-cleanup",
    });
    expect(cleanup).toContain(`<PermissionsBoundaryArn>${BOUNDARY}</PermissionsBoundaryArn>`);
  });

  test("people have the policies of both, and those that they had", async () => {
    const things = (name: string, ...words: string[]) => words.map((word) => `${name}-parallelcluster-${word}`);
    const mine = things("pcours", "base", "base-2", "iam", "login", "logs");
    const batch = things("pctheirs", "awsbatch", "base", "base-2", "efs", "iam", "image", "logs");
    expect(await attached("Group", "chemists")).toEqual([...mine, ...batch, "own"].sort());
    expect(await attached("Role", "notebook")).toEqual([...mine, "own"].sort());
    expect(await attached("User", "ada")).toEqual(mine);
    expect(await attached("Role", "pcours-parallelcluster-user")).toEqual(mine);
  });

  test(
    "a feature comes with its policy, and moves no other one",
    async () => {
      ours.settings(made("loginNodes: true\n    features: { fsx: { buckets: [acme-lustre] } }"));
      expect(await ours.plan()).toEqual({
        "aws_iam_policy.fsx": "create",
        'aws_iam_group_policy_attachment.user_attached_fsx_group["chemists"]': "create",
        'aws_iam_role_policy_attachment.user_attached_fsx_role["notebook"]': "create",
        'aws_iam_role_policy_attachment.user_role_attached_fsx_role["pcours-parallelcluster-user"]': "create",
        'aws_iam_user_policy_attachment.user_attached_fsx_user["ada"]': "create",
      });
      await ours.apply();
      expect(await ours.hasChanges()).toBe(false);
      expect(await attached("User", "ada")).toContain("pcours-parallelcluster-fsx");
    },
    6 * MINUTES,
  );

  test(
    "another mode changes what users do in IAM: the roles go, and a boundary and a policy for data come",
    async () => {
      ours.settings(
        made("iamAccess: boundary\n    loginNodes: true\n    features: { fsx: { buckets: [acme-lustre] } }"),
      );
      const plan = await ours.plan();
      expect(
        Object.entries(plan)
          .filter(([, change]) => change === "create")
          .map(([address]) => address),
      ).toEqual(["aws_iam_policy.boundary", "aws_iam_policy.data"]);
      expect(plan["aws_iam_policy.iam"]).toBe("update");
      expect(
        Object.keys(plan).filter((address) => /user_(role_)?attached_(base|login|fsx|logs|iam)/.test(address)),
      ).toEqual([]);
      progress("parallelcluster: updating one, destroying the other");
      await Promise.all([ours.apply(), theirs.destroy()]);
      expect(await ours.hasChanges()).toBe(false);
      const after = listed(await emulator.inventory());
      expect(after.filter((line) => /IAM::Role .*pcours/.test(line))).toHaveLength(1);
      expect(after.filter((line) => line.includes("pctheirs"))).toEqual([]);
    },
    6 * MINUTES,
  );

  test(
    "it is destroyed with nothing left, and what existed is the same",
    async () => {
      progress("parallelcluster: destroying");
      await ours.destroy();
      expect(listed(await emulator.inventory()).sort()).toEqual([...before].sort());
      expect(await attached("Group", "chemists")).toEqual(["own"]);
      expect(await attached("Role", "notebook")).toEqual(["own"]);
      expect(await attached("User", "ada")).toEqual([]);
    },
    6 * MINUTES,
  );
});

/** Names of the policies on a user, group or role, sorted. */
async function attached(kind: "User" | "Group" | "Role", name: string): Promise<string[]> {
  const text = await surroundings.query("iam", { Action: `ListAttached${kind}Policies`, [`${kind}Name`]: name });
  return [...text.matchAll(/<PolicyName>([^<]+)</g)].map(([, found]) => String(found)).sort();
}
