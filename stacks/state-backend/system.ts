import { Construct } from "constructs";
import type { AwsEnvironment } from "../../modules/aws-environment";
import { DataBucket } from "../../modules/data-bucket";
import type { SystemOutputs } from "../../modules/system-outputs";

/**
 * Old versions are what a damaged or deleted state is repaired from, and such a thing may show only at the next change,
 * a quarter of a year later. For ever would be too long: a state may hold secrets that its stack has long replaced.
 */
const OLD_STATE_DAYS = 90;

/** Props of {@link StateBackend}. */
export interface StateBackendProps {
  readonly aws: AwsEnvironment;
  readonly bucketName: string;
  /** KMS key that encrypts the state. @default - the key that S3 manages */
  readonly kmsKeyArn?: string | undefined;
  /** @default - the provider's default tags */
  readonly tags?: Record<string, string>;
}

/** The bucket that keeps the state of every stack. Terraform refuses every plan that would destroy it. */
export class StateBackend extends Construct {
  readonly bucket: DataBucket;

  constructor(scope: Construct, id: string, { aws, bucketName, kmsKeyArn, tags }: StateBackendProps) {
    super(scope, id);
    this.bucket = new DataBucket(this, "state", {
      aws,
      bucketName,
      kmsKeyArn,
      preventDestroy: true,
      noncurrentDays: OLD_STATE_DAYS,
      tags,
    });
  }
}

/** What people and tools read after a deployment. */
export function stateBackendOutputs({ bucket: { bucketName, bucketArn } }: StateBackend): SystemOutputs {
  return {
    bucket_name: { value: bucketName, description: "Bucket that keeps the state of every stack." },
    bucket_arn: { value: bucketArn, description: "ARN of the bucket." },
  };
}
