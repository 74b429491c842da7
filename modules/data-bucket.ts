import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import type { Arn, AwsEnvironment } from "./aws-environment";
import {
  addDynamic,
  any,
  attribute,
  type Condition,
  choose,
  concat,
  each,
  isDeferred,
  type List,
  not,
  onlyIf,
  orElse,
  present,
  type Repeated,
  repeat,
  split,
  trimEnds,
  when,
} from "./deferred";
import { PolicyDocument, type Statement, type Statements } from "./policy-document";

const S3_ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html";
const MULTIPART = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions";
const SSE_KMS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html";
const TLS_ONLY =
  "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit-in-security-best-practices";

/** Incomplete uploads are ended after this many days: nobody resumes one that is older, and it is billed unseen. */
const INCOMPLETE_UPLOAD_DAYS = 7;

/**
 * Characters of a prefix whose objects are deleted by themselves: it is part of its rule's id, which has at most 255.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html
 */
export const EXPIRING_PREFIX_CHARACTERS = 248;

/** Objects below a prefix that are deleted by themselves. */
export interface Expiry {
  /** Ends with `/`. */
  readonly prefix: string;
  /** Days after an object was made. */
  readonly days: number;
}

/** Props of {@link DataBucket}. */
export interface DataBucketProps {
  readonly aws: AwsEnvironment;
  /** Name of the bucket to create, or of the one that exists. */
  readonly bucketName: string;
  /**
   * Whether the bucket is created; one that exists is never changed.
   * @default true
   */
  readonly create?: Condition;
  /**
   * KMS key that encrypts what is written.
   * @default - the key that S3 manages (SSE-S3)
   */
  readonly kmsKeyArn?: string;
  /**
   * Whether destroying may delete a bucket that still holds objects. It counts once it has been applied.
   * @default false
   */
  readonly forceDestroy?: Condition;
  /**
   * Whether Terraform refuses to destroy the bucket at all.
   * @default false
   */
  readonly preventDestroy?: boolean;
  /**
   * Prefixes whose objects are deleted by themselves.
   * @default - none
   */
  readonly expire?: List<Expiry>;
  /**
   * Days until an overwritten or deleted version is gone for good.
   * @default 14
   */
  readonly noncurrentDays?: number;
  /** @default - the provider's default tags */
  readonly tags?: Record<string, string>;
}

/**
 * A bucket for data, new or existing.
 *
 * A new one is private, encrypted, versioned and refuses plain HTTP; incomplete uploads and old versions end by
 * themselves. Destroying it fails while it holds objects, unless `forceDestroy` says otherwise; every object and version
 * is still there then, and the next apply restores its policy. An existing bucket is left as it is: what its own policy
 * needs is {@link policyToMerge}.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 *
 * @example
 * const data = new DataBucket(this, "data", { aws, bucketName: "acme-duet", expire: [{ prefix: "nf-work/", days: 14 }] });
 * machine.allow(data.readWrite(["runs/"]));
 */
export class DataBucket extends Construct {
  readonly bucketName: string;
  readonly bucketArn: Arn;
  private readonly aws: AwsEnvironment;
  private readonly kmsKeyArn?: string;

  constructor(scope: Construct, id: string, props: DataBucketProps) {
    super(scope, id);
    const { aws, bucketName, create = true, kmsKeyArn, forceDestroy = false, preventDestroy, tags } = props;
    this.aws = aws;
    this.bucketName = bucketName;
    this.bucketArn = aws.bucketArn(bucketName);
    this.kmsKeyArn = kmsKeyArn;
    onlyIf(create, (count) => {
      const made = new S3Bucket(this, "bucket", {
        count,
        bucket: bucketName,
        forceDestroy,
        tags,
        ...(preventDestroy && { lifecycle: { preventDestroy } }),
      });
      this.protect(attribute(made, "id"), count, props);
    });
  }

  /** Reading objects and listing them, below some prefixes or in the whole bucket. */
  read(prefixes: List<string> = []): Statements {
    return [...readBucket({ ...this.access(), prefixes }), ...this.useKey(["kms:Decrypt"])];
  }

