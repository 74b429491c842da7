import { type TerraformStack, TerraformVariable } from "cdktf";
import type { Arn } from "../../modules/aws-environment";
import { DeferredList } from "../../modules/deferred";
import { type Holders, PolicyAttachments } from "../../modules/policy-attachments";
import { addresses, all, only, synth } from "../synth";

const READ: Arn = "arn:aws:iam::111122223333:policy/acme/read";
const WRITE: Arn = "arn:aws:iam::111122223333:policy/acme/write";

function attachments(holders: Holders | ((stack: TerraformStack) => Holders), policyArns = [READ]) {
  return synth((stack) => {
    new PolicyAttachments(stack, "scientists", {
      policyArns,
      ...(typeof holders === "function" ? holders(stack) : holders),
    });
  });
}

describe("policy attachments", () => {
  test("put a policy on each user, group and role by its name", () => {
    const json = attachments({ users: ["ada", "grace"], groups: ["scientists"], roles: ["notebook"] });
    expect(json.resource).toEqual({
      aws_iam_user_policy_attachment: {
        scientists_user: { for_each: '${toset(["ada", "grace"])}', user: "${each.value}", policy_arn: READ },
      },
      aws_iam_group_policy_attachment: {
        scientists_group: { for_each: '${toset(["scientists"])}', group: "${each.value}", policy_arn: READ },
      },
      aws_iam_role_policy_attachment: {
        scientists_role: { for_each: '${toset(["notebook"])}', role: "${each.value}", policy_arn: READ },
      },
    });
  });

  test("put every policy on everybody", () => {
    const json = attachments({ users: ["ada"] }, [READ, WRITE]);
    expect(all(json.resource, "aws_iam_user_policy_attachment").map(({ policy_arn }) => policy_arn)).toEqual([
      READ,
      WRITE,
    ]);
    expect(addresses(json)).toEqual([
      "aws_iam_user_policy_attachment.scientists_user",
      "aws_iam_user_policy_attachment.scientists_user_2",
    ]);
  });

  test("of nobody are none", () => {
    expect(attachments({ users: [] }).resource).toEqual({});
  });

  test("take nothing from who is not named", () => {
    const json = attachments({ users: ["ada"], groups: ["scientists"], roles: ["notebook"] });
    expect(all(json.resource, "aws_iam_policy_attachment")).toEqual([]);
  });

  test("take names from a module's variable", () => {
    const json = attachments((stack) => {
      const names = new TerraformVariable(stack, "groups", { type: "list(string)" });
      return { groups: DeferredList.ofStrings(names.stringValue) };
    });
    expect(only(json.resource, "aws_iam_group_policy_attachment")).toEqual({
      for_each: "${toset(var.groups)}",
      group: "${each.value}",
      policy_arn: READ,
    });
  });

  test("put a policy that may not be there on nobody then", () => {
    const json = synth((stack) => {
      const there = [new TerraformVariable(stack, "there", { type: "bool" }).booleanValue];
      new PolicyAttachments(stack, "scientists", { policyArns: [READ], there, users: ["ada"] });
    });
    expect(only(json.resource, "aws_iam_user_policy_attachment").for_each).toBe('${toset(var.there ? ["ada"] : [])}');
  });
});
