import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { AllocationStrategy } from "../../modules/allocation-strategy";
import { asksFleet } from "../../modules/batch-environment";
import { batchServiceRole, spotFleetRole } from "../../modules/batch-roles";
import { type BatchRole, ComputeEnvironment } from "../../modules/compute-environment";
import {
  and,
  any,
  type Condition,
  choose,
  chooseList,
  concat,
  each,
  first,
  type List,
  not,
  or,
  present,
} from "../../modules/deferred";
import { anyThing, forEachThing, type ThingMade, type Things } from "../../modules/deferred-map";
import { named } from "../../modules/deferred-name";
import { digits, onlyWhen, withTags } from "../../modules/deferred-text";
import type { Wanted } from "../../modules/existing";
import type { AccessPlace, InstanceAccess } from "../../modules/instance-access";
import { JobQueue } from "../../modules/job-queue";
import { LaunchTemplate, type MetadataReach } from "../../modules/launch-template";
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
  readonly multiNode: Condition;
}

/** File system that multi-node jobs share, new, existing, or none. */
export interface SharedFolder {
  readonly create: Condition;
  /** Id of one that exists. */
  readonly existing?: string | undefined;
  readonly forceDestroy?: boolean;
  readonly kmsKey?: string | undefined;
}

/** Props of {@link Environments}. */
export interface EnvironmentsProps {
  readonly place: AccessPlace;
  readonly network: Network;
  /** Groups that exist, for all instances. @default - one is created, and one for multi-node jobs */
  readonly securityGroupIds?: List<string> | undefined;
  readonly access: InstanceAccess;
  readonly serviceRole?: Wanted | undefined;
  /** Whether jobs have a role of their own, so that they need not reach the instance's. */
  readonly jobsHaveRole: Condition;
  readonly environments: Things<EnvironmentProps>;
  readonly volumeGiB: number;
  readonly volumeKmsKey?: string | undefined;
  /** @default - none */
  readonly sharedFileSystem?: SharedFolder | undefined;
  /** Tags of instances and volumes. */
  readonly instanceTags: Record<string, string>;
}

/** Where jobs run: environments of AWS Batch, each with a queue of its own. */
export class Environments extends Construct {
  readonly serviceRole?: ServiceRole;
  /** Whether spot instances are asked of a spot fleet: by SPOT with BEST_FIT. */
  readonly asksSpotFleet: Condition;
  /** Undefined where none is asked. */
  readonly spotFleetRole?: ServiceRole | undefined;
  /** What multi-node jobs stand in. Undefined where it existed, or where there are none. */
  readonly nodesSecurityGroupId?: string;
  /** Where what is made of each of them stands, apart from what has a name of its own here. */
  private readonly each: Construct;
  private readonly shared?: Shared;
  private readonly metadataReach: MetadataReach;
  private readonly securityGroupIds: string[];
  private readonly nodesSecurityGroupIds: string[];

  constructor(scope: Construct, id: string, props: EnvironmentsProps) {
    super(scope, id);
    const { place, serviceRole, jobsHaveRole, environments } = props;
    this.serviceRole = batchServiceRole(this, place, serviceRole, "AWS Batch for the environments of slim");
    this.asksSpotFleet = named(this, "asks_spot_fleet", anyThing(environments, asksFleet));
    this.spotFleetRole = spotFleetRole(this, place, "Spot fleets of slim's environments", this.asksSpotFleet);
    const batch = this.securityGroup(
      props,
      "batch",
      anyThing(environments, ({ multiNode }) => not(multiNode)),
    );
    const nodes = this.securityGroup(
      props,
      "nodes",
      anyThing(environments, ({ multiNode }) => multiNode),
    );
    this.securityGroupIds = batch.ids;
    this.nodesSecurityGroupIds = nodes.ids;
    this.nodesSecurityGroupId = nodes.group.securityGroupId;
    this.shared = this.share(props);
    this.metadataReach = named(this, "metadata_reach", choose<MetadataReach>(jobsHaveRole, "instance", "containers"));
    this.each = new Construct(this, "Default");
    forEachThing(environments, (made) => this.queue(made, props));
  }

  /** The ids of the groups that exist, or of one that is made where it is needed. */
  private securityGroup(
    { place, network, securityGroupIds = [] }: EnvironmentsProps,
    thing: "batch" | "nodes",
    needed: Condition,
  ): { readonly group: SecurityGroup; readonly ids: string[] } {
    const { names, tags } = place;
    const nodes = thing === "nodes";
    const group = new SecurityGroup(this, thing, {
      groupName: names.of(thing),
      description: nodes ? "Nodes of slim's jobs: they reach each other" : "Instances of slim: nothing comes in",
      vpcId: network.vpcId,
      amongThemselves: nodes,
      create: named(this, `create_${thing}_security_group`, and(not(any(securityGroupIds)), needed)),
      tags,
    });
    const given = each(securityGroupIds, (it) => it);
    return { group, ids: named(this, `${thing}_security_group_ids`, concat(given, group.securityGroupIds)) };
  }

