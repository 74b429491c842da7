import type { Arn } from "../../../modules/aws-environment";
import { type Catalogue, type CatalogueEntry, needsOf, on, type Target } from "../need";

const need = needsOf("s3", "https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html");

/** What the provider reads of every bucket, whether the configuration sets it or not. */
const READ = [
  "HeadBucket GetBucketAcl GetBucketAccelerateConfiguration GetBucketCors GetBucketEncryption",
  "GetBucketLifecycleConfiguration GetBucketLogging GetBucketPolicy GetBucketReplication GetBucketRequestPayment",
  "GetBucketTagging GetBucketVersioning GetBucketWebsite GetObjectLockConfiguration",
].join(" ");

/** The provider looks into a bucket once AWS has refused to delete it. */
const IF_NOT_EMPTY = "retry of the provider";

/** Buckets: what is in them is data, and how they are set up is not. */
export const S3: Catalogue = {
  aws_s3_bucket: (bucket, { aws }) => {
    const arn = aws.bucketArn(bucket.named("bucket"));
    return [
      need("plan", "ReadBuckets", READ, on(arn)),
      need("apply", "MakeAndSetUpBuckets", "CreateBucket PutBucketTagging", on(arn)),
      need("destroy", "DeleteBuckets", "DeleteBucket", on(arn)),
      ...(bucket.flag("force_destroy")
        ? [
            need("destroy", "FindWhatIsInBuckets", "ListObjectVersions", on(arn), IF_NOT_EMPTY),
            need("destroy", "EmptyBuckets", "DeleteObject DeleteObjectVersion", objectsOf(arn), IF_NOT_EMPTY),
          ]
        : []),
    ];
  },
  aws_s3_bucket_lifecycle_configuration: setUp("GetBucketLifecycleConfiguration", "PutBucketLifecycleConfiguration"),
  aws_s3_bucket_policy: setUp("GetBucketPolicy", "PutBucketPolicy DeleteBucketPolicy"),
  aws_s3_bucket_public_access_block: setUp("GetPublicAccessBlock", "PutPublicAccessBlock"),
  aws_s3_bucket_server_side_encryption_configuration: setUp("GetBucketEncryption", "PutBucketEncryption"),
  aws_s3_bucket_versioning: setUp("GetBucketVersioning", "PutBucketVersioning"),
};

function objectsOf(bucket: Arn): Target {
  return { resources: [`${bucket}/*`], because: "the settings let the bucket be destroyed with whatever is in it" };
}

/** How a bucket is set up; taking a part back is the same action, but for its policy. */
function setUp(reads: string, writes: string): CatalogueEntry {
  return (part, { aws }) => {
    const bucket = on(aws.bucketArn(part.named("bucket")));
    return [need("plan", "ReadBuckets", reads, bucket), need("apply", "MakeAndSetUpBuckets", writes, bucket)];
  };
}
