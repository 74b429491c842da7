import { Construct } from "constructs";
import type { Arn } from "../../modules/aws-environment";
import { and, type Condition, equal, type List, not, or } from "../../modules/deferred";
import { itemsIf } from "../../modules/deferred-items";
import { named } from "../../modules/deferred-name";
import type { AccessPlace } from "../../modules/instance-access";
import { InstanceProfile } from "../../modules/instance-profile";
import type { Statements } from "../../modules/policy-document";
import { type Service, ServiceRole } from "../../modules/service-role";
import type { ClusterNames } from "./cluster-names";
import type { NamedThings } from "./cluster-policy";
import { functionsPolicy } from "./functions-policy";
import { headNodePolicy } from "./head-node-policy";
import type { MadeRoles, Scheduler } from "./iam-policy";
import { builderPolicy, cleanupPolicy } from "./image-roles";
import type { NodeScope } from "./node-basics";
import { computeNodePolicy, loginNodePolicy } from "./node-policies";
import type { StorageScope } from "./storage-policies";

/** Props of {@link ClusterRoles}. */
export interface ClusterRolesProps extends AccessPlace, NamedThings {
  readonly clusters: ClusterNames;
  readonly scheduler: Scheduler;
  /** Whether roles of nodes and functions are made. */
  readonly nodes: Condition;
  /** Whether roles of builds of images are made. */
  readonly builds: Condition;
  readonly loginNodes: Condition;
  readonly functionsInNetwork: Condition;
  /** @default - none */
  readonly efs?: StorageScope | undefined;
  /** What nodes may do with data. */
  readonly data: Statements;
  /** ARNs of policies that nodes get besides. */
  readonly additionalPolicies: List<Arn>;
}

/** A role that is made where it is asked for. */
interface MadeRole {
  readonly there: Condition;
  readonly roleArn: Arn;
}

/** What a role is for, and what it may do. */
interface RoleWork {
  readonly description: string;
  readonly statements: Statements;
  /** Policies that it gets besides. @default - none */
  readonly awsManagedPolicies?: List<Arn>;
}

/**
 * Roles of nodes, functions and builds, for configurations to name.
 *
 * Each has what its own work takes: a head node starts compute nodes, and a login node, where people work, hardly anything.
 */
export class ClusterRoles extends Construct {
  /** What users hand over. */
  readonly made: MadeRoles;
  /** ARNs of the instance profiles of nodes. */
  readonly profiles: Readonly<Record<"headNode" | "compute" | "login", Arn>>;
  readonly functionsRoleArn: Arn;
  readonly builderProfileArn: Arn;
  readonly cleanupRoleArn: Arn;
  /** Every role by the document's name for it. */
  readonly roles: Readonly<Record<string, MadeRole>>;

  constructor(scope: Construct, id: string, props: ClusterRolesProps) {
    super(scope, id);
    const { aws, names, clusters, scheduler, nodes, builds, loginNodes, data, additionalPolicies } = props;
    const work: NodeScope = {
      ...props,
      computeRole: aws.iamArn(`role${names.iamPath}${names.of("compute")}`),
      efsFileSystems: props.efs?.existing,
    };
    const node = (there: Condition, thing: string, description: string, statements: Statements) =>
      this.ofMachines(there, thing, props, {
        description,
        statements: [...statements, ...data],
        awsManagedPolicies: additionalPolicies,
      });
    const slurm = and(nodes, not(equal(scheduler, "awsbatch")));
    const headNode = node(nodes, "head-node", "Head nodes of clusters", headNodePolicy(clusters, work));
    const compute = node(slurm, "compute", "Compute nodes of clusters", computeNodePolicy(clusters, work));
    const loginNode = node(
      and(slurm, loginNodes),
      "login-node",
      "Login nodes of clusters",
      loginNodePolicy(clusters, work),
    );
    const functions = this.role(nodes, "functions", "lambda", props, {
      description: "Lambda functions of clusters",
      statements: functionsPolicy(clusters, props, props.functionsInNetwork),
    });
    const builder = this.ofMachines(builds, "builder", props, {
      description: "Machines that Image Builder makes images on",
      statements: builderPolicy(clusters),
    });
    const cleanup = this.role(builds, "cleanup", "lambda", props, {
      description: "Lambda functions that take builds of images away",
      statements: cleanupPolicy(clusters),
    });
    this.profiles = { headNode: headNode.profileArn, compute: compute.profileArn, login: loginNode.profileArn };
    this.functionsRoleArn = functions.roleArn;
    this.builderProfileArn = builder.profileArn;
    this.cleanupRoleArn = cleanup.roleArn;
    this.roles = { headNode, compute, loginNode, functions, builder, cleanup };
    const arns = (...made: MadeRole[]) => made.flatMap(({ there, roleArn }) => itemsIf(there, roleArn));
    this.made = {
      there: named(this, "any", or(nodes, builds)),
      nodes: arns(headNode, compute, loginNode, builder),
      functions: arns(functions, cleanup),
    };
  }

  /** A role with its profile, by ARNs that a plan shows before either exists. */
  private ofMachines(there: Condition, thing: string, props: ClusterRolesProps, work: RoleWork) {
    const { aws, names, tags } = props;
    const profileArn = aws.iamArn(`instance-profile${names.iamPath}${names.of(thing)}`);
    const { role, ...made } = this.role(there, thing, "ec2", props, work);
    if (role)
      new InstanceProfile(this, `${thing}-profile`, {
        profileName: names.of(thing),
        profileArn,
        path: names.iamPath,
        role,
        create: there,
        tags,
      });
    return { ...made, profileArn };
  }

  private role(there: Condition, thing: string, service: Service, props: ClusterRolesProps, work: RoleWork) {
    const { aws, names, permissionsBoundary, tags, managedPoliciesPerRole, trustPolicyCharacters } = props;
    const roleArn = aws.iamArn(`role${names.iamPath}${names.of(thing)}`);
    if (there === false) return { there, roleArn };
    const role = new ServiceRole(this, thing, {
      ...work,
      aws,
      service,
      roleName: names.of(thing),
      path: names.iamPath,
      permissionsBoundary,
      tags,
      managedPoliciesPerRole,
      trustPolicyCharacters,
      create: there,
    });
    return { there, role, roleArn };
  }
}
