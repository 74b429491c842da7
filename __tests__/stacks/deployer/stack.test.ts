import { App, TerraformStack, Testing } from "cdktf";
import { addStacks } from "../../../stacks/deployment";
import { parseSettings } from "../../../stacks/settings";
import { policyJson } from "../../role-policies";
import { addresses, all, only, type TerraformJson } from "../../synth";
import { iam } from "./attack";

const CI = iam("role/ci");
const GITHUB = { repository: "acme/pipelines", repositoryId: 456789 };
const DUET = { duet: { bucket: { create: "acme-duet" } } };

/** Every stack of settings, as Terraform reads it, by its name. */
function stacks(written: Record<string, unknown> = {}): Record<string, TerraformJson> {
  const yaml = JSON.stringify({
    name: "acme",
    account: "111122223333",
    region: "eu-west-2",
    state: { bucket: "acme-terraform-state" },
    network: "create",
    systems: DUET,
    deployer: { trustedPrincipals: [CI] },
    ...written,
  });
  const app = new App();
  addStacks(app, parseSettings(yaml, "groundwork.yaml"));
  const made = app.node.children.filter((child) => TerraformStack.isStack(child));
  return Object.fromEntries(
    made.map((stack) => [
      stack.node.id,
      { resource: {}, data: {}, output: {}, ...JSON.parse(Testing.synth(stack, true)) } as TerraformJson,
    ]),
  );
}

function deployer(written?: Record<string, unknown>): TerraformJson {
  return stacks(written).deployer as TerraformJson;
}

const role = (stack: TerraformJson, name: string) => stack.resource.aws_iam_role?.[name];
const policyNames = (stack: TerraformJson) => all(stack.resource, "aws_iam_policy").map(({ name }) => name);

/** Names of the policies that a role has, as they are attached. */
function attached(stack: TerraformJson, of: string): unknown[] {
  return all(stack.resource, "aws_iam_role_policy_attachment")
    .filter((attachment) => attachment.role === `\${aws_iam_role.${of}.name}`)
    .map(({ policy_arn }) => {
      const [, name = ""] = /^\$\{aws_iam_policy\.(\w+)\.arn\}$/.exec(String(policy_arn)) ?? [];
      return stack.resource.aws_iam_policy?.[name]?.name;
    })
    .sort();
}

