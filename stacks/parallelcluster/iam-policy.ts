import type { Arn } from "../../modules/aws-environment";
import { type Condition, choose, equal, not, type Repeated, when } from "../../modules/deferred";
import { itemsIf, mapItems } from "../../modules/deferred-items";
import type { PolicyCondition, Statement, Statements } from "../../modules/policy-document";
import { ANY_CLUSTER, type ClusterNames } from "./cluster-names";
import { reaches, since } from "./releases";

const GUIDE = "https://docs.aws.amazon.com/parallelcluster/latest/ug/iam-roles-in-parallelcluster-v3.html";
const PASS_ROLE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html";
const IAM_CLIENT = "https://github.com/aws/aws-parallelcluster/blob/develop/cli/src/pcluster/aws/iam.py";

/** What starts the jobs of clusters. */
export type Scheduler = "slurm" | "awsbatch";

/**
 * Who makes the roles of clusters, and what holds them.
 *
 * - `privileged`: ParallelCluster, without a limit: whoever may do that is administrator of IAM below its path.
 * - `boundary`: ParallelCluster, within a boundary that nobody here can touch.
 * - `restricted`: an administrator, who applied this stack: users hand its roles over and write nothing in IAM.
 */
export type AccessMode = "privileged" | "boundary" | "restricted";

/** Who makes the roles of clusters, and within what. */
export interface IamAccess {
  readonly mode: AccessMode;
  /** What every role must have with `boundary`. */
  readonly boundaryArn?: string | undefined;
}

/** Roles that are there for configurations to name. */
export interface MadeRoles {
  /** Whether there are any; where there are, each kind is there. */
  readonly there: Condition;
  /** Of machines; each has an instance profile of the same path and name. */
  readonly nodes: readonly Arn[];
  /** Of Lambda functions. */
  readonly functions: readonly Arn[];
}

/** What roles of clusters are made for. */
export interface RoleUses {
  readonly scheduler: Scheduler;
  /** Whether ParallelCluster makes roles of builds of images too. */
  readonly builds: Condition;
  /** Whether configurations set DeploymentSettings/LambdaFunctionsVpcConfig. */
  readonly functionsInNetwork: Condition;
  /** ARNs of policies that configurations attach to the roles of nodes. */
  readonly attachable: readonly Arn[];
}

/** What `pcluster` and its stacks do in IAM: one of the document's three policies to manage it. */
export function iamPolicy(clusters: ClusterNames, access: IamAccess, made: MadeRoles, uses: RoleUses): Statements {
  const { mode, boundaryArn = "" } = access;
  const bounded = when<PolicyCondition>(equal(mode, "boundary"), {
    test: "StringEquals",
    key: "iam:PermissionsBoundary",
    values: [boundaryArn],
  });
  return [
    ...when<Statement>(
      not(equal(mode, "restricted")),
      ...makeRoles(clusters, uses, bounded),
      ...keepProfiles(clusters, uses),
      ...passRoles(clusters, uses),
    ),
    ...handOver(clusters, made),
  ];
}

/** Roles that are there, handed to EC2 and Lambda, each to the one that it is for. */
function handOver({ aws }: ClusterNames, { there, nodes, functions }: MadeRoles): Statements {
  const profiles = mapItems(nodes, (role) => role.replace(":role", ":instance-profile") as Arn);
  const give = (sid: string, service: string, roles: readonly Arn[]): Statement => {
    const to: PolicyCondition = {
      test: "StringEquals",
      key: "iam:PassedToService",
      values: [aws.servicePrincipal(service)],
    };
    return { sid, actions: ["iam:PassRole"], resources: roles, conditions: [to], source: PASS_ROLE };
  };
  return when<Statement>(
    there,
    {
      sid: "LookAtGivenRoles",
      actions: ["iam:GetInstanceProfile", "iam:GetRole"],
      resources: [...nodes, ...functions, ...profiles],
      source: IAM_CLIENT,
    },
    give("GiveRolesToMachines", "ec2", nodes),
    give("GiveRolesToFunctions", "lambda", functions),
  );
}

/** Roles that ParallelCluster makes, of clusters and of builds. */
function rolesOf(clusters: ClusterNames, { builds }: RoleUses): Arn[] {
  const cleanup = clusters.aws.iamArn("role/parallelcluster/PClusterBuildImageCleanupRole-*");
  return [
    ...clusters.roles,
    ...itemsIf(builds, clusters.ofImages("role"), ...since(clusters.release, "3.14", cleanup)),
  ];
}

