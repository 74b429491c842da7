import type { EnvironmentType } from "../../modules/allocation-strategy";

/** A resource of a stack, with the attributes that Terraform knows of it. */
export interface StackResource {
  /** Such as `aws_batch_job_queue.queue`. */
  readonly address: string;
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A queue of AWS Batch as its stack describes it. */
export interface Queue {
  readonly name: string;
  /** ARNs, in the order in which it asks them. */
  readonly environments: readonly string[];
}

/** A managed compute environment of AWS Batch. */
export interface Environment {
  readonly name: string;
  readonly arn: string;
  /** ENABLED or DISABLED. */
  readonly state: string;
  /** VALID where it can start instances. */
  readonly status: string;
  readonly statusReason: string;
  readonly serviceRole: string;
  readonly clusterArn: string;
  readonly type: EnvironmentType;
  readonly allocationStrategy: string;
  readonly maxVcpus: number;
  /** vCPUs that run or start now. */
  readonly desiredVcpus: number;
  /** In percent of the on-demand price; 0 where none is set. */
  readonly bidPercentage: number;
  readonly instanceTypes: readonly string[];
  readonly imageTypes: readonly string[];
  /** Its name. Empty for Fargate. */
  readonly instanceProfile: string;
  /** Its id. Empty for Fargate. */
  readonly launchTemplate: string;
  /** ARN of the role, for SPOT with BEST_FIT. */
  readonly spotFleetRole: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
}

/** The queues in a stack. */
export function queuesIn(resources: readonly StackResource[]): Queue[] {
  return ofType(resources, "aws_batch_job_queue").map(({ values }) => ({
    name: text(values.name),
    environments: [...list<{ compute_environment: string; order: number }>(values.compute_environment_order)]
      .sort((one, other) => one.order - other.order)
      .map(({ compute_environment }) => compute_environment),
  }));
}

/** The environments in a stack. */
export function environmentsIn(resources: readonly StackResource[]): Environment[] {
  return ofType(resources, "aws_batch_compute_environment").map(({ values }) => {
    const [compute = {}] = list<Record<string, unknown>>(values.compute_resources);
    const [template = {}] = list<Record<string, unknown>>(compute.launch_template);
    return {
      name: text(values.compute_environment_name),
      arn: text(values.arn),
      state: text(values.state),
      status: text(values.status),
      statusReason: text(values.status_reason),
      serviceRole: text(values.service_role),
      clusterArn: text(values.ecs_cluster_arn),
      type: text(compute.type) as EnvironmentType,
      allocationStrategy: text(compute.allocation_strategy),
      maxVcpus: Number(compute.max_vcpus ?? 0),
      desiredVcpus: Number(compute.desired_vcpus ?? 0),
      bidPercentage: Number(compute.bid_percentage ?? 0),
      instanceTypes: list<string>(compute.instance_type),
      imageTypes: list<{ image_type: string }>(compute.ec2_configuration).map(({ image_type }) => image_type),
      instanceProfile: nameIn(text(compute.instance_role)),
      launchTemplate: text(template.launch_template_id),
      spotFleetRole: text(compute.spot_iam_fleet_role),
      subnets: list<string>(compute.subnets),
      securityGroups: list<string>(compute.security_group_ids),
    };
  });
}

/** The resources of a type. */
export function ofType(resources: readonly StackResource[], type: string): StackResource[] {
  return resources.filter((resource) => resource.type === type);
}

/** The last part of an ARN's path: `acme-duet-instance`. */
export function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function list<T>(value: unknown): readonly T[] {
  return Array.isArray(value) ? value : [];
}
