import { bucketName } from "../../modules/aws-rules";
import { inputBucketsSettings, kmsKey } from "../bucket-settings";
import { assumableBy, attachTo } from "../people-settings";
import { section, text } from "../settings-field";

/** The Amazon Genomics CLI: `systems.amazon-genomics-cli` of the settings. */
export const amazonGenomicsCliSettings = section({
  attachTo: attachTo
    .optional()
    .describe(
      "Users, groups and roles that exist and that deploy contexts and run workflows: they get the user policies. Applied by an administrator.",
    ),
  assumableBy: assumableBy
    .optional()
    .describe("ARNs of users and roles that may assume a role with the user policies. Default: no such role."),
  admin: section({
    attachTo: attachTo.optional().describe("Users, groups and roles that exist and get the admin policy."),
    assumableBy: assumableBy
      .optional()
      .describe("ARNs of users and roles that may assume a role with the admin policy. Default: no such role."),
  })
    .default({})
    .describe("Who activates and deactivates the account for the Amazon Genomics CLI."),
  bucket: section({
    existing: text(bucketName).describe("Name of the bucket that agc account activate --bucket names."),
    kmsKey: kmsKey("its objects"),
  })
    .optional()
    .describe("Bucket that exists and that AGC works in. Default: AGC makes agc-<account>-<region>."),
  inputBuckets: inputBucketsSettings
    .optional()
    .describe(
      "Buckets that contexts read, as the data of an agc-project.yaml; for the boundary that is made where iam.permissionsBoundary names none.",
    ),
}).describe("Permissions to use the Amazon Genomics CLI: policies, execution roles and a boundary. IAM only.");
