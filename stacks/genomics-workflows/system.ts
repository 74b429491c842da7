import { Construct } from "constructs";
import { isFargate } from "../../modules/allocation-strategy";
import { AWS_CLI_PATH } from "../../modules/aws-cli";
import type { Arn } from "../../modules/aws-environment";
import type { ComputeEnvironment } from "../../modules/compute-environment";
import { cromwellConfig } from "../../modules/cromwell-config";
import { any, type List, where } from "../../modules/deferred";
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
import { nextflowConfig } from "../../modules/nextflow-config";
import { Parameter } from "../../modules/parameter";
import { PolicyDocument, type Statements } from "../../modules/policy-document";
import type { AutoscaleArchive } from "../../modules/scratch-volume";
import { type BucketProps, Buckets } from "./buckets";
import { capacityOf, type EnvironmentProps } from "./capacity";
import type { FileSystemsProps } from "./file-systems";
import {
  cromwellPolicy,
  executionPolicy,
  type HeadPolicyProps,
  instancePolicy,
  jobPolicy,
  nextflowPolicy,
} from "./policies";

/** Folder below the bucket's prefix from which instances fetch what they cannot get elsewhere. */
const TOOLS = "tools/";

/** One of the queues. */
export interface QueueProps {
  readonly priority: number;
  /** Names of environments, in order. */
  readonly environments: readonly string[];
  readonly cancelAfterMinutes?: Readonly<Partial<Record<StuckReason, number>>> | undefined;
}

/** Where a tool runs that sends jobs: a job, a machine, or wherever a role that exists is used. */
export type HeadProps = { readonly runsOn: "job" | "machine" } | { readonly existing: Existing };

/** Props of {@link GenomicsWorkflows}. */
export interface GenomicsWorkflowsProps extends AccessPlace {
  readonly network: Network;
  /** Groups that exist, for all instances. @default - one is created, that lets nothing in */
  readonly securityGroupIds?: string[] | undefined;
  /** The one that tools work in comes first. */
  readonly buckets: readonly [BucketProps, ...BucketProps[]];
  /** @default - none */
  readonly inputBuckets?: List<InputBucket & { readonly requesterPays?: boolean }>;
  /** Folder below the first bucket's prefix where tools keep what they run with; ends with `/`. */
  readonly workPrefix: string;
  /** By name. */
  readonly environments: Readonly<Record<string, EnvironmentProps>>;
  /** By name. */
  readonly queues: Readonly<Record<string, QueueProps>>;
  readonly instances: RoleProps & {
    readonly volumeGiB: number;
    readonly scratchGiB: number;
    readonly volumeKmsKey?: string | undefined;
    readonly ebsAutoscale?: AutoscaleArchive | undefined;
    readonly lendRoleToJobs: boolean;
  };
  /** Namespaces of repositories, by pattern. */
  readonly repositories: readonly Arn[];
  readonly jobRole: { readonly existing?: Existing | undefined; readonly statements?: Statements | undefined };
  /** @default - none */
  readonly nextflow?: HeadProps | undefined;
  /** @default - none */
  readonly cromwell?: HeadProps | undefined;
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
  readonly environments: ReadonlyMap<string, ComputeEnvironment>;
  readonly queues: ReadonlyMap<string, JobQueue>;
  /** Undefined where everything runs on Fargate. */
  readonly instanceAccess?: InstanceAccess;
  readonly jobRole: JobRole;
  /** Undefined where nothing runs on Fargate. */
  readonly executionRole?: JobRole;
  readonly nextflow?: InstanceAccess | JobRole;
  readonly cromwell?: InstanceAccess | JobRole;
  /** Roles that Batch itself works with, by environment; none where it is its service-linked role. */
  readonly serviceRoleArns: Readonly<Record<string, Arn>>;
  readonly spotFleetRoleArn?: Arn;
  readonly logGroup: LogGroup;
  readonly parameters: Readonly<Record<string, string>>;
  readonly fileSystemIds: Readonly<Record<"efs" | "lustre", string | undefined>>;
  readonly nextflowConfig: string;
  readonly cromwellConfig: string;
  /** What the policies of buckets that exist should say, by name. */
  readonly bucketPoliciesToMerge: Readonly<Record<string, string>>;
  /** What the policies of keys of one's own should say. Undefined without such a key. */
  readonly keyPolicyToMerge?: string;

