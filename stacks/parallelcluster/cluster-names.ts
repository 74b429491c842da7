import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import { choose, present, sha256 } from "../../modules/deferred";
import { itemList, itemsIf, itemsOf } from "../../modules/deferred-items";
import type { PolicyCondition } from "../../modules/policy-document";
import { reaches, since } from "./releases";

/** Why names of clusters' things are known only in part. */
export const ANY_CLUSTER = "people name their clusters, and CloudFormation ends names by itself";

/** Why ids of EC2 and the like are not known. */
export const ANY_ID = "the service makes the ids";

/** Props of {@link ClusterNames}. */
export interface ClusterNamesProps {
  readonly aws: AwsEnvironment;
  /** Minor number of ParallelCluster's release: 16 of 3.16. */
  readonly release: number;
  /** First letters of the names of clusters. @default - none: clusters of any name */
  readonly clusterPrefix?: string | undefined;
  /** Bucket that exists and that configurations name as CustomS3Bucket. @default - ParallelCluster makes its own */
  readonly bucketName?: string | undefined;
  /** IAM path of what ParallelCluster makes: of Iam/ResourcePrefix. @default "/parallelcluster/" */
  readonly rolePath?: string | undefined;
  /** First letters of names in IAM: of Iam/ResourcePrefix. @default - names of CloudFormation */
  readonly roleNamePrefix?: string | undefined;
  /** Gives a value that stands in many places a name of its own. @default - it has none */
  readonly named?: NameValue;
}

type NameValue = <T>(name: string, value: T) => T;

/**
 * What ParallelCluster calls the things it makes, from a cluster's name.
 *
 * None of it is Groundwork's to choose, but for the prefixes that people are asked to keep to.
 *
 * @see https://github.com/aws/aws-parallelcluster/blob/develop/cli/src/pcluster/constants.py
 * @see https://github.com/aws/aws-parallelcluster/blob/develop/cli/src/pcluster/models/s3_bucket.py
 */
export class ClusterNames {
  readonly aws: AwsEnvironment;
  readonly release: number;
  /** Bucket of configurations, templates and the code of Lambda functions. */
  readonly bucketName: string;
  /** First letters of the names of clusters; empty for any. */
  readonly prefix: string;
  /** Roles that ParallelCluster makes for clusters. */
  readonly roles: readonly Arn[];
  /** Instance profiles that ParallelCluster makes for clusters. */
  readonly profiles: readonly Arn[];
  /** Key and value by which a thing is a cluster's. */
  private readonly tag: readonly [key: string, value: string];

  constructor({ aws, release, clusterPrefix = "", bucketName, ...prefixes }: ClusterNamesProps) {
    this.aws = aws;
    this.release = release;
    this.prefix = clusterPrefix;
    this.bucketName = bucketName ?? bucketOfParallelCluster(aws);
    const { rolePath = IAM_PATH, roleNamePrefix, named = (_, value) => value } = prefixes;
    // roles of nodes stand below a folder with the cluster's name; those of functions begin with it
    const hasNames = present(roleNamePrefix);
    const inIam = (type: string) => [
      aws.iamArn(`${type}${rolePath}${choose(hasNames, roleNamePrefix ?? "", this.prefix)}*`),
      ...itemsIf(hasNames, aws.iamArn(`${type}${rolePath}${this.prefix}*/${roleNamePrefix}*`)),
    ];
    this.roles = itemsOf(named("cluster_roles", itemList(inIam("role"))) as Arn[]);
    this.profiles = itemsOf(named("cluster_profiles", itemList(inIam("instance-profile"))) as Arn[]);
    // 3.1 tags what a stack makes with its own version only
    const isNamed = reaches(release, "3.2");
    this.tag = [
      named("cluster_tag", choose(isNamed, "parallelcluster:cluster-name", "parallelcluster:version")),
      named("of_clusters", choose(isNamed, `${this.prefix}?*`, "3.*")),
    ];
  }

  /** The stacks of clusters, nested ones too. */
  get stacks(): Arn {
    return this.aws.arn("cloudformation", `stack/${this.prefix}*/*`);
  }

  get tables(): Arn[] {
    return [...new Set([`parallelcluster-${this.prefix}*`, `parallelcluster-slurm-${this.prefix}*`])].map((table) =>
      this.aws.arn("dynamodb", `table/${table}`),
    );
  }

  /** Functions of custom resources; their names end with the id of the stack, and do not hold the cluster's. */
  get functions(): Arn {
    return this.aws.arn("lambda", "function:pcluster-*");
  }

