import type { Construct } from "constructs";
import type { Arn } from "../../modules/aws-environment";
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
import type { BucketProps } from "./buckets";
import type { EnvironmentProps } from "./capacity";
import type { FileSystemsProps } from "./file-systems";
import { GenomicsWorkflows, type HeadProps } from "./system";

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
      buckets: allBuckets(given),
      inputBuckets: given.inputBuckets,
      workPrefix: given.workPrefix,
      environments: byName(given.environments, environmentProps),
      queues: given.queues,
      instances: { ...size, ...instanceRoleProps({ instanceRole, instanceProfile }) },
      repositories: repositories(given.images, this),
      jobRole: "existing" in jobRole ? { existing: existingByArn(jobRole.existing) } : jobRole,
      nextflow: headProps(given.nextflow),
      cromwell: headProps(cromwell),
      fileSystems: fileSystemsProps(given.fileSystems),
      logDays: given.logDays,
      instanceTags: this.resourceTags,
    });
    this.outputs(outputsOf(this.genomicsWorkflows));
  }
}

function allBuckets({ bucket, buckets = [] }: SystemSettings): [BucketProps, ...BucketProps[]] {
  const more = buckets.map((one): BucketProps => ({ ...bucketProps(one), access: one.access }));
  return [{ ...bucketProps(bucket), access: "read-write" }, ...more];
}

function environmentProps({ serviceRole, ...capacity }: SystemSettings["environments"][string]): EnvironmentProps {
  return { ...capacity, serviceRole: serviceRoleProps(serviceRole) };
}

function headProps(head: SystemSettings["nextflow"]): HeadProps | undefined {
  if (head === false) return undefined;
  return "existing" in head ? { existing: existingByArn(head.existing) } : head;
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

type Outputs = Parameters<SystemStack["outputs"]>[0];

function outputsOf(system: GenomicsWorkflows): Outputs {
  const { buckets, instanceAccess, jobRole, executionRole, nextflow, cromwell, fileSystemIds } = system;
  const merge = Object.entries(system.bucketPoliciesToMerge);
  const attach = (role: { readonly policyToAttach?: string } | undefined, what: string) => ({
    value: role?.policyToAttach,
    description: `What a role that existed needs ${what}; attaching it is a matter of an administrator.`,
  });
  return {
    bucket_name: { value: buckets.work.bucketName, description: "Bucket that pipelines work in." },
    bucket_arn: { value: buckets.work.bucketArn, description: "ARN of the bucket." },
    bucket_policies_to_merge: {
      value: merge.length > 0 ? Object.fromEntries(merge) : undefined,
      description: "What the policies of buckets that existed should say, by bucket, to merge into them by hand.",
    },
    kms_key_policy_to_merge: {
      value: system.keyPolicyToMerge,
      description:
        "What the policies of the KMS keys should say, to merge into them by hand; each statement names its key.",
    },
    ...listed(system.queues, "job_queue_arn", "ARN of the queue", ({ queueArn }) => queueArn),
    ...listed(system.environments, "compute_environment_arn", "ARN of the environment", (it) => it.environmentArn),
    batch_service_role_arns: {
      value: Object.keys(system.serviceRoleArns).length > 0 ? system.serviceRoleArns : undefined,
      description: "Roles of AWS Batch itself (AWSBatchServiceRole of the document), by environment.",
    },
    batch_instance_role_arn: {
      value: instanceAccess?.roleArn,
      description: "Role of the container instances (ecsInstanceRole of the document).",
    },
    batch_instance_profile_arn: {
      value: instanceAccess?.profileArn,
      description: "Instance profile of the container instances.",
    },
    batch_instance_policy_to_attach: attach(instanceAccess, "on instances"),
    batch_spot_fleet_role_arn: {
      value: system.spotFleetRoleArn,
      description: "Role of the spot fleet (AWSSpotFleetTaggingRole of the document), for BEST_FIT only.",
    },
    batch_job_role_arn: { value: jobRole.roleArn, description: "Role that jobs carry (BatchJobRole of the document)." },
    batch_job_policy_to_attach: attach(jobRole, "for jobs"),
    batch_execution_role_arn: {
      value: executionRole?.roleArn,
      description: "Execution role of jobs on Fargate, for their definitions.",
    },
    nextflow_role_arn: { value: nextflow?.roleArn, description: "Role of Nextflow itself." },
    nextflow_instance_profile_arn: { value: profileOf(nextflow), description: "Instance profile of its machine." },
    nextflow_policy_to_attach: attach(nextflow, "to run Nextflow"),
    cromwell_role_arn: { value: cromwell?.roleArn, description: "Role of Cromwell itself." },
    cromwell_instance_profile_arn: { value: profileOf(cromwell), description: "Instance profile of its machine." },
    cromwell_policy_to_attach: attach(cromwell, "to run Cromwell"),
    log_group_name: { value: system.logGroup.logGroupName, description: "Log group of the instances." },
    parameter_names: { value: system.parameters, description: "SSM parameters that name the bucket and the queues." },
    efs_file_system_id: { value: fileSystemIds.efs, description: "File system that instances mount at /mnt/efs." },
    lustre_file_system_id: {
      value: fileSystemIds.lustre,
      description: "File system that instances mount at /mnt/fsx.",
    },
    nextflow_config: {
      value: nextflow && system.nextflowConfig,
      description: "What to put in a pipeline's nextflow.config.",
    },
    cromwell_config: { value: cromwell && system.cromwellConfig, description: "Configuration of Cromwell." },
  };
}

function profileOf(head: GenomicsWorkflows["nextflow"]): string | undefined {
  return head && "profileArn" in head ? head.profileArn : undefined;
}

/** An output for each of several things, by its name. */
function listed<T>(things: ReadonlyMap<string, T>, what: string, description: string, value: (thing: T) => string) {
  const outputs: Record<string, Outputs[string]> = {};
  for (const [name, thing] of things)
    outputs[`${name.replaceAll("-", "_")}_${what}`] = { value: value(thing), description: `${description} ${name}.` };
  return outputs;
}
