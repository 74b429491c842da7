import { Token } from "cdktf";
import { AwsEnvironment } from "../../modules/aws-environment";
import { ManagedPolicy } from "../../modules/managed-policy";
import { UserRole, type UserRoleProps } from "../../modules/user-role";
import { only, statements, synth } from "../synth";

const aws = AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" });
const ADA = "arn:aws:iam::111122223333:user/ada";
const SIGN_IN = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_science_0123456789abcdef";

function userRole(props: Partial<UserRoleProps> = {}) {
  return synth((stack) => {
    new UserRole(stack, "user", {
      aws,
      roleName: "acme-slim-user",
      path: "/groundwork/acme/slim/",
      description: "Runs slim",
      trusted: [ADA, SIGN_IN],
      ...props,
    });
  });
}

describe("a role that people assume", () => {
  test("trusts the named users and roles, and no service", () => {
    expect(statements(userRole(), "user_trust")).toEqual([
      {
        sid: "LetPeopleAssumeTheRole",
        actions: ["sts:AssumeRole"],
        principals: [{ type: "AWS", identifiers: [ADA, SIGN_IN] }],
      },
    ]);
  });

  test("takes path, permissions boundary and tags", () => {
    const permissionsBoundary = "arn:aws:iam::111122223333:policy/boundary";
    const json = userRole({ permissionsBoundary, tags: { owner: "imaging" } });
    expect(only(json.resource, "aws_iam_role")).toMatchObject({
      name: "acme-slim-user",
      path: "/groundwork/acme/slim/",
      permissions_boundary: permissionsBoundary,
      tags: { owner: "imaging" },
    });
  });

  test("trusts whom a module's variable names", () => {
    const trusted = Token.asList("${var.trusted}");
    expect(statements(userRole({ trusted }), "user_trust")).toMatchObject([
      { principals: [{ type: "AWS", identifiers: "${var.trusted}" }] },
    ]);
  });

  test("refuses a trust policy over the account's quota, with what it may raise", () => {
    const trusted = Array.from(
      { length: 40 },
      (_, index) => `arn:aws:iam::111122223333:user/somebody-with-a-name-${index}`,
    );
    expect(() => userRole({ trusted })).toThrow(
      /trust policy of role 'acme-slim-user' must have at most 2048 characters, got \d+/,
    );
    expect(() => userRole({ trusted, trustPolicyCharacters: 4096 })).not.toThrow();
  });

  test("has policies that others have too", () => {
    const json = synth((stack) => {
      const path = "/groundwork/acme/slim/";
      const statement = { sid: "ListQueues", actions: ["sqs:ListQueues"], because: "a test", source: "a test" };
      const shared = new ManagedPolicy(stack, "policy", {
        aws,
        policyName: "acme-slim-user",
        path,
        description: "Runs slim",
        statements: [{ ...statement, resources: "*" }],
      });
      const place = { aws, path, roleName: "acme-slim-user", description: "Runs slim", trusted: [ADA] };
      new UserRole(stack, "user", { ...place, sharedPolicies: [shared] });
    });
    expect(json.resource.aws_iam_role_policy_attachment).toMatchObject({
      user_shared: { role: "${aws_iam_role.user.name}", policy_arn: "${aws_iam_policy.policy.arn}" },
    });
  });
});
