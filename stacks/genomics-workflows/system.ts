import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type AllocationStrategy, type InstanceEnvironmentType, isFargate } from "../../modules/allocation-strategy";
import { AWS_CLI_PATH } from "../../modules/aws-cli";
import type { Arn } from "../../modules/aws-environment";
import { batchServiceRole, spotFleetRole } from "../../modules/batch-roles";
import { ComputeEnvironment } from "../../modules/compute-environment";
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
import { SecurityGroup } from "../../modules/security-group";
import { type BucketProps, Buckets } from "./buckets";
import { type FileSystemsProps, fileSystems } from "./file-systems";
import { instanceTemplate } from "./instances";
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

/** One of the environments. */
export type EnvironmentProps = {
  /** Role of Batch itself. @default - its service-linked role */
  readonly serviceRole?: "create" | Existing | undefined;
  readonly maxVcpus: number;
} & (
  | { readonly type: "FARGATE" | "FARGATE_SPOT" }
  | {
      readonly type: InstanceEnvironmentType;
      readonly minVcpus: number;
      readonly instanceTypes: readonly string[];
      readonly allocationStrategy: AllocationStrategy;
      readonly bidPercentage?: number | undefined;
      readonly imageType: string;
    }
);

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
  readonly instanceAccess: InstanceAccess;
  readonly jobRole: JobRole;
  /** Undefined where nothing runs on Fargate. */
  readonly executionRole?: JobRole;
  readonly nextflow?: InstanceAccess | JobRole;
  readonly cromwell?: InstanceAccess | JobRole;
  /** Undefined where Batch works with its service-linked role. */
  readonly serviceRoleArn?: Arn;
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

    const environmentNames = Object.entries(props.environments).flatMap(([name, { type }]) =>
      isFargate(type) ? [] : [names.of(name)],
    );
    const common = {
      aws,
      environmentNames,
      repositories,
      ownerTags: names.ownerTags,
      logGroupName: names.pathOf("instances"),
    };
    this.instanceAccess = instanceAccess(this, "instance", props, environmentNames.length > 0 ? instances : undefined, {
      description: "Container instances of Genomics Workflows",
      statements: instancePolicy({
        ...common,
        data: instances.lendRoleToJobs ? this.buckets.forJobs() : this.buckets.forInstances(),
        autoscale: instances.ebsAutoscale && {
          archive: archiveArn(props),
          volumeKmsKeyArn: instances.volumeKmsKey as Arn | undefined,
        },
      }),
    });
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

    const { environments, serviceRole, fleetRole, fileSystemIds, volumes } = this.compute(props);
    this.environments = environments;
    this.serviceRoleArn = serviceRole;
    this.spotFleetRoleArn = fleetRole;
    this.fileSystemIds = fileSystemIds;
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
      this.instanceAccess.roleArn,
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
      region: aws.region,
      workDir: `${root}${props.workPrefix.replace(/\/$/, "")}`,
      cliPath: AWS_CLI_PATH,
      jobRoleArn: this.jobRole.roleArn,
      volumes,
      requesterPays: any(where(inputBuckets, "requesterPays")),
    });
    this.cromwellConfig = cromwellConfig({
      region: aws.region,
      queueArn: firstQueue.queueArn,
      scriptBucketName: work.name,
      root: `${root}cromwell-execution`,
    });
  }

  private compute(props: GenomicsWorkflowsProps) {
    const { names, network, securityGroupIds, environments, tags } = props;
    const all = Object.entries(environments);
    const group = new SecurityGroup(this, "batch", {
      groupName: names.of("batch"),
      description: "Container instances of Genomics Workflows: nothing comes in",
      vpcId: network.vpcId,
      create: securityGroupIds === undefined,
      tags,
    });
    const groups = securityGroupIds ?? [group.securityGroupId as string];
    const shared = fileSystems(this, props, { groups, openGroups: securityGroupIds === undefined });
    const instanceTags = { ...props.instanceTags, Name: names.of("batch") };
    const onInstances = all.some(([, { type }]) => !isFargate(type));
    const launchTemplate = onInstances
      ? instanceTemplate(this, props, { ...shared, instanceTags, tools: TOOLS })
      : undefined;
    const service = this.serviceRoles(props);
    const withFleet = all.some(([, it]) => it.type === "SPOT" && it.allocationStrategy === "BEST_FIT");
    const fleet = withFleet ? spotFleetRole(this, props, "Spot fleet of Genomics Workflows' environments") : undefined;

    const ready: ITerraformDependable[] = [...network.ways, ...shared.ways];
    const made = all.map(([name, environment]) => {
      const common = {
        environmentName: names.of(name),
        maxVcpus: environment.maxVcpus,
        subnetIds: network.subnetIds,
        securityGroupIds: groups,
        serviceRole: service(environment),
        tags,
      };
      const id = `${name}-environment`;
      if (isFargate(environment.type)) {
        const parts = this.executionRole?.role.parts ?? [];
        return new ComputeEnvironment(this, id, {
          ...common,
          type: environment.type,
          dependsOn: [...parts, ...ready],
        });
      }
      const { serviceRole: _, ...capacity } = environment as Exclude<
        EnvironmentProps,
        { type: "FARGATE" | "FARGATE_SPOT" }
      >;
      return new ComputeEnvironment(this, id, {
        ...capacity,
        ...common,
        instanceProfile: this.instanceAccess.profile,
        launchTemplate,
        spotFleetRole: capacity.type === "SPOT" && capacity.allocationStrategy === "BEST_FIT" ? fleet : undefined,
        instanceTags,
        dependsOn: [...this.instanceAccess.role.parts, ...ready],
      });
    });
    return {
      environments: new Map(all.map(([name], index) => [name, made[index] as ComputeEnvironment])),
      serviceRole: all.map(([, it]) => service(it)?.roleArn).find((arn) => arn !== undefined),
      fleetRole: fleet?.roleArn,
      fileSystemIds: shared.ids,
      volumes: shared.folders,
    };
  }

  /** One role of Batch for all environments that ask for a new one; those that exist are named for each. */
  private serviceRoles(props: GenomicsWorkflowsProps) {
    const description = "AWS Batch for the environments of Genomics Workflows";
    const asked = Object.values(props.environments).map(({ serviceRole }) => serviceRole);
    const created = asked.includes("create") ? batchServiceRole(this, props, "create", description) : undefined;
    const existing = new Map(
      Object.entries(props.environments).map(([name, { serviceRole }]) => {
        const given = serviceRole === "create" ? undefined : serviceRole;
        const place = given && new Construct(this, `${name}-batch`);
        return [serviceRole, place && batchServiceRole(place, props, given, description)];
      }),
    );
    return ({ serviceRole }: EnvironmentProps) => (serviceRole === "create" ? created : existing.get(serviceRole));
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
