import { Construct } from "constructs";
import type { Arn } from "../../modules/aws-environment";
import { BoundaryPolicy } from "../../modules/boundary-policy";
import { ManagedPolicy } from "../../modules/managed-policy";
import type { Statement, Statements } from "../../modules/policy-document";
import type { Settings } from "../settings";
import { type SystemStack, stateKey } from "../system-stack";
import { deployBoundary, planBoundary } from "./deployer-boundary";
import { DeployerNames } from "./deployer-names";
import { DeployerRole } from "./deployer-role";
import { type DerivedPolicies, derive, type StackJson } from "./derivation";
import { heldByRoles } from "./held-by-roles";
import { type DeployedStack, Reach } from "./reach";
import { rolesBoundary } from "./roles-boundary";
import { deployTrust, planTrust } from "./trust";

const SHORTER = "give a shorter 'name' or 'iam.path', or a boundary of your own in 'iam.permissionsBoundary'";

/** Props of {@link StackDeployer}. */
export interface StackDeployerProps {
  /** The stack that is planned and deployed; complete, since everything here is read off it. */
  readonly stack: SystemStack;
  readonly settings: Settings;
  readonly deployer: NonNullable<Settings["deployer"]>;
}

/**
 * Who may plan and deploy one stack: two roles, their policies, and what holds them and the roles that the stack makes.
 *
 * The boundaries are the organisation's where it has one, and made here where it has none.
 */
export class StackDeployer extends Construct {
  readonly planRoleArn: Arn;
  readonly deployRoleArn: Arn;
  /** Roles that exist, that the settings name and that the deployer hands to services: the administrator vouches for them. */
  readonly passedRoles: readonly Arn[];
  /** The boundaries that are made here, by the names of their policies; none where the organisation has one. */
  readonly boundaries = new Map<string, Statements>();
  private readonly names: DeployerNames;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: StackDeployerProps,
  ) {
    super(scope, id);
    const { stack, settings, deployer } = props;
    const { aws } = stack;
    const { path } = settings.iam;
    this.names = new DeployerNames({ name: settings.name, path });
    const json: StackJson = stack.toTerraform();
    const derived = derive(json, settings);
    const reach = new Reach(derived);
    const held = heldByRoles(json, stack);
    const deployed: DeployedStack = {
      aws,
      names: stack.names,
      adminPath: this.names.path,
      boundaries: [...held.keys()],
      state: settings.state && { ...settings.state, key: stateKey(settings.name, stack.node.id) },
    };
    if (settings.iam.permissionsBoundary === undefined) {
      for (const [arn, rights] of held)
        this.boundary(arn.split(`-${id}-`).at(-1) as string, rolesBoundary(rights).statements);
      const { toolLimits } = stack;
      if (toolLimits) this.boundary("tool-boundary", toolLimits);
    }
    const policies = this.policies(derived);
    this.planRoleArn = this.role("plan", {
      description: `Plans ${id}, for pull requests too: changes nothing and reads no data`,
      trust: planTrust(aws, deployer),
      policies: { plan: policies.plan },
      limits: planBoundary(deployed, reach),
    });
    this.deployRoleArn = this.role("deploy", {
      description: `Plans and applies ${id}${deployer.destroy ? ", and destroys what holds data" : ""}`,
      trust: deployTrust(aws, deployer),
      policies,
      limits: deployBoundary(deployed, reach),
    });
    this.passedRoles = reach.rolesBeside(stack.names.iamPath);
  }

  /** A policy for each phase that has something to allow; one for destroying only where the settings ask for it. */
  private policies({
    plan,
    apply,
    destroy,
  }: DerivedPolicies): Record<"plan", ManagedPolicy> & Record<string, ManagedPolicy> {
    const wanted = { apply, ...(this.props.deployer.destroy && { destroy }) };
    const others = Object.entries(wanted).filter(([, statements]) => statements.length > 0);
    return {
      plan: this.policy("plan", plan),
      ...Object.fromEntries(others.map(([phase, statements]) => [phase, this.policy(phase, statements)])),
    };
  }

  private policy(phase: string, statements: readonly Statement[]): ManagedPolicy {
    const { stack } = this.props;
    return new ManagedPolicy(this, `${phase}-rights`, {
      aws: stack.aws,
      policyName: this.names.of(stack.node.id, phase),
      path: this.names.path,
      description: `What it takes to ${phase} ${stack.node.id}, derived from the stack`,
      statements,
    });
  }

  private role(
    kind: "plan" | "deploy",
    given: {
      readonly description: string;
      readonly trust: readonly Statement[];
      readonly policies: Readonly<Record<string, ManagedPolicy>>;
      readonly limits: readonly Statement[];
    },
  ): Arn {
    const { stack, settings } = this.props;
    const { permissionsBoundary, managedPoliciesPerRole, trustPolicyCharacters } = settings.iam;
    const { limits, ...rest } = given;
    const made = permissionsBoundary === undefined ? this.boundary(`${kind}-boundary`, limits) : undefined;
    return new DeployerRole(this, kind, {
      ...rest,
      aws: stack.aws,
      roleName: this.names.of(stack.node.id, kind),
      path: this.names.path,
      permissionsBoundary: made ?? (permissionsBoundary as string),
      managedPoliciesPerRole,
      trustPolicyCharacters,
    }).roleArn;
  }

  private boundary(thing: string, statements: Statements): BoundaryPolicy {
    const { stack } = this.props;
    const policyName = this.names.of(stack.node.id, thing);
    this.boundaries.set(policyName, statements);
    return new BoundaryPolicy(this, thing, {
      aws: stack.aws,
      policyName,
      path: this.names.path,
      description: DESCRIPTIONS[thing] ?? "",
      statements,
      remedy: SHORTER,
    });
  }
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  boundary: "The most that roles of the stack can do",
  "people-boundary": "The most that roles of the stack that people assume can do",
  "tool-boundary": "The most that roles made by the tool of the stack can do",
  "plan-boundary": "The most that the plan role can do, whatever policies it has",
  "deploy-boundary": "The most that the deploy role can do, whatever policies it has",
};
