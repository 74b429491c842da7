import type { Arn } from "../../modules/aws-environment";
import type { PolicyCondition, Statements } from "../../modules/policy-document";
import { ANY_ID, BY_CLOUDFORMATION, type ClusterNames } from "./cluster-names";
import { makeLinkedRole } from "./linked-role";
import { since } from "./releases";

const GUIDE = "https://docs.aws.amazon.com/parallelcluster/latest/ug/iam-roles-in-parallelcluster-v3.html";
const STACK =
  "https://github.com/aws/aws-parallelcluster/blob/develop/cli/src/pcluster/templates/imagebuilder_stack.py";
const CLIENT = "https://github.com/aws/aws-parallelcluster/blob/develop/cli/src/pcluster/aws/ec2.py";
const BUCKET = "https://github.com/aws/aws-parallelcluster/blob/develop/cli/src/pcluster/models/s3_bucket.py";

/** Why names are known only in part. */
export const ANY_IMAGE = "people name their images, and names end with the id of the stack";

/** Whether a thing is of a build, by the tag that ParallelCluster puts on it. */
export const OF_IMAGE: PolicyCondition = {
  test: "StringLike",
  key: "aws:ResourceTag/parallelcluster:image_id",
  values: ["?*"],
};

/** Whether an image or a snapshot is of Image Builder, which tags all that it makes. */
export const OF_BUILDER: PolicyCondition = {
  test: "StringEquals",
  key: "aws:ResourceTag/CreatedBy",
  values: ["EC2 Image Builder"],
};

const AS_IMAGE: PolicyCondition = { ...OF_IMAGE, key: "aws:RequestTag/parallelcluster:image_id" };

/** What ParallelCluster calls the things of a build; Image Builder writes names in small letters. */
export function imageArns(clusters: ClusterNames) {
  const { aws } = clusters;
  return {
    stacks: aws.arn("cloudformation", "stack/*/*"),
    functions: aws.arn("lambda", "function:ParallelClusterImage-*"),
    functionLogGroups: clusters.logGroup("/aws/lambda/ParallelClusterImage-*"),
    buildLogGroups: clusters.logGroup("/aws/imagebuilder/ParallelClusterImage-*"),
    topics: aws.arn("sns", "ParallelClusterImage-*"),
  } satisfies Record<string, Arn>;
}

export function builderArns({ aws }: ClusterNames, ...types: string[]): Arn[] {
  return types.map((type) => aws.arn("imagebuilder", `${type}/parallelclusterimage-*`));
}

/** `build-image`, `describe-image`, `list-images` and `delete-image`: the document's policy of image building. */
export function imagePolicy(clusters: ClusterNames): Statements {
  return [...deployBuilds(clusters), ...buildImages(clusters), ...endImages(clusters)];
}

function deployBuilds(clusters: ClusterNames): Statements {
  const { stacks } = imageArns(clusters);
  const { release, bucketArn, imageObjects } = clusters;
  const because = "a stack has the name of its image; the tag says which are ParallelCluster's";
  return [
    {
      sid: "CreateBuilds",
      actions: ["cloudformation:CreateStack"],
      resources: [stacks],
      because,
      conditions: [AS_IMAGE],
      source: STACK,
    },
    {
      sid: "EndBuilds",
      actions: ["cloudformation:DeleteStack"],
      resources: [stacks],
      because,
      conditions: [OF_IMAGE],
      source: STACK,
    },
    {
      sid: "LookAtBuilds",
      actions: ["cloudformation:DescribeStackEvents", "cloudformation:DescribeStackResource"],
      resources: [stacks],
      because,
      conditions: [OF_IMAGE],
      source: STACK,
    },
    {
      sid: "FindBuilds",
      actions: ["cloudformation:DescribeStacks"],
      resources: "*",
      because: "pcluster list-images asks for all stacks and keeps those with a tag of ParallelCluster",
      source: STACK,
    },
    {
      sid: "LookIntoTheBucket",
      actions: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketVersions"],
      resources: [bucketArn],
      source: BUCKET,
    },
    {
      sid: "KeepArtifactsOfImages",
      actions: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
      resources: [imageObjects],
      because: ANY_IMAGE,
      source: BUCKET,
    },
    {
      sid: "LookAtImagesAndTypes",
      actions: [
        "ec2:DescribeImageAttribute",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceTypeOfferings",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeInstances",
        ...since(release, "3.16", "ec2:DescribeSecurityGroups"),
      ],
      resources: "*",
      because: "describe actions of EC2 take no resource, or are asked about images that configurations name",
      source: CLIENT,
    },
  ];
}

