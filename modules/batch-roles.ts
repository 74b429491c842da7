import type { Construct } from "constructs";
import type { Arn } from "./aws-environment";
import type { Condition } from "./deferred";
import { named } from "./deferred-name";
import { onlyWhen } from "./deferred-text";
import { resolved, type Wanted } from "./existing";
import type { AccessPlace } from "./instance-access";
import { ServiceRole } from "./service-role";

/**
 * The role that Batch itself works with, `service`; undefined where none is wanted: then Batch takes its service-linked role,
 * which it makes on first use and which alone lets it update environments in place.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/service_IAM_role.html
 */
export function batchServiceRole(
  scope: Construct,
  place: AccessPlace,
  wanted: Wanted | undefined,
  description: string,
): ServiceRole | undefined {
  if (wanted === undefined) return undefined;
  const { aws, names } = place;
  const created = { name: names.of("service"), arn: aws.iamArn(`role${names.iamPath}${names.of("service")}`) };
  const { name, arn, create } = resolved(wanted, created);
  const roleArn = named(scope, "service_role_arn", arn);
  return new ServiceRole(scope, "service", {
    ...common(place),
    service: "batch",
    roleName: name,
    roleArn,
    create,
    description,
    awsManagedPolicies: [aws.awsManagedPolicy("service-role/AWSBatchServiceRole")],
  });
}

/**
 * The role by which a spot fleet starts and tags instances, `spot-fleet`: for SPOT environments with BEST_FIT only.
 *
 * @param create whether there is such an environment
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/spot_fleet_IAM_role.html
 */
export function spotFleetRole(
  scope: Construct,
  place: AccessPlace,
  description: string,
  create: Condition = true,
): ServiceRole | undefined {
  if (create === false) return undefined;
  const { aws, names } = place;
  const roleName = names.of("spot-fleet");
  return new ServiceRole(scope, "spot-fleet", {
    ...common(place),
    service: "spotfleet",
    roleName,
    roleArn: named(scope, "spot_fleet_role_arn", onlyWhen<Arn>(create, aws.iamArn(`role${names.iamPath}${roleName}`))),
    create,
    description,
    awsManagedPolicies: [aws.awsManagedPolicy("service-role/AmazonEC2SpotFleetTaggingRole")],
  });
}

function common(place: AccessPlace) {
  const { aws, names, permissionsBoundary, managedPoliciesPerRole, trustPolicyCharacters, tags } = place;
  return { aws, path: names.iamPath, permissionsBoundary, managedPoliciesPerRole, trustPolicyCharacters, tags };
}
