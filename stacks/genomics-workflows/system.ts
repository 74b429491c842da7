import { Construct } from "constructs";
import type { Arn } from "../../modules/aws-environment";
import { any, type Condition, equal, type List, not, or, present, when } from "../../modules/deferred";
import { itemsOf } from "../../modules/deferred-items";
import {
  allTexts,
  anyThing,
  asThings,
  eachThing,
  forEachThing,
  mapThings,
  namesOf,
  othersThan,
  type Things,
  thingsNamed,
  thingsWhere,
} from "../../modules/deferred-map";
import { named } from "../../modules/deferred-name";
import { given, onlyWhen } from "../../modules/deferred-text";
import type { InputBucket } from "../../modules/input-buckets";
import {
  type AccessPlace,
  type Existing,
  type InstanceAccess,
  instanceAccess,
  type RoleProps,
} from "../../modules/instance-access";
import { JobQueue, type StuckReason } from "../../modules/job-queue";
import { type JobRole, jobRole } from "../../modules/job-role";
import { keyPolicyToMerge } from "../../modules/key-policy";
import { LogGroup } from "../../modules/log-group";
import type { Network } from "../../modules/network";
import { Parameter } from "../../modules/parameter";
import { PolicyDocument, type Statements } from "../../modules/policy-document";
import type { AutoscaleArchive } from "../../modules/scratch-volume";
import { type BucketProps, Buckets, type MoreBucketProps } from "./buckets";
import {
  asksSpotFleet,
  type Capacity,
  capacityOf,
  type EnvironmentProps,
  isOnFargate,
  isOnInstances,
} from "./capacity";
import type { FileSystemsProps } from "./file-systems";
import {
  cromwellPolicy,
  executionPolicy,
  type HeadPolicyProps,
  type InstancePolicyProps,
  instancePolicy,
  jobPolicy,
  nextflowPolicy,
} from "./policies";
import { isUsed, type ToolAccess, type ToolProps, toolAccess } from "./tool-access";
import { toolConfigs } from "./tool-configs";

/** Folder below the bucket's prefix from which instances fetch what they cannot get elsewhere. */
const TOOLS = "tools/";

/** One of the queues. */
export interface QueueProps {
  readonly priority: number;
  /** Names of environments, in order. */
  readonly environments: List<string>;
  readonly cancelAfterMinutes?: Readonly<Partial<Record<StuckReason, number>>> | undefined;
}

/** Props of {@link GenomicsWorkflows}. */
export interface GenomicsWorkflowsProps extends AccessPlace {
  readonly network: Network;
  /** Groups that exist, for all instances. @default - one is created, that lets nothing in */
  readonly securityGroupIds?: List<string> | undefined;
  /** The one that tools work in. */
  readonly bucket: BucketProps;
  /** By their names. @default - none */
  readonly moreBuckets?: Things<MoreBucketProps>;
  /** @default - none */
  readonly inputBuckets?: List<InputBucket & { readonly requesterPays?: boolean }>;
  /** Folder below the first bucket's prefix where tools keep what they run with; ends with `/`. */
  readonly workPrefix: string;
  /** By name. */
  readonly environments: Things<EnvironmentProps>;
  /** By name. */
  readonly queues: Things<QueueProps>;
  readonly instances: RoleProps & {
    readonly volumeGiB: number;
    readonly scratchGiB: number;
    readonly volumeKmsKey?: string | undefined;
    readonly ebsAutoscale?: AutoscaleArchive | undefined;
    readonly lendRoleToJobs: Condition;
  };
  /** Namespaces of repositories, by pattern. */
  readonly repositories: readonly Arn[];
  readonly jobRole: { readonly existing?: Existing | undefined; readonly statements?: Statements | undefined };
  /** @default - none */
  readonly nextflow?: ToolProps | undefined;
  /** @default - none */
  readonly cromwell?: ToolProps | undefined;
  readonly fileSystems: FileSystemsProps;
  readonly logDays: number;
  /** Tags of instances and volumes that Batch starts, which the provider's default tags do not reach. */
  readonly instanceTags: Record<string, string>;
}

/**
 * Genomics Workflows on AWS: buckets, environments on spot and on-demand instances, queues, and the roles of jobs, of
 * Nextflow and of Cromwell.
 */
