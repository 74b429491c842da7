import type { Construct } from "constructs";
import type { Arn } from "../../modules/aws-environment";
import type { SystemOutputs } from "../../modules/system-outputs";
import type { Settings } from "../settings";
import {
  accessPlace,
  bucketProps,
  existingByArn,
  instanceRoleProps,
  networkProps,
  serviceRoleProps,
} from "../settings-props";
import { SystemStack } from "../system-stack";
import type { MoreBucketProps } from "./buckets";
import type { EnvironmentProps } from "./capacity";
import type { FileSystemsProps } from "./file-systems";
import { genomicsWorkflowsOutputs } from "./outputs";
import { GenomicsWorkflows } from "./system";
import type { ToolProps } from "./tool-access";

type SystemSettings = NonNullable<Settings["systems"]["genomics-workflows"]>;

/** Genomics Workflows as a stack: settings to props, and what people and tools read afterwards. */
export class GenomicsWorkflowsStack extends SystemStack {
  readonly genomicsWorkflows: GenomicsWorkflows;

  constructor(scope: Construct, settings: Settings, given: SystemSettings) {
    super(scope, "genomics-workflows", settings);
    const { instances, jobRole, cromwell } = given;
    const { instanceRole, instanceProfile, ...size } = instances;
    this.genomicsWorkflows = new GenomicsWorkflows(this, "Default", {
      ...accessPlace(this, settings),
      // Cromwell itself may run in a job, and reads secrets
      ...networkProps(this, settings, cromwell === false ? [] : ["secretsmanager"]),
      bucket: bucketProps(given.bucket),
      moreBuckets: moreBuckets(given),
      inputBuckets: given.inputBuckets,
      workPrefix: given.workPrefix,
      environments: byName(given.environments, environmentProps),
      queues: given.queues,
      instances: { ...size, ...instanceRoleProps({ instanceRole, instanceProfile }) },
      repositories: repositories(given.images, this),
      jobRole: "existing" in jobRole ? { existing: existingByArn(jobRole.existing) } : jobRole,
      nextflow: toolProps(given.nextflow),
      cromwell: toolProps(cromwell),
      fileSystems: fileSystemsProps(given.fileSystems),
      logDays: given.logDays,
      instanceTags: this.resourceTags,
    });
    const { queueArns, capacity } = this.genomicsWorkflows;
    this.outputs(
      genomicsWorkflowsOutputs(this.genomicsWorkflows, {
        ...eachByName(queueArns, "job_queue_arn", "ARN of the queue"),
        ...eachByName(capacity.environmentArns, "compute_environment_arn", "ARN of the environment"),
      }),
    );
  }
}

function moreBuckets({ buckets = [] }: SystemSettings): Record<string, MoreBucketProps> {
  const more = buckets.map((one, index): MoreBucketProps => {
    return { ...bucketProps(one), access: one.access, number: `${index + 2}` };
  });
  return Object.fromEntries(more.map((one) => [one.name, one]));
}

function environmentProps({ serviceRole, ...capacity }: SystemSettings["environments"][string]): EnvironmentProps {
  return { ...capacity, serviceRole: serviceRoleProps(serviceRole) };
}

function toolProps(tool: SystemSettings["nextflow"]): ToolProps | undefined {
  if (tool === false) return undefined;
  if ("existing" in tool) return { onMachine: false, existing: existingByArn(tool.existing) };
  return { onMachine: tool.runsOn === "machine" };
}

function fileSystemsProps({ efs, lustre }: SystemSettings["fileSystems"]): FileSystemsProps {
  return {
    efs,
    lustre: lustre && "create" in lustre ? { create: true, ...lustre.create } : lustre,
  };
}

function repositories({ repositoryPrefix = "", accounts = [] }: SystemSettings["images"], { aws }: SystemStack): Arn[] {
  const others = accounts.map((account): Arn => `arn:${aws.partition}:ecr:${aws.region}:${account}:repository/*`);
  return [aws.arn("ecr", `repository/${repositoryPrefix}*`), ...others];
}

function byName<T, R>(things: Readonly<Record<string, T>>, make: (thing: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(things).map(([name, thing]) => [name, make(thing)]));
}

/** An output for each of several things, by its name. */
function eachByName(arns: Record<string, string>, what: string, description: string): SystemOutputs {
  const outputs = Object.entries(arns).map(([name, value]) => [
    `${name.replaceAll("-", "_")}_${what}`,
    { value, description: `${description} ${name}.` },
  ]);
  return Object.fromEntries(outputs);
}
