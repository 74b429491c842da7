import { type TerraformStack, TerraformVariable } from "cdktf";
import { AwsEnvironment } from "../../modules/aws-environment";
import { DeferredList } from "../../modules/deferred";
import { listIf } from "../../modules/deferred-text";
import { ManagedPolicy } from "../../modules/managed-policy";
import { UserGroup, type UserGroupProps } from "../../modules/user-group";
import { addresses, all, only, synth } from "../synth";

const aws = AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" });
const path = "/groundwork/acme/slim/";

function policy(stack: TerraformStack, id = "user"): ManagedPolicy {
  return new ManagedPolicy(stack, id, {
    aws,
    policyName: `acme-slim-${id}`,
    path,
    description: "Runs slim",
    statements: [
      { sid: "ListQueues", actions: ["sqs:ListQueues"], resources: "*", because: "a test", source: "a test" },
    ],
  });
}

function group(props: (stack: TerraformStack) => Partial<UserGroupProps> = () => ({})) {
  return synth((stack) => {
    new UserGroup(stack, "users", { groupName: "acme-slim-users", path, policies: [policy(stack)], ...props(stack) });
  });
}

describe("a user group", () => {
  test("has a name, a path, and the policies", () => {
    const json = group(() => ({ awsManagedPolicies: [aws.awsManagedPolicy("AmazonSQSFullAccess")] }));
    expect(only(json.resource, "aws_iam_group")).toEqual({ name: "acme-slim-users", path });
    expect(json.resource.aws_iam_group_policy_attachment).toMatchObject({
      users_AmazonSQSFullAccess: {
        group: "${aws_iam_group.users.name}",
        policy_arn: "arn:aws:iam::aws:policy/AmazonSQSFullAccess",
      },
      users_own: { group: "${aws_iam_group.users.name}", policy_arn: "${aws_iam_policy.user.arn}" },
    });
  });

  test("adds each user to itself and to nothing else, and removes nobody", () => {
    const json = group(() => ({ users: ["ada", "grace.hopper@example.org"] }));
    expect(only(json.resource, "aws_iam_user_group_membership")).toEqual({
      for_each: '${toset(["ada", "grace.hopper@example.org"])}',
      user: "${each.value}",
      groups: ["${aws_iam_group.users.name}"],
    });
    expect(all(json.resource, "aws_iam_group_membership")).toEqual([]);
    expect(all(json.resource, "aws_iam_user")).toEqual([]);
  });

  test("has policies of AWS where a module's variable says so", () => {
    const json = group((stack) => {
      const wanted = new TerraformVariable(stack, "wanted", { type: "bool" }).booleanValue;
      return { awsManagedPolicies: listIf(wanted, [aws.awsManagedPolicy("AmazonSQSFullAccess")]), create: wanted };
    });
    expect(json.resource.aws_iam_group_policy_attachment).toMatchObject({
      users_managed: {
        for_each: '${toset(var.wanted ? var.wanted ? ["arn:aws:iam::aws:policy/AmazonSQSFullAccess"] : [] : [])}',
        policy_arn: "${each.value}",
      },
      users_own: { count: "${var.wanted ? 1 : 0}" },
    });
  });

  test("without users has no membership", () => {
    expect(all(group().resource, "aws_iam_user_group_membership")).toEqual([]);
  });

  test("takes users from a module's variable", () => {
    const json = group((stack) => {
      const users = new TerraformVariable(stack, "members", { type: "list(string)" });
      return { users: DeferredList.ofStrings(users.stringValue) };
    });
    expect(only(json.resource, "aws_iam_user_group_membership")).toMatchObject({ for_each: "${toset(var.members)}" });
  });

  test("is made under a condition that a module's variable gives", () => {
    const json = group((stack) => {
      const wanted = new TerraformVariable(stack, "wanted", { type: "bool" });
      return { users: ["ada"], create: wanted.booleanValue };
    });
    expect(only(json.resource, "aws_iam_group")).toMatchObject({ count: "${var.wanted ? 1 : 0}" });
    expect(only(json.resource, "aws_iam_user_group_membership")).toMatchObject({
      for_each: '${toset(var.wanted ? ["ada"] : [])}',
      groups: ["${aws_iam_group.users[0].name}"],
    });
  });

  test("that is not wanted is not there, nor is anything of it", () => {
    const json = group(() => ({ create: false, users: ["ada"] }));
    expect(addresses(json).filter((address) => address.includes("group"))).toEqual([]);
  });

  test("refuses more managed policies than IAM attaches to a group", () => {
    const many = (stack: TerraformStack) => ({
      policies: Array.from({ length: 11 }, (_, index) => policy(stack, `part-${index}`)),
    });
    expect(() => group(many)).toThrow("group 'acme-slim-users' must have at most 10 managed policies, got 11");
  });
});
