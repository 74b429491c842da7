import { Construct } from "constructs";
import type { AllocationStrategy, InstanceEnvironmentType } from "../../modules/allocation-strategy";
import { AWS_CLI_PATH, installAwsCli } from "../../modules/aws-cli";
import { batchServiceRole, spotFleetRole } from "../../modules/batch-roles";
import { ComputeEnvironment } from "../../modules/compute-environment";
import { DataBucket } from "../../modules/data-bucket";
import { any, type Condition, first, type List, where } from "../../modules/deferred";
import { type InputBucket, readInputs } from "../../modules/input-buckets";
import {
  type AccessPlace,
  type Existing,
  type InstanceAccess,
  instanceAccess,
  type RoleProps,
} from "../../modules/instance-access";
import { JobQueue } from "../../modules/job-queue";
import { keyPolicyToMerge } from "../../modules/key-policy";
import { LaunchTemplate } from "../../modules/launch-template";
import type { Network } from "../../modules/network";
import { nextflowConfig } from "../../modules/nextflow-config";
import { PolicyDocument } from "../../modules/policy-document";
import { SecurityGroup } from "../../modules/security-group";
import { VirtualMachine } from "../../modules/virtual-machine";
import { instancePolicy, machinePolicy } from "./policies";

/** Props of {@link Duet}. */
export interface DuetProps extends AccessPlace {
  readonly network: Network;
  /** Groups that exist, for all instances. @default - two are created, that let nothing in but SSH where it is named */
  readonly securityGroupIds?: string[];
  readonly bucket: {
    readonly name: string;
    readonly create: Condition;
    /** Folder that the system keeps to; ends with `/`. @default - the whole bucket */
    readonly prefix?: string;
    readonly forceDestroy?: Condition;
    readonly kmsKey?: string;
  };
  /** Nextflow's work directory, whose objects expire. */
  readonly workDir: { readonly prefix: string; readonly expireAfterDays: number };
  /** @default - none */
  readonly inputBuckets?: List<InputBucket & { readonly requesterPays?: boolean }>;
  /** Namespace of the pipeline's repositories; ends with `/`. */
  readonly repositoryPrefix: string;
  /** The machine that runs Nextflow. @default - none: Nextflow runs elsewhere */
  readonly machine?: RoleProps & {
    readonly instanceType: string;
    readonly rootGiB: number;
    readonly dataGiB?: number;
    readonly volumeKmsKey?: string;
    readonly elasticIp: boolean;
    readonly ssh?: { readonly publicKey: string; readonly from: readonly string[] };
    readonly subnetId?: string;
  };
  readonly batch: RoleProps & {
    readonly type: InstanceEnvironmentType;
    readonly minVcpus: number;
    readonly maxVcpus: number;
    readonly instanceTypes: readonly string[];
    readonly allocationStrategy: AllocationStrategy;
    readonly bidPercentage?: number;
    readonly imageType: string;
    readonly volumeGiB: number;
    readonly volumeKmsKey?: string;
    /** Role of Batch itself. @default - its service-linked role */
    readonly serviceRole?: "create" | Existing;
  };
  readonly queuePriority: number;
  /** Tags of instances and volumes that Batch starts, which the provider's default tags do not reach. */
  readonly instanceTags: Record<string, string>;
}

/**
 * biomodal duet: a bucket, a machine that runs Nextflow, and AWS Batch where its tasks run.
 *
 * Two roles where the document has one: the machine's submits jobs, the container instances' run them, and neither can do
 * what the other does.
 */
export class Duet extends Construct {
  readonly region: string;
  readonly bucket: DataBucket;
  readonly queue: JobQueue;
  readonly environment: ComputeEnvironment;
  readonly machineAccess: InstanceAccess;
  readonly instanceAccess: InstanceAccess;
  readonly machine?: VirtualMachine;
  /** What to put in the pipeline's `nextflow.config`. */
  readonly nextflowConfig: string;
  /** What the policy of an existing bucket should say. */
  readonly bucketPolicyToMerge: string;
  /** What the policies of keys of one's own should say. Undefined without such a key. */
  readonly keyPolicyToMerge?: string;

