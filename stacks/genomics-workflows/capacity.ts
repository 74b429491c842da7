import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type AllocationStrategy, type InstanceEnvironmentType, isFargate } from "../../modules/allocation-strategy";
import type { Arn } from "../../modules/aws-environment";
import { batchServiceRole, spotFleetRole } from "../../modules/batch-roles";
import { ComputeEnvironment } from "../../modules/compute-environment";
import type { Existing, InstanceAccess } from "../../modules/instance-access";
import type { JobRole } from "../../modules/job-role";
import { SecurityGroup } from "../../modules/security-group";
import type { ServiceRole } from "../../modules/service-role";
import { type FileSystems, fileSystems } from "./file-systems";
import { instanceTemplate } from "./instances";
import type { GenomicsWorkflowsProps } from "./system";

/** One of the environments. */
export type EnvironmentProps = CommonProps & (InstancesProps | { readonly type: "FARGATE" | "FARGATE_SPOT" });

interface CommonProps {
  /** Role of Batch itself. @default - its service-linked role */
  readonly serviceRole?: "create" | Existing | undefined;
  readonly maxVcpus: number;
}

interface InstancesProps {
  readonly type: InstanceEnvironmentType;
  readonly minVcpus: number;
  readonly instanceTypes: readonly string[];
  readonly allocationStrategy: AllocationStrategy;
  readonly bidPercentage?: number | undefined;
  readonly imageType: string;
}

/** Where jobs run. */
export interface Capacity {
  /** By name. */
  readonly environments: ReadonlyMap<string, ComputeEnvironment>;
  /** Roles that Batch itself works with, by environment; none where it is its service-linked role. */
  readonly serviceRoleArns: Readonly<Record<string, Arn>>;
  readonly spotFleetRoleArn?: Arn | undefined;
  readonly fileSystems: FileSystems;
}

/** What lets instances and containers on Fargate start. */
export interface CapacityRoles {
  readonly instances?: InstanceAccess | undefined;
  readonly executionRole?: JobRole | undefined;
  /** Folder below the bucket's prefix from which instances fetch what they cannot get elsewhere. */
  readonly tools: string;
}

/** Environments that share their instances' template, security group, roles and file systems. */
export function capacityOf(
  scope: Construct,
  props: GenomicsWorkflowsProps,
  { instances, executionRole, tools }: CapacityRoles,
): Capacity {
  const { names, network, securityGroupIds, tags } = props;
  const all = Object.entries(props.environments);
  const group = new SecurityGroup(scope, "batch", {
    groupName: names.of("batch"),
    description: "Container instances of Genomics Workflows: nothing comes in",
    vpcId: network.vpcId,
    create: securityGroupIds === undefined,
    tags,
  });
  const groups = securityGroupIds ?? [group.securityGroupId as string];
  const shared = fileSystems(scope, props, { groups, openGroups: securityGroupIds === undefined });
  const instanceTags = { ...props.instanceTags, Name: names.of("batch") };
  const launchTemplate = all.some(([, it]) => onInstances(it))
    ? instanceTemplate(scope, props, { ...shared, instanceTags, tools })
    : undefined;
  const service = serviceRoles(scope, props);
  const fleet = all.some(([, it]) => asksFleet(it))
    ? spotFleetRole(scope, props, "Spot fleet of Genomics Workflows' environments")
    : undefined;
  const ready: ITerraformDependable[] = [...network.ways, ...shared.ways];

  const environments = all.map(([name, environment]): [string, ComputeEnvironment] => {
    const { serviceRole: _, ...capacity } = environment;
    const common = {
      environmentName: names.of(name),
      subnetIds: network.subnetIds,
      securityGroupIds: groups,
      serviceRole: service.get(name),
      tags,
    };
    const ofInstances = {
      instanceProfile: instances?.profile,
      launchTemplate,
      spotFleetRole: asksFleet(environment) ? fleet : undefined,
      instanceTags,
    };
    const role = onInstances(environment) ? instances?.role : executionRole?.role;
    const made = new ComputeEnvironment(scope, `${name}-environment`, {
      ...capacity,
      ...common,
      ...(onInstances(environment) && ofInstances),
      dependsOn: [...(role?.parts ?? []), ...ready],
    });
    return [name, made];
  });
  return {
    environments: new Map(environments),
    serviceRoleArns: Object.fromEntries([...service].map(([name, { roleArn }]) => [name, roleArn])),
    spotFleetRoleArn: fleet?.roleArn,
    fileSystems: shared,
  };
}

/** One role of Batch for all environments that ask for a new one; those that exist are named for each. */
function serviceRoles(scope: Construct, props: GenomicsWorkflowsProps): ReadonlyMap<string, ServiceRole> {
  const description = "AWS Batch for the environments of Genomics Workflows";
  let created: ServiceRole | undefined;
  const roles = Object.entries(props.environments).flatMap(([name, { serviceRole }]): [string, ServiceRole][] => {
    if (serviceRole === undefined) return [];
    if (serviceRole === "create") created ??= batchServiceRole(scope, props, "create", description);
    const role =
      serviceRole === "create"
        ? created
        : batchServiceRole(new Construct(scope, `${name}-batch`), props, serviceRole, description);
    return role ? [[name, role]] : [];
  });
  return new Map(roles);
}

function onInstances({ type }: EnvironmentProps): boolean {
  return !isFargate(type);
}

function asksFleet(environment: EnvironmentProps): boolean {
  return environment.type === "SPOT" && environment.allocationStrategy === "BEST_FIT";
}