  constructor(scope: Construct, id: string, props: GenomicsWorkflowsProps) {
    super(scope, id);
    const { aws, names, inputBuckets = [], instances, repositories, logDays, tags } = props;
    const [work] = props.buckets;
    this.buckets = new Buckets(this, {
      aws,
      buckets: props.buckets,
      inputBuckets,
      toolsPrefix: TOOLS,
      cromwell: props.cromwell !== undefined,
      tags,
    });
    this.logGroup = new LogGroup(this, "logs", {
      logGroupName: names.pathOf("instances"),
      retentionDays: logDays,
      tags,
    });

    const environmentNames = Object.keys(props.environments).map((name) => names.of(name));
    const onInstances = Object.entries(props.environments).flatMap(([name, { type }]) =>
      isFargate(type) ? [] : [names.of(name)],
    );
    const common = {
      aws,
      repositories,
      ownerTags: names.ownerTags,
      logGroupName: names.pathOf("instances"),
    };
    if (onInstances.length > 0) {
      this.instanceAccess = instanceAccess(this, "instance", props, instances, {
        description: "Container instances of Genomics Workflows",
        statements: instancePolicy({
          ...common,
          environmentNames: onInstances,
          data: instances.lendRoleToJobs ? this.buckets.forJobs() : this.buckets.forInstances(),
          autoscale: instances.ebsAutoscale && {
            archive: archiveArn(props),
            volumeKmsKeyArn: instances.volumeKmsKey as Arn | undefined,
          },
        }),
      });
    }
    this.jobRole = jobRole(this, "job", props, props.jobRole.existing, {
      description: "Jobs of Genomics Workflows",
      statements: jobPolicy(this.buckets.forJobs(), props.jobRole.statements ?? []),
    });
    if (Object.values(props.environments).some(({ type }) => isFargate(type))) {
      this.executionRole = jobRole(this, "execution", props, undefined, {
        description: "Starts jobs of Genomics Workflows on Fargate",
        statements: executionPolicy({ aws, repositories }),
      });
    }

    const capacity = capacityOf(this, props, {
      instances: this.instanceAccess,
      executionRole: this.executionRole,
      tools: TOOLS,
    });
    const { environments, fileSystems } = capacity;
    this.environments = environments;
    this.serviceRoleArns = capacity.serviceRoleArns;
    this.spotFleetRoleArn = capacity.spotFleetRoleArn;
    this.fileSystemIds = fileSystems.ids;
    this.queues = new Map(
      Object.entries(props.queues).map(([name, { priority, environments: named, cancelAfterMinutes }]) => [
        name,
        new JobQueue(this, `${name}-queue`, {
          aws,
          queueName: names.of(name),
          environments: named.flatMap((environment) => environments.get(environment) ?? []),
          priority,
          cancelAfterMinutes,
          tags,
        }),
      ]),
    );
    this.parameters = this.publish(props);

    const head: Omit<HeadPolicyProps, "onMachine"> = {
      ...common,
      environmentNames,
      queueArns: [...this.queues.values()].map(({ queueArn }) => queueArn),
      parameters: names.pathOf(""),
      data: this.buckets.forTools(),
      jobRoleArns: [this.jobRole.roleArn, ...(this.executionRole ? [this.executionRole.roleArn] : [])],
    };
    this.nextflow = this.head("nextflow", props, props.nextflow, {
      description: "Nextflow of Genomics Workflows: sends jobs and stages files",
      statements: (onMachine) => nextflowPolicy({ ...head, onMachine }),
    });
    this.cromwell = this.head("cromwell", props, props.cromwell, {
      description: "Cromwell of Genomics Workflows: sends jobs and stages files",
      statements: (onMachine) => cromwellPolicy({ ...head, onMachine }),
    });

    const roleArns = [
      this.instanceAccess?.roleArn,
      this.jobRole.roleArn,
      this.nextflow?.roleArn,
      this.cromwell?.roleArn,
    ];
    const named = roleArns.filter((arn) => arn !== undefined);
    this.bucketPoliciesToMerge = this.buckets.policiesToMerge(named);
    this.keyPolicyToMerge = this.keyPolicy(props, named);

    const root = `s3://${work.name}/${work.prefix ?? ""}`;
    const [firstQueue, ...others] = ordered(this.queues);
    this.nextflowConfig = nextflowConfig({
      queueName: firstQueue.queueName,
      labelledQueues: Object.fromEntries(others.map(([name, { queueName }]) => [name, queueName])),
      aws,
      workDir: `${root}${props.workPrefix.replace(/\/$/, "")}`,
      cliPath: AWS_CLI_PATH,
      jobRoleArn: this.jobRole.roleArn,
      volumes: fileSystems.folders,
      requesterPays: any(where(inputBuckets, "requesterPays")),
    });
    this.cromwellConfig = cromwellConfig({
      region: aws.region,
      queueArn: firstQueue.queueArn,
      scriptBucketName: work.name,
      root: `${root}cromwell-execution`,
    });
  }

