import { type IResolvable, TerraformOutput, TerraformVariable } from "cdktf";
import type { Arn } from "../../modules/aws-environment";
import { any, DeferredList, when } from "../../modules/deferred";
import { itemsIf } from "../../modules/deferred-items";
import {
  type PolicyCondition,
  PolicyDocument,
  policyJson,
  type Statement,
  type Statements,
  statementFindings,
} from "../../modules/policy-document";
import { only, statements, synth } from "../synth";

const source = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html";

function reading(changes: Partial<Statement> = {}): Statement {
  return {
    sid: "Read",
    actions: ["s3:GetObject"],
    resources: ["arn:aws:s3:::acme/a"],
    source,
    ...changes,
  } as Statement;
}

function made(...list: Statement[]) {
  return statements(
    synth((stack) => new PolicyDocument(stack, "it", { statements: list })),
    "it",
  );
}

describe("a policy document", () => {
  test("is a data source with a statement for each purpose, in their order", () => {
    expect(made(reading({ sid: "B" }), reading({ sid: "A" }))).toEqual([
      { sid: "B", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::acme/a"] },
      { sid: "A", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::acme/a"] },
    ]);
  });

  test("is read without white space, as AWS counts it", () => {
    const { output } = synth((stack) => {
      const { json } = new PolicyDocument(stack, "it", { statements: [reading()] });
      new TerraformOutput(stack, "json", { value: json });
    });
    expect(output.json?.value).toBe("${data.aws_iam_policy_document.it.minified_json}");
  });

  test("has its actions sorted, whatever order they were given in", () => {
    const actions = ["s3:PutObject", "s3:AbortMultipartUpload", "s3:GetObject"];
    expect(made(reading({ actions }))[0]?.actions).toEqual(["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"]);
    expect(actions[0]).toBe("s3:PutObject");
  });

  test("says what is refused, of whom and when", () => {
    const statement = reading({
      effect: "Deny",
      principals: [{ type: "AWS", identifiers: ["arn:aws:iam::111122223333:root"] }],
      conditions: [{ test: "StringEquals", key: "aws:ResourceAccount", values: ["111122223333"] }],
    });
    expect(made(statement)).toEqual([
      {
        sid: "Read",
        effect: "Deny",
        principals: [{ type: "AWS", identifiers: ["arn:aws:iam::111122223333:root"] }],
        actions: ["s3:GetObject"],
        resources: ["arn:aws:s3:::acme/a"],
        condition: [{ test: "StringEquals", variable: "aws:ResourceAccount", values: ["111122223333"] }],
      },
    ]);
  });

  test("keeps the reason of a wildcard to itself", () => {
    const statement = reading({ resources: ["arn:aws:s3:::acme/*"], because: "names are not known before" });
    expect(JSON.stringify([made(statement), policyJson([statement])])).not.toMatch(
      /because|not known before|service-authorization/,
    );
  });

  test("leaves IAM's own variables to IAM", () => {
    const resources: Arn[] = ["arn:aws:s3:::acme/${aws:username}/${*}"];
    const conditions = [{ test: "StringLike", key: "s3:ExistingObjectTag/owner", values: ["${aws:username}"] }];
    const statement = reading({ resources, conditions, because: "the user's own" });
    expect(made(statement)).toMatchObject([
      { resources: ["arn:aws:s3:::acme/&{aws:username}/&{*}"], condition: [{ values: ["&{aws:username}"] }] },
    ]);
    expect(policyJson([statement]).Statement[0]?.Resource).toEqual(resources);
  });

  test("has a statement that may stand or not as a dynamic block, with the same words", () => {
    const json = synth((stack) => {
      const roles = DeferredList.ofStrings(new TerraformVariable(stack, "roles", {}).value);
      const lent = reading({
        sid: "Lend",
        conditions: [{ test: "Bool", key: "aws:SecureTransport", values: ["true"] }],
      });
      new PolicyDocument(stack, "it", { statements: [reading(), ...when(any(roles), lent)] });
    });
    const document = only(json.data, "aws_iam_policy_document");
    expect(document.statement).toMatchObject([{ sid: "Read" }]);
    expect(document.dynamic).toEqual({
      statement: [
        {
          for_each: "${(length(var.roles) >= 1) ? [1] : []}",
          content: {
            sid: "Lend",
            actions: ["s3:GetObject"],
            resources: ["arn:aws:s3:::acme/a"],
            condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["true"] }],
          },
        },
      ],
    });
  });
});

