import type { Construct } from "constructs";
import type { Statements } from "../../modules/policy-document";
import { FOR_ADMINISTRATORS } from "../people-settings";
import type { Settings } from "../settings";
import { accessPlace, toolBoundary } from "../settings-props";
import { SystemStack } from "../system-stack";
import { AmazonGenomicsCli } from "./system";

type AmazonGenomicsCliSettings = NonNullable<Settings["systems"]["amazon-genomics-cli"]>;

/** The Amazon Genomics CLI as a stack: settings to props, and what people and tools read afterwards. */
export class AmazonGenomicsCliStack extends SystemStack {
  readonly agc: AmazonGenomicsCli;

  constructor(scope: Construct, settings: Settings, agc: AmazonGenomicsCliSettings) {
    super(scope, "amazon-genomics-cli", settings);
    const { attachTo, assumableBy, admin, bucket, inputBuckets } = agc;
    this.agc = new AmazonGenomicsCli(this, "Default", {
      ...accessPlace(this, settings),
      toolBoundary: toolBoundary(this, settings),
      bucketName: bucket?.existing,
      kmsKeyArn: bucket?.kmsKey,
      inputBuckets,
      users: { attachTo, assumableBy },
      admins: admin,
    });
    this.outputs(outputsOf(this.agc));
  }

  override get toolLimits(): Statements | undefined {
    return this.agc.boundaryStatements;
  }
}

function outputsOf(agc: AmazonGenomicsCli): Parameters<SystemStack["outputs"]>[0] {
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
