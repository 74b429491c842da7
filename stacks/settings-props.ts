import type { Arn } from "../modules/aws-environment";
import type { AccessPlace, Existing, RoleProps } from "../modules/instance-access";
import { Network } from "../modules/network";
import { DeployerNames } from "./deployer/deployer-names";
import type { Settings } from "./settings";
import type { SystemStack } from "./system-stack";

/** Where roles are made, and what holds for all of them. */
export function accessPlace(stack: SystemStack, settings: Settings): AccessPlace {
  const { aws, names } = stack;
  const { managedPoliciesPerRole, trustPolicyCharacters } = settings.iam;
  const permissionsBoundary = boundaryOf(stack, settings, "boundary");
  const peopleBoundary = boundaryOf(stack, settings, "people-boundary");
  return { aws, names, permissionsBoundary, peopleBoundary, managedPoliciesPerRole, trustPolicyCharacters };
}

/**
 * The boundary of the roles that a system's own tool makes; undefined where the system makes one.
 *
 * One that the system makes would be written by whoever deploys it, so that where there is a deployer the administrator's
 * stack makes it.
 */
export function toolBoundary(stack: SystemStack, settings: Settings): string | undefined {
  return boundaryOf(stack, settings, "tool-boundary");
}

/** The organisation's boundary, or where there is a deployer the one that the administrator's stack makes. */
function boundaryOf({ aws, node }: SystemStack, { name, iam, deployer }: Settings, thing: string): string | undefined {
  if (iam.permissionsBoundary !== undefined || deployer === undefined) return iam.permissionsBoundary;
  return new DeployerNames({ name, path: iam.path }).policyArn(aws, node.id, thing);
}

/**
 * The network that instances run in, and the security groups that are named for them.
 *
 * @param services which services, besides those of container instances, are reached without the Internet
 */
export function networkProps(stack: SystemStack, { network }: Settings, services?: readonly string[]) {
  if (!network) throw new Error(`network must be given: ${stack.node.id} runs instances`);
  const { aws, names } = stack;
  const created = "create" in network ? network.create : undefined;
  const existing = "vpc" in network ? network : undefined;
  return {
    network: new Network(stack, "network", {
      aws,
      networkName: names.of("network"),
      create: created !== undefined,
      vpcId: existing?.vpc,
      subnetIds: existing?.subnets,
      services,
      ...created,
    }),
    securityGroupIds: existing?.securityGroups,
  };
}

type BucketSettings = { readonly prefix?: string | undefined; readonly kmsKey?: string | undefined } & (
  | { readonly create: string; readonly forceDestroy: boolean }
  | { readonly existing: string }
);

/** The bucket that a system works in, new or existing. */
export interface BucketProps {
  readonly name: string;
  readonly create: boolean;
  readonly forceDestroy?: boolean;
  readonly prefix?: string;
  readonly kmsKey?: string;
}

/** The bucket that settings name. */
export function bucketProps(bucket: BucketSettings): BucketProps {
  const { prefix, kmsKey } = bucket;
  if ("existing" in bucket) return { name: bucket.existing, create: false, prefix, kmsKey };
  return { name: bucket.create, create: true, forceDestroy: bucket.forceDestroy, prefix, kmsKey };
}

interface ExistingSettings {
  readonly existing: string;
}

/** The role of instances and the profile that hands it out. */
export function instanceRoleProps({
  instanceRole,
  instanceProfile,
}: {
  readonly instanceRole?: ExistingSettings | undefined;
  readonly instanceProfile?: ExistingSettings | undefined;
}): RoleProps {
  return {
    role: instanceRole && existingByArn(instanceRole.existing),
    profile:
      instanceProfile &&
      (instanceProfile.existing.startsWith("arn:")
        ? existingByArn(instanceProfile.existing)
        : { name: instanceProfile.existing }),
  };
}

/** A role that a service works with, where the settings ask for one. */
export function serviceRoleProps(
  role: { readonly create: true } | ExistingSettings | undefined,
): "create" | Existing | undefined {
  return role && ("create" in role ? "create" : existingByArn(role.existing));
}

/** A role or profile by its ARN, whose last part is its name. */
export function existingByArn(arn: string): Existing {
  return { name: arn.slice(arn.lastIndexOf("/") + 1), arn: arn as Arn };
}
