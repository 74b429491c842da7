import { BatchComputeEnvironment } from "@cdktf/provider-aws/lib/batch-compute-environment";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ALLOCATION_STRATEGIES, type AllocationStrategy, type EnvironmentType, isFargate } from "./allocation-strategy";
import { attribute, choose, equal, isDeferred } from "./deferred";
import { attributesByName, type Times } from "./deferred-map";
import type { InstanceProfile } from "./instance-profile";
import type { LaunchTemplate } from "./launch-template";
import type { ServiceRole } from "./service-role";

/** A role that Batch works with; without an ARN where it turns out that there is none. */
export type BatchRole = Pick<ServiceRole, "parts"> & { readonly roleArn: string | undefined };

/** Props of {@link ComputeEnvironment}. */
export interface ComputeEnvironmentProps extends InstanceProps, Times {
  /** First words of the name; AWS adds a suffix, so that a replacement can stand beside what it replaces. */
  readonly environmentName: string;
  /** @default "SPOT" */
  readonly type?: EnvironmentType;
  /** @default 256 */
  readonly maxVcpus?: number;
  readonly subnetIds: string[];
  readonly securityGroupIds: string[];
  /** @default - Batch's service-linked role, which Batch makes on first use */
  readonly serviceRole?: BatchRole;
  /** What must be there before the first job runs, and go after the last one. @default - none */
  readonly dependsOn?: readonly ITerraformDependable[];
  /** @default - the provider's default tags */
  readonly tags?: Record<string, string>;
}

/** What instances are; types EC2 and SPOT need a profile and a launch template, FARGATE and FARGATE_SPOT take none of it. */
export interface InstanceProps {
  /** @default - the first of the type's {@link ALLOCATION_STRATEGIES} */
  readonly allocationStrategy?: AllocationStrategy;
  /** @default 0 */
  readonly minVcpus?: number;
  /** Types or families. @default ["optimal"] */
  readonly instanceTypes?: readonly string[];
  /** @default "ECS_AL2023" */
  readonly imageType?: string;
  /** Most of the on-demand price that is paid for SPOT, in percent. @default - the on-demand price */
  readonly bidPercentage?: number;
  readonly instanceProfile?: InstanceProfile;
  readonly launchTemplate?: LaunchTemplate;
  /** For SPOT with BEST_FIT, which uses a spot fleet. @default - none */
  readonly spotFleetRole?: BatchRole | undefined;
  /** Placement group of the nodes of multi-node jobs, which Batch runs on type EC2 only. @default - none */
  readonly placementGroup?: { readonly groupName: string | undefined } | undefined;
  /** Tags of the instances. */
  readonly instanceTags?: Record<string, string>;
}

/**
 * A managed compute environment of AWS Batch: capacity that is there when jobs wait and goes when none do.
 *
 * Some changes replace it, and AWS refuses to delete one that a queue still names. So it alone has a name prefix and is
 * created before the one it replaces is destroyed: the queue moves over in between.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/compute_environments.html
 */
export class ComputeEnvironment extends Construct {
  readonly environmentArn: string;
  readonly environmentName: string;
  private readonly environment: BatchComputeEnvironment;

  constructor(scope: Construct, id: string, props: ComputeEnvironmentProps) {
    super(scope, id);
    const { environmentName, type = "SPOT", maxVcpus = 256, subnetIds, securityGroupIds } = props;
    const { serviceRole, spotFleetRole, launchTemplate, dependsOn = [], tags, forEach } = props;
    // of a type that is not known yet, what is made with nothing to start instances with has none
    const fargate = isDeferred(type) ? launchTemplate === undefined : isFargate(type);
    if (fargate) refuseInstances(type, props);

    this.environment = new BatchComputeEnvironment(this, "compute-environment", {
      forEach,
      computeEnvironmentNamePrefix: `${environmentName}-`,
      type: "MANAGED",
      state: "ENABLED",
      serviceRole: serviceRole?.roleArn,
      computeResources: {
        type,
        ...(fargate ? { maxVcpus } : instanceResources(type, maxVcpus, props)),
        subnets: subnetIds,
        securityGroupIds,
      },
      tags,
      lifecycle: {
        createBeforeDestroy: true,
        // Batch reads $Latest once, when the environment is made: a changed template would never reach it
        ...(launchTemplate && { replaceTriggeredBy: [launchTemplate.versionReference] }),
      },
      dependsOn: [...dependsOn, ...[serviceRole, spotFleetRole].flatMap((role) => role?.parts ?? [])],
    });
    this.environmentArn = attribute(this.environment, "arn");
    this.environmentName = attribute(this.environment, "compute_environment_name");
  }