export class GenomicsWorkflows extends Construct {
  readonly buckets: Buckets;
  /** Where jobs run, and the roles that this takes. */
  readonly capacity: Capacity;
  /** ARNs of the queues, by name. */
  readonly queueArns: Record<string, string>;
  /** Undefined where everything runs on Fargate. */
  readonly instanceAccess?: InstanceAccess;
  readonly jobRole: JobRole;
  /** Undefined where nothing runs on Fargate. */
  readonly executionRole?: JobRole;
  readonly nextflow?: ToolAccess;
  readonly cromwell?: ToolAccess;
  readonly logGroup: LogGroup;
  readonly parameters: Record<string, string>;
  /** Undefined without Nextflow. */
  readonly nextflowConfig?: string;
  /** Undefined without Cromwell. */
  readonly cromwellConfig?: string;
  /** What the policies of buckets that exist should say, by name. */
  readonly bucketPoliciesToMerge: Record<string, string>;
  /** What the policies of keys of one's own should say. Undefined without such a key. */
  readonly keyPolicyToMerge?: string;

  constructor(scope: Construct, id: string, props: GenomicsWorkflowsProps) {
    super(scope, id);
    const { aws, names, bucket, moreBuckets = {}, inputBuckets, environments, queues, repositories, tags } = props;
    this.buckets = new Buckets(this, {
      ...{ aws, bucket, moreBuckets, inputBuckets, tags },
      toolsPrefix: TOOLS,
      cromwell: isUsed(props.cromwell),
    });
    const logGroupName = names.pathOf("instances");
    this.logGroup = new LogGroup(this, "logs", { logGroupName, retentionDays: props.logDays, tags });
    const common = { aws, repositories, ownerTags: names.ownerTags, logGroupName };
    const onInstances = named(this, "has_instances", anyThing(environments, isOnInstances));
    this.instanceAccess = onInstances === false ? undefined : this.ofInstances(props, onInstances, common);
    this.jobRole = jobRole(this, "job", props, props.jobRole.existing, {
      description: "Jobs of Genomics Workflows",
      statements: jobPolicy(this.buckets.forJobs(), props.jobRole.statements ?? []),
    });
    const onFargate = named(this, "has_fargate", anyThing(environments, isOnFargate));
    if (onFargate !== false) {
      this.executionRole = jobRole(this, "execution", props, undefined, {
        description: "Starts jobs of Genomics Workflows on Fargate",
        statements: executionPolicy({ aws, repositories }),
        there: onFargate,
      });
    }
    this.capacity = capacityOf(this, props, {
      onInstances,
      instances: this.instanceAccess,
      executionRole: this.executionRole,
      tools: TOOLS,
    });
    this.queueArns = mapThings(queues, (_, name) => aws.arn("batch", `job-queue/${names.of(name)}`));
    this.addQueues(props);
    this.parameters = this.publish(props);

    const head: Omit<HeadPolicyProps, "onMachine"> = {
      ...common,
      environmentNames: itemsOf(eachThing(environments, (_, name) => names.of(name))),
      queueArns: itemsOf(eachThing(asThings(this.queueArns), (arn) => arn as Arn)),
      parameters: names.pathOf(""),
      data: this.buckets.forTools(),
      jobRoleArns: itemsOf(given(this.jobRole.roleArn, this.executionRole?.roleArn)),
    };
    this.nextflow = this.tool("nextflow", props, (onMachine) => ({
      description: "Nextflow of Genomics Workflows: sends jobs and stages files",
      statements: nextflowPolicy({ ...head, onMachine }),
    }));
    this.cromwell = this.tool("cromwell", props, (onMachine) => ({
      description: "Cromwell of Genomics Workflows: sends jobs and stages files",
      statements: cromwellPolicy({ ...head, onMachine }),
    }));

    // S3 and KMS refuse a policy that names a role which is not there
    const roleArns = named(
      this,
      "role_arns",
      given(
        this.instanceAccess?.roleArn,
        this.jobRole.roleArn,
        ...[this.nextflow, this.cromwell].map((tool) => tool?.roleArn),
      ),
    );
    this.bucketPoliciesToMerge = this.buckets.policiesToMerge(roleArns);
    this.keyPolicyToMerge = this.keyPolicy(props, roleArns);
    const configs = toolConfigs(this, props, this.jobRole.roleArn, this.capacity.fileSystems.folders);
    this.nextflowConfig = onlyWhen(isUsed(props.nextflow), configs.nextflow);
    this.cromwellConfig = onlyWhen(isUsed(props.cromwell), configs.cromwell);
  }

