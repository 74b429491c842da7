import { type Arn, AwsEnvironment } from "../../modules/aws-environment";
import { readBucket, useKeyThroughS3 } from "../../modules/bucket-access";
import { DataBucket, type DataBucketProps } from "../../modules/data-bucket";
import { policyJson, type Statements } from "../../modules/policy-document";
import { allowed } from "../../tools/proof/judge";
import { only, statements, synth, type TerraformJson } from "../synth";

const aws = AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" });
const KEY = "arn:aws:kms:eu-west-2:111122223333:key/11112222-3333-4444-5555-666677778888";
const ROLES: Arn[] = ["arn:aws:iam::444455556666:role/machine", "arn:aws:iam::444455556666:role/jobs"];

function made(props: Partial<DataBucketProps> = {}): TerraformJson {
  return synth((stack) => new DataBucket(stack, "data", { aws, bucketName: "acme-data", ...props }));
}

/** A resource of the bucket, by the end of its type. */
function part(json: TerraformJson, type: string) {
  return only(json.resource, `aws_s3_bucket${type && `_${type}`}`);
}

/** What a bucket hands out, for values that are known. */
function given(props: Partial<DataBucketProps>, what: (bucket: DataBucket) => Statements) {
  const found: Statements[] = [];
  synth((stack) => found.push(what(new DataBucket(stack, "data", { aws, bucketName: "acme-data", ...props }))));
  return policyJson(found[0] as Statements);
}

