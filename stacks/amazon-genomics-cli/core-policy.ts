import type { AwsEnvironment } from "../../modules/aws-environment";
import { type Condition, when } from "../../modules/deferred";
import { DEPLOY_FUNCTION_OF_STACK } from "../../modules/lambda-functions";
import type { Statement, Statements } from "../../modules/policy-document";
import type { AgcNames } from "./agc-names";
import { makeBoundedRoles } from "./bounded-roles";
import { makeNetwork } from "./core-network-policy";

const CORE = "https://github.com/aws/amazon-genomics-cli/blob/main/packages/cdk/lib/stacks/core-stack.ts";
const BOOTSTRAP =
  "https://github.com/aws/aws-cdk/blob/v2.38.1/packages/aws-cdk/lib/api/bootstrap/bootstrap-template.yaml";
const DOCUMENT = "https://github.com/aws/amazon-genomics-cli/tree/main/extras/agc-minimal-permissions";
const LAMBDA_ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html";
const PASS_ROLE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html";

/** What the policy of the core stack speaks of. */
export interface CorePolicyProps {
  readonly aws: AwsEnvironment;
  readonly agc: AgcNames;
  /** The policy that limits every role that is made. */
  readonly boundaryArn: string;
  /** Whether AGC makes its bucket; one that exists is never changed. */
  readonly createsBucket: Condition;
}

/**
 * What CloudFormation may do when an account is activated or deactivated: the network, table, bucket and parameters that
 * all contexts share, the function that copies scripts into the bucket, and the CDK's own stack.
 */
export function corePolicy({ aws, agc, boundaryArn, createsBucket }: CorePolicyProps): Statements {
  const managed = (name: string) => aws.awsManagedPolicy(name);
  return [
    ...makeNetwork(agc),
    {
      sid: "MakeTheTable",
      actions: [
        "dynamodb:CreateTable",
        "dynamodb:DeleteTable",
        "dynamodb:DescribeTable",
        "dynamodb:DescribeTimeToLive",
        "dynamodb:ListTagsOfResource",
        "dynamodb:TagResource",
        "dynamodb:UntagResource",
        "dynamodb:UpdateTable",
        "dynamodb:UpdateTimeToLive",
      ],
      resources: [agc.tableArn],
      source: DOCUMENT,
    },
    ...when<Statement>(createsBucket, {
      sid: "MakeTheBucket",
      actions: [
        "s3:CreateBucket",
        "s3:DeleteBucketPolicy",
        "s3:GetBucketPolicy",
        "s3:GetBucketTagging",
        "s3:GetEncryptionConfiguration",
        "s3:PutBucketPolicy",
        "s3:PutBucketTagging",
        "s3:PutEncryptionConfiguration",
      ],
      resources: [agc.bucketArn],
      source: DOCUMENT,
    }),
    {
      sid: "WriteTheParameters",
      actions: [
        "ssm:AddTagsToResource",
        "ssm:DeleteParameter",
        "ssm:GetParameters",
        "ssm:ListTagsForResource",
        "ssm:PutParameter",
        "ssm:RemoveTagsFromResource",
      ],
      resources: [agc.parametersArn, agc.cdkVersionArn],
      because: "all of AGC's parameters stand below one path, and later releases add some",
      source: DOCUMENT,
    },
    ...findImages(aws),
    ...runCopyFunction(aws, agc),
    ...makeCdkStack(agc),
    ...makeBoundedRoles({
      roles: [agc.rolesArn("Core"), agc.cdkRolesArn],
      boundaryArn,
      // the CDK's execution role gets AWSDenyAll, for it is not used; AdministratorAccess, its default, is not here
      attachable: [
        managed("service-role/AWSLambdaBasicExecutionRole"),
        managed("ReadOnlyAccess"),
        managed("AWSDenyAll"),
      ],
    }),
    {
      sid: "PassRolesToTheFunction",
      actions: ["iam:PassRole"],
      resources: [agc.rolesArn("Core")],
      because: "CloudFormation ends the names of roles by itself",
      conditions: [{ test: "StringEquals", key: "iam:PassedToService", values: [aws.servicePrincipal("lambda")] }],
      source: PASS_ROLE,
    },
  ];
}