/** What the stack of a build holds: Image Builder's own, a function that cleans up, and the topic that calls it. */
function buildImages(clusters: ClusterNames): Statements {
  const { aws } = clusters;
  const { functions, functionLogGroups, buildLogGroups, topics } = imageArns(clusters);
  return [
    {
      sid: "BuildImages",
      actions: [
        "imagebuilder:CancelImageCreation",
        "imagebuilder:CreateComponent",
        "imagebuilder:CreateDistributionConfiguration",
        "imagebuilder:CreateImage",
        "imagebuilder:CreateImageRecipe",
        "imagebuilder:CreateInfrastructureConfiguration",
        "imagebuilder:DeleteComponent",
        "imagebuilder:DeleteDistributionConfiguration",
        "imagebuilder:DeleteImage",
        "imagebuilder:DeleteImageRecipe",
        "imagebuilder:DeleteInfrastructureConfiguration",
        "imagebuilder:GetComponent",
        "imagebuilder:GetDistributionConfiguration",
        "imagebuilder:GetImage",
        "imagebuilder:GetImageRecipe",
        "imagebuilder:GetInfrastructureConfiguration",
        "imagebuilder:TagResource",
      ],
      resources: builderArns(
        clusters,
        ...["component", "distribution-configuration", "image", "image-recipe", "infrastructure-configuration"],
      ),
      because: ANY_IMAGE,
      source: STACK,
    },
    {
      sid: "ReadNamedComponents",
      actions: ["imagebuilder:GetComponent", "imagebuilder:GetImage"],
      resources: [aws.arn("imagebuilder", "component/*/*/*"), aws.arn("imagebuilder", "image/*/*/*")],
      because: "configurations name components and parent images of their own: Build/Components, Build/ParentImage",
      source: "https://docs.aws.amazon.com/parallelcluster/latest/ug/Build-v3.html",
    },
    {
      sid: "RunCleanupInStacks",
      actions: [
        "lambda:AddPermission",
        "lambda:CreateFunction",
        "lambda:DeleteFunction",
        "lambda:GetFunction",
        "lambda:ListTags",
        "lambda:RemovePermission",
        "lambda:TagResource",
        "lambda:UntagResource",
      ],
      resources: [functions],
      because: ANY_IMAGE,
      conditions: [BY_CLOUDFORMATION],
      source: STACK,
    },
    {
      sid: "TellCleanupInStacks",
      actions: [
        "sns:CreateTopic",
        "sns:DeleteTopic",
        "sns:GetTopicAttributes",
        "sns:Publish",
        "sns:Subscribe",
        "sns:TagResource",
        "sns:Unsubscribe",
      ],
      resources: [topics],
      because: ANY_IMAGE,
      conditions: [BY_CLOUDFORMATION],
      source: STACK,
    },
    {
      sid: "KeepLogGroupsOfBuilds",
      actions: [
        "logs:CreateLogGroup",
        "logs:DeleteLogGroup",
        ...since(clusters.release, "3.6", "logs:TagResource", "logs:UntagResource"),
      ],
      resources: [functionLogGroups, buildLogGroups],
      because: ANY_IMAGE,
      source: GUIDE,
    },
    makeLinkedRole(aws, "LetImageBuilderWork", "imagebuilder", "AWSServiceRoleForImageBuilder", GUIDE),
  ];
}

function endImages(clusters: ClusterNames): Statements {
  return [
    {
      sid: "TakeImagesAway",
      actions: ["ec2:DeregisterImage"],
      resources: [clusters.ec2OfAnybody("image")],
      because: `${ANY_ID}; the tag says which are ParallelCluster's, and pcluster finds them by it too`,
      conditions: [OF_IMAGE],
      source: CLIENT,
    },
    {
      sid: "TakeSnapshotsOfImagesAway",
      actions: ["ec2:DeleteSnapshot"],
      resources: [clusters.ec2OfAnybody("snapshot")],
      because: `${ANY_ID}; the tag says which are Image Builder's, and none says of which image`,
      conditions: [OF_BUILDER],
      source: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSServiceRoleForImageBuilder.html",
    },
  ];
}
