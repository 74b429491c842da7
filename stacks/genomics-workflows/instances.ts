import type { Construct } from "constructs";
import { AWS_CLI_FOLDER, AWS_CLI_PATH, installAwsCli } from "../../modules/aws-cli";
import { prepareForCromwell } from "../../modules/cromwell-config";
import { choose } from "../../modules/deferred";
import { named } from "../../modules/deferred-name";
import { firstGiven } from "../../modules/deferred-text";
import { collectInstanceLogs } from "../../modules/instance-logs";
import { LaunchTemplate, type MetadataReach } from "../../modules/launch-template";
import { mountScratch } from "../../modules/scratch-volume";
import type { FileSystems, ScriptPart } from "./file-systems";
import type { GenomicsWorkflowsProps } from "./system";
import { isUsed } from "./tool-access";

/** Props of {@link instanceTemplate} that the system composes. */
export interface InstanceTemplateProps extends Pick<FileSystems, "scripts"> {
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
  { scripts, instanceTags, tools, count }: InstanceTemplateProps,
): LaunchTemplate {
  return new LaunchTemplate(scope, "batch-template", {
    templateName: names.of("batch"),
    description: "Container instances of Genomics Workflows",
    volumeGiB: instances.volumeGiB,
    scratchGiB: instances.scratchGiB,
    volumeKmsKeyArn: instances.volumeKmsKey,
    metadataReach: named(
      scope,
      "metadata_reach",
      choose<MetadataReach>(instances.lendRoleToJobs, "containers", "instance"),
    ),
    script: [
      installAwsCli(`s3://${bucket.name}/${firstGiven(bucket.prefix, "")}${tools}`).trimEnd(),
      ...[
        { there: true, text: collectInstanceLogs(names.pathOf("instances")) },
        { there: true, text: mountScratch({ autoscale: instances.ebsAutoscale, awsCli: AWS_CLI_PATH }) },
        ...scripts,
        { there: isUsed(cromwell), text: prepareForCromwell(AWS_CLI_FOLDER) },
      ].map(behindOthers),
    ].join(""),
    instanceTags,
    count,
    tags,
  });
}

/** A part of a script behind others: whichever is the last one, the script ends without an empty line. */
function behindOthers({ there, text }: ScriptPart): string {
  return choose(there, `\n${text.trimEnd()}`, "");
}
