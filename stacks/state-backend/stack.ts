import type { Construct } from "constructs";
import { DataBucket } from "../../modules/data-bucket";
import type { Settings } from "../settings";
import { SystemStack } from "../system-stack";

/** The settings' section that asks for this stack. */
export type StateSettings = NonNullable<Settings["state"]>;

/** Name of the stack, and of its folder below `cdktf.out/stacks`. */
export const STATE_BACKEND = "state-backend";

/**
 * Old versions are what a damaged or deleted state is repaired from, and such a thing may show only at the next change,
 * a quarter of a year later. For ever would be too long: a state may hold secrets that its stack has long replaced.
 */
const OLD_STATE_DAYS = 90;

/**
 * The bucket that keeps the state of every stack, its own too.
 *
 * Terraform refuses every plan that would destroy it. A state cannot be written to a bucket that does not exist yet:
 * `npm run bootstrap` makes the bucket and then moves the state into it, and with `-- --destroy` the other way round.
 */
export class StateBackendStack extends SystemStack {
  readonly bucket: DataBucket;

  constructor(scope: Construct, settings: Settings, { bucket, kmsKey }: StateSettings) {
    super(scope, STATE_BACKEND, settings);
    this.bucket = new DataBucket(this, "state", {
      aws: this.aws,
      bucketName: bucket,
      kmsKeyArn: kmsKey,
      preventDestroy: true,
      noncurrentDays: OLD_STATE_DAYS,
    });
    const { bucketName, bucketArn } = this.bucket;
    this.outputs({
      bucket_name: { value: bucketName, description: "Bucket that keeps the state of every stack." },
      bucket_arn: { value: bucketArn, description: "ARN of the bucket." },
    });
  }
}
