import { Fn } from "cdktf";
import type { Arn, AwsEnvironment } from "./aws-environment";
import { useKeyThroughS3 } from "./bucket-access";
import { any, each, isDeferred, type List, repeat, when, where } from "./deferred";
import type { Statement, Statements } from "./policy-document";

const S3_ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html";

/** A bucket that somebody else looks after: references, reads from a sequencer, another account's results. */
export interface InputBucket {
  readonly bucket: string;
  /** Ends with `/`. @default - the whole bucket */
  readonly prefix?: string;
  /** ARN of the KMS key that its objects are encrypted with. @default - none */
  readonly kmsKey?: string;
}

/**
 * Reading input buckets, and nothing but reading.
 *
 * A bucket of another account must also let our roles in by its own policy, and a KMS key by its key policy. Requester
 * pays takes no permission of its own, only a header.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-walkthroughs-managing-access-example4.html
 */
export function readInputs(aws: AwsEnvironment, inputs: List<InputBucket>): Statements {
  const bucketArn = ({ bucket }: InputBucket): Arn => aws.bucketArn(bucket);
  const limited = where(inputs, "prefix");
  const whole = where(inputs, "prefix", false);
  const keys = where(inputs, "kmsKey");
  const list = { actions: ["s3:ListBucket"], source: S3_ACTIONS } as const;
  return [
    ...when<Statement>(any(inputs), {
      sid: "LocateInputBuckets",
      actions: ["s3:GetBucketLocation"],
      resources: each(inputs, bucketArn),
      source: S3_ACTIONS,
    }),
    ...when<Statement>(any(whole), { sid: "ListInputBuckets", ...list, resources: each(whole, bucketArn) }),
    ...repeat<InputBucket, Statement>(limited, "statement", (input, place) => ({
      sid: `ListInput${place}`,
      ...list,
      resources: [bucketArn(input)],
      conditions: [{ test: "StringLike", key: "s3:prefix", values: listable(input.prefix as string) }],
    })),
    ...readObjects("ReadInputBuckets", whole, (input) => `${bucketArn(input)}/*`),
    ...readObjects("ReadInputPrefixes", limited, (input) => `${bucketArn(input)}/${input.prefix}*`),
    ...when<Statement>(any(keys), {
      ...useKeyThroughS3(
        aws,
        each(keys, ({ kmsKey }) => kmsKey as Arn),
        ["kms:Decrypt"],
        "any region",
      ),
      sid: "DecryptInputs",
    }),
  ];
}

/** A folder, and what is below it: tools look one up by its name without the slash before they list it. */
function listable(prefix: string): string[] {
  return [isDeferred(prefix) ? Fn.trimsuffix(prefix, "/") : prefix.replace(/\/$/, ""), `${prefix}*`];
}

function readObjects(sid: string, inputs: List<InputBucket>, objects: (input: InputBucket) => Arn): Statements {
  return when<Statement>(any(inputs), {
    sid,
    actions: ["s3:GetObject", "s3:GetObjectTagging"],
    resources: each(inputs, objects),
    because: "inputs are named by their bucket and folder: which objects there are, their owners decide",
    source: S3_ACTIONS,
  });
}
