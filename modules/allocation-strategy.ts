/** How instances of a compute environment are bought. */
export type EnvironmentType = "EC2" | "SPOT";

/** How Batch picks instances. */
export type AllocationStrategy =
  | "BEST_FIT"
  | "BEST_FIT_PROGRESSIVE"
  | "SPOT_CAPACITY_OPTIMIZED"
  | "SPOT_PRICE_CAPACITY_OPTIMIZED";

/**
 * The strategies of each type, the default first.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/allocation-strategies.html
 */
export const ALLOCATION_STRATEGIES = {
  EC2: ["BEST_FIT_PROGRESSIVE", "BEST_FIT"],
  SPOT: ["SPOT_PRICE_CAPACITY_OPTIMIZED", "SPOT_CAPACITY_OPTIMIZED", "BEST_FIT_PROGRESSIVE", "BEST_FIT"],
} as const satisfies Readonly<Record<EnvironmentType, readonly AllocationStrategy[]>>;
