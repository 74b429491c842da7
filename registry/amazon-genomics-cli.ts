import { not } from "../modules/deferred";
import { firstGiven } from "../modules/deferred-text";
import type { InputBucket } from "../modules/input-buckets";
import { bucketOfAgc } from "../stacks/amazon-genomics-cli/agc-names";
import { amazonGenomicsCliOutputs } from "../stacks/amazon-genomics-cli/outputs";
import { amazonGenomicsCliSettings } from "../stacks/amazon-genomics-cli/settings";
import { AmazonGenomicsCli } from "../stacks/amazon-genomics-cli/system";
import { FOR_ADMINISTRATORS } from "../stacks/people-settings";
import { IAM, KMS_KEY } from "./example-names";
import { peopleInputs } from "./people-inputs";
import { type Example, RegistryModule } from "./registry-module";
import { checkInputBuckets } from "./relations";
import { placeInputs } from "./system-inputs";

const SMALLEST: Example = {
  inputs: { name: "acme" },
  counts: { "aws_iam_policy.boundary": 1, "aws_iam_role.admin_role": 0, "aws_iam_role.user_role": 0 },
};

const EXISTING: Example = {
  inputs: {
    name: "acme",
    tags: { owner: "genomics" },
    iam: { path: "/teams/", permissions_boundary: `${IAM}:policy/boundary` },
    bucket: { existing: "acme-agc", kms_key: KMS_KEY },
    attach_to: { groups: ["scientists"] },
    assumable_by: [`${IAM}:user/ada`],
    admin: { attach_to: { users: ["grace"] }, assumable_by: [`${IAM}:user/grace`] },
  },
  counts: {
    "aws_iam_policy.boundary": 0,
    "aws_iam_role.admin_role": 1,
    "aws_iam_role.user_role": 1,
    "aws_iam_group_policy_attachment.user_attached_contexts_group": 1,
    "aws_iam_user_policy_attachment.admin_attached_account_user": 1,
  },
};

/** The Amazon Genomics CLI as a Terraform module. */
export function amazonGenomicsCliModule(): RegistryModule {
  const module = new RegistryModule("amazon-genomics-cli", {
    about:
      "Permissions to use the Amazon Genomics CLI: policies for people, roles that CloudFormation works with, and a permissions boundary for the roles that AGC makes. IAM only.",
    administrators: `${FOR_ADMINISTRATORS}: nothing here holds what \`attach_to\` and \`assumable_by\` give.`,
    examples: { smallest: SMALLEST, existing: EXISTING },
  });
  const place = placeInputs(module, "amazon-genomics-cli");
  const given = module.settings(amazonGenomicsCliSettings);
  checkInputBuckets(module);
  const agc = new AmazonGenomicsCli(module, "Default", {
    ...place,
    bucketName: module.localText("bucket_name", firstGiven(given.text("bucket.existing"), bucketOfAgc(place.aws))),
    createsBucket: module.localCondition("creates_bucket", not(given.given("bucket"))),
    kmsKeyArn: given.text("bucket.kmsKey"),
    inputBuckets: given.list<InputBucket>("inputBuckets"),
    users: peopleInputs(module, given),
    admins: peopleInputs(module, given, "admin"),
  });
  module.systemOutputs(amazonGenomicsCliOutputs(agc), {
    boundary_arn: [
      {
        condition: "${var.iam.permissions_boundary == null || length(var.input_buckets) == 0}",
        error_message:
          "input_buckets must be left out beside iam.permissions_boundary: that boundary says what contexts read at most.",
      },
    ],
  });
  return module;
}
