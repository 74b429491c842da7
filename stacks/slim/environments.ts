import { Construct } from "constructs";
import type { AllocationStrategy } from "../../modules/allocation-strategy";
import { batchServiceRole, spotFleetRole } from "../../modules/batch-roles";
import { ComputeEnvironment } from "../../modules/compute-environment";
import { first } from "../../modules/deferred";
import type { AccessPlace, Existing, InstanceAccess } from "../../modules/instance-access";
import { JobQueue } from "../../modules/job-queue";
import { LaunchTemplate } from "../../modules/launch-template";
import type { Network } from "../../modules/network";
import { PlacementGroup } from "../../modules/placement-group";
import { limitProcessors } from "../../modules/processor-limit";
import { SecurityGroup } from "../../modules/security-group";
import type { ServiceRole } from "../../modules/service-role";
import { mountShared, SharedFileSystem } from "../../modules/shared-file-system";

/** Where jobs of the published multi-node image look for the shared folder. */
const SHARED_FOLDER = "/efs";

/** One of several environments. */
export interface EnvironmentProps {
  readonly type: "SPOT" | "EC2";
  readonly minVcpus: number;
  readonly maxVcpus: number;
  readonly instanceTypes: readonly string[];
  readonly allocationStrategy: AllocationStrategy;
  readonly bidPercentage?: number | undefined;
  readonly imageType: string;
  /** Processors of an instance that jobs see. @default - all */
  readonly processors?: number | undefined;
  /** Whether its jobs run on several instances at a time. */
  readonly multiNode: boolean;
}

/** Props of {@link Environments}. */
export interface EnvironmentsProps {
  readonly place: AccessPlace;
  readonly network: Network;
  /** Groups that exist, for all instances. @default - one is created, and one for multi-node jobs */
  readonly securityGroupIds?: string[] | undefined;
  readonly access: InstanceAccess;
  readonly serviceRole?: "create" | Existing | undefined;
  /** Whether jobs have a role of their own, so that they need not reach the instance's. */
  readonly jobsHaveRole: boolean;
  readonly environments: Readonly<Record<string, EnvironmentProps>>;
  readonly volumeGiB: number;
  readonly volumeKmsKey?: string | undefined;
  /** File system that multi-node jobs share. @default - none */
  readonly sharedFileSystem?:
    | { readonly create: true; readonly forceDestroy: boolean; readonly kmsKey?: string | undefined }
    | { readonly existing: string }
    | undefined;
  /** Tags of instances and volumes. */
  readonly instanceTags: Readonly<Record<string, string>>;
}

/** Where jobs run: environments of AWS Batch, each with a queue of its own. */
export class Environments extends Construct {
  /** By the name of the environment. */
  readonly queues: Readonly<Record<string, JobQueue>>;
  readonly serviceRole?: ServiceRole;
  /** Undefined without SPOT with BEST_FIT. */
  readonly spotFleetRole?: ServiceRole;
  /** What multi-node jobs stand in. Undefined where it existed, or where there are none. */
  readonly nodesSecurityGroupId?: string;
  private readonly shared?: { readonly fileSystemId: string; readonly ways?: SharedFileSystem["ways"] };
  private readonly securityGroupIds: string[];
  private readonly nodesSecurityGroupIds: string[];

  constructor(scope: Construct, id: string, props: EnvironmentsProps) {
    super(scope, id);
    const { place, serviceRole, environments } = props;
    const named = Object.entries(environments);
    this.serviceRole = batchServiceRole(this, place, serviceRole, "AWS Batch for the environments of slim");
    if (named.some(([, it]) => isSpotFleet(it))) {
      this.spotFleetRole = spotFleetRole(this, place, "Spot fleets of slim's environments");
    }
    this.securityGroupIds = this.securityGroup(
      props,
      "batch",
      named.some(([, { multiNode }]) => !multiNode),
    );
    this.nodesSecurityGroupIds = this.securityGroup(
      props,
      "nodes",
      named.some(([, { multiNode }]) => multiNode),
    );
    [this.nodesSecurityGroupId] = props.securityGroupIds ? [] : this.nodesSecurityGroupIds;
    this.shared = this.share(props);
    this.queues = Object.fromEntries(named.map(([name, it]) => [name, this.queue(name, it, props)]));
  }

