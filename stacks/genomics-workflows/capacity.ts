import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { AllocationStrategy, EnvironmentType } from "../../modules/allocation-strategy";
import { asksFleet } from "../../modules/batch-environment";
import { batchServiceRole, spotFleetRole } from "../../modules/batch-roles";
import { type BatchRole, ComputeEnvironment } from "../../modules/compute-environment";
import { any, type Condition, concat, each, not, onlyIf } from "../../modules/deferred";
import {
  allTexts,
  anyThing,
  forEachOfTwoKinds,
  mapThings,
  type ThingMade,
  thingsWhere,
} from "../../modules/deferred-map";
import { named } from "../../modules/deferred-name";
import { onlyWhen, startsWith, withTags } from "../../modules/deferred-text";
import { isToBeCreated, isWanted, resolved, type Wanted } from "../../modules/existing";
import type { InstanceAccess } from "../../modules/instance-access";
import type { JobRole } from "../../modules/job-role";
import { SecurityGroup } from "../../modules/security-group";
import type { ServiceRole } from "../../modules/service-role";
import { type FileSystems, fileSystems } from "./file-systems";
import { instanceTemplate } from "./instances";
import type { GenomicsWorkflowsProps } from "./system";

/** One of the environments; types FARGATE and FARGATE_SPOT take nothing that is said of instances. */
export interface EnvironmentProps {
  readonly type: EnvironmentType;
  readonly maxVcpus: number;
  /** Role of Batch itself. @default - its service-linked role */
  readonly serviceRole?: Wanted | undefined;
  readonly minVcpus?: number;
  readonly instanceTypes?: readonly string[];
  readonly allocationStrategy?: AllocationStrategy;
  readonly bidPercentage?: number | undefined;
  readonly imageType?: string;
}

/** Where jobs run. */
export interface Capacity {
  /** ARNs of the environments, by name. */
  readonly environmentArns: Record<string, string>;
  /** Roles that Batch itself works with, by environment; none where it is its service-linked role. */
  readonly serviceRoleArns: Record<string, string>;
  readonly spotFleetRoleArn?: string | undefined;
  readonly fileSystems: FileSystems;
}

/** What lets instances and containers on Fargate start. */
export interface CapacityRoles {
  /** Whether there are any instances. */
  readonly onInstances: Condition;
  readonly instances?: InstanceAccess | undefined;
  readonly executionRole?: JobRole | undefined;
  /** Folder below the bucket's prefix from which instances fetch what they cannot get elsewhere. */
  readonly tools: string;
}

/** Whether the jobs of an environment run without instances of ours. */
export function isOnFargate({ type }: EnvironmentProps): Condition {
  return startsWith(type, "FARGATE");
}

/** Whether the jobs of an environment run on instances. */
export function isOnInstances(environment: EnvironmentProps): Condition {
  return not(isOnFargate(environment));
}

/** Whether an environment asks a spot fleet for its instances. */
export function asksSpotFleet({ type, allocationStrategy }: EnvironmentProps): Condition {
  return allocationStrategy === undefined ? false : asksFleet({ type, allocationStrategy });
}

/** Environments that share their instances' template, security group, roles and file systems. */
export function capacityOf(scope: Construct, props: GenomicsWorkflowsProps, roles: CapacityRoles): Capacity {
  const { names, network, securityGroupIds = [], environments, tags } = props;
  const ownGroup = named(scope, "create_security_group", not(any(securityGroupIds)));
  const group = new SecurityGroup(scope, "batch", {
    groupName: names.of("batch"),
    description: "Container instances of Genomics Workflows: nothing comes in",
    vpcId: network.vpcId,
    create: ownGroup,
    tags,
  });
  const groups = concat(
    each(securityGroupIds, (it) => it),
    group.securityGroupIds,
  );
  const shared = fileSystems(scope, props, { groups, openGroups: ownGroup });
  const instanceTags = withTags(props.instanceTags, { Name: names.of("batch") });
  const launchTemplate = onlyIf(roles.onInstances, (count) =>
    instanceTemplate(scope, props, { ...shared, instanceTags, tools: roles.tools, count }),
  );
  const service = serviceRole(scope, props);
  const asked = named(scope, "asks_spot_fleet", anyThing(environments, asksSpotFleet));
  const fleet = spotFleetRole(scope, props, "Spot fleet of Genomics Workflows' environments", asked);
  const ready: ITerraformDependable[] = [...network.ways, ...shared.ways];

  const make =
    (what: string, own: (environment: EnvironmentProps) => OwnProps, role: ServiceRole | undefined) =>
    ({ thing, name, id, forEach }: ThingMade<EnvironmentProps>): Record<string, string> => {
      const made = new ComputeEnvironment(scope, forEach ? what : id("environment"), {
        environmentName: names.of(name),
        type: thing.type,
        maxVcpus: thing.maxVcpus,
        subnetIds: network.subnetIds,
        securityGroupIds: groups,
        serviceRole: service(thing),
        ...own(thing),
        dependsOn: [...(role?.parts ?? []), ...ready],
        tags,
        forEach,
      });
      return forEach ? made.environmentArns : { [name]: made.environmentArn };
    };
  const ofInstances = (environment: EnvironmentProps): OwnProps => {
    const { minVcpus, instanceTypes, allocationStrategy, bidPercentage, imageType } = environment;
    return {
      ...{ minVcpus, instanceTypes, allocationStrategy, bidPercentage, imageType },
      instanceProfile: roles.instances?.profile,
      launchTemplate,
      spotFleetRole: held(asksSpotFleet(environment), fleet),
      instanceTags,
    };
  };
  const arns = forEachOfTwoKinds(
    environments,
    isOnFargate,
    make("fargate-environment", () => ({}), roles.executionRole?.role),
    make("environment", ofInstances, roles.instances?.role),
  );
  return {
    environmentArns: allTexts(...arns),
    serviceRoleArns: mapThings(
      thingsWhere(environments, (it) => isWanted(it.serviceRole)),
      (it) => service(it).roleArn as string,
    ),
    spotFleetRoleArn: fleet?.roleArn,
    fileSystems: shared,
  };
}

type OwnProps = Partial<ConstructorParameters<typeof ComputeEnvironment>[2]>;

/** A role where a condition holds, and what it stands on. */
function held(condition: Condition, role: ServiceRole | undefined): BatchRole | undefined {
  if (condition === false || role === undefined) return undefined;
  return { roleArn: onlyWhen(condition, role.roleArn), parts: role.parts };
}

/** The role of Batch for an environment: one for all that ask for a new one, and those that exist. */
function serviceRole(scope: Construct, props: GenomicsWorkflowsProps): (environment: EnvironmentProps) => BatchRole {
  const create = named(
    scope,
    "create_service_role",
    anyThing(props.environments, (it) => isToBeCreated(it.serviceRole)),
  );
  const created =
    create === false
      ? undefined
      : batchServiceRole(scope, props, { create }, "AWS Batch for the environments of Genomics Workflows");
  return ({ serviceRole: wanted }) => {
    const parts = isToBeCreated(wanted) === false ? [] : (created?.parts ?? []);
    const { arn } = resolved(wanted, { name: props.names.of("service"), arn: created?.roleArn ?? "arn:" });
    return { roleArn: arn, parts };
  };
}
