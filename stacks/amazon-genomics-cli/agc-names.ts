import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import type { PolicyCondition } from "../../modules/policy-document";

/** Why names of AGC's things are known only in part. */
export const ANY_CONTEXT = "AGC names contexts after projects and users, and CloudFormation ends names by itself";

/** Why ids of EC2 and the like are not known. */
export const ANY_ID = "the service makes the ids";

/** One of the stacks that AGC deploys, or each of several. */
export type AgcStack = "Core" | "Context-*" | "CDKToolkit";

/**
 * What the Amazon Genomics CLI and its CDK apps call the things they make.
 *
 * None of it is Groundwork's to choose, and none of it can differ between two environments: AGC is once in a region.
 *
 * @see https://github.com/aws/amazon-genomics-cli/blob/main/packages/cdk/lib/constants.ts
 * @see https://github.com/aws/amazon-genomics-cli/blob/main/packages/cli/internal/pkg/cli/awsresources/awsresources.go
 */
export class AgcNames {
  /** Bucket of data, results and the scripts of instances. */
  readonly bucketArn: Arn;
  readonly bucketName: string;
  /** Bucket that the CDK puts templates and code into. */
  readonly assetsArn: Arn;
  readonly assetsRepositoryArn: Arn;
  /** Table of workflow runs. */
  readonly tableArn: Arn;
  /** Parameters that every context reads. */
  readonly parametersArn: Arn;
  /** Parameter by which the CDK knows the version of its own stack. */
  readonly cdkVersionArn: Arn;
  /** Roles of the CDK's own stack. */
  readonly cdkRolesArn: Arn;
  /** Queues and environments of contexts, by their own names. */
  readonly batchNames = ["*TaskBatch*", "*HeadBatch*"] as const;

  /** @param bucket name of a bucket that exists. Default: AGC makes `agc-<account>-<region>` */
  constructor(
    private readonly aws: AwsEnvironment,
    bucket?: string,
  ) {
    const { account, region } = aws;
    const here = `${account}-${region}`;
    this.bucketName = bucket ?? bucketOfAgc(aws);
    this.bucketArn = aws.bucketArn(this.bucketName);
    this.assetsArn = aws.bucketArn(`cdk-agc-assets-${here}`);
    this.assetsRepositoryArn = aws.arn("ecr", `repository/cdk-agc-container-assets-${here}`);
    this.tableArn = aws.arn("dynamodb", "table/Agc");
    this.parametersArn = aws.arn("ssm", "parameter/agc/_common/*");
    this.cdkVersionArn = aws.arn("ssm", "parameter/cdk-bootstrap/agc/version");
    this.cdkRolesArn = aws.iamArn(`role/cdk-agc-*-role-${here}`);
  }

  /** A stack, whatever its id. */
  stackArn(stack: AgcStack): Arn {
    return this.aws.arn("cloudformation", `stack/Agc-${stack}/*`);
  }

  /** The roles of a stack: CloudFormation begins names with the stack's. */
  rolesArn(stack: AgcStack): Arn {
    return this.aws.iamArn(`role/Agc-${stack === "Core" ? "Core-*" : stack}`);
  }

  /** Things of EC2, by their type: `vpc`. */
  ec2(...types: string[]): Arn[] {
    return types.map((type) => this.aws.arn("ec2", `${type}/*`));
  }

  /** Things of Batch, by their type: `job-queue`. */
  batch(...types: string[]): Arn[] {
    return types.flatMap((type) => this.batchNames.map((name) => this.aws.arn("batch", `${type}/${name}`)));
  }

  /**
   * Whether a thing was made by a stack of AGC.
   *
   * CloudFormation puts the tag on what it makes, as it makes it, and nobody else can: AWS keeps names that begin with
   * `aws:`. Where a type of resource gets none, its schema says so (`cloudFormationSystemTags`).
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-resource-tags.html
   */
  madeBy(stack: AgcStack): PolicyCondition {
    return { test: "StringLike", key: "aws:ResourceTag/aws:cloudformation:stack-name", values: [`Agc-${stack}`] };
  }
}

/** The bucket that AGC makes for an account and region. */
export function bucketOfAgc({ account, region }: AwsEnvironment): string {
  return `agc-${account}-${region}`;
}
