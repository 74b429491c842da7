import type { Arn, AwsEnvironment } from "./aws-environment";
import {
  any,
  type Condition,
  concat,
  each,
  type List,
  not,
  orElse,
  present,
  type Repeated,
  trimEnds,
  when,
} from "./deferred";
import { itemsIf } from "./deferred-items";
import type { Statement, Statements } from "./policy-document";

const S3_ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html";
const MULTIPART = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions";
const SSE_KMS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html";
const TLS_ONLY =
  "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit-in-security-best-practices";

/** What access to a bucket, or to some prefixes of it, is given. */
export interface BucketAccess {
  readonly bucketArn: Arn;
  /** @default - the whole bucket */
  readonly prefixes?: List<string>;
}

/** The same, of a bucket whose objects may be encrypted with a key of one's own. */
export interface KeyedBucketAccess extends BucketAccess {
  readonly aws: AwsEnvironment;
  /** @default - the key that S3 manages */
  readonly kmsKeyArn?: string | undefined;
}

/** Reading objects and listing them, and under a condition writing and deleting them, with the key that this takes. */
export function workWithBucket(access: KeyedBucketAccess, writes: Condition): Statements {
  const { aws, kmsKeyArn } = access;
  const actions = ["kms:Decrypt", ...itemsIf(writes, "kms:GenerateDataKey")];
  return [
    ...readBucket(access),
    ...when(writes, ...writeBucket(access)),
    ...when(present(kmsKeyArn), useKeyThroughS3(aws, [kmsKeyArn as Arn], actions)),
  ];
}

/**
 * What the policy of an existing bucket should say, to merge into it by hand: plain HTTP refused and, for a bucket of
 * another account, these roles let in.
 */
export function bucketPolicyToMerge(access: BucketAccess, roles: List<Arn>): Statements {
  const principals = [{ type: "AWS", identifiers: each(roles, (role) => role) }] as const;
  const granted = [...readBucket(access), ...writeBucket(access)].map(
    (statement) => ({ ...statement, principals }) as Repeated<Statement>,
  );
  return [...refusePlainHttp(access.bucketArn), ...when(any(roles), ...granted)];
}

/** What the policy of every bucket says. */
export function refusePlainHttp(bucketArn: Arn): Statements {
  return [
    {
      sid: "RefusePlainHttp",
      effect: "Deny",
      principals: [{ type: "*", identifiers: ["*"] }],
      actions: ["s3:*"],
      resources: [bucketArn, `${bucketArn}/*`],
      because: "a refusal holds for every action on the bucket and on every object in it",
      conditions: [{ test: "Bool", key: "aws:SecureTransport", values: ["false"] }],
      source: TLS_ONLY,
    },
  ];
}

/** Reading a bucket that somebody else looks after: reference data, results of another project. */
export function readBucket({ bucketArn, prefixes = [] }: BucketAccess): Statements {
  const limited = any(prefixes);
  const list = { actions: ["s3:ListBucket"], resources: [bucketArn], source: S3_ACTIONS } as const;
  return [
    { sid: "LocateTheBucket", actions: ["s3:GetBucketLocation"], resources: [bucketArn], source: S3_ACTIONS },
    ...when<Statement>(limited, {
      sid: "ListBelowThePrefixes",
      ...list,
      conditions: [{ test: "StringLike", key: "s3:prefix", values: listable(prefixes) }],
    }),
    ...when<Statement>(not(limited), { sid: "ListTheBucket", ...list }),
    {
      sid: "ReadObjects",
      actions: ["s3:GetObject", "s3:GetObjectTagging"],
      resources: objects({ bucketArn, prefixes }),
      because: "every object below the prefix: names of objects are not known before they are written",
      source: S3_ACTIONS,
    },
  ];
}

/** What writing and replacing objects takes, large ones in parts too. */
export const WRITE_OBJECTS = [
  "s3:AbortMultipartUpload",
  "s3:DeleteObject",
  "s3:ListMultipartUploadParts",
  "s3:PutObject",
  "s3:PutObjectTagging",
] as const;

function writeBucket({ bucketArn, prefixes }: BucketAccess): Statements {
  return [
    {
      sid: "WriteObjects",
      actions: WRITE_OBJECTS,
      resources: objects({ bucketArn, prefixes }),
      because: "every object below the prefix: names of objects are not known before they are written",
      source: MULTIPART,
    },
  ];
}

/** Using KMS keys for the objects of a bucket, in this region or in any, and for nothing else. */
export function useKeyThroughS3(
  aws: AwsEnvironment,
  keys: readonly Arn[],
  actions: readonly string[],
  where: "this region" | "any region" = "this region",
): Statement {
  const via =
    where === "this region"
      ? { test: "StringEquals", key: "kms:ViaService", values: [aws.serviceEndpoint("s3")] }
      : { test: "StringLike", key: "kms:ViaService", values: [aws.serviceEndpoint("s3", "*")] };
  return { sid: "UseTheBucketsKey", actions, resources: keys, conditions: [via], source: SSE_KMS };
}

/** A directory, and what is below it: tools look one up by its name without the slash before they list it. */
function listable(prefixes: List<string>): string[] {
  return concat(
    each(trimEnds(prefixes, "/"), (directory) => directory),
    each(prefixes, (prefix) => `${prefix}*`),
  );
}

function objects({ bucketArn, prefixes = [] }: BucketAccess): Arn[] {
  return each(orElse(prefixes, [""]), (prefix): Arn => `${bucketArn}/${prefix}*`);
}
