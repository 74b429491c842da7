import { TerraformOutput, TerraformVariable } from "cdktf";
import { type Arn, AwsEnvironment } from "../../modules/aws-environment";
import { each, when } from "../../modules/deferred";
import { itemsOf } from "../../modules/deferred-items";
import { MANAGED_POLICY_CHARACTERS, ManagedPolicy, type ManagedPolicyProps } from "../../modules/managed-policy";
import type { Statement } from "../../modules/policy-document";
import { policyJson, policySizes } from "../role-policies";
import { all, type Block, only, synth } from "../synth";

const aws = AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" });
const source = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html";

/** A statement whose text in a policy is about so many characters long. */
function read(sid: string, characters: number): Statement {
  const empty = JSON.stringify({ Sid: sid, Effect: "Allow", Action: ["s3:GetObject"], Resource: [] }).length;
  const arn = `arn:aws:s3:::${"b".repeat(60)}/x`;
  const resources = Array.from({ length: Math.floor((characters - empty) / (arn.length + 3)) }, (_, index) =>
    aws.bucketArn(`${"b".repeat(56)}${String(index).padStart(4, "0")}/x`),
  );
  return { sid, actions: ["s3:GetObject"], resources, source };
}

function policies(statements: readonly Statement[], props: Partial<ManagedPolicyProps> = {}) {
  const json = synth((stack) => {
    new ManagedPolicy(stack, "machine", {
      aws,
      policyName: "acme-machine",
      path: "/groundwork/acme/",
      description: "Runs pipelines",
      statements,
      ...props,
    });
  });
  const made = all(json.resource, "aws_iam_policy");
  return { json, made, documents: made.map((policy) => policyJson(json, policy.policy)) };
}

const sids = (documents: readonly { Statement: readonly Block[] }[]) =>
  documents.map(({ Statement }) => Statement.map(({ Sid }) => Sid));

