import type { Construct } from "constructs";
import { AWS_CLI_PATH } from "../../modules/aws-cli";
import type { Arn } from "../../modules/aws-environment";
import { cromwellConfig } from "../../modules/cromwell-config";
import { any, equal, not, whereYes } from "../../modules/deferred";
import { asThings, mapThings, nameOrFirst, thingsWhere } from "../../modules/deferred-map";
import { named } from "../../modules/deferred-name";
import { firstGiven, trimEnd } from "../../modules/deferred-text";
import { nextflowConfig } from "../../modules/nextflow-config";
import type { GenomicsWorkflowsProps } from "./system";

/**
 * What to put into the configurations of tools that send jobs.
 *
 * Jobs go to the queue `default`, or to the first of all, unless they say otherwise.
 */
export function toolConfigs(
  scope: Construct,
  { aws, names, bucket, queues, inputBuckets = [], workPrefix }: GenomicsWorkflowsProps,
  jobRoleArn: Arn,
  folders: readonly string[],
): Readonly<Record<"nextflow" | "cromwell", string>> {
  const usual = named(scope, "usual_queue", nameOrFirst(queues, "default"));
  const others = thingsWhere(queues, (_, name) => not(equal(name, usual)));
  const root = `s3://${bucket.name}/${firstGiven(bucket.prefix, "")}`;
  return {
    nextflow: nextflowConfig({
      queueName: names.of(usual),
      labelledQueues: named(scope, "labelled_queues", asThings(mapThings(others, (_, name) => names.of(name)))),
      aws,
      workDir: `${root}${trimEnd(workPrefix, "/")}`,
      cliPath: AWS_CLI_PATH,
      jobRoleArn,
      volumes: folders,
      requesterPays: any(whereYes(inputBuckets, "requesterPays")),
    }),
    cromwell: cromwellConfig({
      region: aws.region,
      queueArn: aws.arn("batch", `job-queue/${names.of(usual)}`),
      scriptBucketName: bucket.name,
      root: `${root}cromwell-execution`,
    }),
  };
}
