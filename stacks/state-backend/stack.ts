import type { Construct } from "constructs";
import type { DataBucket } from "../../modules/data-bucket";
import type { Settings } from "../settings";
import { SystemStack } from "../system-stack";
import { StateBackend, stateBackendOutputs } from "./system";

/** The settings' section that asks for this stack. */
export type StateSettings = NonNullable<Settings["state"]>;

/** Name of the stack, and of its folder below `cdktf.out/stacks`. */
export const STATE_BACKEND = "state-backend";

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
    const stateBackend = new StateBackend(this, "Default", { aws: this.aws, bucketName: bucket, kmsKeyArn: kmsKey });
    this.bucket = stateBackend.bucket;
    this.outputs(stateBackendOutputs(stateBackend));
  }
}
