/**
 * Groundwork for CDK for Terraform: what the npm package gives.
 *
 * Building blocks, the statements that go with them, and five systems. The stacks that read `groundwork.yaml` are not part
 * of it: whoever uses the package has a `main.ts` of their own.
 *
 * @packageDocumentation
 */

// where things are built, and how they are called

export { type Arn, AwsEnvironment } from "./modules/aws-environment";
export type { Partition } from "./modules/partition";
export { SystemNames, type SystemNamesProps } from "./modules/system-names";

// values that may be known only when Terraform runs

export { type Condition, DeferredList, type List, type Repeated } from "./modules/deferred";

// policies, and who holds them

export { BoundaryPolicy, type BoundaryPolicyProps } from "./modules/boundary-policy";
export { type KeyPolicyProps, keyPolicyToMerge } from "./modules/key-policy";
export { ManagedPolicy, type ManagedPolicyProps } from "./modules/managed-policy";
export { type Holders, PolicyAttachments, type PolicyAttachmentsProps } from "./modules/policy-attachments";
export {
  type PolicyCondition,
  PolicyDocument,
  type PolicyDocumentProps,
  type PolicyJson,
  type Principal,
  policyJson,
  type Statement,
  type Statements,
} from "./modules/policy-document";

// roles, and what carries them

export { batchServiceRole, spotFleetRole } from "./modules/batch-roles";
export type { Existing, Wanted } from "./modules/existing";
export {
  type AccessPlace,
  type InstanceAccess,
  instanceAccess,
  type RoleProps as InstanceRoleProps,
} from "./modules/instance-access";
export { InstanceProfile, type InstanceProfileProps } from "./modules/instance-profile";
export { type JobRole, jobRole } from "./modules/job-role";
export type { CommonRoleProps, IamPlace, IamQuotas } from "./modules/role";
export { type ServiceAccess, serviceAccess } from "./modules/service-access";
export { type Service, ServiceRole, type ServiceRoleProps } from "./modules/service-role";
export { UserGroup, type UserGroupProps } from "./modules/user-group";
export { UserRole, type UserRoleProps } from "./modules/user-role";

// storage

export { type BucketAccess, bucketPolicyToMerge, readBucket, workWithBucket } from "./modules/bucket-access";
export { DataBucket, type DataBucketProps, type Expiry } from "./modules/data-bucket";
export { type InputBucket, readInputs } from "./modules/input-buckets";
export {
  LUSTRE_FOLDER,
  LustreFileSystem,
  type LustreFileSystemProps,
  mountLustre,
} from "./modules/lustre-file-system";
export { writeOutputs } from "./modules/output-buckets";
export { type AutoscaleArchive, mountScratch, type ScratchVolumeProps } from "./modules/scratch-volume";
export {
  mountShared,
  SHARED_FOLDER,
  SharedFileSystem,
  type SharedFileSystemProps,
} from "./modules/shared-file-system";

// networks and machines

export { AWS_CLI_FOLDER, AWS_CLI_PATH, installAwsCli } from "./modules/aws-cli";
export { collectInstanceLogs, sendInstanceLogs } from "./modules/instance-logs";
export { LaunchTemplate, type LaunchTemplateProps, type MetadataReach } from "./modules/launch-template";
export { LogGroup, type LogGroupProps } from "./modules/log-group";
export { type Egress, Network, type NetworkProps } from "./modules/network";
export { Parameter, type ParameterProps } from "./modules/parameter";
export { PlacementGroup, type PlacementGroupProps } from "./modules/placement-group";
export { type Inbound, SecurityGroup, type SecurityGroupProps } from "./modules/security-group";
export { sessionManager, VirtualMachine, type VirtualMachineProps } from "./modules/virtual-machine";

// batch computing

export type { AllocationStrategy, EnvironmentType, InstanceEnvironmentType } from "./modules/allocation-strategy";
export { type BatchCapacity, BatchEnvironment, type BatchEnvironmentProps } from "./modules/batch-environment";
export { ComputeEnvironment, type ComputeEnvironmentProps, type InstanceProps } from "./modules/compute-environment";
export {
  type ContainerInstanceProps,
  describeInstances,
  joinCluster,
  pullImages,
  writeJobLogs,
} from "./modules/container-instance";
export { pushImages } from "./modules/image-repositories";
export { JobQueue, type JobQueueProps, type StuckReason } from "./modules/job-queue";
export {
  type JobSubmissionProps,
  passJobRoles,
  readJobLogs,
  submitJobs,
  watchJobs,
} from "./modules/job-submission";
export { type NextflowConfigProps, nextflowConfig } from "./modules/nextflow-config";

// messages, functions and state machines

export {
  deployFunctions,
  invokeFunctions,
  type LambdaFunctions,
  readFunctionLogs,
  triggerFunctions,
  writeFunctionLogs,
} from "./modules/lambda-functions";
export {
  exchangeMessages,
  findQueues,
  type MessageAccess,
  MessageQueue,
  type MessageQueueProps,
  purgeQueues,
  receiveMessages,
  sendMessages,
} from "./modules/message-queue";
export { deployStateMachines, runStateMachines, type StateMachines } from "./modules/state-machines";

// whole systems

export { AmazonGenomicsCli, type AmazonGenomicsCliProps } from "./stacks/amazon-genomics-cli/system";
export { Duet, type DuetProps } from "./stacks/duet/system";
export { GenomicsWorkflows, type GenomicsWorkflowsProps } from "./stacks/genomics-workflows/system";
export { ParallelCluster, type ParallelClusterProps } from "./stacks/parallelcluster/system";
export { Slim, type SlimProps } from "./stacks/slim/system";
export { StateBackend, type StateBackendProps } from "./stacks/state-backend/system";
