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
import { bucketPolicyToMerge, type KeyedBucketAccess, refusePlainHttp, workWithBucket } from "./bucket-access";
import {
  addDynamic,
  attribute,
  type Condition,
  choose,
  isDeferred,
  type List,
  onlyIf,
  present,
  repeat,
  split,
} from "./deferred";
import type { Times } from "./deferred-map";
import { PolicyDocument, type Statements } from "./policy-document";

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
export interface DataBucketProps extends Times {
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
 * needs is {@link bucketPolicyToMerge}.
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
  private readonly access: KeyedBucketAccess;

  constructor(scope: Construct, id: string, props: DataBucketProps) {
    super(scope, id);
    const { aws, bucketName, create = true, kmsKeyArn, forceDestroy = false, preventDestroy, tags, forEach } = props;
    this.bucketName = bucketName;
    this.bucketArn = aws.bucketArn(bucketName);
    this.access = { aws, bucketArn: this.bucketArn, kmsKeyArn };
    onlyIf(create, (count) => {
      const made = new S3Bucket(this, "bucket", {
        count,
        forEach,
        bucket: bucketName,
        forceDestroy,
        tags,
        ...(preventDestroy && { lifecycle: { preventDestroy } }),
      });
      this.protect(attribute(made, "id"), { count, forEach }, props);
    });
  }

  /** Reading objects and listing them, below some prefixes or in the whole bucket. */
  read(prefixes: List<string> = []): Statements {
    return workWithBucket({ ...this.access, prefixes }, false);
  }

  /** Reading, listing, writing and deleting objects, below some prefixes or in the whole bucket. */
  readWrite(prefixes: List<string> = []): Statements {
    return workWithBucket({ ...this.access, prefixes }, true);
  }

  /** What the policy of an existing bucket should say: {@link bucketPolicyToMerge}. */
  policyToMerge(roles: List<Arn>, prefixes: List<string> = []): Statements {
    return bucketPolicyToMerge({ ...this.access, prefixes }, roles);
  }

  private protect(bucket: string, many: Times & { readonly count?: number }, props: DataBucketProps): void {
    const { kmsKeyArn, expire = [], noncurrentDays = 14 } = props;
    const ownKey = present(kmsKeyArn);
    const versioning = new S3BucketVersioningA(this, "versioning", {
      ...many,
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "server_side_encryption_configuration", {
      ...many,
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
      ...many,
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketPolicy(this, "policy", {
      ...many,
      bucket,
      policy: new PolicyDocument(this, "policy-document", {
        forEach: many.forEach,
        statements: refusePlainHttp(this.bucketArn),
      }).json,
      // S3 refuses two changes of a bucket's access at the same time with 409 OperationAborted
      dependsOn: [publicAccessBlock],
    });
    const { known, dynamic } = split(repeat(expire, "rule", expireRule));
    const lifecycle = new S3BucketLifecycleConfiguration(this, "lifecycle_configuration", {
      ...many,
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