  constructor(scope: Construct, id: string, props: DuetProps) {
    super(scope, id);
    const { aws, names, bucket, workDir, inputBuckets = [], queuePriority, tags } = props;
    this.region = aws.region;
    const root = bucket.prefix ?? "";
    const work = `${root}${workDir.prefix}`;
    const prefixes = bucket.prefix === undefined ? [] : [bucket.prefix];
    this.bucket = new DataBucket(this, "data", {
      aws,
      bucketName: bucket.name,
      create: bucket.create,
      forceDestroy: bucket.forceDestroy,
      kmsKeyArn: bucket.kmsKey,
      expire: [{ prefix: work, days: workDir.expireAfterDays }],
      noncurrentDays: workDir.expireAfterDays,
      tags,
    });

    const environmentName = names.of("batch");
    const queueName = names.of("queue");
    const arns = {
      aws,
      queueArn: aws.arn("batch", `job-queue/${queueName}`),
      environmentNames: [environmentName],
      repositories: [aws.arn("ecr", `repository/${props.repositoryPrefix}*`)],
      ownerTags: names.ownerTags,
      data: [...this.bucket.readWrite(prefixes), ...readInputs(aws, inputBuckets)],
    };
    this.machineAccess = instanceAccess(this, "machine", props, props.machine, {
      description: "Runs Nextflow for duet: submits jobs and stages files",
      statements: machinePolicy(arns),
    });
    this.instanceAccess = instanceAccess(this, "instance", props, props.batch, {
      description: "Container instances of duet, and the jobs on them",
      statements: instancePolicy(arns),
    });
    this.environment = this.compute(environmentName, props, `s3://${bucket.name}/${root}tools/`);
    this.queue = new JobQueue(this, "queue", {
      aws,
      queueName,
      environments: [this.environment],
      priority: queuePriority,
      tags,
    });
    this.machine = this.virtualMachine(props);

    // S3 and KMS refuse a policy that names a role which is not there
    const roleArns = [this.machineAccess, this.instanceAccess].flatMap(({ roleArn }) => roleArn ?? []);
    this.bucketPolicyToMerge = new PolicyDocument(this, "bucket-policy-to-merge", {
      statements: this.bucket.policyToMerge(roleArns, prefixes),
    }).json;
    const { type, allocationStrategy, volumeKmsKey } = props.batch;
    const keyPolicy = keyPolicyToMerge({
      aws,
      volumeKey: volumeKmsKey,
      spot: { instances: type === "SPOT", fleet: type === "SPOT" && allocationStrategy === "BEST_FIT" },
      bucketKeys: [bucket.kmsKey],
      roleArns,
    });
    if (keyPolicy.length > 0) {
      this.keyPolicyToMerge = new PolicyDocument(this, "key-policy-to-merge", { statements: keyPolicy }).json;
    }
    this.nextflowConfig = nextflowConfig({
      queueName,
      aws,
      workDir: `s3://${bucket.name}/${work.replace(/\/$/, "")}`,
      cliPath: AWS_CLI_PATH,
      requesterPays: any(where(inputBuckets, "requesterPays")),
    });
  }

  private compute(environmentName: string, props: DuetProps, tools: string): ComputeEnvironment {
    const { names, network, securityGroupIds, batch, tags } = props;
    const { type, allocationStrategy, serviceRole, volumeGiB, volumeKmsKey } = batch;
    const instanceTags = { ...props.instanceTags, Name: names.of("batch") };
    const launchTemplate = new LaunchTemplate(this, "batch-template", {
      templateName: names.of("batch"),
      description: "Container instances of duet",
      volumeGiB,
      volumeKmsKeyArn: volumeKmsKey,
      // jobs have no role of their own: they work with the instance's
      metadataReach: "containers",
      script: installAwsCli(tools),
      instanceTags,
      tags,
    });
    const group = new SecurityGroup(this, "batch", {
      groupName: names.of("batch"),
      description: "Container instances of duet: nothing comes in",
      vpcId: network.vpcId,
      create: securityGroupIds === undefined,
      tags,
    });
    const ownService = batchServiceRole(this, props, serviceRole, "AWS Batch for the environments of duet");
    const spotFleet =
      type === "SPOT" && allocationStrategy === "BEST_FIT"
        ? spotFleetRole(this, props, "Spot fleet of duet's environment")
        : undefined;
    const { minVcpus, maxVcpus, instanceTypes, imageType, bidPercentage } = batch;
    return new ComputeEnvironment(this, "batch-environment", {
      environmentName,
      type,
      allocationStrategy,
      minVcpus,
      maxVcpus,
      instanceTypes,
      imageType,
      bidPercentage,
      subnetIds: network.subnetIds,
      securityGroupIds: securityGroupIds ?? [group.securityGroupId as string],
      instanceProfile: this.instanceAccess.profile,
      launchTemplate,
      serviceRole: ownService,
      spotFleetRole: spotFleet,
      instanceTags,
      dependsOn: [...this.instanceAccess.role.parts, ...network.ways],
      tags,
    });
  }

  private virtualMachine(props: DuetProps): VirtualMachine | undefined {
    const { machine, names, network, securityGroupIds = [], tags } = props;
    if (!machine) return undefined;
    const { ssh, elasticIp, subnetId, volumeKmsKey, ...size } = machine;
    const group = new SecurityGroup(this, "machine-access", {
      groupName: names.of("machine"),
      // constant: a changed description replaces the group, which AWS refuses while the machine is in it
      description: "Machine that runs Nextflow for duet",
      vpcId: network.vpcId,
      create: securityGroupIds.length === 0 || ssh !== undefined,
      inbound: ssh?.from.map((cidr) => ({
        id: `ssh-${cidr.replaceAll(/[./]/g, "-")}`,
        port: 22,
        cidr,
        description: "SSH",
      })),
      tags,
    });
    // SSH and an Elastic IP need a way in; without them the machine stands where nothing can reach it
    const inPublic = subnetId === undefined && (ssh !== undefined || elasticIp) ? network.publicSubnetId : undefined;
    return new VirtualMachine(this, "machine-instance", {
      machineName: names.of("machine"),
      instanceType: size.instanceType,
      rootGiB: size.rootGiB,
      dataGiB: size.dataGiB,
      volumeKmsKeyArn: volumeKmsKey,
      subnetId: subnetId ?? inPublic ?? first(network.subnetIds),
      securityGroupIds: [...securityGroupIds, ...(group.securityGroupId ? [group.securityGroupId] : [])],
      instanceProfile: this.machineAccess.profile,
      publicKey: ssh?.publicKey,
      publicAddress: inPublic === undefined ? undefined : true,
      elasticIp,
      dependsOn: [...this.machineAccess.role.parts, ...network.ways],
      tags,
    });
  }
}