/** Which image instances start from: ECS's own, or the one that `agc account activate --ami` names. */
function findImages(aws: AwsEnvironment): Statements {
  return [
    {
      sid: "ReadTheImageOfEcs",
      actions: ["ssm:GetParameters"],
      resources: [`arn:${aws.partition}:ssm:${aws.region}:*:parameter/aws/service/ecs/optimized-ami/*`],
      because: "public parameters have no account in their ARN, and AWS names the images by system and version",
      source: CORE,
    },
    {
      sid: "SeeImages",
      actions: ["ec2:DescribeImages", "ssm:DescribeParameters"],
      resources: "*",
      because: "the actions take no resource; a parameter that names an image is checked against EC2",
      source: "https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-ec2-aliases.html",
    },
  ];
}

/** The function that copies scripts and code from the CDK's bucket, and CloudFormation's calls of it. */
function runCopyFunction(aws: AwsEnvironment, agc: AgcNames): Statements {
  return [
    {
      sid: "RunTheCopyFunction",
      actions: [...DEPLOY_FUNCTION_OF_STACK].sort(),
      resources: [aws.arn("lambda", "function:Agc-Core-*")],
      because: "CloudFormation ends the names of functions by itself",
      source: LAMBDA_ACTIONS,
    },
    {
      sid: "KeepItsLayer",
      actions: ["lambda:DeleteLayerVersion", "lambda:GetLayerVersion", "lambda:PublishLayerVersion"],
      // the last asterisk stands for the version too
      resources: [aws.arn("lambda", "layer:*AwsCliLayer*")],
      because: "CloudFormation names layers after the CDK's construct and ends the name by itself",
      source: LAMBDA_ACTIONS,
    },
    {
      sid: "ReadTheCodeOfTheFunction",
      actions: ["s3:GetObject"],
      resources: [`${agc.assetsArn}/*`],
      because: "the CDK names code by its hash",
      source: LAMBDA_ACTIONS,
    },
  ];
}

/** The CDK's own stack, `Agc-CDKToolkit`: a bucket and a repository; its roles are made within the boundary. */
function makeCdkStack(agc: AgcNames): Statements {
  return [
    {
      sid: "MakeTheBucketOfTheCdk",
      actions: [
        "s3:CreateBucket",
        "s3:DeleteBucketPolicy",
        "s3:GetBucketPolicy",
        "s3:GetBucketPublicAccessBlock",
        "s3:GetBucketTagging",
        "s3:GetBucketVersioning",
        "s3:GetEncryptionConfiguration",
        "s3:PutBucketPolicy",
        "s3:PutBucketPublicAccessBlock",
        "s3:PutBucketTagging",
        "s3:PutBucketVersioning",
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
      ],
      resources: [agc.assetsArn],
      source: BOOTSTRAP,
    },
    {
      sid: "MakeTheRepositoryOfTheCdk",
      actions: [
        "ecr:CreateRepository",
        "ecr:DeleteRepository",
        "ecr:DeleteRepositoryPolicy",
        "ecr:DescribeRepositories",
        "ecr:GetLifecyclePolicy",
        "ecr:GetRepositoryPolicy",
        "ecr:ListTagsForResource",
        "ecr:PutImageScanningConfiguration",
        "ecr:PutImageTagMutability",
        "ecr:PutLifecyclePolicy",
        "ecr:SetRepositoryPolicy",
        "ecr:TagResource",
        "ecr:UntagResource",
      ],
      resources: [agc.assetsRepositoryArn],
      source: "https://github.com/aws/amazon-genomics-cli/issues/573",
    },
  ];
}