  private publish({ names, tags }: GenomicsWorkflowsProps): Record<string, string> {
    const published: Record<string, [value: string, description: string]> = {
      bucket: [this.buckets.work.bucketName, "Bucket that pipelines work in"],
    };
    for (const [name, { queueArn }] of this.queues) published[`queues/${name}`] = [queueArn, `Queue ${name}`];
    return Object.fromEntries(
      Object.entries(published).map(([name, [value, description]]) => {
        const id = name.replaceAll("/", "-");
        const parameter = new Parameter(this, id, { parameterName: names.pathOf(name), value, description, tags });
        return [name, parameter.parameterName];
      }),
    );
  }

  private head(
    thing: string,
    props: GenomicsWorkflowsProps,
    given: HeadProps | undefined,
    { description, statements }: { description: string; statements: (onMachine: boolean) => Statements },
  ): InstanceAccess | JobRole | undefined {
    if (!given) return undefined;
    const onMachine = "runsOn" in given && given.runsOn === "machine";
    const what = { description, statements: statements(onMachine) };
    if (onMachine) return instanceAccess(this, thing, props, {}, what);
    return jobRole(this, thing, props, "existing" in given ? given.existing : undefined, what);
  }

  private keyPolicy({ aws, buckets, instances, environments }: GenomicsWorkflowsProps, roleArns: Arn[]) {
    const spot = Object.values(environments).filter(({ type }) => type === "SPOT");
    const fleet = spot.some((it) => "allocationStrategy" in it && it.allocationStrategy === "BEST_FIT");
    const statements = keyPolicyToMerge({
      aws,
      volumeKey: instances.volumeKmsKey,
      spot: { instances: spot.length > 0, fleet },
      bucketKeys: [...new Set(buckets.map(({ kmsKey }) => kmsKey))],
      roleArns,
    });
    return statements.length === 0 ? undefined : new PolicyDocument(this, "key-policy-to-merge", { statements }).json;
  }
}

/** The queue that jobs go to unless they say otherwise, then the others. */
function ordered(queues: ReadonlyMap<string, JobQueue>): [JobQueue, ...[string, JobQueue][]] {
  const all = [...queues];
  const usual = all.find(([name]) => name === "default") ?? all[0];
  if (!usual) throw new Error("'queues' must have at least one queue");
  return [usual[1], ...all.filter((one) => one !== usual)];
}

/** The archive of EBS Autoscale as S3 knows it; undefined where it lies elsewhere. */
function archiveArn({ aws, instances }: GenomicsWorkflowsProps): Arn | undefined {
  const { source = "" } = instances.ebsAutoscale ?? {};
  return source.startsWith("s3://") ? aws.bucketArn(source.slice("s3://".length)) : undefined;
}
