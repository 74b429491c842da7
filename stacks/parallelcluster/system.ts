import { Construct } from "constructs";
import type { Arn } from "../../modules/aws-environment";
import type { AccessPlace } from "../../modules/instance-access";
import { ManagedPolicy } from "../../modules/managed-policy";
import type { Holders } from "../../modules/policy-attachments";
import type { Statements } from "../../modules/policy-document";
import { handOut } from "../../modules/policy-holders";
import { boundaryPolicy } from "./boundary";
import { ClusterNames } from "./cluster-names";
import type { NamedThings } from "./cluster-policy";
import { ClusterRoles } from "./cluster-roles";
import { clusterConfiguration, imageConfiguration } from "./configuration";
import { type DataAccess, dataPolicy } from "./data-policy";
import { type IamAccess, meaningOf } from "./iam-policy";
import { type UserPolicy, userPolicies } from "./policies";
import type { Release } from "./releases";
import type { FsxScope, StorageScope } from "./storage-policies";

/** Props of {@link ParallelCluster}. */
export interface ParallelClusterProps extends AccessPlace, NamedThings {
  readonly release: Release;
  readonly scheduler: "slurm" | "awsbatch";
  readonly iamAccess: IamAccess["mode"];
  /** Whether roles are made for configurations to name; with `restricted` they always are. */
  readonly roles: boolean;
  /** ARN of the boundary of the roles that ParallelCluster makes. @default - `permissionsBoundary`, or one made here */
  readonly toolBoundary?: string | false | undefined;
  /** @default - clusters of any name */
  readonly clusterPrefix?: string | undefined;
  /** Iam/ResourcePrefix, in one and in its two parts. @default - none */
  readonly resourcePrefix?: { readonly text: string; readonly path?: string; readonly name?: string } | undefined;
  /** Bucket that exists and keeps artifacts. @default - ParallelCluster makes one */
  readonly bucketName?: string | undefined;
  readonly loginNodes: boolean;
  readonly functionsInNetwork: boolean;
  /** @default - none */
  readonly fsx?: FsxScope | undefined;
  /** @default - none */
  readonly efs?: StorageScope | undefined;
  readonly imageBuild: boolean;
  readonly logRetrieval: boolean;
  readonly data: readonly DataAccess[];
  /** ARNs of policies that nodes get besides. */
  readonly additionalPolicies: readonly Arn[];
  /** Users, groups and roles that exist. @default - none: by hand */
  readonly attachTo?: Holders | undefined;
  /** ARNs of users and roles that may assume a role with the user policies. @default - no such role */
  readonly assumableBy?: readonly string[] | undefined;
}

/**
 * Permissions to use AWS ParallelCluster, and nothing else.
 *
 * Users get a policy for each feature. Who makes the roles of clusters, they or an administrator, is `iamAccess`.
 */
export class ParallelCluster extends Construct {
  readonly policies: readonly { readonly thing: string; readonly policy: ManagedPolicy }[];
  /** Undefined where ParallelCluster makes all of them. */
  readonly roles?: ClusterRoles;
  /** What every role that ParallelCluster makes must have: the boundary that is given, or the one made here. */
  readonly boundaryArn?: string;
  /** What the roles that ParallelCluster makes need at most, wherever their boundary is made; undefined without one. */
  readonly boundaryStatements?: Statements;
  /** Undefined where nobody assumes it. */
  readonly userRoleArn?: Arn;
  /** Bucket of artifacts. */
  readonly bucketName: string;
  readonly meaning: string;
  readonly clusterConfiguration: string;
  /** Undefined where nobody builds images. */
  readonly imageConfiguration?: string;