describe("a managed policy", () => {
  test("has its name, path, description and tags", () => {
    const { made, documents } = policies([read("ReadObjects", 500)], { tags: { owner: "genomics" } });
    expect(made).toEqual([
      {
        name: "acme-machine",
        path: "/groundwork/acme/",
        description: "Runs pipelines",
        policy: "${data.aws_iam_policy_document.machine.minified_json}",
        tags: { owner: "genomics" },
      },
    ]);
    expect(sids(documents)).toEqual([["ReadObjects"]]);
  });

  test("is one policy as long as the statements fit, and has them in order", () => {
    expect(sids(policies([read("B", 2000), read("A", 2000), read("C", 2000)]).documents)).toEqual([["B", "A", "C"]]);
  });

  test("is as many as the quota asks for: no statement is lost, moved or said twice", () => {
    const statements = ["A", "B", "C", "D", "E", "F", "G"].map((sid, index) => read(sid, 1500 + 300 * index));
    const { made, documents } = policies(statements);
    expect(made.map(({ name }) => name)).toEqual([
      "acme-machine",
      "acme-machine-2",
      "acme-machine-3",
      "acme-machine-4",
    ]);
    expect(sids(documents).flat()).toEqual(["A", "B", "C", "D", "E", "F", "G"]);
    expect(Math.max(...policySizes(documents))).toBeLessThanOrEqual(MANAGED_POLICY_CHARACTERS);
  });

  test("fills each policy before it begins another one", () => {
    const { documents } = policies([read("A", 3000), read("B", 3000), read("C", 1000), read("D", 1000)]);
    expect(sids(documents)).toEqual([
      ["A", "B"],
      ["C", "D"],
    ]);
  });

  test("refuses a statement that no policy holds, by its name", () => {
    expect(() => policies([read("A", 100), read("ReadReferences", 6500)])).toThrow(
      /^statement 'ReadReferences' of policy 'acme-machine' must have at most 6144 characters, got 6\d\d\d: name fewer resources$/,
    );
  });

  test("leaves Terraform nothing to check where its size is known", () => {
    for (const policy of policies([read("A", 5000), read("B", 5000)]).made)
      expect(policy).not.toHaveProperty("lifecycle");
  });

  test("is split for as many things as a list is expected to have", () => {
    const parts = (expected?: number) =>
      synth((stack) => {
        const queues = new TerraformVariable(stack, "queues", { type: "list(string)" }).listValue;
        const resources = itemsOf(
          each(queues, (queue): Arn => aws.arn("sqs", queue)),
          expected,
        );
        const statements = ["Send", "Purge"].map((sid) => ({ sid, actions: ["sqs:SendMessage"], resources, source }));
        new ManagedPolicy(stack, "lambda", {
          aws,
          policyName: "acme",
          path: "/",
          description: "Functions",
          statements,
        });
      }).resource.aws_iam_policy;
    expect(Object.keys(parts() ?? {})).toEqual(["lambda"]);
    expect(Object.keys(parts(50) ?? {})).toEqual(["lambda", "lambda_policy_2"]);
  });

  test("has Terraform check its size where a resource is known only then, and stops the plan", () => {
    const json = synth((stack) => {
      const bucket = new TerraformVariable(stack, "bucket", { type: "string" }).stringValue;
      new ManagedPolicy(stack, "machine", {
        aws,
        policyName: "acme-machine",
        path: "/",
        description: "Runs pipelines",
        statements: [
          { sid: "ReadObject", actions: ["s3:GetObject"], resources: [aws.bucketArn(`${bucket}/x`)], source },
        ],
      });
    });
    expect(only(json.resource, "aws_iam_policy").lifecycle).toEqual({
      precondition: [
        {
          condition: "${(length(data.aws_iam_policy_document.machine.minified_json) <= 6144)}",
          error_message: "A managed policy holds at most 6144 characters: name fewer buckets, prefixes or queues.",
        },
      ],
    });
  });

  test("that is made under a condition is attached by its index", () => {
    const { output } = synth((stack) => {
      const create = new TerraformVariable(stack, "create", { type: "bool" }).booleanValue;
      const policy = new ManagedPolicy(stack, "machine", {
        aws,
        policyName: "acme-machine",
        path: "/",
        description: "Runs pipelines",
        statements: [read("A", 300)],
        create,
      });
      new TerraformOutput(stack, "arn", { value: policy.policyArns[0] });
    });
    expect(output.arn?.value).toBe("${aws_iam_policy.machine[0].arn}");
  });

  test("all of whose statements stand under conditions is made where one of them does: IAM takes no empty policy", () => {
    const of = (hasStatements: boolean) =>
      synth((stack) => {
        const flag = (name: string) => new TerraformVariable(stack, name, { type: "bool" }).booleanValue;
        const [a, b] = [flag("a"), flag("b")];
        new ManagedPolicy(stack, "machine", {
          aws,
          policyName: "acme-machine",
          path: "/",
          description: "Runs pipelines",
          statements: [...when<Statement>(a, read("A", 300), read("B", 300)), ...when<Statement>(b, read("C", 300))],
          create: flag("create"),
          hasStatements,
        });
      });
    expect(only(of(false).resource, "aws_iam_policy").count).toBe("${(var.create && (var.a || var.b)) ? 1 : 0}");
    expect(only(of(true).resource, "aws_iam_policy").count).toBe("${var.create ? 1 : 0}");
  });

  test("that is split where sizes are not known is filled evenly, and each part has a statement that is always there", () => {
    const json = synth((stack) => {
      const bucket = new TerraformVariable(stack, "bucket", { type: "string" }).stringValue;
      const yes = new TerraformVariable(stack, "yes", { type: "bool" }).booleanValue;
      const sized = (sid: string): Statement => {
        const { resources, ...statement } = read(sid, 1500);
        return { ...statement, resources: [aws.bucketArn(`${bucket}/x`), ...(resources as Arn[])] };
      };
      const sure = ["A", "B", "C"].map(sized);
      new ManagedPolicy(stack, "machine", {
        aws,
        policyName: "acme-machine",
        path: "/",
        description: "Runs pipelines",
        statements: [...sure, ...when<Statement>(yes, ...["D", "E", "F"].map(sized))],
      });
    });
    const documents = Object.values(json.data.aws_iam_policy_document ?? {}) as Block[];
    const known = documents.map(({ statement }) => (statement as Block[]).map(({ sid }) => sid));
    expect(known).toEqual([["A", "B"], ["C"]]);
    expect(all(json.resource, "aws_iam_policy").map(({ count }) => count)).toEqual([undefined, undefined]);
  });
});
