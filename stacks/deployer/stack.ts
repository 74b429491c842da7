import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import type { Construct } from "constructs";
import type { Settings } from "../settings";
import { SystemStack } from "../system-stack";
import { LinkedRoles } from "./linked-roles";
import { StackDeployer } from "./stack-deployer";
import { AUDIENCE, GITHUB_URL, providerArn } from "./trust";

/** The settings' section that asks for this stack. */
export type DeployerSettings = NonNullable<Settings["deployer"]>;

/** Name of the stack, and of its folder below `cdktf.out/stacks`. */
export const DEPLOYER = "deployer";

/** For administrators: who applies these can give rights to anybody. */
const FOR_ADMINISTRATORS = ["state-backend", DEPLOYER];

/**
 * Who may plan and deploy each of the other stacks, derived from those. For an administrator to apply.
 *
 * Made last: it reads what the others are. Whenever one of them changes in what it takes to deploy it, this one does.
 */
export class DeployerStack extends SystemStack {
  /** By stack. */
  readonly deployers: ReadonlyMap<string, StackDeployer>;

  constructor(scope: Construct, settings: Settings, deployer: DeployerSettings) {
    super(scope, DEPLOYER, settings);
    const stacks = scope.node.children
      .filter((child) => child instanceof SystemStack)
      .filter(({ node }) => !FOR_ADMINISTRATORS.includes(node.id));
    this.deployers = new Map(
      stacks.map((stack) => [stack.node.id, new StackDeployer(this, stack.node.id, { stack, settings, deployer })]),
    );
    if (settings.serviceLinkedRoles === "create")
      new LinkedRoles(
        this,
        "linked-roles",
        stacks.map((stack) => stack.toTerraform()),
      );
    if (deployer.github?.provider === "create")
      new IamOpenidConnectProvider(this, "github", { url: GITHUB_URL, clientIdList: [AUDIENCE] });
    const arns = (of: (each: StackDeployer) => string) =>
      Object.fromEntries([...this.deployers].map(([stack, each]) => [stack, of(each)]));
    const passed = [...new Set([...this.deployers.values()].flatMap(({ passedRoles }) => passedRoles))];
    this.outputs({
      plan_role_arns: { value: arns(({ planRoleArn }) => planRoleArn), description: "Roles that plan, by stack." },
      deploy_role_arns: {
        value: arns(({ deployRoleArn }) => deployRoleArn),
        description: "Roles that plan and apply, by stack.",
      },
      identity_provider_arn: {
        value: deployer.github && providerArn(this.aws),
        description: "GitHub's identity provider, by whose tokens the roles are assumed.",
      },
      passed_roles: {
        value: passed.length > 0 ? passed : undefined,
        description:
          "Roles that exist and that deployers hand to services: their rights are within reach of a deployer.",
      },
    });
  }
}
