import type { SystemOutputs } from "../../modules/system-outputs";
import type { GenomicsWorkflows } from "./system";

/**
 * What people and tools read after a deployment.
 *
 * @param arns outputs with the ARNs of queues and environments, whose names are not ours
 */
export function genomicsWorkflowsOutputs(system: GenomicsWorkflows, arns: SystemOutputs): SystemOutputs {
  const { buckets, capacity, instanceAccess, jobRole, executionRole, nextflow, cromwell } = system;
  const { efs, lustre } = capacity.fileSystems.ids;
  const attach = (role: { readonly policyToAttach?: string } | undefined, what: string) => ({
    value: role?.policyToAttach,
    description: `What a role that existed needs ${what}; attaching it is a matter of an administrator.`,
  });
  return {
    bucket_name: { value: buckets.work.bucketName, description: "Bucket that pipelines work in." },
    bucket_arn: { value: buckets.work.bucketArn, description: "ARN of the bucket." },
    bucket_policies_to_merge: {
      value: unlessEmpty(system.bucketPoliciesToMerge),
      description: "What the policies of buckets that existed should say, by bucket, to merge into them by hand.",
    },
    kms_key_policy_to_merge: {
      value: system.keyPolicyToMerge,
      description:
        "What the policies of the KMS keys should say, to merge into them by hand; each statement names its key.",
    },
    ...arns,
    batch_service_role_arns: {
      value: unlessEmpty(capacity.serviceRoleArns),
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
      value: capacity.spotFleetRoleArn,
      description: "Role of the spot fleet (AWSSpotFleetTaggingRole of the document), for BEST_FIT only.",
    },
    batch_job_role_arn: { value: jobRole.roleArn, description: "Role that jobs carry (BatchJobRole of the document)." },
    batch_job_policy_to_attach: attach(jobRole, "for jobs"),
    batch_execution_role_arn: {
      value: executionRole?.roleArn,
      description: "Execution role of jobs on Fargate, for their definitions.",
    },
    nextflow_role_arn: { value: nextflow?.roleArn, description: "Role of Nextflow itself." },
    nextflow_instance_profile_arn: { value: nextflow?.profileArn, description: "Instance profile of its machine." },
    nextflow_policy_to_attach: attach(nextflow, "to run Nextflow"),
    cromwell_role_arn: { value: cromwell?.roleArn, description: "Role of Cromwell itself." },
    cromwell_instance_profile_arn: { value: cromwell?.profileArn, description: "Instance profile of its machine." },
    cromwell_policy_to_attach: attach(cromwell, "to run Cromwell"),
    log_group_name: { value: system.logGroup.logGroupName, description: "Log group of the instances." },
    parameter_names: { value: system.parameters, description: "SSM parameters that name the bucket and the queues." },
    efs_file_system_id: { value: efs, description: "File system that instances mount at /mnt/efs." },
    lustre_file_system_id: {
      value: lustre,
      description: "File system that instances mount at /mnt/fsx.",
    },
    nextflow_config: {
      value: system.nextflowConfig,
      description: "What to put in a pipeline's nextflow.config.",
    },
    cromwell_config: { value: system.cromwellConfig, description: "Configuration of Cromwell." },
  };
}

function unlessEmpty(texts: Record<string, string>): Record<string, string> | undefined {
  return Object.keys(texts).length > 0 ? texts : undefined;
}
