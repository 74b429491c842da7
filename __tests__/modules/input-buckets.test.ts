import { TerraformVariable } from "cdktf";
import { AwsEnvironment } from "../../modules/aws-environment";
import { DeferredList } from "../../modules/deferred";
import { type InputBucket, readInputs } from "../../modules/input-buckets";
import { PolicyDocument, policyJson, statementFindings } from "../../modules/policy-document";
import { type Access, allowed } from "../../tools/proof/judge";
import { only, synth } from "../synth";

const aws = AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" });
const KEY = "arn:aws:kms:us-east-1:444455556666:key/0a1b2c3d-0000-4000-8000-0123456789ab";
const WHOLE: InputBucket = { bucket: "sequencer" };
const FOLDER: InputBucket = { bucket: "references", prefix: "human/hg38/" };

function may(
  inputs: InputBucket[],
  action: string,
  resource: string,
  context?: Record<string, string>,
  rest?: Partial<Access>,
) {
  return allowed(
    { policies: [policyJson(readInputs(aws, inputs))], ...rest },
    { action, resources: [resource], context },
  );
}

describe("reading input buckets", () => {
  test("is right in the catalog's eyes, with every kind of input at once", () => {
    expect(statementFindings(readInputs(aws, [WHOLE, FOLDER, { ...FOLDER, prefix: "mouse/", kmsKey: KEY }]))).toEqual(
      [],
    );
  });

  test("asks for nothing where there is none", () => {
    expect(readInputs(aws, [])).toEqual([]);
  });

  test("reads and lists a whole bucket, and no other", async () => {
    expect(await may([WHOLE], "s3:GetObject", "arn:aws:s3:::sequencer/run1/x.bcl")).toBe(true);
    expect(await may([WHOLE], "s3:ListBucket", "arn:aws:s3:::sequencer")).toBe(true);
    expect(await may([WHOLE], "s3:GetObject", "arn:aws:s3:::sequencer-2/run1/x.bcl")).toBe(false);
    expect(await may([WHOLE], "s3:ListBucket", "arn:aws:s3:::sequencer-2")).toBe(false);
  });

  test("reads below a prefix and nowhere else in the bucket", async () => {
    expect(await may([FOLDER], "s3:GetObject", "arn:aws:s3:::references/human/hg38/genome.fa")).toBe(true);
    for (const key of ["human/hg38-private/x", "human/x", "mouse/x", "x"])
      expect([key, await may([FOLDER], "s3:GetObject", `arn:aws:s3:::references/${key}`)]).toEqual([key, false]);
  });

  test.each([
    ["human/hg38", true],
    ["human/hg38/", true],
    ["human/hg38/chr1", true],
    ["human/hg38-private/", false],
    ["human/", false],
    ["", false],
  ])("lists by prefix '%s': %s", async (prefix, answer) => {
    expect(await may([FOLDER], "s3:ListBucket", "arn:aws:s3:::references", { "s3:prefix": prefix })).toBe(answer);
  });

  test("is nothing but reading", async () => {
    for (const action of ["s3:PutObject", "s3:DeleteObject", "s3:PutObjectTagging", "s3:AbortMultipartUpload"])
      expect([action, await may([WHOLE, FOLDER], action, "arn:aws:s3:::sequencer/x")]).toEqual([action, false]);
  });

  test("keeps what one bucket's prefix opens closed in another bucket", async () => {
    const inputs = [FOLDER, { bucket: "sequencer", prefix: "run1/" }];
    expect(await may(inputs, "s3:GetObject", "arn:aws:s3:::sequencer/human/hg38/x")).toBe(false);
    expect(await may(inputs, "s3:ListBucket", "arn:aws:s3:::sequencer", { "s3:prefix": "human/hg38/" })).toBe(false);
  });

  test("uses the key of an input through S3 of the key's region, to decrypt and for nothing else", async () => {
    const input = { ...WHOLE, kmsKey: KEY };
    const letIn = {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:root" },
      Action: "kms:*",
      Resource: "*",
    };
    const use = (action: string, service: string) =>
      may(
        [input],
        action,
        KEY,
        { "kms:ViaService": service },
        {
          resourcePolicy: { Version: "2012-10-17", Statement: [letIn] },
        },
      );
    expect(await use("kms:Decrypt", "s3.us-east-1.amazonaws.com")).toBe(true);
    expect(await use("kms:Decrypt", "ec2.us-east-1.amazonaws.com")).toBe(false);
    expect(await use("kms:GenerateDataKey", "s3.us-east-1.amazonaws.com")).toBe(false);
  });
});

describe("reading input buckets that Terraform knows", () => {
  const { data } = synth((stack) => {
    const variable = new TerraformVariable(stack, "inputs", {
      type: "list(object({ bucket = string, prefix = optional(string), kms_key = optional(string) }))",
    });
    const inputs = new DeferredList<InputBucket>(variable.value, (read) => ({
      bucket: read("bucket"),
      prefix: read("prefix"),
      kmsKey: read("kms_key"),
    }));
    new PolicyDocument(stack, "machine", { statements: readInputs(aws, inputs) });
  });
  const { dynamic } = only(data, "aws_iam_policy_document") as {
    dynamic: { statement: { for_each: string; content: Record<string, unknown> }[] };
  };
  const statement = (sid: string) => dynamic.statement.find(({ content }) => content.sid === sid);

  test("has a statement for each purpose, there only where an input asks for it", () => {
    expect(dynamic.statement.map(({ content }) => content.sid)).toEqual([
      "LocateInputBuckets",
      "ListInputBuckets",
      "ListInput${(statement.key + 1)}",
      "ReadInputBuckets",
      "ReadInputPrefixes",
      "DecryptInputs",
    ]);
    expect(dynamic.statement.every((block) => block.for_each.startsWith("${"))).toBe(true);
  });

  test("lists a folder by its name without the slash, too", () => {
    expect(statement("ListInput${(statement.key + 1)}")?.content.condition).toEqual([
      {
        test: "StringLike",
        variable: "s3:prefix",
        values: ['${trimsuffix(statement.value.prefix, "/")}', "${statement.value.prefix}*"],
      },
    ]);
  });
});