  /** The ids of the groups that exist, or of one that is made where it is needed. */
  private securityGroup(
    { place, network, securityGroupIds }: EnvironmentsProps,
    thing: "batch" | "nodes",
    needed: boolean,
  ): string[] {
    if (securityGroupIds) return securityGroupIds;
    const { names, tags } = place;
    const nodes = thing === "nodes";
    const group = new SecurityGroup(this, thing, {
      groupName: names.of(thing),
      description: nodes ? "Nodes of slim's jobs: they reach each other" : "Instances of slim: nothing comes in",
      vpcId: network.vpcId,
      amongThemselves: nodes,
      create: needed,
      tags,
    });
    return group.securityGroupId === undefined ? [] : [group.securityGroupId];
  }

  private share({ place, network, sharedFileSystem: shared }: EnvironmentsProps) {
    if (shared === undefined) return undefined;
    if ("existing" in shared) return { fileSystemId: shared.existing };
    const { names, tags } = place;
    return new SharedFileSystem(this, "shared", {
      fileSystemName: names.of("shared"),
      vpcId: network.vpcId,
      // the subnet of the nodes; a second one of the same zone could not have a mount target
      subnetIds: [first(network.subnetIds)],
      clientSecurityGroupIds: this.nodesSecurityGroupIds,
      kmsKeyArn: shared.kmsKey,
      forceDestroy: shared.forceDestroy,
      tags,
    });
  }

  private queue(name: string, environment: EnvironmentProps, props: EnvironmentsProps): JobQueue {
    const { place, network, access, jobsHaveRole, volumeGiB, volumeKmsKey } = props;
    const { aws, names, tags } = place;
    const { processors, multiNode, ...capacity } = environment;
    const shared = multiNode ? this.shared : undefined;
    const instanceTags = { ...props.instanceTags, Name: names.of(name) };
    const script = [
      ...(processors === undefined ? [] : [limitProcessors(processors)]),
      ...(shared ? [mountShared(shared.fileSystemId, SHARED_FOLDER)] : []),
    ];
    const launchTemplate = new LaunchTemplate(this, `${name}-template`, {
      templateName: names.of(name),
      description: `Instances of slim's environment ${name}`,
      volumeGiB,
      volumeKmsKeyArn: volumeKmsKey,
      metadataReach: jobsHaveRole ? "instance" : "containers",
      script: script.length > 0 ? ["#!/bin/bash\n", ...script].join("") : undefined,
      instanceTags,
      tags,
    });
    const compute = new ComputeEnvironment(this, `${name}-environment`, {
      ...capacity,
      environmentName: names.of(name),
      // a cluster placement group is in one zone
      subnetIds: multiNode ? [first(network.subnetIds)] : network.subnetIds,
      securityGroupIds: multiNode ? this.nodesSecurityGroupIds : this.securityGroupIds,
      instanceProfile: access.profile,
      launchTemplate,
      serviceRole: this.serviceRole,
      spotFleetRole: isSpotFleet(environment) ? this.spotFleetRole : undefined,
      placementGroup: multiNode
        ? new PlacementGroup(this, `${name}-nodes`, { groupName: names.of(name), tags })
        : undefined,
      instanceTags,
      dependsOn: [...access.role.parts, ...network.ways, ...(shared?.ways ?? [])],
      tags,
    });
    return new JobQueue(this, `${name}-queue`, { aws, queueName: names.of(name), environments: [compute], tags });
  }
}

/** Spot instances by BEST_FIT are asked of a spot fleet. */
function isSpotFleet({ type, allocationStrategy }: EnvironmentProps): boolean {
  return type === "SPOT" && allocationStrategy === "BEST_FIT";
}
