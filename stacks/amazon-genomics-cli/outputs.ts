import type { SystemOutputs } from "../../modules/system-outputs";
import { FOR_ADMINISTRATORS } from "../people-settings";
import type { AmazonGenomicsCli } from "./system";

/** What people and tools read after a deployment. */
export function amazonGenomicsCliOutputs(agc: AmazonGenomicsCli): SystemOutputs {
  return {
    agc_admin_policy_arns: {
      value: agc.adminPolicy.policyArns,
      description: `The document's agc-admin-policy: for who activates the account. ${FOR_ADMINISTRATORS}.`,
    },
    agc_user_policy_cdk_arns: {
      value: agc.userCdkPolicy.policyArns,
      description: `The document's agc-user-policy-cdk: for who deploys contexts. ${FOR_ADMINISTRATORS}.`,
    },
    agc_user_policy_arns: {
      value: agc.userPolicy.policyArns,
      description: `The document's agc-user-policy: for who runs workflows. ${FOR_ADMINISTRATORS}.`,
    },
    admin_role_arn: {
      value: agc.adminRoleArn,
      description: `Role that those who are named assume to activate the account. ${FOR_ADMINISTRATORS}.`,
    },
    user_role_arn: {
      value: agc.userRoleArn,
      description: `Role that those who are named assume to deploy contexts and run workflows. ${FOR_ADMINISTRATORS}.`,
    },
    boundary_arn: {
      value: agc.boundaryArn,
      description: "Permissions boundary that every role made by AGC must have.",
    },
    core_execution_role_arn: {
      value: agc.coreRole.roleArn,
      description: "Role that CloudFormation works with when an account is activated.",
    },
    context_execution_role_arn: {
      value: agc.contextRole.roleArn,
      description: "Role that CloudFormation works with when a context is deployed.",
    },
    setup: {
      value: agc.setup,
      description:
        "Commands for every machine with AGC: they put the boundary into its CDK apps. To repeat when AGC is updated.",
    },
    admin_environment: { value: agc.adminEnvironment, description: "Variables to set before agc account." },
    user_environment: { value: agc.userEnvironment, description: "Variables to set before agc context." },
  };
}
