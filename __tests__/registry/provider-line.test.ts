import { BatchComputeEnvironment } from "@cdktf/provider-aws/lib/batch-compute-environment";
import { BatchJobQueue } from "@cdktf/provider-aws/lib/batch-job-queue";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { AWS_5, AWS_6, rangeOf } from "../../registry/provider-line";
import { RegistryModule } from "../../registry/registry-module";

function example(build: (module: RegistryModule) => void): RegistryModule {
  const none = { inputs: {}, counts: {} };
  const module = new RegistryModule("example", { about: "", examples: { smallest: none, existing: none } });
  build(module);
  return module;
}

const environment = (module: RegistryModule) =>
  new BatchComputeEnvironment(module, "environment", { type: "MANAGED", computeEnvironmentNamePrefix: "acme-" });

describe("the range of the provider", () => {
  test("begins where the newest argument came", () => {
    const queue = { name: "q", priority: 1, state: "ENABLED" };
    const order = [{ order: 1, computeEnvironment: "arn" }];
    const limit = [{ action: "CANCEL", state: "RUNNABLE", reason: "r", maxTimeSeconds: 600 }];
    expect(
      rangeOf(
        AWS_5,
        example((it) => new S3Bucket(it, "bucket", { bucket: "a" })),
      ),
    ).toBe(">= 5.0, < 6.0");
    expect(
      rangeOf(
        AWS_5,
        example((it) => new BatchJobQueue(it, "q", { ...queue, computeEnvironmentOrder: order })),
      ),
    ).toBe(">= 5.40, < 6.0");
    expect(
      rangeOf(
        AWS_5,
        example((it) => new BatchJobQueue(it, "q", { ...queue, jobStateTimeLimitAction: limit })),
      ),
    ).toBe(">= 5.63.1, < 6.0");
  });

  test("begins where the newest attribute came that is read", () => {
    const read = example((it) => {
      const { minifiedJson } = new DataAwsIamPolicyDocument(it, "document", {});
      it.output("json", minifiedJson, "A policy.");
    });
    expect(rangeOf(AWS_5, read)).toBe(">= 5.49, < 6.0");
  });

  test("is not known for an argument that is in no table", () => {
    const unknown = example((it) => new S3Bucket(it, "bucket", { objectLockEnabled: true }));
    expect(() => rangeOf(AWS_5, unknown)).toThrow(
      "'object_lock_enabled' of aws_s3_bucket must have its release in registry/provider-releases.ts",
    );
  });
});

describe("a line of version 6", () => {
  const module = example((it) => {
    const { computeEnvironmentName } = environment(it);
    it.output("name", `${computeEnvironmentName} in ${new DataAwsRegion(it, "region", {}).name}`, "Name.");
  });
  const files = module.files(AWS_6, "");

  test("has the provider's new names, of arguments and of what is read", () => {
    expect(rangeOf(AWS_6, module)).toBe(">= 6.0, < 7.0");
    expect(files["main.tf"]).toContain('name_prefix = "acme-"');
    expect(files["main.tf"]).not.toContain("compute_environment_name");
    expect(files["outputs.tf"]).toContain(
      '"${aws_batch_compute_environment.this.name} in ${data.aws_region.this.region}"',
    );
  });

  test("is not what modules are written for now", () => {
    expect(module.files(AWS_5, "")["main.tf"]).toContain('compute_environment_name_prefix = "acme-"');
  });
});
