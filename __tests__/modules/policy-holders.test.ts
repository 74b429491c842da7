import { TerraformOutput, type TerraformStack, TerraformVariable } from "cdktf";
import { AwsEnvironment } from "../../modules/aws-environment";
import { DeferredList } from "../../modules/deferred";
import type { AccessPlace } from "../../modules/instance-access";
import { ManagedPolicy } from "../../modules/managed-policy";
import { type HandedPolicies, handOut } from "../../modules/policy-holders";
import { SystemNames } from "../../modules/system-names";
import { addresses, all, only, statements, synth } from "../synth";

const ADA = "arn:aws:iam::111122223333:user/ada";
const place: AccessPlace = {
  aws: AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" }),
  names: new SystemNames({ name: "acme", system: "slim" }),
  permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary",
  tags: { owner: "imaging" },
};

type Given = Omit<HandedPolicies, "policies" | "description">;

function handed(
  things: string[],
  given: Given | ((stack: TerraformStack) => Given),
  quotas: Partial<AccessPlace> = {},
) {
  return synth((stack) => {
    const policies = things.map((thing) => {
      const policyName = `acme-slim-${thing}`;
      const statement = { sid: "ListQueues", actions: ["sqs:ListQueues"], because: "a test", source: "a test" };
      const list = [{ ...statement, resources: "*" as const }];
      const where = { aws: place.aws, policyName, path: "/groundwork/acme/slim/", description: thing };
      return [thing, new ManagedPolicy(stack, thing, { ...where, statements: list })] as const;
    });
    const people = typeof given === "function" ? given(stack) : given;
    const what = { description: "Who runs slim", policies: Object.fromEntries(policies), ...people };
    const roleArn = handOut(stack, "user", { ...place, ...quotas }, what);
    new TerraformOutput(stack, "arn", { value: roleArn ?? "none" });
  });
}

const attachments = (json: ReturnType<typeof handed>) =>
  addresses(json).filter((address) => address.includes("_attachment."));

describe("policies that are handed to people", () => {
  test("go to those who exist, each by what it is for", () => {
    const json = handed(["base", "logs"], { attachTo: { groups: ["scientists"] } });
    expect(attachments(json)).toEqual([
      "aws_iam_group_policy_attachment.user_attached_base_group",
      "aws_iam_group_policy_attachment.user_attached_logs_group",
    ]);
    expect(json.output.arn?.value).toBe("none");
    expect(all(json.resource, "aws_iam_role")).toEqual([]);
  });

  test("are called as a system likes", () => {
    const json = handed(["base", "user-base"], { attachTo: { users: ["ada"] } });
    expect(attachments(json)).toEqual([
      "aws_iam_user_policy_attachment.user_attached_base_user",
      "aws_iam_user_policy_attachment.user_attached_user_base_user",
    ]);
  });

  test("stay on people when another one comes between them", () => {
    const given = { attachTo: { users: ["ada"] }, assumableBy: [ADA] };
    const before = handed(["base", "logs"], given).resource;
    const { resource } = handed(["base", "fsx", "logs"], given);
    for (const type of ["aws_iam_user_policy_attachment", "aws_iam_role_policy_attachment"])
      expect(resource[type]).toMatchObject(before[type] as object);
  });

  test("go to a role that people assume, with path, boundary and tags", () => {
    const json = handed(["base", "logs"], { assumableBy: [ADA] });
    expect(only(json.resource, "aws_iam_role")).toMatchObject({
      name: "acme-slim-user",
      path: "/groundwork/acme/slim/",
      permissions_boundary: place.permissionsBoundary,
      tags: { owner: "imaging" },
      description: "Who runs slim",
    });
    expect(statements(json, "user_role_trust")).toMatchObject([{ principals: [{ identifiers: [ADA] }] }]);
    expect(all(json.resource, "aws_iam_role_policy_attachment")).toHaveLength(2);
    expect(json.output.arn?.value).toBe("arn:aws:iam::111122223333:role/groundwork/acme/slim/acme-slim-user");
  });

  test("are as many as a role takes", () => {
    const things = Array.from({ length: 11 }, (_, index) => `thing-${index}`);
    expect(() => handed(things, { assumableBy: [ADA] })).toThrow(
      /^role 'acme-slim-user' must have at most 10 managed policies, got 11: /,
    );
    expect(() => handed(things, { assumableBy: [ADA] }, { managedPoliciesPerRole: 11 })).not.toThrow();
    expect(() => handed(things, {})).not.toThrow();
  });

  test("go to whom a module's variables name", () => {
    const json = handed(["base"], (stack) => {
      const variable = (name: string) =>
        DeferredList.ofStrings(new TerraformVariable(stack, name, { type: "list(string)" }).stringValue);
      return { attachTo: { users: variable("users") }, assumableBy: variable("trusted") };
    });
    expect(only(json.resource, "aws_iam_user_policy_attachment")).toMatchObject({ for_each: "${toset(var.users)}" });
    expect(only(json.resource, "aws_iam_role")).toMatchObject({ count: "${(length(var.trusted) >= 1) ? 1 : 0}" });
  });
});
