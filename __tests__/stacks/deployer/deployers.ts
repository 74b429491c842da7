import { parse } from "yaml";
import { partitionOf } from "../../../modules/partition";
import { type PolicyJson, policyJson, type Statement } from "../../../modules/policy-document";
import { deployBoundary, planBoundary } from "../../../stacks/deployer/deployer-boundary";
import { DeployerNames } from "../../../stacks/deployer/deployer-names";
import { type DerivedPolicies, derive } from "../../../stacks/deployer/derivation";
import { heldByRoles } from "../../../stacks/deployer/held-by-roles";
import { Reach } from "../../../stacks/deployer/reach";
import { type SystemStack, stateKey } from "../../../stacks/system-stack";
import { stacksOf } from "../../../tools/stack-policies";

/** What holds the deployer of one stack. */
export interface Deployer {
  readonly stack: SystemStack;
  readonly derived: DerivedPolicies;
  readonly deploy: readonly Statement[];
  readonly plan: readonly Statement[];
  readonly boundary: Readonly<Record<"deploy" | "plan", PolicyJson>>;
}

interface Written {
  readonly name: string;
  readonly region: string;
  readonly iam?: { readonly path?: string; readonly permissionsBoundary?: string };
  readonly state?: { readonly bucket: string; readonly kmsKey?: string };
}

/** The policy that is planted: every right that there is. */
export const ADMINISTRATOR: PolicyJson = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};

/** Where the administrator keeps the deployers of `acme`. */
export const ADMIN_PATH = "/groundwork/acme/admin/";

/** ARN of something in IAM: `iam("role/Administrator")`. */
export function iam(resource: string): string {
  return `arn:aws:iam::111122223333:${resource}`;
}

/** ARN of the boundary of a stack's roles. */
export function rolesBoundary(stack: string): string {
  return iam(`policy${ADMIN_PATH}acme-deployer-${stack}-boundary`);
}

/** The deployers of every stack that settings name, but for the state's. */
export function deployersOf(yaml: string): Map<string, Deployer> {
  const settings: Written = parse(yaml);
  const partition = partitionOf(settings.region);
  const given = { ...settings, deployer: { trustedPrincipals: [`arn:${partition}:iam::111122223333:role/ci`] } };
  const stacks = [...stacksOf(JSON.stringify(given)).values()] as SystemStack[];
  const deployed = stacks.filter(({ node }) => node.id !== "state-backend" && node.id !== "deployer");
  return new Map(deployed.map((stack) => [stack.node.id, deployerOf(stack, settings)]));
}

function deployerOf(stack: SystemStack, { name, iam = {}, state }: Written): Deployer {
  const { aws, names } = stack;
  const { id } = stack.node;
  const derived = derive(stack.toTerraform(), { serviceLinkedRoles: "reuse" });
  const deployers = new DeployerNames({ name, path: iam.path ?? "/groundwork/" });
  const deployed = {
    aws,
    names,
    adminPath: deployers.path,
    boundaries: [...heldByRoles(stack.toTerraform(), stack).keys()],
    state: state && { ...state, key: stateKey(name, id) },
  };
  const reach = new Reach(derived);
  const deploy = deployBoundary(deployed, reach);
  const plan = planBoundary(deployed, reach);
  return { stack, derived, deploy, plan, boundary: { deploy: policyJson(deploy), plan: policyJson(plan) } };
}
