import { onlyWhen } from "../../modules/deferred-text";
import type { SystemOutputs } from "../../modules/system-outputs";
import type { Duet } from "./system";

/** What people and tools read after a deployment. */
export function duetOutputs(duet: Duet): SystemOutputs {
  const { bucket, queue, environment, machineAccess, instanceAccess, machine } = duet;
  return {
    bucket_name: { value: bucket.bucketName, description: "Bucket of results and of the work directory." },
    bucket_arn: { value: bucket.bucketArn, description: "ARN of the bucket." },
    bucket_policy_to_merge: {
      value: duet.bucketPolicyToMerge,
      description: "What the policy of a bucket that existed should say, to merge into it by hand.",
    },
    kms_key_policy_to_merge: {
      value: duet.keyPolicyToMerge,
      description:
        "What the policies of the KMS keys should say, to merge into them by hand; each statement names its key.",
    },
    queue_name: { value: queue.queueName, description: "Queue that jobs are sent to." },
    queue_arn: { value: queue.queueArn, description: "ARN of the queue." },
    compute_environment_arn: { value: environment.environmentArn, description: "ARN of the compute environment." },
    machine_role_arn: { value: machineAccess.roleArn, description: "Role of the machine that runs Nextflow." },
    machine_instance_profile_arn: {
      value: machineAccess.profileArn,
      description: "Instance profile of the machine that runs Nextflow.",
    },
    machine_policy_to_attach: {
      value: machineAccess.policyToAttach,
      description: "What a role that existed needs to run Nextflow, to attach to it by hand.",
    },
    instance_role_arn: { value: instanceAccess.roleArn, description: "Role of the container instances." },
    instance_profile_arn: {
      value: instanceAccess.profileArn,
      description: "Instance profile of the container instances.",
    },
    instance_policy_to_attach: {
      value: instanceAccess.policyToAttach,
      description: "What a role that existed needs on container instances, to attach to it by hand.",
    },
    machine_instance_id: { value: machine?.instanceId, description: "Machine that runs Nextflow." },
    machine_private_ip: { value: machine?.privateIp, description: "Address of the machine in its network." },
    machine_public_ip: { value: machine?.publicIp, description: "Elastic IP of the machine." },
    connect: {
      value: onlyWhen(duet.hasMachine, `aws ssm start-session --region ${duet.region} --target ${machine?.instanceId}`),
      description: "Opens a session on the machine.",
    },
    nextflow_config: { value: duet.nextflowConfig, description: "What to put in the pipeline's nextflow.config." },
  };
}
