import type { Arn, AwsEnvironment } from "./aws-environment";
import { useKeyThroughS3, WRITE_OBJECTS } from "./bucket-access";
import { any, each, type List, when, where } from "./deferred";
import type { InputBucket } from "./input-buckets";
import type { Statement, Statements } from "./policy-document";

const MULTIPART = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions";

/**
 * Writing and replacing objects in buckets that somebody else looks after, and nothing but that; reading them is
 * `readInputs`.
 *
 * Who the objects belong to, and what becomes of old ones, is the bucket's matter.
 */
export function writeOutputs(aws: AwsEnvironment, outputs: List<InputBucket>): Statements {
  const whole = where(outputs, "prefix", false);
  const limited = where(outputs, "prefix");
  const keys = where(outputs, "kmsKey");
  return [
    ...writeObjects("WriteOutputBuckets", whole, ({ bucket }) => `${aws.bucketArn(bucket)}/*`),
    ...writeObjects("WriteOutputPrefixes", limited, ({ bucket, prefix }) => `${aws.bucketArn(bucket)}/${prefix}*`),
    ...when<Statement>(any(keys), {
      ...useKeyThroughS3(
        aws,
        each(keys, ({ kmsKey }) => kmsKey as Arn),
        ["kms:Decrypt", "kms:GenerateDataKey"],
        "any region",
      ),
      sid: "EncryptOutputs",
    }),
  ];
}

function writeObjects(sid: string, outputs: List<InputBucket>, objects: (output: InputBucket) => Arn): Statements {
  return when<Statement>(any(outputs), {
    sid,
    actions: WRITE_OBJECTS,
    resources: each(outputs, objects),
    because: "every object below the folder: names of objects are not known before they are written",
    source: MULTIPART,
  });
}