describe("a data bucket that is created", () => {
  test("is kept when it holds objects, unless its owner says otherwise", () => {
    expect(part(made(), "")).toEqual({ bucket: "acme-data", force_destroy: false });
    expect(part(made({ forceDestroy: true }), "")).toMatchObject({ force_destroy: true });
  });

  test("can be kept from being destroyed at all", () => {
    expect(part(made({ preventDestroy: true }), "").lifecycle).toEqual({ prevent_destroy: true });
  });

  test("has the tags that it is given", () => {
    expect(part(made({ tags: { owner: "genomics" } }), "").tags).toEqual({ owner: "genomics" });
  });

  test("keeps what is overwritten", () => {
    expect(part(made(), "versioning").versioning_configuration).toEqual({ status: "Enabled" });
  });

  test("is encrypted with the key that S3 manages", () => {
    expect(part(made(), "server_side_encryption_configuration").rule).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" }, bucket_key_enabled: false },
    ]);
  });

  test("is encrypted with a key of one's own, with one call of KMS for many objects", () => {
    expect(part(made({ kmsKeyArn: KEY }), "server_side_encryption_configuration").rule).toEqual([
      {
        apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id: KEY },
        bucket_key_enabled: true,
      },
    ]);
  });

  test("is private", () => {
    expect(part(made(), "public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  test("refuses plain HTTP, on itself and on every object", () => {
    expect(statements(made(), "data")).toEqual([
      {
        sid: "RefusePlainHttp",
        effect: "Deny",
        principals: [{ type: "*", identifiers: ["*"] }],
        actions: ["s3:*"],
        resources: ["arn:aws:s3:::acme-data", "arn:aws:s3:::acme-data/*"],
        condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
      },
    ]);
  });

  test("has its access changed in one place after the other", () => {
    expect(part(made(), "policy").depends_on).toEqual(["aws_s3_bucket_public_access_block.data"]);
  });

  test("ends uploads that were not finished, and old versions", () => {
    expect(part(made(), "lifecycle_configuration").rule).toEqual([
      {
        id: "end-incomplete-uploads-and-old-versions",
        status: "Enabled",
        filter: [{ prefix: "" }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
        expiration: [{ expired_object_delete_marker: true }],
        noncurrent_version_expiration: [{ noncurrent_days: 14 }],
      },
    ]);
    expect(part(made({ noncurrentDays: 3 }), "lifecycle_configuration").rule).toMatchObject([
      { noncurrent_version_expiration: [{ noncurrent_days: 3 }] },
    ]);
  });

  test("deletes objects below prefixes that expire, after versions are kept", () => {
    const expire = [
      { prefix: "nf-work/", days: 14 },
      { prefix: "scratch/", days: 1 },
    ];
    const lifecycle = part(made({ expire }), "lifecycle_configuration");
    expect((lifecycle.rule as unknown[]).slice(1)).toEqual([
      { id: "expire-nf-work/", status: "Enabled", filter: [{ prefix: "nf-work/" }], expiration: [{ days: 14 }] },
      { id: "expire-scratch/", status: "Enabled", filter: [{ prefix: "scratch/" }], expiration: [{ days: 1 }] },
    ]);
    expect(lifecycle.depends_on).toEqual(["aws_s3_bucket_versioning.data"]);
  });

  test("refuses a prefix that is too long for the id of its rule", () => {
    const expire = (length: number) => [{ prefix: `${"a".repeat(length - 1)}/`, days: 1 }];
    expect(() => made({ expire: expire(248) })).not.toThrow();
    expect(() => made({ expire: expire(249) })).toThrow(
      "'expire' must have prefixes of at most 248 characters, got 249: name a folder nearer to the root",
    );
  });
});

describe("a data bucket that exists", () => {
  test("is left as it is", () => {
    const json = made({ create: false, kmsKeyArn: KEY, expire: [{ prefix: "a/", days: 1 }], tags: { owner: "x" } });
    expect([json.resource, json.data]).toEqual([{}, {}]);
  });

  test("has a policy to merge that refuses plain HTTP, and lets nobody in who is not named", () => {
    const { Statement } = given({ create: false }, (bucket) => bucket.policyToMerge([]));
    expect(Statement).toMatchObject([{ Sid: "RefusePlainHttp", Effect: "Deny", Principal: "*" }]);
  });

  test("has a policy to merge that lets roles of another account in, below the prefixes", async () => {
    const merge = given({ create: false }, (bucket) => bucket.policyToMerge(ROLES, ["runs/"]));
    const secure = { "aws:SecureTransport": "true" };
    const access = (principal: string) => ({
      principal,
      policies: [given({}, (bucket) => bucket.readWrite())],
      resourcePolicy: merge,
      resourceAccount: "111122223333",
    });
    const put = (key: string, context = secure) => ({
      action: "s3:PutObject",
      resources: [`arn:aws:s3:::acme-data/${key}`],
      context,
    });
    for (const role of ROLES) expect(await allowed(access(role), put("runs/1"))).toBe(true);
    expect(await allowed(access(ROLES[0] as Arn), put("other/1"))).toBe(false);
    expect(await allowed(access(ROLES[0] as Arn), put("runs/1", { "aws:SecureTransport": "false" }))).toBe(false);
    expect(await allowed(access("arn:aws:iam::444455556666:role/other"), put("runs/1"))).toBe(false);
  });
});

describe("reading a data bucket", () => {
  const call = (action: string, resource: string, context = {}) => ({ action, resources: [resource], context });
  const get = (key: string) => call("s3:GetObject", `arn:aws:s3:::acme-data/${key}`);
  const list = (prefix?: string) =>
    call("s3:ListBucket", "arn:aws:s3:::acme-data", prefix === undefined ? {} : { "s3:prefix": prefix });
  const limited = { policies: [given({}, (bucket) => bucket.read(["runs/", "tables/2026/"]))] };
  const whole = { policies: [given({}, (bucket) => bucket.read())] };

  test.each([
    ["an object below a prefix", get("runs/1/report.html")],
    ["the list below a prefix", list("runs/1/")],
    ["the list of a prefix, with and without its slash", list("tables/2026")],
    ["the place of the bucket", call("s3:GetBucketLocation", "arn:aws:s3:::acme-data")],
  ])("allows %s", async (_what, asked) => {
    expect(await allowed(limited, asked)).toBe(true);
    expect(await allowed(whole, asked)).toBe(true);
  });

  test.each([
    ["an object beside the prefixes", get("raw/1")],
    ["an object whose name begins like a prefix", get("runs-of-others/1")],
    ["the list of the whole bucket", list()],
    ["the list of everything that begins like a prefix", list("run")],
  ])("allows %s only where the whole bucket may be read", async (_what, asked) => {
    expect(await allowed(limited, asked)).toBe(false);
    expect(await allowed(whole, asked)).toBe(true);
  });

  test.each([
    ["writing", call("s3:PutObject", "arn:aws:s3:::acme-data/runs/1")],
    ["deleting", call("s3:DeleteObject", "arn:aws:s3:::acme-data/runs/1")],
    ["another bucket", call("s3:GetObject", "arn:aws:s3:::acme-data-2/runs/1")],
    ["changing the bucket's policy", call("s3:PutBucketPolicy", "arn:aws:s3:::acme-data")],
  ])("does not allow %s", async (_what, asked) => {
    expect(await allowed(limited, asked)).toBe(false);
    expect(await allowed(whole, asked)).toBe(false);
  });

  test("of somebody else takes no construct, only the bucket's ARN", () => {
    expect(policyJson(readBucket({ bucketArn: "arn:aws:s3:::theirs", prefixes: ["a/"] }))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "LocateTheBucket",
          Effect: "Allow",
          Action: ["s3:GetBucketLocation"],
          Resource: ["arn:aws:s3:::theirs"],
        },
        {
          Sid: "ListBelowThePrefixes",
          Effect: "Allow",
          Action: ["s3:ListBucket"],
          Resource: ["arn:aws:s3:::theirs"],
          Condition: { StringLike: { "s3:prefix": ["a", "a/*"] } },
        },
        {
          Sid: "ReadObjects",
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:GetObjectTagging"],
          Resource: ["arn:aws:s3:::theirs/a/*"],
        },
      ],
    });
  });
});