describe("the deployer stack", () => {
  test("has a plan role and a deploy role for each stack, at the administrator's path, each with a boundary of its own", () => {
    const stack = deployer();
    for (const kind of ["plan", "deploy"]) {
      expect(role(stack, `duet_${kind}`)).toMatchObject({
        name: `acme-deployer-duet-${kind}`,
        path: "/groundwork/acme/admin/",
        permissions_boundary: iam(`policy/groundwork/acme/admin/acme-deployer-duet-${kind}-boundary`),
        depends_on: [`aws_iam_policy.duet_${kind}_boundary`],
      });
    }
    for (const { path } of all(stack.resource, "aws_iam_policy")) expect(path).toBe("/groundwork/acme/admin/");
  });

  test("gives the plan role what planning takes, and the deploy role that and what applying takes", () => {
    const stack = deployer();
    expect(attached(stack, "duet_plan")).toEqual(["acme-deployer-duet-plan"]);
    const deploys = attached(stack, "duet_deploy");
    expect(deploys).toContain("acme-deployer-duet-plan");
    expect(deploys.every((name) => /^acme-deployer-duet-(plan|apply)(-\d)?$/.test(String(name)))).toBe(true);
    expect(policyNames(stack)).not.toContain("acme-deployer-duet-destroy");
  });

  test("lets the deploy role destroy what holds data where the settings say so, and never the plan role", () => {
    const stack = deployer({ deployer: { trustedPrincipals: [CI], destroy: true } });
    expect(attached(stack, "duet_deploy")).toContain("acme-deployer-duet-destroy");
    expect(attached(stack, "duet_plan")).toEqual(["acme-deployer-duet-plan"]);
  });

  test("makes every boundary that a role of another stack carries", () => {
    const { deployer: administrator, ...others } = stacks({
      systems: {
        ...DUET,
        "amazon-genomics-cli": { assumableBy: [iam("user/ada")] },
        slim: { bucket: { create: "acme-slim" }, userRole: { trusted: [iam("user/ada")] } },
        parallelcluster: { iamAccess: "boundary", features: { imageBuild: true } },
      },
    });
    const made = policyNames(administrator as TerraformJson).map((name) => iam(`policy/groundwork/acme/admin/${name}`));
    const carried = Object.values(others).flatMap(({ resource }) =>
      all(resource, "aws_iam_role").map(({ permissions_boundary }) => permissions_boundary),
    );
    expect(new Set(carried).size).toBeGreaterThan(5);
    expect(carried.filter((arn) => !made.includes(String(arn)))).toEqual([]);
    expect(made).toEqual(
      expect.arrayContaining(
        ["amazon-genomics-cli", "parallelcluster"].map((system) =>
          iam(`policy/groundwork/acme/admin/acme-deployer-${system}-tool-boundary`),
        ),
      ),
    );
  });

  test("makes the boundaries that tools need, which their stacks would make, and a deployer could write", () => {
    const systems = { "amazon-genomics-cli": {}, parallelcluster: { iamAccess: "boundary" } };
    const made = stacks({ systems });
    for (const [system, output] of [
      ["amazon-genomics-cli", "boundary_arn"],
      ["parallelcluster", "permissions_boundary_arn"],
    ] as const) {
      const stack = made[system] as TerraformJson;
      expect(policyNames(stack)).not.toContain(`acme-${system}-boundary`);
      expect(stack.output[output]?.value).toBe(
        iam(`policy/groundwork/acme/admin/acme-deployer-${system}-tool-boundary`),
      );
    }
  });

  test("leaves ParallelCluster's own roles without a boundary where its users may make any", () => {
    const { parallelcluster } = stacks({ systems: { parallelcluster: { iamAccess: "privileged" } } });
    expect(JSON.stringify(parallelcluster?.output.cluster_configuration)).not.toContain("PermissionsBoundary");
  });

  test("makes no boundary where the organisation has one: every role carries that", () => {
    const permissionsBoundary = iam("policy/boundary");
    const made = stacks({ iam: { permissionsBoundary } });
    const administrator = made.deployer as TerraformJson;
    expect(policyNames(administrator).filter((name) => String(name).endsWith("boundary"))).toEqual([]);
    for (const stack of Object.values(made))
      for (const each of all(stack.resource, "aws_iam_role"))
        expect(each.permissions_boundary).toBe(permissionsBoundary);
  });

  test("leaves the other stacks as they are where there is none", () => {
    const { duet } = stacks({ deployer: undefined });
    for (const each of all((duet as TerraformJson).resource, "aws_iam_role"))
      expect(each).not.toHaveProperty("permissions_boundary");
  });

  test("lets in whom the settings name", () => {
    const stack = deployer({ deployer: { trustedPrincipals: [CI], github: GITHUB } });
    const trust = (kind: string) => policyJson(stack, role(stack, `duet_${kind}`)?.assume_role_policy).Statement;
    expect(trust("plan").map(({ Sid }) => Sid)).toEqual(["LetPrincipalsIn", "LetGitHubIn"]);
    expect(JSON.stringify(trust("plan"))).toContain("pull_request");
    expect(JSON.stringify(trust("deploy"))).not.toContain("pull_request");
  });

  test.each([
    ["create", 1],
    ["existing", 0],
  ])("has GitHub's identity provider as the settings say: %s", (provider, count) => {
    const stack = deployer({ deployer: { github: { ...GITHUB, provider } } });
    expect(all(stack.resource, "aws_iam_openid_connect_provider")).toHaveLength(count);
    expect(stack.output.identity_provider_arn?.value).toBe(iam("oidc-provider/token.actions.githubusercontent.com"));
  });

  test("has no identity provider where only principals are let in", () => {
    expect(all(deployer().resource, "aws_iam_openid_connect_provider")).toEqual([]);
  });

  test("makes the linked roles that stacks need where the settings say so, and no deploy role may then", () => {
    const stack = deployer({ serviceLinkedRoles: "create" });
    const services = all(stack.resource, "aws_iam_service_linked_role").map(({ aws_service_name: name }) => name);
    expect(services).toEqual(["autoscaling", "batch", "ecs", "spot"].map((service) => `${service}.amazonaws.com`));
    expect(JSON.stringify(stack.data)).not.toContain("iam:CreateServiceLinkedRole");
    expect(all(deployer().resource, "aws_iam_service_linked_role")).toEqual([]);
  });

  test("names the roles that exist and that deployers hand on: their rights are within reach", () => {
    const theirs = iam("role/theirs");
    const duet = { bucket: { create: "acme-duet" }, batch: { serviceRole: { existing: theirs } } };
    expect(deployer({ systems: { duet } }).output.passed_roles?.value).toEqual([theirs]);
    expect(deployer().output).not.toHaveProperty("passed_roles");
  });

  test("has the bucket of states in no deployer's hands", () => {
    const made = stacks();
    expect(Object.keys(made)).toContain("state-backend");
    expect(addresses(made.deployer as TerraformJson).filter((address) => address.includes("state_backend"))).toEqual(
      [],
    );
  });

  test("changes little when a stack is added: what there was stays as it was", () => {
    const before = deployer();
    const after = deployer({ systems: { ...DUET, parallelcluster: {} } });
    for (const [type, named] of Object.entries(before.resource)) expect(after.resource[type]).toMatchObject(named);
    for (const [type, named] of Object.entries(before.data)) expect(after.data[type]).toMatchObject(named);
  });

  test("is the same bytes for the same settings", () => {
    expect(JSON.stringify(deployer())).toBe(JSON.stringify(deployer()));
  });

  test("says which quota a trust policy passes, and what to do", () => {
    const trustedPrincipals = Array.from({ length: 40 }, (_, index) => iam(`role/continuous-integration-${index}`));
    expect(() => deployer({ deployer: { trustedPrincipals } })).toThrow(
      /^trust policy of role 'acme-deployer-duet-plan' must have at most 2048 characters, got \d+: name fewer 'deployer.trustedPrincipals'/,
    );
  });

  test("says for whom no boundary can be made, and what to do", () => {
    const slim = {
      bucket: { create: "acme-slim" },
      userPermissions: "aws-managed",
      userRole: { trusted: [iam("user/ada")] },
    };
    expect(() => deployer({ systems: { slim } })).toThrow(
      /^what roles with AWS's policy \w+ need at most is not known, so that no boundary can be made for them/,
    );
  });

  test("keeps its own state apart from the others'", () => {
    const { terraform } = deployer();
    expect(terraform).toMatchObject({ backend: { s3: { key: "acme/deployer/terraform.tfstate" } } });
    expect(only(deployer({ deployer: { github: GITHUB } }).resource, "aws_iam_openid_connect_provider")).toMatchObject({
      url: "https://token.actions.githubusercontent.com",
      client_id_list: ["sts.amazonaws.com"],
    });
  });
});
