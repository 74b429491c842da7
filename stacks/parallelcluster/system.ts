import { Construct } from "constructs";
import type { Arn } from "../../modules/aws-environment";
import { BoundaryPolicy } from "../../modules/boundary-policy";
import { and, any, type Condition, choose, equal, type List, not, onlyIf, or, present } from "../../modules/deferred";
import { itemList, itemsIf, itemsOf } from "../../modules/deferred-items";
import { named } from "../../modules/deferred-name";
import { onlyWhen } from "../../modules/deferred-text";
import type { AccessPlace } from "../../modules/instance-access";
import { ManagedPolicy } from "../../modules/managed-policy";
import type { Holders } from "../../modules/policy-attachments";
import type { Statements } from "../../modules/policy-document";
import { handOut } from "../../modules/policy-holders";
import { boundaryPolicy } from "./boundary";
import { ClusterNames } from "./cluster-names";
import type { NamedThings } from "./cluster-policy";
import { ClusterRoles } from "./cluster-roles";
import { clusterConfiguration, imageConfiguration, type NamedValue } from "./configuration";
import { type DataAccess, dataPolicy } from "./data-policy";
import { type AccessMode, meaningOf, type Scheduler } from "./iam-policy";
import { type UserPolicy, userPolicies } from "./policies";
import type { FsxScope, StorageScope } from "./storage-policies";

/** Props of {@link ParallelCluster}. */
export interface ParallelClusterProps extends AccessPlace, NamedThings {
  /** Minor number of ParallelCluster's release: 16 of 3.16. */
  readonly release: number;
  readonly scheduler: Scheduler;
  readonly iamAccess: AccessMode;
  /** Whether roles are made for configurations to name; with `restricted` they always are. */
  readonly roles: Condition;
  /** ARN of the boundary of the roles that ParallelCluster makes. @default - `permissionsBoundary`, or one made here */
  readonly toolBoundary?: string | false | undefined;
  /** @default - clusters of any name */
  readonly clusterPrefix?: string | undefined;
  /** Iam/ResourcePrefix, in one and in its two parts. @default - none */
  readonly resourcePrefix?: { readonly text: string; readonly path?: string; readonly name?: string } | undefined;
  /** Bucket that keeps artifacts. @default - the one that ParallelCluster makes */
  readonly bucketName?: string | undefined;
  /** Whether ParallelCluster makes the bucket. @default - where none is named */
  readonly createsBucket?: Condition;
  readonly loginNodes: Condition;
  readonly functionsInNetwork: Condition;
  /** @default - none */
  readonly fsx?: FsxScope | undefined;
  /** @default - none */
  readonly efs?: StorageScope | undefined;
  readonly imageBuild: Condition;
  readonly logRetrieval: Condition;
  readonly data: List<DataAccess>;
  /** ARNs of policies that nodes get besides. */
  readonly additionalPolicies: List<Arn>;
  /** Users, groups and roles that exist. @default - none: by hand */
  readonly attachTo?: Holders | undefined;
  /** ARNs of users and roles that may assume a role with the user policies. @default - no such role */
  readonly assumableBy?: List<string> | undefined;
}

/**
 * Permissions to use AWS ParallelCluster, and nothing else.
 *
 * Users get a policy for each feature. Who makes the roles of clusters, they or an administrator, is `iamAccess`.
 */
export class ParallelCluster extends Construct {
  readonly policies: readonly { readonly thing: string; readonly policy: ManagedPolicy }[];
  /** Those that are made here, for configurations to name. */
  readonly roles: ClusterRoles;
  /** What every role that ParallelCluster makes must have: the boundary that is given, or the one made here. */
  readonly boundaryArn?: string | undefined;
  /** What the roles that ParallelCluster makes need at most, wherever their boundary is made; undefined without one. */
  readonly boundaryStatements?: Statements;
  /** Undefined where nobody assumes it. */
  readonly userRoleArn?: Arn;
  /** Bucket of artifacts. */
  readonly bucketName: string;
  readonly meaning: string;
  readonly clusterConfiguration: string;
  /** Undefined where nobody builds images. */
  readonly imageConfiguration?: string | undefined;

