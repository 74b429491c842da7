import { AwsEnvironment } from "../../modules/aws-environment";
import type { Statement } from "../../modules/policy-document";
import { SystemNames } from "../../modules/system-names";
import { deployBoundary, planBoundary } from "../../stacks/deployer/deployer-boundary";
import { DeployerNames } from "../../stacks/deployer/deployer-names";
import type { DerivedPolicies } from "../../stacks/deployer/derivation";
import { PHASES } from "../../stacks/deployer/permission";
import { Reach } from "../../stacks/deployer/reach";
import type { Settings } from "../../stacks/settings";
import { STATE_BACKEND } from "../../stacks/state-backend/stack";
import { stateKey } from "../../stacks/system-stack";
import type { Role } from "./allowance";

/**
 * The boundary of a role that deploys a stack, as the administrator's stack makes it.
 *
 * @param derived the policies of the role; while settings change, those of both settings
 * @returns undefined for the state's stack, which an administrator applies
 */
export function limitsOf(
  stack: string,
  role: Role,
  { name, account, region, iam, state }: Settings,
  derived: readonly DerivedPolicies[],
): Statement[] | undefined {
  if (stack === STATE_BACKEND) return undefined;
  const aws = AwsEnvironment.of({ account, region });
  const deployers = new DeployerNames({ name, path: iam.path });
  const deployed = {
    aws,
    names: new SystemNames({ name, system: stack, path: iam.path }),
    adminPath: deployers.path,
    rolesBoundary: iam.permissionsBoundary ?? deployers.policyArn(aws, stack, "boundary"),
    state: state && { ...state, key: stateKey(name, stack) },
  };
  const reach = new Reach(together(derived));
  return role === "plan" ? planBoundary(deployed, reach) : deployBoundary(deployed, reach);
}

function together(derived: readonly DerivedPolicies[]): DerivedPolicies {
  const statements = PHASES.map((phase) => [phase, derived.flatMap((each) => each[phase])]);
  return { ...Object.fromEntries(statements), permissions: derived.flatMap(({ permissions }) => permissions) };
}
