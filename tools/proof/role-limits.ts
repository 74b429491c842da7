import { AwsEnvironment } from "../../modules/aws-environment";
import type { Statement } from "../../modules/policy-document";
import { SystemNames } from "../../modules/system-names";
import { deployBoundary, planBoundary } from "../../stacks/deployer/deployer-boundary";
import { DeployerNames } from "../../stacks/deployer/deployer-names";
import type { DerivedPolicies, StackJson } from "../../stacks/deployer/derivation";
import { heldByRoles } from "../../stacks/deployer/held-by-roles";
import { PHASES } from "../../stacks/deployer/permission";
import { Reach } from "../../stacks/deployer/reach";
import type { Settings } from "../../stacks/settings";
import { STATE_BACKEND } from "../../stacks/state-backend/stack";
import { stateKey } from "../../stacks/system-stack";
import type { Role } from "./allowance";

/** A stack, and what it takes to deploy it. */
export interface Derivation {
  readonly json: StackJson;
  readonly derived: DerivedPolicies;
}

/**
 * The boundary of a role that deploys a stack, as the administrator's stack makes it.
 *
 * @param derivations what the role deploys; while settings change, the stack of both settings
 * @returns undefined for the state's stack, which an administrator applies
 */
export function limitsOf(
  stack: string,
  role: Role,
  { name, account, region, iam, state }: Settings,
  derivations: readonly Derivation[],
): Statement[] | undefined {
  if (stack === STATE_BACKEND) return undefined;
  const place = {
    aws: AwsEnvironment.of({ account, region }),
    names: new SystemNames({ name, system: stack, path: iam.path }),
  };
  const boundaries = derivations.flatMap(({ json }) => [...heldByRoles(json, place).keys()]);
  const deployed = {
    ...place,
    adminPath: new DeployerNames({ name, path: iam.path }).path,
    boundaries: [...new Set(boundaries)],
    state: state && { ...state, key: stateKey(name, stack) },
  };
  const reach = new Reach(together(derivations.map(({ derived }) => derived)));
  return role === "plan" ? planBoundary(deployed, reach) : deployBoundary(deployed, reach);
}

function together(derived: readonly DerivedPolicies[]): DerivedPolicies {
  const statements = PHASES.map((phase) => [phase, derived.flatMap((each) => each[phase])]);
  return { ...Object.fromEntries(statements), permissions: derived.flatMap(({ permissions }) => permissions) };
}