  /** Reading, listing, writing and deleting objects, below some prefixes or in the whole bucket. */
  readWrite(prefixes: List<string> = []): Statements {
    return [
      ...readBucket({ ...this.access(), prefixes }),
      ...writeBucket({ ...this.access(), prefixes }),
      ...this.useKey(["kms:Decrypt", "kms:GenerateDataKey"]),
    ];
  }

  /**
   * What the policy of an existing bucket should say, to merge into it by hand: plain HTTP refused and, for a bucket of
   * another account, these roles let in.
   */
  policyToMerge(roles: List<Arn>, prefixes: List<string> = []): Statements {
    const principals = [{ type: "AWS", identifiers: each(roles, (role) => role) }] as const;
    const access = [...readBucket({ ...this.access(), prefixes }), ...writeBucket({ ...this.access(), prefixes })];
    const granted = access.map((statement) => ({ ...statement, principals }) as Repeated<Statement>);
    return [...this.refusePlainHttp(), ...when(any(roles), ...granted)];
  }

  private access(): BucketAccess {
    return { bucketArn: this.bucketArn };
  }

  private useKey(actions: readonly string[]): Statements {
    const { aws, kmsKeyArn } = this;
    return when(present(kmsKeyArn), useKeyThroughS3(aws, [kmsKeyArn as Arn], actions));
  }

  private refusePlainHttp(): Statements {
    return [
      {
        sid: "RefusePlainHttp",
        effect: "Deny",
        principals: [{ type: "*", identifiers: ["*"] }],
        actions: ["s3:*"],
        resources: [this.bucketArn, `${this.bucketArn}/*`],
        because: "a refusal holds for every action on the bucket and on every object in it",
        conditions: [{ test: "Bool", key: "aws:SecureTransport", values: ["false"] }],
        source: TLS_ONLY,
      },
    ];
  }

  private protect(bucket: string, count: number | undefined, props: DataBucketProps): void {
    const { kmsKeyArn, expire = [], noncurrentDays = 14 } = props;
    const ownKey = present(kmsKeyArn);
    const versioning = new S3BucketVersioningA(this, "versioning", {
      count,
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "server_side_encryption_configuration", {
      count,
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: {
            sseAlgorithm: choose(ownKey, "aws:kms", "AES256"),
            kmsMasterKeyId: kmsKeyArn,
          },
          bucketKeyEnabled: ownKey,
        },
      ],
    });
    const publicAccessBlock = new S3BucketPublicAccessBlock(this, "public_access_block", {
      count,
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketPolicy(this, "policy", {
      count,
      bucket,
      policy: new PolicyDocument(this, "policy-document", { statements: this.refusePlainHttp() }).json,
      // S3 refuses two changes of a bucket's access at the same time with 409 OperationAborted
      dependsOn: [publicAccessBlock],
    });
    const { known, dynamic } = split(repeat(expire, "rule", expireRule));
    const lifecycle = new S3BucketLifecycleConfiguration(this, "lifecycle_configuration", {
      count,
      bucket,
      rule: [
        {
          id: "end-incomplete-uploads-and-old-versions",
          status: "Enabled",
          filter: [{ prefix: "" }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: INCOMPLETE_UPLOAD_DAYS }],
          expiration: [{ expiredObjectDeleteMarker: true }],
          noncurrentVersionExpiration: [{ noncurrentDays }],
        },
        ...known,
      ],
      dependsOn: [versioning],
    });
    addDynamic(lifecycle, "rule", dynamic, ({ id, status, filter, expiration }) => ({
      id,
      status,
      filter,
      expiration,
    }));
  }
}

/** What access to a bucket, or to some prefixes of it, is given. */
export interface BucketAccess {
  readonly bucketArn: Arn;
  /** @default - the whole bucket */
  readonly prefixes?: List<string>;
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

function expireRule({ prefix, days }: Expiry) {
  if (!isDeferred(prefix) && prefix.length > EXPIRING_PREFIX_CHARACTERS) {
    throw new Error(
      `'expire' must have prefixes of at most ${EXPIRING_PREFIX_CHARACTERS} characters, got ${prefix.length}: name a folder nearer to the root`,
    );
  }
  return {
    id: `expire-${prefix}`,
    status: "Enabled",
    filter: [{ prefix }],
    expiration: [{ days }],
  } satisfies S3BucketLifecycleConfigurationRule;
}
