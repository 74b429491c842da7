import type { Arn } from "../modules/aws-environment";
import { bucketName, kmsKeyArn, objectPrefix, roleArn } from "../modules/aws-rules";
import { DataBucket, EXPIRING_PREFIX_CHARACTERS, type Expiry } from "../modules/data-bucket";
import type { List } from "../modules/deferred";
import { PolicyDocument } from "../modules/policy-document";
import type { Rule } from "../modules/rule";
import { RegistryModule } from "./registry-module";

/** Ten years at most, as in the settings. */
const DAYS = [1, 3650] as const;

const expiringPrefix: Rule = {
  ...objectPrefix,
  length: [objectPrefix.length[0], EXPIRING_PREFIX_CHARACTERS],
  allowed: `${objectPrefix.allowed}; at most ${EXPIRING_PREFIX_CHARACTERS} characters`,
};

/** The data bucket as a Terraform module. */
export function dataBucketModule(): RegistryModule {
  const module = new RegistryModule("data-bucket", {
    about:
      "A bucket for data, private, encrypted and versioned, that refuses plain HTTP; or one that exists, which is left as it is. Policies that read and write it come with it.",
    examples: {
      smallest: { inputs: { bucket_name: "acme-data" }, counts: { "aws_s3_bucket.this": 1 } },
      existing: {
        inputs: {
          bucket_name: "acme-shared",
          create: false,
          prefixes: ["runs/"],
          roles: ["arn:aws:iam::111122223333:role/pipelines/acme-machine"],
          expire: [{ prefix: "scratch/", days: 7 }],
          kms_key_arn: "arn:aws:kms:eu-west-2:111122223333:key/11112222-3333-4444-5555-666677778888",
        },
        counts: { "aws_s3_bucket.this": 0, "aws_s3_bucket_policy.this": 0 },
      },
    },
  });
  const prefixes = module.strings("prefixes", {
    description: "Prefixes that the policies speak of, each ending with a slash; none means the whole bucket.",
    default: [],
    limit: objectPrefix,
  });
  const roles = module.strings("roles", {
    description: "ARNs of the roles that the policy of an existing bucket should let in.",
    default: [],
    limit: roleArn,
  });
  const expire = module.list<Expiry>(
    "expire",
    {
      description: "Prefixes whose objects are deleted by themselves, with the days after which they are.",
      default: [],
      fields: {
        prefix: { kind: "text", limit: expiringPrefix, description: "Folder." },
        days: { kind: "number", limit: DAYS, description: "Days after an object was made." },
      },
    },
    (read) => ({ prefix: read("prefix"), days: read("days") as unknown as number }),
  );
  const bucket = new DataBucket(module, "Default", {
    aws: module.environment(),
    bucketName: module.string("bucket_name", {
      description: "Name of the bucket to create, or of the one that exists.",
      limit: bucketName,
    }),
    create: module.boolean("create", {
      description: "Whether the bucket is created; one that exists is never changed.",
      default: true,
    }),
    kmsKeyArn: module.string("kms_key_arn", {
      description: "KMS key that encrypts what is written; left out, the key that S3 manages.",
      default: null,
      limit: kmsKeyArn,
    }),
    forceDestroy: module.boolean("force_destroy", {
      description:
        "Whether destroying may delete a bucket that still holds objects. It counts once it has been applied.",
      default: false,
    }),
    expire,
    noncurrentDays: module.number("noncurrent_days", {
      description: "Days until an overwritten or deleted version is gone for good.",
      default: 14,
      limit: DAYS,
    }),
    tags: module.map("tags", { description: "Tags of the bucket.", default: {} }),
  });
  const document = (id: string, statements: PolicyDocument["statements"]) =>
    new PolicyDocument(module, id, { statements }).json;
  module.output("bucket_name", bucket.bucketName, "Name of the bucket.");
  module.output("bucket_arn", bucket.bucketArn, "ARN of the bucket.");
  module.output("read_policy", document("read", bucket.read(prefixes)), "Policy that reads and lists the prefixes.");
  module.output(
    "read_write_policy",
    document("read-write", bucket.readWrite(prefixes)),
    "Policy that reads, lists, writes and deletes below the prefixes.",
  );
  module.output(
    "policy_to_merge",
    document("merge", bucket.policyToMerge(roles as List<Arn>, prefixes)),
    "What the policy of an existing bucket should say, to merge into it by hand.",
  );
  return module;
}
