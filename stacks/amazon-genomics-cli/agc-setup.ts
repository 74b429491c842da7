import type { AwsEnvironment } from "../../modules/aws-environment";

/** Where AGC keeps its CDK apps, and where the template of the CDK's own stack is put beside them. */
const FOLDER = "$HOME/.agc";
const TEMPLATE = `${FOLDER}/bootstrap-template.yaml`;

/**
 * Commands that have AGC put the boundary on every role it makes, the CDK's own ones too.
 *
 * AGC has no setting for it: its CDK, 2.38.1, is older than the context key `@aws-cdk/core:permissionsBoundary`. Its apps lie
 * as source in the home folder and are compiled at every call, so that a line can be added to them; installing another
 * release takes it away again.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_iam.PermissionsBoundary.html
 * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html
 */
export function boundarySetup(boundaryArn: string): string {
  return `for app in core context; do
  file="${FOLDER}/cdk/apps/$app/app.ts"
  grep -q PermissionsBoundary "$file" || cat >> "$file" <<'END'
import { PermissionsBoundary } from "aws-cdk-lib/aws-iam";
PermissionsBoundary.of(app).apply({ managedPolicyArn: "${boundaryArn}" });
END
done
(cd "${FOLDER}/cdk/apps/core" && env -u CDK_TEMPLATE npx cdk bootstrap --show-template) |
  awk '{ print } /Type: AWS::IAM::Role/ { getline; print; print "      PermissionsBoundary: ${boundaryArn}" }' > "${TEMPLATE}"
`;
}

/**
 * What the CDK reads in place of options that AGC does not pass on: it takes any of them from a variable that begins with
 * `CDK_`.
 *
 * @see https://github.com/aws/aws-cdk/blob/v2.38.1/packages/aws-cdk/lib/cli.ts
 */
export function userEnvironment(executionRoleArn: string): string {
  return `export CDK_ROLE_ARN=${executionRoleArn}\n`;
}

/** The same for who activates the account: the CDK's own execution role, which nobody uses here, may do nothing. */
export function adminEnvironment(aws: AwsEnvironment, executionRoleArn: string): string {
  return `${userEnvironment(executionRoleArn)}export CDK_TEMPLATE="${TEMPLATE}"
export CDK_CLOUDFORMATION_EXECUTION_POLICIES=${aws.awsManagedPolicy("AWSDenyAll")}
`;
}
