import { TerraformVariable } from "cdktf";
import { AwsEnvironment } from "../../modules/aws-environment";
import { BoundaryPolicy } from "../../modules/boundary-policy";
import type { Statement } from "../../modules/policy-document";
import { policyJson } from "../role-policies";
import { only, synth } from "../synth";

const aws = AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" });
const source = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html";

/** A statement on so many buckets, or on one that only Terraform knows. */
function read(sid: string, buckets: number | string): Statement {
  const names =
    typeof buckets === "string" ? [buckets] : Array.from({ length: buckets }, (_, index) => `acme-${index}`);
  return { sid, actions: ["s3:ListBucket"], resources: names.map((name) => aws.bucketArn(name)), source };
}

function boundary(statements: (variable: string) => readonly Statement[]) {
  return synth((stack) => {
    const bucket = new TerraformVariable(stack, "bucket", { type: "string" }).stringValue;
    new BoundaryPolicy(stack, "boundary", {
      aws,
      policyName: "acme-boundary",
      path: "/groundwork/acme/",
      description: "The most that jobs can do",
      statements: statements(bucket),
      remedy: "name fewer buckets",
    });
  });
}

describe("a boundary policy", () => {
  test("is one policy, with its statements in order", () => {
    const json = boundary(() => [read("A", 40), read("B", 40)]);
    const policy = only(json.resource, "aws_iam_policy");
    expect(policy).toMatchObject({ name: "acme-boundary", path: "/groundwork/acme/" });
    expect(policy).not.toHaveProperty("lifecycle");
    expect(policyJson(json, policy.policy).Statement.map(({ Sid }) => Sid)).toEqual(["A", "B"]);
  });

  test("is refused where it would be two", () => {
    expect(() => boundary(() => [read("A", 150), read("B", 150)])).toThrow(
      "a permissions boundary is one policy of at most 6144 characters: name fewer buckets",
    );
  });

  test("is held to the quota by Terraform where its size is not known", () => {
    const { lifecycle } = only(boundary((bucket) => [read("A", 40), read("B", bucket)]).resource, "aws_iam_policy");
    expect(lifecycle).toMatchObject({
      precondition: [
        {
          condition: expect.stringContaining("6144"),
          error_message: "A permissions boundary is one policy of at most 6144 characters: name fewer buckets.",
        },
      ],
    });
  });

  test("may have patterns of actions, with their reason: it grants nothing", () => {
    const look = (actions: string[], because: string): Statement => ({
      sid: "Look",
      actions,
      resources: "*",
      because,
      source,
    });
    const json = boundary(() => [look(["ec2:Describe*"], "what is there is no secret")]);
    const [statement] = policyJson(json, only(json.resource, "aws_iam_policy").policy).Statement;
    expect(statement).toMatchObject({ Action: ["ec2:Describe*"] });
    expect(() => boundary(() => [{ ...look(["ec2:Describe*"], ""), because: undefined } as never])).toThrow(
      "list the actions that are needed",
    );
    expect(() => boundary(() => [look(["*"], "it is a limit")])).toThrow("'*' allows everything");
  });
});
