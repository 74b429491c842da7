import { Construct } from "constructs";
import { AWS_CLI_PATH } from "../../modules/aws-cli";
import { asksFleet, type BatchCapacity, BatchEnvironment } from "../../modules/batch-environment";
import type { ComputeEnvironment } from "../../modules/compute-environment";
import { DataBucket } from "../../modules/data-bucket";
import {
  and,
  any,
  type Condition,
  choose,
  concat,
  each,
  equal,
  first,
  type List,
  not,
  or,
  present,
  whereYes,
  yesIf,
} from "../../modules/deferred";
import { named } from "../../modules/deferred-name";
import { firstGiven, given, oneOrNone, onlyWhen, trimEnd } from "../../modules/deferred-text";
import { type Existing, isGiven } from "../../modules/existing";
import { type InputBucket, readInputs } from "../../modules/input-buckets";
import { type AccessPlace, type InstanceAccess, instanceAccess, type RoleProps } from "../../modules/instance-access";
import type { JobQueue } from "../../modules/job-queue";
import { keyPolicyToMerge } from "../../modules/key-policy";
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
  readonly securityGroupIds?: List<string> | undefined;
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
    /** Whether there is one, where that is not known yet. @default true */
    readonly there?: Condition;
    readonly instanceType: string;
    readonly rootGiB: number;
    readonly dataGiB?: number;
    readonly volumeKmsKey?: string;
    readonly elasticIp: Condition;
    readonly ssh?: Pick<Existing, "given"> & { readonly publicKey: string; readonly from: List<string> };
    readonly subnetId?: string;
  };
  readonly batch: RoleProps & BatchCapacity;
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
  readonly hasMachine: Condition;
  /** What to put in the pipeline's `nextflow.config`. */
  readonly nextflowConfig: string;
  /** What the policy of an existing bucket should say. */
  readonly bucketPolicyToMerge: string;
  /** What the policies of keys of one's own should say. Undefined without such a key. */
  readonly keyPolicyToMerge?: string;

  constructor(scope: Construct, id: string, props: DuetProps) {
    super(scope, id);
    const { aws, names, bucket, workDir, inputBuckets = [], tags } = props;
    this.region = aws.region;
    const root = named(this, "root", firstGiven(bucket.prefix, ""));
    const work = `${root}${workDir.prefix}`;
    const prefixes = oneOrNone(bucket.prefix);
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

    const queueName = names.of("queue");
    const arns = {
      aws,
      queueArn: aws.arn("batch", `job-queue/${queueName}`),
      environmentNames: [names.of("batch")],
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
    const { environment, queue } = new BatchEnvironment(this, "Default", {
      ...props,
      of: "duet",
      instances: this.instanceAccess,
      capacity: props.batch,
      tools: `s3://${bucket.name}/${root}tools/`,
    });
    this.environment = environment;
    this.queue = queue;
    this.machine = this.virtualMachine(props);
    this.hasMachine = props.machine === undefined ? false : (props.machine.there ?? true);

    // S3 and KMS refuse a policy that names a role which is not there
    const roleArns = named(this, "role_arns", given(this.machineAccess.roleArn, this.instanceAccess.roleArn));
    this.bucketPolicyToMerge = new PolicyDocument(this, "bucket-policy-to-merge", {
      statements: this.bucket.policyToMerge(roleArns, prefixes),
    }).json;
    const { volumeKmsKey } = props.batch;
    const keyPolicy = keyPolicyToMerge({
      aws,
      volumeKey: volumeKmsKey,
      spot: { instances: equal(props.batch.type, "SPOT"), fleet: asksFleet(props.batch) },
      bucketKeys: [bucket.kmsKey],
      roleArns,
    });
    if (keyPolicy.length > 0) {
      const { json } = new PolicyDocument(this, "key-policy-to-merge", { statements: keyPolicy });
      this.keyPolicyToMerge = onlyWhen(or(present(volumeKmsKey), present(bucket.kmsKey)), json);
    }
    this.nextflowConfig = nextflowConfig({
      queueName,
      aws,
      workDir: `s3://${bucket.name}/${trimEnd(work, "/")}`,
      cliPath: AWS_CLI_PATH,
      requesterPays: any(whereYes(inputBuckets, "requesterPays")),
    });
  }

  private virtualMachine(props: DuetProps): VirtualMachine | undefined {
    const { machine, names, network, securityGroupIds = [], tags } = props;
    if (!machine) return undefined;
    const { ssh, there = true, elasticIp, subnetId, volumeKmsKey, ...size } = machine;
    const withSsh = isGiven(ssh);
    const group = new SecurityGroup(this, "machine-access", {
      groupName: names.of("machine"),
      // constant: a changed description replaces the group, which AWS refuses while the machine is in it
      description: "Machine that runs Nextflow for duet",
      vpcId: network.vpcId,
      create: named(this, "create_machine_security_group", and(there, or(not(any(securityGroupIds)), withSsh))),
      inbound: ssh && [{ id: "ssh", port: 22, cidrs: ssh.from, description: "SSH" }],
      tags,
    });
    // SSH and an Elastic IP need a way in; without them the machine stands where nothing can reach it
    const wantsIn = and(not(present(subnetId)), or(withSsh, elasticIp));
    const inPublic = named(this, "machine_in_public_subnet", and(wantsIn, network.hasPublicSubnet));
    return new VirtualMachine(this, "machine-instance", {
      machineName: names.of("machine"),
      instanceType: size.instanceType,
      rootGiB: size.rootGiB,
      dataGiB: size.dataGiB,
      volumeKmsKeyArn: volumeKmsKey,
      subnetId: firstGiven(subnetId, choose(inPublic, network.publicSubnetId ?? "", first(network.subnetIds))),
      securityGroupIds: concat(
        each(securityGroupIds, (it) => it),
        group.securityGroupIds,
      ),
      instanceProfile: this.machineAccess.profile,
      publicKey: ssh?.publicKey,
      hasPublicKey: withSsh,
      publicAddress: yesIf(inPublic),
      elasticIp,
      create: there,
      dependsOn: [...this.machineAccess.role.parts, ...network.ways],
      tags,
    });
  }
}
