import { AwsEnvironment } from "../../modules/aws-environment";
import type { InputBucket } from "../../modules/input-buckets";
import { writeOutputs } from "../../modules/output-buckets";
import { type PolicyJson, policyJson, statementFindings } from "../../modules/policy-document";
import { allowed } from "../../tools/proof/judge";

const aws = AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" });
const KEY = "arn:aws:kms:eu-west-2:111122223333:key/0a1b2c3d-0000-4000-8000-0123456789ab";
const WHOLE: InputBucket = { bucket: "results" };
const FOLDER: InputBucket = { bucket: "shared", prefix: "ours/" };

/** The key's own policy leaves it to the account's who may use it. */
const KEY_POLICY: PolicyJson = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*", Resource: "*" },
  ],
};

function may(outputs: InputBucket[], action: string, resource: string, context?: Record<string, string>) {
  const policies = [policyJson(writeOutputs(aws, outputs))];
  const resourcePolicy = action.startsWith("kms:") ? KEY_POLICY : undefined;
  return allowed({ policies, resourcePolicy }, { action, resources: [resource], context });
}

describe("writing output buckets", () => {
  test("is right in the catalog's eyes, with every kind of output at once", () => {
    expect(statementFindings(writeOutputs(aws, [WHOLE, FOLDER, { ...FOLDER, prefix: "more/", kmsKey: KEY }]))).toEqual(
      [],
    );
  });

  test("asks for nothing where there is none", () => {
    expect(writeOutputs(aws, [])).toEqual([]);
  });

  test("writes a whole bucket, and no other", async () => {
    expect(await may([WHOLE], "s3:PutObject", "arn:aws:s3:::results/a")).toBe(true);
    expect(await may([WHOLE], "s3:PutObject", "arn:aws:s3:::results-2/a")).toBe(false);
  });

  test("writes below a prefix and nowhere else in the bucket", async () => {
    expect(await may([FOLDER], "s3:DeleteObject", "arn:aws:s3:::shared/ours/a")).toBe(true);
    expect(await may([FOLDER], "s3:DeleteObject", "arn:aws:s3:::shared/theirs/a")).toBe(false);
  });

  test("uses a key through S3 only", async () => {
    const outputs = [{ ...WHOLE, kmsKey: KEY }];
    const viaS3 = { "kms:ViaService": "s3.eu-west-2.amazonaws.com" };
    expect(await may(outputs, "kms:GenerateDataKey", KEY, viaS3)).toBe(true);
    expect(await may(outputs, "kms:GenerateDataKey", KEY)).toBe(false);
  });

  test.each(["s3:PutBucketPolicy", "s3:DeleteBucket", "s3:ListBucket"])("does not include %s", async (action) => {
    expect(await may([WHOLE], action, "arn:aws:s3:::results")).toBe(false);
  });
});