  /** The ARNs by the names of the things, where it is made for each of several. */
  get environmentArns(): Record<string, string> {
    return attributesByName(this.environment, "arn");
  }
}

function instanceResources(type: EnvironmentType, maxVcpus: number, props: InstanceProps) {
  const { minVcpus = 0, instanceTypes = ["optimal"], imageType = "ECS_AL2023", bidPercentage } = props;
  const { instanceProfile, launchTemplate, spotFleetRole, placementGroup, instanceTags } = props;
  const [spot] = ALLOCATION_STRATEGIES.SPOT;
  const [onDemand] = ALLOCATION_STRATEGIES.EC2;
  const { allocationStrategy = choose<AllocationStrategy>(equal(type, "SPOT"), spot, onDemand) } = props;
  if (!instanceProfile || !launchTemplate) {
    throw new Error(
      `'instanceProfile' and 'launchTemplate' must be given for type ${type}, whose jobs run on instances`,
    );
  }
  validate({ type, allocationStrategy, minVcpus, maxVcpus, bidPercentage, spotFleetRole, placementGroup });
  return {
    allocationStrategy,
    minVcpus,
    maxVcpus,
    instanceType: [...instanceTypes],
    ec2Configuration: [{ imageType }],
    bidPercentage,
    spotIamFleetRole: spotFleetRole?.roleArn,
    placementGroup: placementGroup?.groupName,
    instanceRole: instanceProfile.profileArn,
    launchTemplate: { launchTemplateId: launchTemplate.launchTemplateId, version: "$Latest" },
    tags: instanceTags,
  };
}

/** What Fargate takes no value for; each in AWS's list on the page. */
const FOR_INSTANCES = [
  "allocationStrategy",
  "minVcpus",
  "instanceTypes",
  "imageType",
  "bidPercentage",
  "instanceProfile",
  "launchTemplate",
  "spotFleetRole",
  "placementGroup",
  "instanceTags",
] as const satisfies readonly (keyof InstanceProps)[];

/** @see https://docs.aws.amazon.com/batch/latest/userguide/fargate-compute-environments.html */
function refuseInstances(type: EnvironmentType, props: InstanceProps): void {
  const given = FOR_INSTANCES.find((prop) => props[prop] !== undefined);
  if (given)
    throw new Error(`'${given}' is for types EC2 and SPOT only, got ${type}: Fargate has no instances of ours`);
}

type Checked = Pick<InstanceProps, "bidPercentage" | "spotFleetRole" | "placementGroup"> &
  Required<Pick<ComputeEnvironmentProps, "type" | "allocationStrategy" | "minVcpus" | "maxVcpus">>;

function validate(props: Checked) {
  const { type, allocationStrategy, minVcpus, maxVcpus, bidPercentage, spotFleetRole, placementGroup } = props;
  if (isDeferred(type) || isDeferred(allocationStrategy)) return;
  const allowed: readonly AllocationStrategy[] = ALLOCATION_STRATEGIES[type];
  if (!allowed.includes(allocationStrategy)) {
    throw new Error(
      `'allocationStrategy' of type ${type} must be one of ${allowed.join(", ")}, got ${allocationStrategy}`,
    );
  }
  if (type !== "SPOT" && bidPercentage !== undefined)
    throw new Error(`'bidPercentage' is for type SPOT only, got ${type}`);
  if (type === "SPOT" && allocationStrategy === "BEST_FIT" && !spotFleetRole) {
    throw new Error("'spotFleetRole' must be given for type SPOT with BEST_FIT, which asks a spot fleet for instances");
  }
  if (placementGroup && type !== "EC2") {
    throw new Error(`'placementGroup' is for type EC2 only, got ${type}: Batch runs no multi-node jobs there`);
  }
  if (!isDeferred(minVcpus) && !isDeferred(maxVcpus) && minVcpus > maxVcpus) {
    throw new Error(`'minVcpus' must not exceed 'maxVcpus' (${maxVcpus}), got ${minVcpus}`);
  }
}
