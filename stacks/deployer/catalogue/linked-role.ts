import { equals, type Need, needsOf, type StackPlace } from "../need";

const need = needsOf(
  "iam",
  "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html",
);

/**
 * Letting a service into the account, where nobody has yet: the service makes its linked role as its first caller.
 *
 * None where an administrator makes the linked roles.
 */
export function linkedRole({ aws, serviceLinkedRoles }: StackPlace, service: string): Need[] {
  if (serviceLinkedRoles === "create") return [];
  const principal = `${service}.amazonaws.com`;
  return [
    need(
      "apply",
      "LetServicesIn",
      "CreateServiceLinkedRole",
      {
        resources: [aws.iamArn(`role/aws-service-role/${principal}/*`)],
        conditions: [equals("iam:AWSServiceName", principal)],
        because: "the service names its role, in a path of its own",
      },
      "first use of a linked role",
    ),
  ];
}
