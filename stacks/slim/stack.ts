import type { Construct } from "constructs";
import { FOR_ADMINISTRATORS } from "../people-settings";
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
import { Slim, type SlimProps } from "./system";

type SlimSettings = NonNullable<Settings["systems"]["slim"]>;

/** slim as a stack: settings to props, and what people and tools read afterwards. */
export class SlimStack extends SystemStack {
  readonly slim: Slim;

  constructor(scope: Construct, settings: Settings, slim: SlimSettings) {
    super(scope, "slim", settings);
    const { aws, names } = this;
    const { bucket = { create: names.of(`${aws.account}-${aws.region}`), forceDestroy: false } } = slim;
    const { users = [], userRole, lambdaRole, stateMachineRole } = slim;
    this.slim = new Slim(this, "Default", {
      ...accessPlace(this, settings),
      // jobs announce gradients from where they run
      ...networkProps(this, settings, ["sqs"]),
      bucket: bucketProps(bucket),
      inputBuckets: slim.inputBuckets,
      gradientQueues: queueProps(slim.gradientQueues, this),
      users: users === false ? undefined : users,
      trusted: userRole?.trusted,
      awsManaged: slim.userPermissions === "aws-managed",
      repositoryPrefix: slim.repositoryPrefix ?? `${names.prefix}/`,
      jobDefinitionPrefix: slim.jobDefinitionPrefix,
      environments: slim.environments,
      volumeGiB: slim.volumeGiB,
      volumeKmsKey: slim.volumeKmsKey,
      sharedFileSystem: slim.sharedFileSystem,
      instances: instanceRoleProps(slim),
      serviceRole: serviceRoleProps(slim.serviceRole),
      lambdaRole: lambdaRole && existingByArn(lambdaRole.existing),
      stateMachineRole: stateMachineRole && existingByArn(stateMachineRole.existing),
      jobRole: serviceRoleProps(slim.jobRole),
      instanceTags: this.resourceTags,
    });
    this.outputs(outputsOf(this.slim, `${names.prefix}-`));
  }
}

function queueProps(queues: SlimSettings["gradientQueues"], { names }: SystemStack): SlimProps["gradientQueues"] {
  const { chunks, kmsKey } = queues;
  if ("existing" in queues) return { baseName: queues.existing, create: false, chunks, kmsKey };
  return { baseName: names.of("gradients-"), create: true, chunks, kmsKey };
}

function outputsOf(slim: Slim, prefix: string): Parameters<SystemStack["outputs"]>[0] {
  const { bucket, gradientQueues, people, lambda, stateMachines, jobs, instances, environments } = slim;
  const { serviceRole, spotFleetRole, queues, nodesSecurityGroupId } = environments;
  return {
    role_arns: {
      value: given({
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
      value: Object.fromEntries(Object.entries(queues).map(([name, { queueName }]) => [name, queueName])),
      description: "Queues that jobs are sent to, by the names of the environments: batch_queue of the workflow.",
    },
    gradient_queue_urls: {
      value: Object.fromEntries(gradientQueues.map(({ queueName, queueUrl }) => [queueName, queueUrl])),
      description: "Where gradients are announced.",
    },
    gradient_queue_arns: {
      value: Object.fromEntries(gradientQueues.map(({ queueName, queueArn }) => [queueName, queueArn])),
      description: "What triggers the function that sums up gradients: one mapping for each.",
    },
    job_parameters: {
      value: slim.jobParameters,
      description: "What the workflow's parameters.json says of where things are.",
    },
    name_prefix: {
      value: prefix,
      description: "First letters that names of Lambda functions and state machines must have.",
    },
    bucket_name: { value: bucket.bucketName, description: "Bucket of models, data, gradients and images." },
    bucket_policy_to_merge: {
      value: slim.bucketPolicyToMerge,
      description: "What the policy of a bucket that existed should say, to merge into it by hand.",
    },
    queue_policies_to_merge: {
      value: slim.queuePoliciesToMerge,
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
      value: people.role?.roleArn,
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

/** What has a value. */
function given(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
