import type { Arn } from "../../modules/aws-environment";

/** What the configuration file of a cluster says of IAM. */
export interface ClusterIam {
  readonly scheduler: "slurm" | "awsbatch";
  readonly loginNodes: boolean;
  /** Iam/PermissionsBoundary. @default - none */
  readonly permissionsBoundary?: string | undefined;
  /** Iam/ResourcePrefix. @default - none */
  readonly resourcePrefix?: string | undefined;
  /** Iam/Roles/LambdaFunctionsRole. @default - ParallelCluster makes it */
  readonly functionsRole?: Arn | undefined;
  /** Instance profiles of nodes. @default - ParallelCluster makes them */
  readonly profiles?: NodeProfiles | undefined;
  /** AdditionalIamPolicies of roles that ParallelCluster makes. */
  readonly additionalPolicies: readonly string[];
  /** CustomS3Bucket. @default - ParallelCluster's own */
  readonly bucketName?: string | undefined;
}

/** ARNs of instance profiles. */
export interface NodeProfiles {
  readonly headNode: string;
  /** Undefined where AWS Batch makes the instances. */
  readonly compute?: string | undefined;
  /** Undefined where there are no login nodes. */
  readonly login?: string | undefined;
}

/** What the configuration file of an image says of IAM. */
export interface ImageIam {
  /** Build/Iam/InstanceProfile. @default - ParallelCluster makes it */
  readonly instanceProfile?: string | undefined;
  /** Build/Iam/CleanupLambdaRole. @default - ParallelCluster makes it */
  readonly cleanupRole?: Arn | undefined;
  /** Build/Iam/PermissionsBoundary. @default - none */
  readonly permissionsBoundary?: string | undefined;
  readonly bucketName?: string | undefined;
}

/**
 * What to put into the configuration file of a cluster.
 *
 * The parts of queues and pools are to be repeated in each of them.
 *
 * @see https://docs.aws.amazon.com/parallelcluster/latest/ug/cluster-configuration-file-v3.html
 */
export function clusterConfiguration(props: ClusterIam): string {
  const { scheduler, loginNodes, permissionsBoundary, resourcePrefix, functionsRole, profiles, bucketName } = props;
  const slurm = scheduler === "slurm";
  const node = (profile: string | undefined) =>
    profile === undefined ? additional(props.additionalPolicies) : [`InstanceProfile: ${profile}`];
  const iam = [
    ...(permissionsBoundary === undefined ? [] : [`PermissionsBoundary: ${permissionsBoundary}`]),
    ...(resourcePrefix === undefined ? [] : [`ResourcePrefix: ${resourcePrefix}`]),
    ...(functionsRole === undefined ? [] : ["Roles:", `  LambdaFunctionsRole: ${functionsRole}`]),
  ];
  const lines = [
    ...(bucketName === undefined ? [] : [`CustomS3Bucket: ${bucketName}`]),
    ...under("Iam", iam),
    ...under("HeadNode", under("Iam", node(profiles?.headNode))),
    "Scheduling:",
    `  Scheduler: ${scheduler}`,
    ...indent(slurm ? inEach("SlurmQueues", "queue", node(profiles?.compute)) : []),
    ...(loginNodes ? under("LoginNodes", inEach("Pools", "pool", node(profiles?.login))) : []),
  ];
  return `${lines.join("\n")}\n`;
}

/**
 * What to put into the configuration file of an image; empty where ParallelCluster makes everything.
 *
 * @see https://docs.aws.amazon.com/parallelcluster/latest/ug/image-builder-configuration-file-v3.html
 */
export function imageConfiguration(props: ImageIam): string {
  const { instanceProfile, cleanupRole, permissionsBoundary, bucketName } = props;
  const iam = [
    ...(instanceProfile === undefined ? [] : [`InstanceProfile: ${instanceProfile}`]),
    ...(cleanupRole === undefined ? [] : [`CleanupLambdaRole: ${cleanupRole}`]),
    ...(permissionsBoundary === undefined ? [] : [`PermissionsBoundary: ${permissionsBoundary}`]),
  ];
  const lines = [
    ...(bucketName === undefined ? [] : [`CustomS3Bucket: ${bucketName}`]),
    ...under("Build", under("Iam", iam)),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function additional(policies: readonly string[]): string[] {
  return policies.length === 0 ? [] : ["AdditionalIamPolicies:", ...policies.map((policy) => `  - Policy: ${policy}`)];
}

/** A section, where something is in it. */
function under(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${name}:`, ...indent(lines)];
}

/** A list whose every item has the same. */
function inEach(name: string, item: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return [`${name}:`, `  # the same in every ${item}`, "  - Iam:", ...indent(indent(indent(lines)))];
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
