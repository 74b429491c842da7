import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import type { Statement } from "../../modules/policy-document";

/** A service-linked role, by its own ARN: the path of no other kind of role. */
export function linkedRoleArn(aws: AwsEnvironment, service: string, roleName: string): Arn {
  return aws.iamArn(`role/aws-service-role/${service}.amazonaws.com/${roleName}`);
}

/**
 * Letting a service into the account, where nobody has yet: the service asks for its linked role at first use.
 *
 * Taking the role away again is left out. One account has one, and everybody's things need it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 */
export function makeLinkedRole(
  aws: AwsEnvironment,
  sid: string,
  service: string,
  roleName: string,
  source: string,
): Statement {
  return {
    sid,
    actions: ["iam:CreateServiceLinkedRole"],
    resources: [linkedRoleArn(aws, service, roleName)],
    conditions: [{ test: "StringEquals", key: "iam:AWSServiceName", values: [`${service}.amazonaws.com`] }],
    source,
  };
}