  /** Groups of the clusters' logs, whose names begin with the cluster's. */
  get clusterLogGroups(): Arn[] {
    return ["", "codebuild/"].map((kind) => this.logGroup(`/aws/parallelcluster/${kind}${this.prefix}*`));
  }

  get functionLogGroups(): Arn {
    return this.logGroup("/aws/lambda/pcluster-*");
  }

  get bucketArn(): Arn {
    return this.aws.bucketArn(this.bucketName);
  }

  /** What the bucket holds of clusters: `parallelcluster/3.16.3/clusters/hpc-0a1b2c3d/configs/cluster-config.yaml`. */
  get clusterObjects(): Arn {
    return `${this.bucketArn}/parallelcluster/*/clusters/${this.prefix}*`;
  }

  /** The same of images. */
  get imageObjects(): Arn {
    return `${this.bucketArn}/parallelcluster/*/images/*`;
  }

  /** What AWS publishes for a region: recipes, packages, lists of instance types. */
  get publishedObjects(): Arn {
    return this.aws.bucketArn(`${this.aws.region}-aws-parallelcluster/*`);
  }

  get dcvLicense(): Arn {
    return this.aws.bucketArn(`dcv-license.${this.aws.region}/*`);
  }

  /** What a build of an image makes in IAM: `role`, `instance-profile`; Iam/ResourcePrefix is of clusters only. */
  ofImages(type: "role" | "instance-profile"): Arn {
    return this.aws.iamArn(`${type}${IAM_PATH}ParallelClusterImage*`);
  }

  /** Groups for Auto Scaling of login nodes. */
  get loginGroups(): Arn {
    return this.aws.arn("autoscaling", `autoScalingGroup:*:autoScalingGroupName/${this.prefix}*-AutoScalingGroup`);
  }

  /** Things of EC2 in this account, by their type: `volume`. */
  ec2(...types: string[]): Arn[] {
    return types.map((type) => this.aws.arn("ec2", `${type}/*`));
  }

  /** What a call that starts machines is asked about. */
  get startedWith(): Arn[] {
    return [
      ...this.ec2("instance", "key-pair", "launch-template", "network-interface", "placement-group"),
      ...this.ec2("security-group", "subnet", "volume"),
      ...since(this.release, "3.3", ...this.ec2("capacity-reservation", "fleet")),
      this.ec2OfAnybody("image"),
      this.ec2OfAnybody("snapshot"),
    ];
  }

  /** Things of EC2 that carry no account, by their type: `image`, `snapshot`. */
  ec2OfAnybody(type: "image" | "snapshot"): Arn {
    return `arn:${this.aws.partition}:ec2:${this.aws.region}::${type}/*`;
  }

  /** A group of logs, for actions on the group itself. */
  logGroup(name: string): Arn {
    return this.aws.arn("logs", `log-group:${name}`);
  }

  /** Whether a thing is a cluster's, by the tag that ParallelCluster puts on everything. */
  get ofCluster(): PolicyCondition {
    return { test: "StringLike", key: `aws:ResourceTag/${this.tag[0]}`, values: [this.tag[1]] };
  }

  /** Whether a thing becomes a cluster's. */
  get asCluster(): PolicyCondition {
    return { test: "StringLike", key: `aws:RequestTag/${this.tag[0]}`, values: [this.tag[1]] };
  }

  /** Whether a machine is of one kind: `HeadNode`, `Compute`, `LoginNode`. */
  isNode(kind: string): PolicyCondition {
    return { test: "StringEquals", key: "aws:ResourceTag/parallelcluster:node-type", values: [kind] };
  }
}

/** The bucket that ParallelCluster makes for an account and region. */
export function bucketOfParallelCluster({ account, region }: AwsEnvironment): string {
  return `parallelcluster-${sha256(`${account}${region}`, 16)}-v1-do-not-delete`;
}

/** Where ParallelCluster makes roles and profiles unless a configuration says otherwise. */
export const IAM_PATH = "/parallelcluster/";

/**
 * Whether CloudFormation makes the call, with the access of whoever deploys the stack.
 *
 * It changes only what is in its stacks, so that nobody gets at other things of the same type by calling the service.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-calledvia
 */
export const BY_CLOUDFORMATION: PolicyCondition = {
  test: "ForAnyValue:StringEquals",
  key: "aws:CalledVia",
  values: ["cloudformation.amazonaws.com"],
};