function makeRoles(clusters: ClusterNames, uses: RoleUses, bounded: readonly Repeated<PolicyCondition>[]): Statements {
  const { release } = clusters;
  const roles = rolesOf(clusters, uses);
  const because = `${ANY_CLUSTER}; the path is ParallelCluster's own`;
  const held = bounded.length > 0 ? { conditions: bounded } : {};
  return [
    {
      sid: "LookAtRolesAndPolicies",
      actions: ["iam:GetRole", "iam:GetRolePolicy"],
      resources: roles,
      because,
      source: GUIDE,
    },
    {
      sid: "LookAtPolicies",
      actions: ["iam:GetPolicy"],
      resources: attachablePolicies(clusters, uses),
      source: IAM_CLIENT,
    },
    { sid: "MakeRoles", actions: ["iam:CreateRole"], resources: roles, because, ...held, source: GUIDE },
    {
      sid: "WritePoliciesOfRoles",
      actions: ["iam:DeleteRolePolicy", "iam:PutRolePolicy"],
      resources: roles,
      because,
      ...held,
      source: GUIDE,
    },
    {
      sid: "AttachNamedPolicies",
      actions: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
      resources: roles,
      because,
      conditions: [...bounded, { test: "ArnEquals", key: "iam:PolicyARN", values: attachablePolicies(clusters, uses) }],
      source: GUIDE,
    },
    {
      sid: "TagRolesAndTakeThemAway",
      actions: ["iam:DeleteRole", "iam:TagRole", ...since(release, "3.15", "iam:UntagRole")],
      resources: roles,
      because,
      source: GUIDE,
    },
  ];
}

function keepProfiles(clusters: ClusterNames, { builds }: RoleUses): Statements {
  const keep: Statement = {
    sid: "KeepInstanceProfiles",
    actions: [
      "iam:AddRoleToInstanceProfile",
      "iam:CreateInstanceProfile",
      "iam:DeleteInstanceProfile",
      "iam:GetInstanceProfile",
      "iam:RemoveRoleFromInstanceProfile",
    ],
    resources: [...clusters.profiles, ...itemsIf(builds, clusters.ofImages("instance-profile"))],
    because: `${ANY_CLUSTER}; a role comes into a profile only where it may be passed to EC2`,
    source: GUIDE,
  };
  return [keep];
}

function passRoles(clusters: ClusterNames, uses: RoleUses): Statements {
  const { aws } = clusters;
  const services = ["ec2", "lambda", ...itemsIf(equal(uses.scheduler, "awsbatch"), ...BATCH_SERVICES)];
  const values = mapItems(services, (service) => aws.servicePrincipal(service));
  return [
    {
      sid: "PassRolesOfClusters",
      actions: ["iam:PassRole"],
      resources: rolesOf(clusters, uses),
      because: `${ANY_CLUSTER}; the path is ParallelCluster's own`,
      conditions: [{ test: "StringEquals", key: "iam:PassedToService", values }],
      source: GUIDE,
    },
  ];
}

/** Services that get roles where AWS Batch is the scheduler. */
const BATCH_SERVICES = ["batch", "codebuild", "ecs-tasks", "spotfleet"];

/** Policies of AWS that ParallelCluster attaches, by what asks for them. */
export function attachablePolicies(clusters: ClusterNames, uses: RoleUses): Arn[] {
  const { aws, release } = clusters;
  const { scheduler, builds, attachable, functionsInNetwork } = uses;
  const names = [
    "CloudWatchAgentServerPolicy",
    ...itemsIf(functionsInNetwork, "service-role/AWSLambdaVPCAccessExecutionRole"),
    ...itemsIf(
      equal(scheduler, "awsbatch"),
      ...itemsIf(not(reaches(release, "3.3")), "AWSBatchFullAccess"),
      "AmazonS3ReadOnlyAccess",
      "service-role/AmazonEC2ContainerServiceforEC2Role",
      "service-role/AmazonEC2SpotFleetTaggingRole",
      "service-role/AmazonECSTaskExecutionRolePolicy",
    ),
    ...itemsIf(
      builds,
      "AmazonSSMManagedInstanceCore",
      "EC2InstanceProfileForImageBuilder",
      "service-role/AWSLambdaBasicExecutionRole",
    ),
  ];
  return [...mapItems(names, (name) => aws.awsManagedPolicy(name)), ...attachable];
}

/** What an access means, for those who grant it. */
export function meaningOf(mode: AccessMode): string {
  const { restricted, boundary, privileged } = MEANING;
  return choose(equal(mode, "restricted"), restricted, choose(equal(mode, "boundary"), boundary, privileged));
}

const MEANING: Readonly<Record<AccessMode, string>> = {
  privileged:
    "Users make and fill roles below ParallelCluster's path without a limit and hand them to machines and functions: each of them is an administrator of IAM below that path and, by such a role, of the account. Give it to administrators only.",
  boundary:
    "Users make roles below ParallelCluster's path only with the permissions boundary, and can neither change nor remove it: nothing they make reaches beyond the boundary.",
  restricted: "Users write nothing in IAM. They hand the roles of this stack to machines and functions, and no others.",
};
