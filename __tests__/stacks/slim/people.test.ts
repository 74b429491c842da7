import { all, only, statements } from "../../synth";
import { slimJson } from "./slim-json";

const ACCOUNT = "arn:aws:iam::111122223333";

describe("people who work with slim", () => {
  test("are members of a group whose other members stay", () => {
    const { resource } = slimJson({ slim: { users: ["ada"] } });
    expect(only(resource, "aws_iam_user_group_membership")).toMatchObject({ for_each: '${toset(["ada"])}' });
    expect(all(resource, "aws_iam_group_membership")).toEqual([]);
  });

  test("have no group where the settings say so, and the policy still is there to attach", () => {
    const { resource, output } = slimJson({ slim: { users: false } });
    expect(all(resource, "aws_iam_group")).toEqual([]);
    expect(output).not.toHaveProperty("user_group_name");
    expect(output.user_policy_arns?.value).toEqual(["${aws_iam_policy.user_policy.arn}"]);
  });

  test("get the document's policies on request, with the successor of the one that ended, and what is lacking in them", () => {
    const stack = slimJson({ slim: { users: ["ada"], userPermissions: "aws-managed" } });
    const attached = all(stack.resource, "aws_iam_group_policy_attachment").map(({ policy_arn }) => policy_arn);
    expect(attached.sort()).toEqual([
      "${aws_iam_policy.user_policy.arn}",
      "arn:aws:iam::aws:policy/AWSBatchFullAccess",
      "arn:aws:iam::aws:policy/AWSLambda_FullAccess",
      "arn:aws:iam::aws:policy/AWSStepFunctionsFullAccess",
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryFullAccess",
      "arn:aws:iam::aws:policy/AmazonEC2FullAccess",
      "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
      "arn:aws:iam::aws:policy/AmazonSQSFullAccess",
    ]);
    expect(statements(stack, "user_policy").map(({ sid }) => sid)).toEqual([
      "PassTheRoleOfFunctions",
      "PassTheRoleOfStateMachines",
      "LocateTheBucket",
      "ListTheBucket",
      "ReadObjects",
      "WriteObjects",
    ]);
  });

  test("are said to be an administrator's matter", () => {
    const { output } = slimJson({ slim: { userRole: { trusted: [`${ACCOUNT}:user/ada`] } } });
    for (const name of ["user_group_name", "user_policy_arns", "user_role_arn"])
      expect(output[name]?.description).toContain("What attaches to people is for an administrator to apply");
  });
});