  constructor(scope: Construct, id: string, props: ParallelClusterProps) {
    super(scope, id);
    const { aws, release, iamAccess, clusterPrefix, resourcePrefix, bucketName, imageBuild } = props;
    const clusters = new ClusterNames({
      aws,
      release,
      clusterPrefix,
      bucketName,
      rolePath: resourcePrefix?.path,
      roleNamePrefix: resourcePrefix?.name,
    });
    this.bucketName = clusters.bucketName;

    const { toolBoundary = props.permissionsBoundary } = props;
    if (iamAccess === "boundary") {
      this.boundaryStatements = boundaryPolicy(clusters, props);
      this.boundaryArn = toolBoundary || this.boundary(this.boundaryStatements, props);
    }
    const data = dataPolicy(aws, props.data);
    this.roles = this.makeRoles(clusters, data, props);
    const attachable = [
      ...(this.roles?.profiles === undefined ? this.dataPolicies(data, props) : []),
      ...props.additionalPolicies,
    ];

    const access: IamAccess =
      this.boundaryArn === undefined
        ? { mode: iamAccess === "restricted" ? "restricted" : "privileged" }
        : { mode: "boundary", boundaryArn: this.boundaryArn };
    this.meaning = meaningOf(access);
    const { scheduler, functionsInNetwork } = props;
    const builds = imageBuild && this.roles?.cleanupRoleArn === undefined;
    const users = userPolicies(clusters, {
      ...props,
      access,
      made: this.roles?.made ?? { nodes: [], functions: [] },
      uses: { scheduler, builds, functionsInNetwork, attachable },
      createsBucket: bucketName === undefined,
    });
    this.policies = users.map((policy) => ({ thing: policy.thing, policy: this.userPolicy(policy, props) }));
    this.userRoleArn = handOut(this, "user", props, {
      description: "People who work with AWS ParallelCluster",
      policies: Object.fromEntries(this.policies.map(({ thing, policy }) => [thing, policy])),
      attachTo: props.attachTo,
      assumableBy: props.assumableBy,
    });

    const { roles } = this;
    // an organisation with a boundary wants it on what ParallelCluster makes, whoever may make it
    const permissionsBoundary =
      iamAccess === "restricted" ? undefined : (this.boundaryArn ?? (toolBoundary || undefined));
    this.clusterConfiguration = clusterConfiguration({
      ...props,
      permissionsBoundary,
      resourcePrefix: resourcePrefix?.text,
      functionsRole: roles?.functionsRoleArn,
      profiles: roles?.profiles,
      additionalPolicies: attachable,
    });
    if (imageBuild) {
      this.imageConfiguration = imageConfiguration({
        permissionsBoundary,
        instanceProfile: roles?.builderProfileArn,
        cleanupRole: roles?.cleanupRoleArn,
        bucketName,
      });
    }
  }

  private userPolicy({ thing, description, statements }: UserPolicy, props: ParallelClusterProps): ManagedPolicy {
    const { aws, names, tags } = props;
    return new ManagedPolicy(this, thing, {
      aws,
      policyName: names.of(thing),
      path: names.iamPath,
      description,
      statements,
      tags,
    });
  }

  /** What nodes may do with data, as a policy that configurations can attach; ParallelCluster's own S3Access is `s3:*`. */
  private dataPolicies(statements: Statements, { aws, names, tags }: ParallelClusterProps): Arn[] {
    if (statements.length === 0) return [];
    const policy = new ManagedPolicy(this, "data", {
      aws,
      policyName: names.of("data"),
      path: names.iamPath,
      description: "Nodes of clusters: buckets of data",
      statements,
      tags,
    });
    return policy.policyArns.map((_, index) =>
      aws.iamArn(`policy${names.iamPath}${names.of("data")}${index === 0 ? "" : `-${index + 1}`}`),
    );
  }

  /** A boundary where the organisation has none. */
  private boundary(statements: Statements, { aws, names, tags }: ParallelClusterProps): string {
    const policyName = names.of("boundary");
    const made = new ManagedPolicy(this, "boundary", {
      aws,
      policyName,
      path: names.iamPath,
      description: "The most that roles made by ParallelCluster can do",
      statements,
      tags,
    });
    if (made.policyArns.length > 1) {
      throw new Error(
        "a permissions boundary is one policy, and 's3Access' makes it too large: name fewer buckets, or a boundary of your own in 'iam.permissionsBoundary'",
      );
    }
    return aws.iamArn(`policy${names.iamPath}${policyName}`);
  }

  private makeRoles(clusters: ClusterNames, data: Statements, props: ParallelClusterProps): ClusterRoles | undefined {
    const { iamAccess, imageBuild, roles } = props;
    const nodes = roles || iamAccess === "restricted";
    // the command line makes one cleanup role for all builds, and makes it without a boundary
    const builds = imageBuild && (nodes || iamAccess === "boundary");
    if (!nodes && !builds) return undefined;
    return new ClusterRoles(this, "roles", { ...props, clusters, data, nodes, builds });
  }
}