  constructor(scope: Construct, id: string, props: ParallelClusterProps) {
    super(scope, id);
    const { aws, release, scheduler, iamAccess, clusterPrefix, resourcePrefix, bucketName, imageBuild } = props;
    const { createsBucket = not(present(bucketName)), functionsInNetwork } = props;
    const clusters = new ClusterNames({
      aws,
      release,
      clusterPrefix,
      bucketName,
      rolePath: resourcePrefix?.path,
      roleNamePrefix: resourcePrefix?.name,
      named: (name, value) => named(this, name, value),
    });
    this.bucketName = clusters.bucketName;

    const restricted = equal(iamAccess, "restricted");
    const bounded = equal(iamAccess, "boundary");
    const given = (props.toolBoundary ?? props.permissionsBoundary) || undefined;
    const hasBoundary = named(this, "has_boundary", or(bounded, and(not(restricted), present(given))));
    const boundary = { there: hasBoundary, value: given ?? "" };
    if (bounded !== false) {
      this.boundaryStatements = boundaryPolicy(clusters, props);
      boundary.value = this.boundary(this.boundaryStatements, given, and(bounded, not(present(given))), props);
      this.boundaryArn = onlyWhen(bounded, boundary.value);
    }

    const data = dataPolicy(aws, props.data);
    const nodes = named(this, "makes_node_roles", or(props.roles, restricted));
    // the command line makes one cleanup role for all builds, and makes it without a boundary
    const ofBuilds = named(this, "makes_build_roles", or(nodes, bounded));
    const builds = and(imageBuild, ofBuilds);
    this.roles = new ClusterRoles(this, "roles", { ...props, clusters, data, nodes, builds });
    const attachable = [
      ...this.dataPolicies(data, and(not(nodes), any(props.data)), props),
      ...itemsOf(props.additionalPolicies),
    ];

    this.meaning = meaningOf(iamAccess);
    const users = userPolicies(clusters, {
      ...props,
      access: { mode: iamAccess, boundaryArn: boundary.value },
      made: this.roles.made,
      uses: { scheduler, builds: and(imageBuild, not(ofBuilds)), functionsInNetwork, attachable },
      createsBucket,
    });
    this.policies = users.map((policy) => ({ thing: policy.thing, policy: this.userPolicy(policy, props) }));
    this.userRoleArn = handOut(this, "user", props, {
      description: "People who work with AWS ParallelCluster",
      policies: Object.fromEntries(this.policies.map(({ thing, policy }) => [thing, policy])),
      attachTo: props.attachTo,
      assumableBy: props.assumableBy,
    });

    const { functionsRoleArn, profiles, builderProfileArn, cleanupRoleArn } = this.roles;
    const node = (value: string): NamedValue => ({ there: nodes, value });
    const build = (value: string): NamedValue => ({ there: ofBuilds, value });
    const bucket: NamedValue = { there: not(createsBucket), value: this.bucketName };
    this.clusterConfiguration = clusterConfiguration({
      scheduler,
      loginNodes: props.loginNodes,
      // an organisation with a boundary wants it on what ParallelCluster makes, whoever may make it
      permissionsBoundary: boundary,
      resourcePrefix: resourcePrefix && { there: present(resourcePrefix.text), value: resourcePrefix.text },
      functionsRole: node(functionsRoleArn),
      profiles: {
        headNode: node(profiles.headNode),
        compute: node(profiles.compute),
        login: node(profiles.login),
      },
      additionalPolicies: itemsOf(named(this, "node_policies", itemList(itemsIf(not(nodes), ...attachable)))),
      bucketName: bucket,
    });
    const ofImages = imageConfiguration({
      permissionsBoundary: boundary,
      instanceProfile: build(builderProfileArn),
      cleanupRole: build(cleanupRoleArn),
      bucketName: bucket,
    });
    this.imageConfiguration = onlyWhen(imageBuild, ofImages || undefined);
  }

  private userPolicy(
    { thing, description, statements, create }: UserPolicy,
    { aws, names, tags }: ParallelClusterProps,
  ): ManagedPolicy {
    return new ManagedPolicy(this, thing, {
      aws,
      policyName: names.of(thing),
      path: names.iamPath,
      description,
      statements,
      create,
      tags,
    });
  }

  /** What nodes may do with data, as a policy that configurations can attach; ParallelCluster's own S3Access is `s3:*`. */
  private dataPolicies(statements: Statements, create: Condition, { aws, names, tags }: ParallelClusterProps): Arn[] {
    if (create === false) return [];
    const policy = new ManagedPolicy(this, "data", {
      aws,
      policyName: names.of("data"),
      path: names.iamPath,
      description: "Nodes of clusters: buckets of data",
      statements,
      create,
      hasStatements: true,
      tags,
    });
    return policy.there.flatMap((there, index) => {
      const suffix = index === 0 ? "" : `-${index + 1}`;
      return itemsIf(there, aws.iamArn(`policy${names.iamPath}${names.of("data")}${suffix}`));
    });
  }

  /** A boundary where the organisation has none. */
  private boundary(
    statements: Statements,
    given: string | undefined,
    create: Condition,
    { aws, names, tags }: ParallelClusterProps,
  ): string {
    const made = onlyIf(
      create,
      (count) =>
        new BoundaryPolicy(this, "boundary", {
          aws,
          policyName: names.of("boundary"),
          path: names.iamPath,
          description: "The most that roles made by ParallelCluster can do",
          statements,
          count,
          tags,
          remedy: "name fewer buckets in 's3Access', or a boundary of your own in 'iam.permissionsBoundary'",
        }),
    );
    return named(this, "tool_boundary", choose(present(given), given ?? "", made?.policyArn ?? ""));
  }
}
