import { DataAwsS3Bucket } from "@cdktf/provider-aws/lib/data-aws-s3-bucket";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { TerraformOutput, type TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AWS_5 } from "../../registry/provider-line";
import { RegistryModule } from "../../registry/registry-module";
import { addresses, synth } from "../synth";

/** The construct at the end of a path, made of constructs. */
function below(scope: Construct, ...ids: string[]): Construct {
  return ids.reduce((parent, id) => (parent.node.tryFindChild(id) as Construct) ?? new Construct(parent, id), scope);
}

function bucket(scope: Construct, id: string): S3Bucket {
  return new S3Bucket(scope, id, { bucket: "acme" });
}

describe("an address", () => {
  test.each([
    ["is the path in the tree", ["data", "results"], "aws_s3_bucket.data_results"],
    ["leaves out what the type says at the end", ["data", "bucket"], "aws_s3_bucket.data"],
    ["leaves out more of the type", ["data", "s3-bucket"], "aws_s3_bucket.data"],
    ["leaves out the whole type", ["data", "aws_s3_bucket"], "aws_s3_bucket.data"],
    ["keeps what is only part of a word of the type", ["data", "et"], "aws_s3_bucket.data_et"],
    ["keeps what the type says elsewhere", ["bucket", "data"], "aws_s3_bucket.bucket_data"],
    ["keeps a word that only ends like the type", ["data", "mybucket"], "aws_s3_bucket.data_mybucket"],
    ["leaves out what cdktf calls Default", ["data", "Default"], "aws_s3_bucket.data"],
    ["has underscores for hyphens", ["raw-data", "first-half"], "aws_s3_bucket.raw_data_first_half"],
    ["is this at the top", ["bucket"], "aws_s3_bucket.this"],
  ])("%s", (_what, path, address) => {
    const json = synth((stack) => bucket(below(stack, ...path.slice(0, -1)), path.at(-1) as string));
    expect(addresses(json)).toEqual([address]);
  });

  test("tells resources of one construct apart by their types", () => {
    const json = synth((stack) => {
      const data = below(stack, "data");
      const versioningConfiguration = { status: "Enabled" };
      new S3BucketVersioningA(data, "versioning", { bucket: bucket(data, "bucket").id, versioningConfiguration });
    });
    expect(addresses(json)).toEqual(["aws_s3_bucket.data", "aws_s3_bucket_versioning.data"]);
  });

  test("of a data source and of an output leave room for a resource with the same name", () => {
    const json = synth((stack) => {
      const read = below(stack, "read");
      const { arn } = new DataAwsS3Bucket(read, "bucket", { bucket: "theirs" });
      bucket(read, "s3-bucket");
      new TerraformOutput(stack, "read-bucket", { value: arn }).overrideLogicalId("read");
    });
    expect(addresses(json)).toEqual(["aws_s3_bucket.read"]);
    expect(Object.keys(json.data.aws_s3_bucket ?? {})).toEqual(["read"]);
  });

  describe.each<[shell: string, build: (make: (stack: TerraformStack) => void) => unknown]>([
    ["stack", synth],
    [
      "module",
      (make) => {
        const none = { inputs: {}, counts: {} };
        const module = new RegistryModule("example", { about: "", examples: { smallest: none, existing: none } });
        make(module);
        return module.files(AWS_5, "");
      },
    ],
  ])("in a %s", (_shell, build) => {
    test("is refused where two paths give the same", () => {
      const twins = () =>
        build((stack) => {
          bucket(below(stack, "raw"), "data");
          bucket(stack, "raw-data");
        });
      expect(twins).toThrow(
        /'.*raw\/data' and '.*raw-data' have the same address 'aws_s3_bucket.raw_data': give one of them another id/,
      );
    });

    test("is refused where it is no name for Terraform", () => {
      const named = (id: string) => () => build((stack) => bucket(stack, id));
      expect(named("10.0.0.0")).toThrow(/'.*10[.]0[.]0[.]0' must have an address of letters, digits and underscores/);
      expect(named("2nd")).toThrow("a digit never first, got '2nd': choose other construct ids");
    });
  });

  test("is the same when it is asked for again", () => {
    synth((stack) => {
      const data = bucket(stack, "data");
      expect([stack.getLogicalId(data), stack.getLogicalId(data)]).toEqual(["data", "data"]);
    });
  });

  test("may be the same in two stacks", () => {
    const stack = () => addresses(synth((scope) => bucket(scope, "data")));
    expect([stack(), stack()]).toEqual([["aws_s3_bucket.data"], ["aws_s3_bucket.data"]]);
  });
});
