import { boundaryOf, iam, kept } from "./attack";
import { reach } from "./closure";
import { PEOPLE, type World, worldOf } from "./world";

// each of thousands of questions is judged, on a machine that may be busy
jest.setTimeout(600_000);

const WORLD = worldOf(`
name: acme
account: "111122223333"
region: eu-west-2
state: { bucket: acme-terraform-state }
network: create
systems:
  duet: { bucket: { create: acme-duet }, batch: { allocationStrategy: BEST_FIT, serviceRole: { create: true } } }
  genomics-workflows: { bucket: { create: acme-genomics } }
  amazon-genomics-cli: { assumableBy: ["arn:aws:iam::111122223333:user/ada"], attachTo: { groups: [scientists] } }
  slim: { bucket: { create: acme-slim }, users: [ada] }
  parallelcluster: { iamAccess: boundary, features: { imageBuild: true } }
deployer: { trustedPrincipals: ["arn:aws:iam::111122223333:role/ci"], destroy: true }
`);
const SYSTEMS = ["amazon-genomics-cli", "duet", "genomics-workflows", "parallelcluster", "slim"];

const roleOf = (system: string, kind: "deploy" | "plan") => ({
  arn: iam(`role${kept(kind, system)}`),
  boundary: iam(`policy${kept(`${kind}-boundary`, system)}`),
});

describe.each(SYSTEMS)("a deployer of %s who has every right", (system) => {
  test("reaches at most the boundary of the roles that it can pass", async () => {
    const reached = await reach(WORLD, roleOf(system, "deploy"));
    const ours = ["boundary", "people-boundary", "tool-boundary"].map((thing) => iam(`policy${kept(thing, system)}`));
    expect(reached.length).toBeGreaterThan(0);
    expect(reached.filter(({ boundary }) => !ours.includes(boundary ?? ""))).toEqual([]);
  });

  test("reaches nothing while it only plans", async () => {
    expect(await reach(WORLD, roleOf(system, "plan"))).toEqual([]);
  });
});

describe("the search", () => {
  const START = roleOf("duet", "deploy");
  const boundary = WORLD.boundaries.get(START.boundary);
  const widened = (...more: object[]): World => ({
    ...WORLD,
    boundaries: new Map([
      ...WORLD.boundaries,
      [START.boundary, { Version: "2012-10-17", Statement: [...(boundary?.Statement ?? []), ...more] as never }],
    ]),
  });
  const allow = (Action: string, Resource: string, Condition?: object) => ({
    Effect: "Allow",
    Action,
    Resource,
    ...(Condition && { Condition }),
  });

  test.each<[string, object, string]>([
    [
      "a role of administrators that can be passed",
      allow("iam:PassRole", iam("role/Administrator")),
      "role/Administrator",
    ],
    ["a trust that can be written", allow("iam:UpdateAssumeRolePolicy", iam("role/backup")), "role/backup"],
    ["a role that can be made without a boundary", allow("iam:CreateRole", iam("role/*")), "(unbound)"],
    [
      "a policy of people that can be rewritten",
      allow("iam:CreatePolicyVersion", iam("policy/groundwork/acme/slim/*")),
      PEOPLE,
    ],
    ["somebody's machine", allow("ec2:ModifyInstanceAttribute", "*"), "role/Administrator"],
    [
      "another system's role, by its boundary",
      allow("iam:PutRolePolicy", iam("role/groundwork/acme/slim/*"), {
        StringEquals: { "iam:PermissionsBoundary": boundaryOf("slim") },
      }),
      "acme-slim-lambda",
    ],
  ])("finds %s", async (_, more, expected) => {
    const found = (await reach(widened(more), START)).map(({ arn }) => arn);
    expect(found).toContainEqual(expect.stringContaining(expected));
  });

  test("looks at every role of every system, and at those of others", () => {
    expect(WORLD.roles.length).toBeGreaterThan(20);
    expect(WORLD.boundaries.size).toBeGreaterThanOrEqual(3 * SYSTEMS.length);
    expect([...WORLD.holders.values()].flat()).toContain(PEOPLE);
  });
});
