import type { Environment } from "../../../tools/smoke/batch-state";
import type { Finding } from "../../../tools/smoke/finding";

/** An environment on Spot that nothing is wrong with. */
export const ENVIRONMENT: Environment = {
  name: "acme-duet-batch-2026",
  arn: "arn:aws:batch:eu-west-2:111122223333:compute-environment/acme-duet-batch-2026",
  state: "ENABLED",
  status: "VALID",
  statusReason: "ComputeEnvironment Healthy",
  serviceRole: "arn:aws:iam::111122223333:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch",
  clusterArn: "arn:aws:ecs:eu-west-2:111122223333:cluster/AWSBatch-acme-duet-batch-2026-7d1c",
  type: "SPOT",
  allocationStrategy: "SPOT_PRICE_CAPACITY_OPTIMIZED",
  maxVcpus: 256,
  desiredVcpus: 8,
  bidPercentage: 0,
  instanceTypes: ["optimal"],
  imageTypes: ["ECS_AL2023"],
  instanceProfile: "acme-duet-instance",
  launchTemplate: "lt-1",
  spotFleetRole: "",
  subnets: ["subnet-1"],
  securityGroups: ["sg-1"],
};

/** A finding as one line: its result, what it says, and what to do. */
export function line({ result, says, todo }: Finding): string {
  return `${result}: ${says}${todo ? ` → ${todo}` : ""}`;
}
