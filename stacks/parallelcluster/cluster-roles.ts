import { Construct } from "constructs";
import type { Arn } from "../../modules/aws-environment";
import { type AccessPlace, instanceAccess } from "../../modules/instance-access";
import type { Statements } from "../../modules/policy-document";
import { serviceAccess } from "../../modules/service-access";
import type { ClusterNames } from "./cluster-names";
import type { NamedThings } from "./cluster-policy";
import type { NodeProfiles } from "./configuration";
import { functionsPolicy } from "./functions-policy";
import { batchHeadNodePolicy, headNodePolicy } from "./head-node-policy";
import type { MadeRoles } from "./iam-policy";
import { builderPolicy, cleanupPolicy } from "./image-roles";
import type { NodeScope } from "./node-basics";
import { computeNodePolicy, loginNodePolicy } from "./node-policies";
import type { StorageScope } from "./storage-policies";

/** Props of {@link ClusterRoles}. */
export interface ClusterRolesProps extends AccessPlace, NamedThings {
  readonly clusters: ClusterNames;
  readonly scheduler: "slurm" | "awsbatch";
  /** Whether roles of nodes and functions are made. */
  readonly nodes: boolean;
  /** Whether roles of builds of images are made. */
  readonly builds: boolean;
  readonly loginNodes: boolean;
  readonly functionsInNetwork: boolean;
  /** @default - none */
  readonly efs?: StorageScope | undefined;
  /** What nodes may do with data. */
  readonly data: Statements;
  /** ARNs of policies that nodes get besides. */
  readonly additionalPolicies: readonly Arn[];
}

/**
 * Roles of nodes, functions and builds, for configurations to name.
 *
 * Each has what its own work takes: a head node starts compute nodes, and a login node, where people work, hardly anything.
 */
export class ClusterRoles extends Construct {
  /** What users hand over. */
  readonly made: MadeRoles;
  /** Undefined where ParallelCluster makes the roles of nodes. */
  readonly profiles?: NodeProfiles;
  readonly functionsRoleArn?: Arn;
  readonly builderProfileArn?: string;
  readonly cleanupRoleArn?: Arn;
  /** Every role by the document's name for it. */
  readonly roleArns: Readonly<Record<string, Arn>>;

  constructor(scope: Construct, id: string, props: ClusterRolesProps) {
    super(scope, id);
    const { clusters, nodes, builds } = props;
    const roles: Record<string, Arn> = {};
    const nodeRoles: Arn[] = [];
    const functionRoles: Arn[] = [];
    if (nodes) {
      const { profiles, arns } = this.nodes(props);
      this.profiles = profiles;
      nodeRoles.push(...Object.values(arns));
      Object.assign(roles, arns);
      const { roleArn } = serviceAccess(this, "functions", props, undefined, {
        service: "lambda",
        description: "Lambda functions of clusters",
        statements: functionsPolicy(clusters, props, props.functionsInNetwork),
      });
      this.functionsRoleArn = roleArn;
      functionRoles.push(roleArn);
      roles.functions = roleArn;
    }
    if (builds) {
      const { roleArn, profileArn } = this.ofMachines("builder", props, {
        description: "Machines that Image Builder makes images on",
        statements: builderPolicy(clusters),
      });
      this.builderProfileArn = profileArn;
      nodeRoles.push(roleArn);
      roles.builder = roleArn;
      const cleanup = serviceAccess(this, "cleanup", props, undefined, {
        service: "lambda",
        description: "Lambda functions that take builds of images away",
        statements: cleanupPolicy(clusters),
      });
      this.cleanupRoleArn = cleanup.roleArn;
      functionRoles.push(cleanup.roleArn);
      roles.cleanup = cleanup.roleArn;
    }
    this.made = { nodes: nodeRoles, functions: functionRoles };
    this.roleArns = roles;
  }

  private nodes(props: ClusterRolesProps): { profiles: NodeProfiles; arns: Record<string, Arn> } {
    const { aws, names, clusters, scheduler, loginNodes, efs, data, additionalPolicies } = props;
    const scope: NodeScope = {
      ...props,
      computeRole: aws.iamArn(`role${names.iamPath}${names.of("compute")}`),
      efsFileSystems: efs?.existing,
    };
    const node = (thing: string, description: string, statements: Statements) =>
      this.ofMachines(thing, props, {
        description,
        statements: [...statements, ...data],
        managedPolicies: additionalPolicies,
      });
    if (scheduler === "awsbatch") {
      const head = node("head-node", "Head nodes of clusters", batchHeadNodePolicy(clusters, scope, clusters.roles));
      return { profiles: { headNode: head.profileArn }, arns: { headNode: head.roleArn } };
    }
    const head = node("head-node", "Head nodes of clusters", headNodePolicy(clusters, scope));
    const compute = node("compute", "Compute nodes of clusters", computeNodePolicy(clusters, scope));
    const login = loginNodes
      ? node("login-node", "Login nodes of clusters", loginNodePolicy(clusters, scope))
      : undefined;
    return {
      profiles: { headNode: head.profileArn, compute: compute.profileArn, login: login?.profileArn },
      arns: { headNode: head.roleArn, compute: compute.roleArn, ...(login && { loginNode: login.roleArn }) },
    };
  }

  /** A role with its profile, by ARNs that a plan shows before either exists. */
  private ofMachines(
    thing: string,
    props: ClusterRolesProps,
    policy: Parameters<typeof instanceAccess>[4],
  ): { readonly roleArn: Arn; readonly profileArn: Arn } {
    const { aws, names } = props;
    const { role } = instanceAccess(this, thing, props, {}, policy);
    return { roleArn: role.roleArn, profileArn: aws.iamArn(`instance-profile${names.iamPath}${names.of(thing)}`) };
  }
}