  private share({ place, network, sharedFileSystem: shared }: EnvironmentsProps): Shared | undefined {
    if (shared === undefined) return undefined;
    const { create, existing } = shared;
    if (create === false) return { there: present(existing), fileSystemId: existing as string, ways: [] };
    const { names, tags } = place;
    const { fileSystemId, ways } = new SharedFileSystem(this, "shared", {
      fileSystemName: names.of("shared"),
      vpcId: network.vpcId,
      // the subnet of the nodes; a second one of the same zone could not have a mount target
      subnetIds: [first(network.subnetIds)],
      clientSecurityGroupIds: this.nodesSecurityGroupIds,
      kmsKeyArn: shared.kmsKey,
      forceDestroy: shared.forceDestroy ?? false,
      create,
      tags,
    });
    return {
      there: named(this, "has_shared_file_system", or(create, present(existing))),
      fileSystemId: named(this, "shared_file_system_id", choose(create, fileSystemId, existing ?? "")),
      ways,
    };
  }

  private queue(made: ThingMade<EnvironmentProps>, props: EnvironmentsProps): void {
    const { name, id, thing: environment, forEach, where } = made;
    const { place, network, access } = props;
    const { aws, names, tags } = place;
    const { processors: _, multiNode, ...capacity } = environment;
    const instanceTags = withTags(props.instanceTags, { Name: names.of(name) });
    const group = where(
      (it) => it.multiNode,
      (some) => new PlacementGroup(this.each, id("nodes"), { ...some, groupName: names.of(name), tags }),
    );
    const mounting = multiNode === false ? undefined : this.shared;
    const compute = new ComputeEnvironment(this.each, id("environment"), {
      ...capacity,
      forEach,
      environmentName: names.of(name),
      // a cluster placement group is in one zone
      subnetIds: chooseList(multiNode, [first(network.subnetIds)], network.subnetIds),
      securityGroupIds: chooseList(multiNode, this.nodesSecurityGroupIds, this.securityGroupIds),
      instanceProfile: access.profile,
      launchTemplate: this.launchTemplate(made, props, instanceTags),
      serviceRole: this.serviceRole,
      spotFleetRole: this.fleetRoleOf(environment),
      placementGroup: group && { groupName: onlyWhen(multiNode, group.groupName) },
      instanceTags,
      dependsOn: [...access.role.parts, ...network.ways, ...(mounting?.ways ?? [])],
      tags,
    });
    new JobQueue(this.each, id("queue"), { aws, forEach, queueName: names.of(name), environments: [compute], tags });
  }

  private launchTemplate(
    { name, id, thing: { processors, multiNode }, forEach }: ThingMade<EnvironmentProps>,
    { place, volumeGiB, volumeKmsKey }: EnvironmentsProps,
    instanceTags: Record<string, string>,
  ): LaunchTemplate {
    const { names, tags } = place;
    const limits = present(processors);
    const mounts = and(multiNode, this.shared?.there ?? false);
    return new LaunchTemplate(this.each, id("template"), {
      forEach,
      templateName: names.of(name),
      description: `Instances of slim's environment ${name}`,
      volumeGiB,
      volumeKmsKeyArn: volumeKmsKey,
      metadataReach: this.metadataReach,
      script: [
        "#!/bin/bash",
        partIf(limits, limitProcessors(digits(processors))),
        partIf(mounts, mountShared(`${this.shared?.fileSystemId}`, SHARED_FOLDER)),
      ].join(""),
      hasScript: or(limits, mounts),
      instanceTags,
      tags,
    });
  }

  /** Spot instances by BEST_FIT are asked of a spot fleet. */
  private fleetRoleOf(environment: EnvironmentProps): BatchRole | undefined {
    const asks = asksFleet(environment);
    const role = asks === false ? undefined : this.spotFleetRole;
    return role && { parts: role.parts, roleArn: onlyWhen(asks, role.roleArn) };
  }
}

/** Part of a script on lines of its own, where it is wanted. */
function partIf(condition: Condition, part: string): string {
  return choose(condition, `\n${part.trimEnd()}`, "");
}

/** The file system that multi-node jobs share. */
interface Shared {
  readonly there: Condition;
  readonly fileSystemId: string;
  /** What must be there before an instance mounts it. */
  readonly ways: readonly ITerraformDependable[];
}
