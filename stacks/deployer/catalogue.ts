import { BATCH } from "./catalogue/batch";
import { EFS } from "./catalogue/efs";
import { FSX } from "./catalogue/fsx";
import { IAM } from "./catalogue/iam";
import { LOGS } from "./catalogue/logs";
import { MACHINE } from "./catalogue/machine";
import { NETWORK } from "./catalogue/network";
import { S3 } from "./catalogue/s3";
import { SQS } from "./catalogue/sqs";
import { SSM } from "./catalogue/ssm";
import type { Catalogue } from "./need";

/**
 * What it takes to plan, apply and destroy a resource of each type, with AWS provider 5.
 *
 * Operations are the provider's calls, after its source and the map of them that AWS publishes; actions, resources and
 * condition keys are those of the service authorization reference. Recordings of real runs are held against it by
 * `npm run prove`.
 *
 * @see https://github.com/awslabs/iam-policy-autopilot
 */
export const CATALOGUE: Catalogue = {
  ...BATCH,
  ...EFS,
  ...FSX,
  ...IAM,
  ...LOGS,
  ...MACHINE,
  ...NETWORK,
  ...S3,
  ...SQS,
  ...SSM,
};
