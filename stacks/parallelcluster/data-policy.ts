import type { AwsEnvironment } from "../../modules/aws-environment";
import { type Condition, type List, whereYes } from "../../modules/deferred";
import { type InputBucket, readInputs } from "../../modules/input-buckets";
import { writeOutputs } from "../../modules/output-buckets";
import type { Statements } from "../../modules/policy-document";

/** A bucket of data, or a folder of it. */
export interface DataAccess extends InputBucket {
  readonly write: Condition;
}

/** What nodes do with data: listed actions, where ParallelCluster's own S3Access is `s3:*`. */
export function dataPolicy(aws: AwsEnvironment, data: List<DataAccess>): Statements {
  return [...readInputs(aws, data), ...writeOutputs(aws, whereYes(data, "write"))];
}
