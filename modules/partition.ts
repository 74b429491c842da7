/** Partitions that the five systems run in; the first field of every ARN. */
export const PARTITIONS = ["aws", "aws-cn", "aws-us-gov"] as const;

/** A group of regions with accounts, ARNs and service names of its own. */
export type Partition = (typeof PARTITIONS)[number];

/** The partition of a region: `cn-…` is aws-cn, `us-gov-…` is aws-us-gov, every other one aws. */
export function partitionOf(region: string): Partition {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
