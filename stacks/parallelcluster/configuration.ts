import { type Condition, equal, not } from "../../modules/deferred";
import { anyItem, itemsIf, joinedItems, mapItems } from "../../modules/deferred-items";
import type { Scheduler } from "./iam-policy";

/** A value that a configuration names where it is there. */
export interface NamedValue {
  readonly there: Condition;
  readonly value: string;
}

/** What the configuration file of a cluster says of IAM. */
export interface ClusterIam {
  readonly scheduler: Scheduler;
  readonly loginNodes: Condition;
  /** Iam/PermissionsBoundary. @default - none */
  readonly permissionsBoundary?: NamedValue | undefined;
  /** Iam/ResourcePrefix. @default - none */
  readonly resourcePrefix?: NamedValue | undefined;
  /** Iam/Roles/LambdaFunctionsRole. @default - ParallelCluster makes it */
  readonly functionsRole?: NamedValue | undefined;
  /** ARNs of instance profiles of nodes. @default - ParallelCluster makes them */
  readonly profiles?: Readonly<Record<"headNode" | "compute" | "login", NamedValue>> | undefined;
  /** AdditionalIamPolicies of roles that ParallelCluster makes; none where it makes none. */
  readonly additionalPolicies: readonly string[];
  /** CustomS3Bucket. @default - ParallelCluster's own */
  readonly bucketName?: NamedValue | undefined;
}

/** What the configuration file of an image says of IAM. */
export interface ImageIam {
  /** Build/Iam/InstanceProfile. @default - ParallelCluster makes it */
  readonly instanceProfile?: NamedValue | undefined;
  /** Build/Iam/CleanupLambdaRole. @default - ParallelCluster makes it */
  readonly cleanupRole?: NamedValue | undefined;
  /** Build/Iam/PermissionsBoundary. @default - none */
  readonly permissionsBoundary?: NamedValue | undefined;
  readonly bucketName?: NamedValue | undefined;
}

/**
 * What to put into the configuration file of a cluster.
 *
 * The parts of queues and pools are to be repeated in each of them.
 *
 * @see https://docs.aws.amazon.com/parallelcluster/latest/ug/cluster-configuration-file-v3.html
 */
export function clusterConfiguration(props: ClusterIam): string {
  const { scheduler, loginNodes, functionsRole, profiles } = props;
  const additional = under(
    "AdditionalIamPolicies",
    mapItems(props.additionalPolicies, (policy) => `- Policy: ${policy}`),
  );
  const node = (profile: NamedValue | undefined) => [...line("InstanceProfile", profile), ...additional];
  const iam = [
    ...line("PermissionsBoundary", props.permissionsBoundary),
    ...line("ResourcePrefix", props.resourcePrefix),
    ...under("Roles", line("LambdaFunctionsRole", functionsRole)),
  ];
  const queues = inEach("SlurmQueues", "queue", node(profiles?.compute));
  const pools = inEach("Pools", "pool", node(profiles?.login));
  return textOf([
    ...line("CustomS3Bucket", props.bucketName),
    ...under("Iam", iam),
    ...under("HeadNode", under("Iam", node(profiles?.headNode))),
    "Scheduling:",
    `  Scheduler: ${scheduler}`,
    ...itemsIf(not(equal(scheduler, "awsbatch")), ...indent(queues)),
    ...itemsIf(loginNodes, ...under("LoginNodes", pools)),
  ]);
}

/**
 * What to put into the configuration file of an image; empty where ParallelCluster makes everything.
 *
 * @see https://docs.aws.amazon.com/parallelcluster/latest/ug/image-builder-configuration-file-v3.html
 */
export function imageConfiguration(props: ImageIam): string {
  const iam = [
    ...line("InstanceProfile", props.instanceProfile),
    ...line("CleanupLambdaRole", props.cleanupRole),
    ...line("PermissionsBoundary", props.permissionsBoundary),
  ];
  return textOf([...line("CustomS3Bucket", props.bucketName), ...under("Build", under("Iam", iam))]);
}

/** Lines, each with its end. */
function textOf(lines: readonly string[]): string {
  return joinedItems([...lines, ""], "\n");
}

function line(key: string, named: NamedValue | undefined): string[] {
  return named === undefined ? [] : itemsIf(named.there, `${key}: ${named.value}`);
}

/** A section, where something is in it. */
function under(name: string, lines: readonly string[]): string[] {
  return [...itemsIf(anyItem(lines), `${name}:`), ...indent(lines)];
}

/** A list whose every item has the same. */
function inEach(name: string, item: string, lines: readonly string[]): string[] {
  const head = itemsIf(anyItem(lines), `${name}:`, `  # the same in every ${item}`, "  - Iam:");
  return [...head, ...indent(lines, 3)];
}

function indent(lines: readonly string[], times = 1): string[] {
  return mapItems(lines, (text) => `${"  ".repeat(times)}${text}`);
}