  private ofInstances(
    props: GenomicsWorkflowsProps,
    there: Condition,
    common: Pick<InstancePolicyProps, "aws" | "repositories" | "ownerTags" | "logGroupName">,
  ): InstanceAccess {
    const { names, environments, instances } = props;
    const { lendRoleToJobs, ebsAutoscale, volumeKmsKey } = instances;
    const own = eachThing(thingsWhere(environments, isOnInstances), (_, name) => names.of(name));
    const access = instanceAccess(
      this,
      "instance",
      props,
      { ...instances, there },
      {
        description: "Container instances of Genomics Workflows",
        statements: instancePolicy({
          ...common,
          environmentNames: itemsOf(own),
          data: [
            ...when(lendRoleToJobs, ...this.buckets.forJobs()),
            ...when(not(lendRoleToJobs), ...this.buckets.forInstances()),
          ],
          autoscale: ebsAutoscale && { ...ebsAutoscale, volumeKmsKeyArn: volumeKmsKey as Arn | undefined },
        }),
      },
    );
    return { ...access, policyToAttach: onlyWhen(there, access.policyToAttach) };
  }

  private addQueues({ aws, names, queues, tags }: GenomicsWorkflowsProps): void {
    const arns = named(this, "environment_arns", this.capacity.environmentArns);
    const made = asThings(arns, (environmentArn) => ({ environmentArn }));
    forEachThing(
      queues,
      ({ thing, name, id, forEach }) =>
        new JobQueue(this, id("queue"), {
          aws,
          queueName: names.of(name),
          environments: thingsNamed(made, thing.environments),
          priority: thing.priority,
          cancelAfterMinutes: thing.cancelAfterMinutes,
          tags,
          forEach,
        }),
    );
  }

  private publish({ names, bucket, queues, tags }: GenomicsWorkflowsProps): Record<string, string> {
    const work = names.pathOf("bucket");
    const description = "Bucket that pipelines work in";
    new Parameter(this, "bucket", { parameterName: work, value: bucket.name, description, tags });
    forEachThing(asThings(this.queueArns), ({ thing: value, name, forEach }) => {
      const parameterName = names.pathOf(`queues/${name}`);
      const about = `Queue ${name}`;
      const id = forEach ? "queues" : `queues-${name}`;
      new Parameter(this, id, { parameterName, value, description: about, tags, forEach });
    });
    const ofQueues = mapThings(
      queues,
      (_, name) => names.pathOf(`queues/${name}`),
      (name) => `queues/${name}`,
    );
    return allTexts({ bucket: work }, ofQueues);
  }

  private tool(
    tool: "nextflow" | "cromwell",
    props: GenomicsWorkflowsProps,
    what: (onMachine: Condition) => { readonly description: string; readonly statements: Statements },
  ): ToolAccess | undefined {
    const given = props[tool];
    return given && toolAccess(this, tool, props, given, what(given.onMachine));
  }

  private keyPolicy(props: GenomicsWorkflowsProps, roleArns: List<Arn>): string | undefined {
    const { aws, bucket, moreBuckets = {}, instances, environments } = props;
    const others = othersThan(bucket.kmsKey, moreBuckets, ({ kmsKey }) => kmsKey);
    const statements = keyPolicyToMerge({
      aws,
      volumeKey: instances.volumeKmsKey,
      spot: {
        instances: anyThing(environments, ({ type }) => equal(type, "SPOT")),
        fleet: anyThing(environments, asksSpotFleet),
      },
      bucketKeys: [bucket.kmsKey],
      moreBucketKeys: others,
      roleArns,
    });
    if (statements.length === 0) return undefined;
    const { json } = new PolicyDocument(this, "key-policy-to-merge", { statements });
    const given = [present(instances.volumeKmsKey), present(bucket.kmsKey), any(namesOf(others))];
    return onlyWhen(given.reduce(or), json);
  }
}
