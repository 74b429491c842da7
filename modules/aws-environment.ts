import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import type { Construct } from "constructs";
import { and, choose, equal } from "./deferred";
import { partitionOf } from "./partition";

/** An Amazon Resource Name. */
export type Arn = `arn:${string}`;

/**
 * The account and region that something is built in.
 *
 * ARNs are built from names here rather than read from attributes, so that a plan shows every policy in full before
 * anything exists.
 */
export class AwsEnvironment {
  private constructor(private readonly facts: Readonly<Record<"partition" | "account" | "region", () => string>>) {}

  /** Partition of the region: `aws`, `aws-cn` or `aws-us-gov`. */
  get partition(): string {
    return this.facts.partition();
  }

  /** Twelve digits. */
  get account(): string {
    return this.facts.account();
  }

  get region(): string {
    return this.facts.region();
  }

  /** An environment that the settings name. */
  static of({ account, region }: { account: string; region: string }): AwsEnvironment {
    return new AwsEnvironment({ partition: () => partitionOf(region), account: () => account, region: () => region });
  }

  /**
   * The environment of the caller, looked up when Terraform runs, as far as it is asked for: what a registry module uses.
   *
   * @param named gives a value a name of its own. @default - it has none
   */
  static lookup(scope: Construct, named = (_name: string, value: string) => value): AwsEnvironment {
    return new AwsEnvironment({
      partition: once(() => named("partition", new DataAwsPartition(scope, "partition", {}).partition)),
      account: once(() => named("account", new DataAwsCallerIdentity(scope, "current", {}).accountId)),
      region: once(() => named("region", new DataAwsRegion(scope, "region", {}).name)),
    });
  }

  /** An ARN in this account and region: `arn("batch", "job-queue/main")`. */
  arn(service: string, resource: string): Arn {
    return `arn:${this.partition}:${service}:${this.region}:${this.account}:${resource}`;
  }

  /** An ARN in this account and in no region, as IAM has them: `iamArn("role/groundwork/acme/duet/machine")`. */
  iamArn(resource: string): Arn {
    return `arn:${this.partition}:iam::${this.account}:${resource}`;
  }

  /** The ARN of a bucket, which has neither region nor account. */
  bucketArn(bucketName: string): Arn {
    return `arn:${this.partition}:s3:::${bucketName}`;
  }

  /** The ARN of a policy that AWS manages: `awsManagedPolicy("service-role/AWSBatchServiceRole")`. */
  awsManagedPolicy(pathAndName: string): Arn {
    return `arn:${this.partition}:iam::aws:policy/${pathAndName}`;
  }

  /**
   * The host under which a service is called, as `kms:ViaService` has it.
   *
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
   */
  serviceEndpoint(service: string, region = this.region): string {
    const suffix = choose(equal(this.partition, "aws-cn"), "amazonaws.com.cn", "amazonaws.com");
    return `${service}.${region}.${suffix}`;
  }

  /**
   * The name under which a service assumes roles.
   *
   * `<service>.amazonaws.com` in every partition, but for EC2 in China; it is not built from the partition's DNS suffix.
   *
   * @see https://docs.amazonaws.cn/en_us/aws/latest/userguide/endpoints-arns.html
   */
  servicePrincipal(service: string): string {
    const usual = `${service}.amazonaws.com`;
    const isEc2 = equal(service, "ec2");
    // the partition of a module is looked up where it is asked for
    return isEc2 === false ? usual : choose(and(isEc2, equal(this.partition, "aws-cn")), "ec2.amazonaws.com.cn", usual);
  }
}

/** What a function made the first time. */
function once(make: () => string): () => string {
  let made: string | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
