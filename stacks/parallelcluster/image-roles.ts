import type { Arn } from "../../modules/aws-environment";
import { not } from "../../modules/deferred";
import { itemsIf } from "../../modules/deferred-items";
import type { PolicyCondition, Statements } from "../../modules/policy-document";
import { ANY_ID, type ClusterNames } from "./cluster-names";
import { ANY_IMAGE, builderArns, imageArns, OF_BUILDER, OF_IMAGE } from "./image-policy";
import { reaches } from "./releases";

const GUIDE = "https://docs.aws.amazon.com/parallelcluster/latest/ug/iam-roles-in-parallelcluster-v3.html";
const CORE = "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMManagedInstanceCore.html";
const PROFILE =
  "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/EC2InstanceProfileForImageBuilder.html";

/** The machine on which Image Builder makes an image: AWS's two policies for it, without reading every parameter. */
export function builderPolicy(clusters: ClusterNames): Statements {
  const { aws } = clusters;
  return [
    {
      sid: "BeCommandedByImageBuilder",
      actions: [
        "ec2messages:AcknowledgeMessage",
        "ec2messages:DeleteMessage",
        "ec2messages:FailMessage",
        "ec2messages:GetEndpoint",
        "ec2messages:GetMessages",
        "ec2messages:SendReply",
        "ssm:DescribeAssociation",
        "ssm:DescribeDocument",
        "ssm:GetDeployablePatchSnapshotForInstance",
        "ssm:GetDocument",
        "ssm:GetManifest",
        "ssm:ListAssociations",
        "ssm:ListInstanceAssociations",
        "ssm:PutComplianceItems",
        "ssm:PutConfigurePackageResult",
        "ssm:PutInventory",
        "ssm:UpdateAssociationStatus",
        "ssm:UpdateInstanceAssociationStatus",
        "ssm:UpdateInstanceInformation",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      resources: "*",
      because: "messages take no resource, and an instance reports only on itself",
      source: CORE,
    },
    {
      sid: "ReadComponents",
      actions: ["imagebuilder:GetComponent"],
      resources: [
        ...builderArns(clusters, "component"),
        `arn:${aws.partition}:imagebuilder:${aws.region}:aws:component/*/*/*`,
        aws.arn("imagebuilder", "component/*/*/*"),
      ],
      because: "configurations name components of their own and AWS's",
      source: PROFILE,
    },
    {
      sid: "FetchTheBuildTools",
      actions: ["s3:GetObject"],
      resources: [aws.bucketArn("ec2imagebuilder*/*"), clusters.publishedObjects],
      because: "AWS keeps Image Builder's tools in a bucket for each region, and ParallelCluster's packages in another",
      source: PROFILE,
    },
    {
      sid: "WriteLogsOfBuilds",
      actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [imageArns(clusters).buildLogGroups, `${imageArns(clusters).buildLogGroups}:log-stream:*`],
      because: ANY_IMAGE,
      source: PROFILE,
    },
    {
      sid: "TagTheImage",
      actions: ["ec2:CreateTags", "ec2:ModifyImageAttribute"],
      resources: [clusters.ec2OfAnybody("image")],
      because: `${ANY_ID}; the tag says which are Image Builder's`,
      conditions: [OF_BUILDER],
      source: GUIDE,
    },
    {
      sid: "DecryptComponents",
      actions: ["kms:Decrypt"],
      resources: [aws.arn("kms", "key/*")],
      because: "components may be encrypted with any key of the account; only Image Builder asks for it",
      conditions: [
        { test: "ForAnyValue:StringEquals", key: "aws:CalledVia", values: ["imagebuilder.amazonaws.com"] },
        {
          test: "ForAnyValue:StringEquals",
          key: "kms:EncryptionContextKeys",
          values: ["aws:imagebuilder:arn"],
        },
      ],
      source: PROFILE,
    },
  ];
}

/** What the function says of an image: its tags, and no others. */
const TAGS_OF_CLEANUP: PolicyCondition = {
  test: "ForAllValues:StringEquals",
  key: "aws:TagKeys",
  values: ["parallelcluster:build_status", "parallelcluster:parent_image"],
};

/**
 * The function that takes a build's stack away, with all that is in it, when the image is made.
 *
 * Nothing of IAM is in it: the machine has the role of this stack.
 */
export function cleanupPolicy(clusters: ClusterNames): Statements {
  const { release } = clusters;
  const { stacks, functions, functionLogGroups, topics } = imageArns(clusters);
  const streams: Arn = `${functionLogGroups}:*`;
  return [
    {
      sid: "TakeStacksOfBuildsAway",
      actions: ["cloudformation:DeleteStack"],
      resources: [stacks],
      because: "a stack has the name of its image; the tag says which are ParallelCluster's",
      conditions: [OF_IMAGE],
      source: GUIDE,
    },
    {
      sid: "TakePartsOfBuildsAway",
      actions: [
        "imagebuilder:CancelImageCreation",
        "imagebuilder:DeleteComponent",
        "imagebuilder:DeleteDistributionConfiguration",
        "imagebuilder:DeleteImage",
        "imagebuilder:DeleteImageRecipe",
        "imagebuilder:DeleteInfrastructureConfiguration",
        "imagebuilder:GetImage",
      ],
      resources: builderArns(
        clusters,
        ...["component", "distribution-configuration", "image", "image-recipe", "infrastructure-configuration"],
      ),
      because: ANY_IMAGE,
      source: GUIDE,
    },
    {
      sid: "TakeFunctionsOfBuildsAway",
      actions: ["lambda:DeleteFunction", "lambda:RemovePermission"],
      resources: [functions],
      because: ANY_IMAGE,
      source: GUIDE,
    },
    {
      sid: "TakeTopicsOfBuildsAway",
      actions: ["sns:DeleteTopic", "sns:GetSubscriptionAttributes", "sns:GetTopicAttributes", "sns:Unsubscribe"],
      resources: [topics],
      because: ANY_IMAGE,
      source: GUIDE,
    },
    {
      sid: "TakeLogGroupsOfBuildsAway",
      actions: ["logs:DeleteLogGroup"],
      resources: [functionLogGroups, ...itemsIf(not(reaches(release, "3.16")), streams)],
      because: ANY_IMAGE,
      source: "https://github.com/aws/aws-parallelcluster/releases/tag/v3.16.3",
    },
    {
      sid: "WriteItsOwnLogs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`${functionLogGroups}:log-stream:*`],
      because: ANY_IMAGE,
      source: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaBasicExecutionRole.html",
    },
    {
      sid: "MarkImagesAsReady",
      actions: ["ec2:CreateTags"],
      resources: [clusters.ec2OfAnybody("image")],
      because: `${ANY_ID}; the tag says which are Image Builder's`,
      conditions: [OF_BUILDER, TAGS_OF_CLEANUP],
      source: GUIDE,
    },
    {
      sid: "TagByTheirArns",
      actions: ["tag:TagResources"],
      resources: "*",
      because: "the action takes no resource, and asks the service of each thing too",
      source: GUIDE,
    },
  ];
}
