/** How capacity of a compute environment is bought: instances, or containers on Fargate, which has no instances of ours. */
export type EnvironmentType = "EC2" | "SPOT" | "FARGATE" | "FARGATE_SPOT";

/** Types whose jobs run on instances of ours. */
export type InstanceEnvironmentType = Extract<EnvironmentType, "EC2" | "SPOT">;

/** How Batch picks instances. */
export type AllocationStrategy =
  | "BEST_FIT"
  | "BEST_FIT_PROGRESSIVE"
  | "SPOT_CAPACITY_OPTIMIZED"
  | "SPOT_PRICE_CAPACITY_OPTIMIZED";

/**
 * The strategies of each type, the default first; Fargate has none.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/allocation-strategies.html
 * @see https://docs.aws.amazon.com/batch/latest/userguide/fargate-compute-environments.html
 */
export const ALLOCATION_STRATEGIES = {
  EC2: ["BEST_FIT_PROGRESSIVE", "BEST_FIT"],
  SPOT: ["SPOT_PRICE_CAPACITY_OPTIMIZED", "SPOT_CAPACITY_OPTIMIZED", "BEST_FIT_PROGRESSIVE", "BEST_FIT"],
  FARGATE: [],
  FARGATE_SPOT: [],
} as const satisfies Readonly<Record<EnvironmentType, readonly AllocationStrategy[]>>;

/** Whether jobs of a type run without instances of ours. */
export function isFargate(type: EnvironmentType): type is "FARGATE" | "FARGATE_SPOT" {
  return type === "FARGATE" || type === "FARGATE_SPOT";
}
