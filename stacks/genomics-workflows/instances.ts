import type { Construct } from "constructs";
import { AWS_CLI_FOLDER, AWS_CLI_PATH, installAwsCli } from "../../modules/aws-cli";
import { prepareForCromwell } from "../../modules/cromwell-config";
import { choose } from "../../modules/deferred";
import { firstGiven } from "../../modules/deferred-text";
import { collectInstanceLogs } from "../../modules/instance-logs";
import { LaunchTemplate, type MetadataReach } from "../../modules/launch-template";
import { mountScratch } from "../../modules/scratch-volume";
import type { FileSystems } from "./file-systems";
import type { GenomicsWorkflowsProps } from "./system";
import { isUsed } from "./tool-access";

/** Props of {@link instanceTemplate} that the system composes. */
export interface InstanceTemplateProps extends Pick<FileSystems, "script"> {
  readonly instanceTags: Record<string, string>;
  /** Folder below the bucket's prefix from which instances fetch what they cannot get elsewhere. */
  readonly tools: string;
  /** How many of it there are, where that is not known yet. @default - one */
  readonly count?: number;
}

/**
 * How instances start: logs first, so that what fails later is seen; the AWS CLI, which the rest fetches with; scratch,
 * shared file systems, and what Cromwell mounts into containers.
 */
export function instanceTemplate(
  scope: Construct,
  { names, bucket, instances, cromwell, tags }: GenomicsWorkflowsProps,
  { script, instanceTags, tools, count }: InstanceTemplateProps,
): LaunchTemplate {
  return new LaunchTemplate(scope, "batch-template", {
    templateName: names.of("batch"),
    description: "Container instances of Genomics Workflows",
    volumeGiB: instances.volumeGiB,
    scratchGiB: instances.scratchGiB,
    volumeKmsKeyArn: instances.volumeKmsKey,
    metadataReach: choose<MetadataReach>(instances.lendRoleToJobs, "containers", "instance"),
    script: [
      installAwsCli(`s3://${bucket.name}/${firstGiven(bucket.prefix, "")}${tools}`),
      collectInstanceLogs(names.pathOf("instances")),
      mountScratch({ autoscale: instances.ebsAutoscale, awsCli: AWS_CLI_PATH }),
      script,
      choose(isUsed(cromwell), prepareForCromwell(AWS_CLI_FOLDER), ""),
    ].join(""),
    instanceTags,
    count,
    tags,
  });
}
