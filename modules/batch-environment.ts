import { Construct } from "constructs";
import type { AllocationStrategy, EnvironmentType, InstanceEnvironmentType } from "./allocation-strategy";
import { installAwsCli } from "./aws-cli";
import { batchServiceRole, spotFleetRole } from "./batch-roles";
import { ComputeEnvironment } from "./compute-environment";
import { and, any, type Condition, concat, each, equal, type List, not } from "./deferred";
import { named } from "./deferred-name";
import { withTags } from "./deferred-text";
import type { Wanted } from "./existing";
import type { AccessPlace, InstanceAccess } from "./instance-access";
import { JobQueue } from "./job-queue";
import { LaunchTemplate } from "./launch-template";
import type { Network } from "./network";
import { SecurityGroup } from "./security-group";

/** How much capacity there is, and of what kind. */
export interface BatchCapacity {
  readonly type: InstanceEnvironmentType;
  readonly minVcpus: number;
  readonly maxVcpus: number;
  readonly instanceTypes: readonly string[];
  readonly allocationStrategy: AllocationStrategy;
  readonly bidPercentage?: number | undefined;
  readonly imageType: string;
  readonly volumeGiB: number;
  readonly volumeKmsKey?: string | undefined;
  /** Role of Batch itself. @default - its service-linked role */
  readonly serviceRole?: Wanted | undefined;
}

/** Props of {@link BatchEnvironment}. */
export interface BatchEnvironmentProps extends AccessPlace {
  /** Whose it is, in descriptions: `duet`. */
  readonly of: string;
  readonly network: Network;
  /** Groups that exist, for all instances. @default - one is created, that lets nothing in */
  readonly securityGroupIds?: List<string> | undefined;
  /** What instances work with, and jobs on them. */
  readonly instances: InstanceAccess;
  readonly capacity: BatchCapacity;
  readonly queuePriority: number;
  /** `s3://<bucket>/<prefix>` with the AWS CLI, for a network without a way to the Internet; ends with `/`. @default - none */
  readonly tools?: string;
  /** Tags of instances and volumes that Batch starts, which the provider's default tags do not reach. */
  readonly instanceTags: Record<string, string>;
}

/**
 * An environment of AWS Batch with a queue: instances with the AWS CLI start when jobs wait, and stop when none do.
 *
 * Jobs have no role of their own: they work with the instances'.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/compute_environments.html
 */
export class BatchEnvironment extends Construct {
  readonly environment: ComputeEnvironment;
  readonly queue: JobQueue;

  constructor(scope: Construct, id: string, props: BatchEnvironmentProps) {
    super(scope, id);
    const { aws, names, of, network, securityGroupIds = [], instances, capacity, queuePriority, tags } = props;
    const { type, allocationStrategy, serviceRole, volumeGiB, volumeKmsKey, ...rest } = capacity;
    const instanceTags = withTags(props.instanceTags, { Name: names.of("batch") });
    const launchTemplate = new LaunchTemplate(this, "batch-template", {
      templateName: names.of("batch"),
      description: `Container instances of ${of}`,
      volumeGiB,
      volumeKmsKeyArn: volumeKmsKey,
      metadataReach: "containers",
      script: installAwsCli(props.tools),
      instanceTags,
      tags,
    });
    const group = new SecurityGroup(this, "batch", {
      groupName: names.of("batch"),
      description: `Container instances of ${of}: nothing comes in`,
      vpcId: network.vpcId,
      create: not(any(securityGroupIds)),
      tags,
    });
    this.environment = new ComputeEnvironment(this, "batch-environment", {
      ...rest,
      environmentName: names.of("batch"),
      type,
      allocationStrategy,
      subnetIds: network.subnetIds,
      securityGroupIds: concat(
        each(securityGroupIds, (it) => it),
        group.securityGroupIds,
      ),
      instanceProfile: instances.profile,
      launchTemplate,
      serviceRole: batchServiceRole(this, props, serviceRole, `AWS Batch for the environments of ${of}`),
      spotFleetRole: spotFleetRole(
        this,
        props,
        `Spot fleet of ${of}'s environment`,
        named(this, "asks_spot_fleet", asksFleet(capacity)),
      ),
      instanceTags,
      dependsOn: [...instances.role.parts, ...network.ways],
      tags,
    });
    this.queue = new JobQueue(this, "queue", {
      aws,
      queueName: names.of("queue"),
      environments: [this.environment],
      priority: queuePriority,
      tags,
    });
  }
}

/** Whether spot instances are asked of a spot fleet. */
export function asksFleet({
  type,
  allocationStrategy,
}: Pick<BatchCapacity, "allocationStrategy"> & { readonly type: EnvironmentType }): Condition {
  return and(equal(type, "SPOT"), equal(allocationStrategy, "BEST_FIT"));
}
