import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import type { BoundaryPolicy } from "../../modules/boundary-policy";
import type { ManagedPolicy } from "../../modules/managed-policy";
import { PolicyDocument, policyJson, type Statement } from "../../modules/policy-document";
import type { IamQuotas } from "../../modules/role";

/** Props of {@link DeployerRole}. */
export interface DeployerRoleProps extends Required<IamQuotas> {
  readonly aws: AwsEnvironment;
  readonly roleName: string;
  /** IAM path that no deployer can write. Begins and ends with `/`. */
  readonly path: string;
  readonly description: string;
  /** What holds it, whatever policies it has: one that is made here, or the ARN of one that exists. */
  readonly permissionsBoundary: BoundaryPolicy | string;
  /** Who assumes it: by their ARN, or by a token. */
  readonly trust: readonly Statement[];
  /** By phase. */
  readonly policies: Readonly<Record<string, ManagedPolicy>>;
}

/** A role that plans or deploys one stack. It always carries a boundary. */
export class DeployerRole extends Construct {
  readonly roleArn: Arn;

  constructor(scope: Construct, id: string, props: DeployerRoleProps) {
    super(scope, id);
    const { aws, roleName, path, description, permissionsBoundary, trust, policies } = props;
    const { managedPoliciesPerRole, trustPolicyCharacters } = props;
    const trustSize = JSON.stringify(policyJson(trust)).length;
    if (trustSize > trustPolicyCharacters) {
      throw new Error(
        `trust policy of role '${roleName}' must have at most ${trustPolicyCharacters} characters, got ${trustSize}: name fewer 'deployer.trustedPrincipals', or raise the quota of the account and 'iam.trustPolicyCharacters'`,
      );
    }
    const attached = Object.values(policies).flatMap(({ policyArns }) => policyArns).length;
    if (attached > managedPoliciesPerRole) {
      throw new Error(
        `role '${roleName}' must have at most ${managedPoliciesPerRole} managed policies, got ${attached}: raise the quota of the account and 'iam.managedPoliciesPerRole'`,
      );
    }
    const role = new IamRole(this, "role", {
      name: roleName,
      path,
      description,
      permissionsBoundary:
        typeof permissionsBoundary === "string" ? permissionsBoundary : permissionsBoundary.policyArn,
      assumeRolePolicy: new PolicyDocument(this, "trust", { statements: trust }).json,
      // the ARN is built from names, and AWS takes no boundary that is not there yet
      dependsOn: typeof permissionsBoundary === "string" ? undefined : madeIn(permissionsBoundary),
    });
    for (const [phase, { policyArns }] of Object.entries(policies))
      for (const [index, policyArn] of policyArns.entries())
        new IamRolePolicyAttachment(this, index === 0 ? phase : `${phase}-${index + 1}`, {
          role: role.name,
          policyArn,
        });
    this.roleArn = aws.iamArn(`role${path}${roleName}`);
  }
}

function madeIn(construct: Construct): TerraformResource[] {
  return construct.node.findAll().filter((node) => TerraformResource.isTerraformResource(node));
}
