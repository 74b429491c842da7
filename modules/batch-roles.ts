import type { Construct } from "constructs";
import type { AccessPlace, Existing } from "./instance-access";
import { ServiceRole } from "./service-role";

/**
 * The role that Batch itself works with, `service`; undefined without `given`: then Batch takes its service-linked role,
 * which it makes on first use and which alone lets it update environments in place.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/service_IAM_role.html
 */
export function batchServiceRole(
  scope: Construct,
  place: AccessPlace,
  given: "create" | Existing | undefined,
  description: string,
): ServiceRole | undefined {
  if (given === undefined) return undefined;
  const { aws, names } = place;
  const create = given === "create";
  return new ServiceRole(scope, "service", {
    ...common(place),
    service: "batch",
    roleName: create ? names.of("service") : given.name,
    roleArn: create ? undefined : given.arn,
    create,
    description,
    awsManagedPolicies: [aws.awsManagedPolicy("service-role/AWSBatchServiceRole")],
  });
}

/**
 * The role by which a spot fleet starts and tags instances, `spot-fleet`: for SPOT environments with BEST_FIT only.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/spot_fleet_IAM_role.html
 */
export function spotFleetRole(scope: Construct, place: AccessPlace, description: string): ServiceRole {
  const { aws, names } = place;
  return new ServiceRole(scope, "spot-fleet", {
    ...common(place),
    service: "spotfleet",
    roleName: names.of("spot-fleet"),
    description,
    awsManagedPolicies: [aws.awsManagedPolicy("service-role/AmazonEC2SpotFleetTaggingRole")],
  });
}

function common(place: AccessPlace) {
  const { aws, names, permissionsBoundary, managedPoliciesPerRole, trustPolicyCharacters, tags } = place;
  return { aws, path: names.iamPath, permissionsBoundary, managedPoliciesPerRole, trustPolicyCharacters, tags };
}
