import { present } from "../../modules/deferred";
import { textsWhere } from "../../modules/deferred-text";
import type { SystemOutputs } from "../../modules/system-outputs";
import { FOR_ADMINISTRATORS } from "../people-settings";
import type { Slim } from "./system";

/** What people and tools read after a deployment. */
export function slimOutputs(slim: Slim): SystemOutputs {
  const { bucket, gradientQueues, people, lambda, stateMachines, jobs, instances, environments } = slim;
  const { serviceRole, spotFleetRole, nodesSecurityGroupId } = environments;
  return {
    role_arns: {
      value: named({
        AWSBatchServiceRole: serviceRole?.roleArn,
        StepFunctionsLambdaRole: stateMachines.roleArn,
        "SLIM-Extras_ECS_for_EC2": instances.roleArn,
        "SLIM-Extras_for_Lambda": lambda.roleArn,
        AmazonEC2SpotFleetRole: spotFleetRole?.roleArn,
      }),
      description: "ARNs of the service roles, by the names that the document gives them.",
    },
    job_role_arn: { value: jobs?.roleArn, description: "Role that job definitions name, as jobRoleArn." },
    instance_profile_arn: { value: instances.profileArn, description: "Instance profile of the container instances." },
    batch_queues: {
      value: slim.batchQueues,
      description: "Queues that jobs are sent to, by the names of the environments: batch_queue of the workflow.",
    },
    gradient_queue_urls: {
      value: gradientQueues.urls,
      description: "Where gradients are announced.",
    },
    gradient_queue_arns: {
      value: gradientQueues.arns,
      description: "What triggers the function that sums up gradients: one mapping for each.",
    },
    job_parameters: {
      value: slim.jobParameters,
      description: "What the workflow's parameters.json says of where things are.",
    },
    name_prefix: {
      value: slim.namePrefix,
      description: "First letters that names of Lambda functions and state machines must have.",
    },
    bucket_name: { value: bucket.bucketName, description: "Bucket of models, data, gradients and images." },
    bucket_policy_to_merge: {
      value: slim.bucketPolicyToMerge,
      description: "What the policy of a bucket that existed should say, to merge into it by hand.",
    },
    queue_policies_to_merge: {
      value: gradientQueues.policiesToMerge,
      description: "What the policies of queues that existed should say, to merge into them by hand.",
    },
    kms_key_policy_to_merge: {
      value: slim.keyPolicyToMerge,
      description:
        "What the policies of the KMS keys should say, to merge into them by hand; each statement names its key.",
    },
    nodes_security_group_id: {
      value: nodesSecurityGroupId,
      description: "Security group of multi-node jobs, which a file system that existed must let in.",
    },
    user_group_name: {
      value: people.group.groupName,
      description: `Group of those who work with slim. ${FOR_ADMINISTRATORS}.`,
    },
    user_policy_arns: {
      value: people.policy.policyArns,
      description: `What they may do, to attach to whom else it should hold for. ${FOR_ADMINISTRATORS}.`,
    },
    user_role_arn: {
      value: people.roleArn,
      description: `Role that those who are named assume to work with slim. ${FOR_ADMINISTRATORS}.`,
    },
    lambda_policy_to_attach: {
      value: lambda.policyToAttach,
      description: "What a role that existed needs for the Lambda functions, to attach to it by hand.",
    },
    state_machine_policy_to_attach: {
      value: stateMachines.policyToAttach,
      description: "What a role that existed needs for the state machines, to attach to it by hand.",
    },
    job_policy_to_attach: {
      value: jobs?.policyToAttach,
      description: "What a role that existed needs for jobs, to attach to it by hand.",
    },
    instance_policy_to_attach: {
      value: instances.policyToAttach,
      description: "What a role that existed needs on container instances, to attach to it by hand.",
    },
  };
}

/** Those of several texts that have a value, by name. */
function named(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return textsWhere(
    ...Object.entries(values).map(([name, value]) => ({ there: present(value), texts: { [name]: `${value}` } })),
  );
}
