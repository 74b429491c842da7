import { kmsKeyArn, newBucketName } from "../modules/aws-rules";
import { StateBackend, stateBackendOutputs } from "../stacks/state-backend/system";
import { KMS_KEY } from "./example-names";
import { RegistryModule } from "./registry-module";

/** The bucket of Terraform's state as a Terraform module. */
export function stateBackendModule(): RegistryModule {
  const module = new RegistryModule("state-backend", {
    about:
      "A bucket that keeps Terraform's state: private, encrypted, versioned, and refusing plain HTTP. Old versions are kept for 90 days, from which a state that is damaged is repaired.",
    limits: [
      "Terraform refuses every plan that would destroy the bucket: `prevent_destroy` cannot be an input. To take it down, take it out of the state first, with `terraform state rm`.",
      'A state cannot be written to a bucket that does not exist yet: apply with a local state, then add `backend "s3" { bucket, key, region, encrypt, use_lockfile }` and run `terraform init -migrate-state`.',
    ],
    examples: {
      smallest: { inputs: { bucket: "acme-terraform-state" }, counts: {} },
      existing: {
        inputs: { bucket: "acme-terraform-state", kms_key: KMS_KEY, tags: { owner: "platform" } },
        counts: {},
      },
    },
  });
  const stateBackend = new StateBackend(module, "Default", {
    aws: module.environment(),
    bucketName: module.string("bucket", { description: "Name of the bucket.", limit: newBucketName }),
    kmsKeyArn: module.string("kms_key", {
      description: "ARN of the KMS key that encrypts the state. Default: AWS's own key.",
      default: null,
      limit: kmsKeyArn,
    }),
    tags: module.map("tags", { description: "Tags of the bucket.", default: {} }),
  });
  module.systemOutputs(stateBackendOutputs(stateBackend));
  return module;
}