describe("writing to a data bucket", () => {
  const writes = ["PutObject", "DeleteObject", "AbortMultipartUpload", "ListMultipartUploadParts", "PutObjectTagging"];
  const access = { policies: [given({}, (bucket) => bucket.readWrite(["runs/"]))] };
  const on = (action: string, key: string) => ({
    action: `s3:${action}`,
    resources: [`arn:aws:s3:::acme-data/${key}`],
  });

  test.each(writes)("allows %s below a prefix, and nowhere else", async (action) => {
    expect(await allowed(access, on(action, "runs/1"))).toBe(true);
    expect(await allowed(access, on(action, "raw/1"))).toBe(false);
  });

  test("allows reading too, and no version to be deleted for good", async () => {
    expect(await allowed(access, on("GetObject", "runs/1"))).toBe(true);
    expect(await allowed(access, on("DeleteObjectVersion", "runs/1"))).toBe(false);
  });
});

describe("the KMS key of a data bucket", () => {
  const through = (service: string) => ({ "kms:ViaService": service });
  /** The policy of every key that leaves it to IAM who uses it; without one, nobody is let in. */
  const leftToIam = { Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*", Resource: "*" };
  const policy = (what: (bucket: DataBucket) => Statements) => ({
    policies: [given({ kmsKeyArn: KEY }, what)],
    resourcePolicy: { Version: "2012-10-17" as const, Statement: [{ Effect: "Allow", ...leftToIam }] },
  });
  const read = policy((bucket) => bucket.read());
  const write = policy((bucket) => bucket.readWrite());
  const use = (action: string, context: Record<string, string>, key = KEY) => ({
    action: `kms:${action}`,
    resources: [key],
    context,
  });
  const S3 = "s3.eu-west-2.amazonaws.com";

  test("decrypts for readers and makes data keys for writers, through S3 of the region", async () => {
    expect(await allowed(read, use("Decrypt", through(S3)))).toBe(true);
    expect(await allowed(read, use("GenerateDataKey", through(S3)))).toBe(false);
    expect(await allowed(write, use("GenerateDataKey", through(S3)))).toBe(true);
  });

  test("is used neither by itself, nor through another service or region, nor is another key", async () => {
    expect(await allowed(write, use("Decrypt", {}))).toBe(false);
    expect(await allowed(write, use("Decrypt", through("ec2.eu-west-2.amazonaws.com")))).toBe(false);
    expect(await allowed(write, use("Decrypt", through("s3.eu-west-1.amazonaws.com")))).toBe(false);
    expect(await allowed(write, use("Decrypt", through(S3), KEY.replace("1111", "9999")))).toBe(false);
  });

  test("is not spoken of where there is none", () => {
    expect(JSON.stringify(given({}, (bucket) => bucket.readWrite()))).not.toContain("kms");
  });

  test("is used through China's own S3 in China", () => {
    const china = AwsEnvironment.of({ account: "111122223333", region: "cn-north-1" });
    const { conditions } = useKeyThroughS3(china, ["arn:aws-cn:kms:cn-north-1:111122223333:key/1"], ["kms:Decrypt"]);
    expect(conditions?.[0]?.values).toEqual(["s3.cn-north-1.amazonaws.com.cn"]);
  });
});

test.each([
  ["eu-west-2", "arn:aws:s3:::acme-data"],
  ["cn-north-1", "arn:aws-cn:s3:::acme-data"],
  ["us-gov-west-1", "arn:aws-us-gov:s3:::acme-data"],
])("a data bucket's ARN is known before it exists, in the partition of %s", (region, arn) => {
  synth((stack) => {
    const bucket = new DataBucket(stack, "data", {
      aws: AwsEnvironment.of({ account: "111122223333", region }),
      bucketName: "acme-data",
    });
    expect(bucket.bucketArn).toBe(arn);
  });
});