describe("a policy document refuses", () => {
  test.each<[what: string, changes: Partial<Statement>, message: string]>([
    [
      "a wildcard in an ARN without a reason",
      { resources: ["arn:aws:s3:::acme/*"] },
      "statement 'Read': the wildcard in 'arn:aws:s3:::acme/*' has no reason: say why in 'because'",
    ],
    [
      "a single character left open without a reason",
      { resources: ["arn:aws:s3:::acme/a", "arn:aws:s3:::acme/?"] },
      "statement 'Read': the wildcard in 'arn:aws:s3:::acme/?' has no reason: say why in 'because'",
    ],
    ["a Sid with a space", { sid: "Read it" }, "statement 'Read it': a Sid holds letters and digits only"],
    ["an empty Sid", { sid: "" }, "statement '': a Sid holds letters and digits only"],
    ["no resources", { resources: [] }, "statement 'Read': it has no resources: leave the statement out instead"],
    ["no actions", { actions: [] }, "statement 'Read': it has no actions"],
    [
      "an action that IAM does not know, naming the one that is meant",
      { actions: ["s3:ListObjectsV2"] },
      "statement 'Read': IAM knows no action 's3:ListObjectsV2': write s3:ListBucket",
    ],
    [
      "a condition that would lose its first value",
      {
        conditions: ["1", "2"].map((account) => ({
          test: "StringEquals",
          key: "aws:ResourceAccount",
          values: [account],
        })),
      },
      "statement 'Read': the condition StringEquals on aws:ResourceAccount is there twice",
    ],
  ])("%s", (_what, changes, message) => {
    expect(() => made(reading(changes))).toThrow(message);
  });

  test("two statements with the same Sid", () => {
    expect(() => made(reading(), reading())).toThrow(
      "statement 'Read': another statement of the document has the same Sid",
    );
  });

  test("everything that is wrong at once, and says in which document", () => {
    const wrong = () => made(reading({ sid: "a b" }), reading({ sid: "B", actions: ["s3:Get"] }));
    expect(wrong).toThrow(/^policy document 'test\/it':\n {2}statement 'a b': .*\n {2}statement 'B': .*s3:Get/);
  });

  test("a bare wildcard without a reason before it is run", () => {
    // @ts-expect-error: property 'because' is missing
    const statement: Statement = { sid: "List", actions: ["s3:ListAllMyBuckets"], resources: "*", source };
    expect(statementFindings([statement])).toEqual([
      "statement 'List': the wildcard in '*' has no reason: say why in 'because'",
    ]);
    expect(
      statementFindings([{ ...statement, resources: "*", because: "it takes no resource", principals: undefined }]),
    ).toEqual([]);
  });
});

test("a policy in JSON has IAM's words, and one entry for each kind of principal", () => {
  const trust: Statement = {
    sid: "Assume",
    actions: ["sts:AssumeRole"],
    principals: [
      { type: "Service", identifiers: ["ec2.amazonaws.com"] },
      { type: "AWS", identifiers: ["arn:aws:iam::111122223333:role/a"] },
      { type: "AWS", identifiers: ["arn:aws:iam::111122223333:role/b"] },
    ],
    source,
  };
  const conditions = [
    { test: "StringEquals", key: "aws:ResourceAccount", values: ["111122223333"] },
    { test: "StringEquals", key: "s3:ExistingObjectTag/project", values: ["acme"] },
  ];
  expect(
    policyJson([trust, reading({ effect: "Deny", actions: ["s3:PutObject", "s3:GetObject"], conditions })]),
  ).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Assume",
        Effect: "Allow",
        Principal: {
          Service: ["ec2.amazonaws.com"],
          AWS: ["arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/b"],
        },
        Action: ["sts:AssumeRole"],
      },
      {
        Sid: "Read",
        Effect: "Deny",
        Action: ["s3:GetObject", "s3:PutObject"],
        Resource: ["arn:aws:s3:::acme/a"],
        Condition: {
          StringEquals: { "aws:ResourceAccount": ["111122223333"], "s3:ExistingObjectTag/project": ["acme"] },
        },
      },
    ],
  });
});

describe("a policy document in a module", () => {
  const json = (make: (yes: IResolvable) => Statements) =>
    synth((stack) => {
      const yes = new TerraformVariable(stack, "yes", { type: "bool" }).booleanValue;
      new PolicyDocument(stack, "it", { statements: make(yes) });
    });

  test("has actions and resources under conditions behind those that are always there", () => {
    const [statement] = statements(
      json((yes) => [
        reading({
          actions: [...itemsIf(yes, "s3:GetObject"), "s3:PutObject", "s3:DeleteObject"],
          resources: ["arn:aws:s3:::acme/a", ...itemsIf<Arn>(yes, "arn:aws:s3:::acme/b")],
        }),
      ]),
      "it",
    );
    expect(statement).toMatchObject({
      actions: '${concat(["s3:DeleteObject", "s3:PutObject"], var.yes ? ["s3:GetObject"] : [])}',
      resources: '${concat(["arn:aws:s3:::acme/a"], var.yes ? ["arn:aws:s3:::acme/b"] : [])}',
    });
  });

  test("refuses what cannot be, under a condition too", () => {
    const wrong = () => json((yes) => [reading({ actions: ["s3:GetObject", ...itemsIf(yes, "s3:GetObjekt")] })]);
    expect(wrong).toThrow("IAM knows no action 's3:GetObjekt'");
  });

  const held = (yes: IResolvable) =>
    when<PolicyCondition>(yes, { test: "StringEquals", key: "aws:ResourceAccount", values: ["111122223333"] });

  test("has a condition that stands under one itself", () => {
    const made = only(
      json((yes) => when<Statement>(yes, reading({ conditions: held(yes) }))).data,
      "aws_iam_policy_document",
    );
    expect(made.dynamic).toMatchObject({
      statement: [
        {
          content: {
            dynamic: {
              condition: [{ for_each: "${var.yes ? [1] : []}", content: { variable: "aws:ResourceAccount" } }],
            },
          },
        },
      ],
    });
  });

  test("refuses such a condition in a statement that is always there, where Terraform would not see it", () => {
    expect(() => json((yes) => [reading({ conditions: held(yes) })])).toThrow(
      "statement 'Read' must stand under a condition where one of its own does",
    );
  });
});
