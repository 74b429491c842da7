import { App } from "cdktf";
import { parseSettings } from "../../stacks/settings";
import { StateBackendStack, type StateSettings } from "../../stacks/state-backend/stack";
import { only, parsed, statements, type TerraformJson } from "../synth";

const KEY = "arn:aws:kms:eu-west-2:111122223333:key/11111111-2222-3333-4444-555555555555";

describe("the state bucket", () => {
  const stack = stateBackend("{ bucket: acme-states }");

  test("has the name of the settings", () => {
    expect(only(stack.resource, "aws_s3_bucket")).toMatchObject({ bucket: "acme-states" });
    expect(stack.output.bucket_name).toMatchObject({ value: "acme-states" });
  });

  test("says by its tags whose it is", () => {
    expect(stack.provider.aws?.[0]?.default_tags).toEqual([
      { tags: { owner: "genomics", "groundwork:name": "acme", "groundwork:system": "state-backend" } },
    ]);
  });

  test("is versioned", () => {
    expect(only(stack.resource, "aws_s3_bucket_versioning").versioning_configuration).toEqual({ status: "Enabled" });
  });

  test("is encrypted with the key that S3 manages", () => {
    expect(encryption(stack)).toMatchObject({ sse_algorithm: "AES256" });
  });

  test("refuses plain HTTP, to everybody", () => {
    expect(statements(stack, "state")).toMatchObject([
      {
        effect: "Deny",
        principals: [{ type: "*", identifiers: ["*"] }],
        actions: ["s3:*"],
        resources: ["arn:aws:s3:::acme-states", "arn:aws:s3:::acme-states/*"],
        condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
      },
    ]);
  });

  test("is private", () => {
    expect(only(stack.resource, "aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  test("forgets old versions after 90 days, and never a current one", () => {
    const { rule } = only(stack.resource, "aws_s3_bucket_lifecycle_configuration");
    expect(rule).toEqual([
      expect.objectContaining({
        status: "Enabled",
        noncurrent_version_expiration: [{ noncurrent_days: 90 }],
        expiration: [{ expired_object_delete_marker: true }],
      }),
    ]);
  });

  test("cannot be destroyed", () => {
    expect(only(stack.resource, "aws_s3_bucket")).toMatchObject({
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("keeps its own state in itself, locked while it changes", () => {
    expect(stack.terraform.backend).toEqual({
      s3: {
        bucket: "acme-states",
        key: "acme/state-backend/terraform.tfstate",
        region: "eu-west-2",
        encrypt: true,
        use_lockfile: true,
        allowed_account_ids: ["111122223333"],
      },
    });
  });
});

describe("a state bucket with a KMS key of one's own", () => {
  const stack = stateBackend(`{ bucket: acme-states, kmsKey: "${KEY}" }`);

  test("is encrypted with it", () => {
    expect(encryption(stack)).toMatchObject({ sse_algorithm: "aws:kms", kms_master_key_id: KEY });
  });

  test("is written with it", () => {
    expect(stack.terraform.backend).toMatchObject({ s3: { encrypt: true, kms_key_id: KEY } });
  });
});

function stateBackend(state: string): TerraformJson {
  const settings = parseSettings(
    `
name: acme
account: "111122223333"
region: eu-west-2
tags: { owner: genomics }
state: ${state}
network: create
systems:
  duet: { bucket: { create: acme-duet } }
`,
    "groundwork.yaml",
  );
  return parsed(new StateBackendStack(new App(), settings, settings.state as StateSettings));
}

function encryption({ resource }: TerraformJson): unknown {
  const { rule } = only(resource, "aws_s3_bucket_server_side_encryption_configuration");
  return (rule as { apply_server_side_encryption_by_default: unknown }[])[0]?.apply_server_side_encryption_by_default;
}
