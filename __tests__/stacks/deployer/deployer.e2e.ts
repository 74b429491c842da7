import { type Emulator, startEmulator } from "../../../tools/emulator";
import { findTerraform, type Terraform } from "../../../tools/terraform";
import { Deployment, listed, progress, Surroundings } from "../deployment";

const MINUTES = 60_000;

let emulator: Emulator;
let terraform: Terraform;
let surroundings: Surroundings;
let deployer: Deployment;

beforeAll(async () => {
  terraform = await findTerraform();
  emulator = await startEmulator({ account: "111122223333", region: "eu-west-2" });
  surroundings = new Surroundings(emulator);
  await surroundings.makeBucket("held-terraform-state");
  deployer = new Deployment("deployer", terraform, emulator);
}, 6 * MINUTES);

afterAll(() => {
  deployer?.remove();
  return emulator?.stop();
});

function settings(...systems: string[]): string {
  return `
name: held
account: "111122223333"
region: eu-west-2
state: { bucket: held-terraform-state }
network: create
serviceLinkedRoles: create
systems:
  duet: { bucket: { create: held-duet } }
${systems.map((system) => `  ${system}`).join("\n")}
deployer:
  trustedPrincipals: ["arn:aws:iam::111122223333:role/ci"]
  github: { repository: acme/pipelines, repositoryId: 456789, environment: production }
  destroy: true
`;
}

/** One element of what IAM answers. */
async function ofRole(name: string, element: string): Promise<string> {
  const text = await surroundings.query("iam", { Action: "GetRole", RoleName: name });
  return decodeURIComponent(new RegExp(`<${element}>([^<]*)</${element}>`).exec(text)?.[1] ?? "");
}

/** What exists of `held`, but for the bucket of states. */
async function inventory(): Promise<string[]> {
  const all = listed(await emulator.inventory());
  return all.filter((line) => line.includes("held-") && !line.includes("terraform-state"));
}

describe("the deployer stack", () => {
  test(
    "is applied by an administrator, and a second plan has no changes",
    async () => {
      deployer.settings(settings());
      await deployer.init();
      progress("deployer: apply");
      await deployer.apply();
      expect(await deployer.hasChanges()).toBe(false);
    },
    10 * MINUTES,
  );

  test(
    "has made roles that carry their boundaries, and let in whom the settings name",
    async () => {
      for (const kind of ["plan", "deploy"]) {
        const name = `held-deployer-duet-${kind}`;
        expect(await ofRole(name, "Path")).toBe("/groundwork/held/admin/");
        expect(await ofRole(name, "PermissionsBoundaryArn")).toBe(
          `arn:aws:iam::111122223333:policy/groundwork/held/admin/held-deployer-duet-${kind}-boundary`,
        );
      }
      const trust = await ofRole("held-deployer-duet-deploy", "AssumeRolePolicyDocument");
      expect(JSON.parse(trust.replaceAll("&quot;", '"')).Statement).toEqual([
        expect.objectContaining({ Principal: { AWS: "arn:aws:iam::111122223333:role/ci" } }),
        expect.objectContaining({
          Condition: {
            StringEquals: {
              "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
              "token.actions.githubusercontent.com:sub": "repo:acme/pipelines:environment:production",
              "token.actions.githubusercontent.com:repository_id": "456789",
              "token.actions.githubusercontent.com:ref": "refs/heads/main",
            },
          },
        }),
      ]);
    },
    MINUTES,
  );

  test(
    "says which roles plan and deploy each stack",
    async () => {
      expect(await deployer.outputs()).toMatchObject({
        plan_role_arns: { duet: "arn:aws:iam::111122223333:role/groundwork/held/admin/held-deployer-duet-plan" },
        deploy_role_arns: { duet: "arn:aws:iam::111122223333:role/groundwork/held/admin/held-deployer-duet-deploy" },
        identity_provider_arn: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
      });
    },
    5 * MINUTES,
  );

  test(
    "changes nothing of what there is when a stack is added",
    async () => {
      deployer.settings(settings("parallelcluster: {}"));
      const planned = await deployer.plan();
      expect(new Set(Object.values(planned))).toEqual(new Set(["create"]));
      expect(Object.keys(planned).every((address) => address.includes("parallelcluster"))).toBe(true);
      progress("deployer: apply, with another stack");
      await deployer.apply();
      expect(await deployer.hasChanges()).toBe(false);
    },
    10 * MINUTES,
  );

  test(
    "leaves nothing when it is destroyed",
    async () => {
      expect(await inventory()).not.toEqual([]);
      progress("deployer: destroy");
      await deployer.destroy();
      expect(await inventory()).toEqual([]);
    },
    10 * MINUTES,
  );
});
