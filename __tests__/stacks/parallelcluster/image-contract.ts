import { CLI, type Entry, GUIDE, ROLES_PAGE, TEMPLATES } from "./contract";

const STACK = `${TEMPLATES}/imagebuilder_stack.py`;
const BUCKET = `${CLI}/models/s3_bucket.py`;
const BUILDER = "https://docs.aws.amazon.com/imagebuilder/latest/userguide/build-image.html";
const PROFILE =
  "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/EC2InstanceProfileForImageBuilder.html";
const CORE = "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMManagedInstanceCore.html";
const CLEANUP = `${CLI}/resources/imagebuilder/delete_image_stack.py`;

/** pcluster build-image, describe-image, list-images, delete-image, and what their stacks make. */
export const IMAGES: readonly Entry[] = [
  { actions: ["cloudformation:CreateStack"], on: ["new stack of a build"], page: STACK },
  {
    actions: ["cloudformation:DeleteStack"],
    on: ["stack of a build"],
    page: `${CLI}/aws/cfn.py`,
  },
  {
    actions: ["cloudformation:DescribeStackEvents", "cloudformation:DescribeStackResource"],
    on: ["stack of a build to look at"],
    page: `${CLI}/aws/cfn.py`,
  },
  {
    actions: ["cloudformation:DescribeStacks"],
    on: ["any stack"],
    page: `${CLI}/models/imagebuilder.py`,
    refused: { actions: ["cloudformation:UpdateStack"], on: ["stack of a build"] },
  },
  {
    actions: ["ec2:DescribeImageAttribute"],
    on: ["any image"],
    page: `${CLI}/aws/ec2.py`,
    refused: { actions: ["ec2:ModifyImageAttribute"], on: ["any image"] },
  },
  {
    actions: ["ec2:DescribeImages"],
    on: ["nothing"],
    page: `${CLI}/aws/ec2.py`,
    refused: { actions: ["ec2:ResetImageAttribute"], on: ["any image"] },
  },
  {
    actions: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
    on: ["artifact of an image"],
    page: BUCKET,
  },
  {
    actions: ["imagebuilder:CreateComponent", "imagebuilder:DeleteComponent"],
    on: ["component"],
    page: STACK,
  },
  {
    actions: ["imagebuilder:CancelImageCreation", "imagebuilder:CreateImage", "imagebuilder:DeleteImage"],
    on: ["image of Image Builder"],
    page: STACK,
  },
  {
    actions: ["imagebuilder:CreateImageRecipe", "imagebuilder:DeleteImageRecipe", "imagebuilder:GetImageRecipe"],
    on: ["recipe"],
    page: STACK,
  },
  {
    actions: [
      "imagebuilder:CreateInfrastructureConfiguration",
      "imagebuilder:DeleteInfrastructureConfiguration",
      "imagebuilder:GetInfrastructureConfiguration",
      "imagebuilder:TagResource",
    ],
    on: ["infrastructure configuration"],
    page: STACK,
  },
  {
    actions: [
      "imagebuilder:CreateDistributionConfiguration",
      "imagebuilder:DeleteDistributionConfiguration",
      "imagebuilder:GetDistributionConfiguration",
    ],
    on: ["distribution configuration"],
    page: STACK,
  },
  {
    actions: ["imagebuilder:GetComponent"],
    on: ["component that is named"],
    page: `${GUIDE}/Build-v3.html, Components`,
  },
  { actions: ["imagebuilder:GetImage"], on: ["image that is named"], page: `${GUIDE}/Build-v3.html, ParentImage` },
  {
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
    on: ["function of a build in a stack"],
    page: STACK,
  },
  {
    actions: [
      "sns:CreateTopic",
      "sns:DeleteTopic",
      "sns:GetTopicAttributes",
      "sns:Publish",
      "sns:Subscribe",
      "sns:TagResource",
      "sns:Unsubscribe",
    ],
    on: ["topic of a build in a stack"],
    page: STACK,
  },
  {
    actions: ["logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:TagResource", "logs:UntagResource"],
    on: ["log group of a build"],
    page: STACK,
  },
  { actions: ["logs:DeleteLogGroup"], on: ["log group of a build's function"], page: STACK },
  { actions: ["iam:CreateServiceLinkedRole"], on: ["linked role of Image Builder"], page: ROLES_PAGE },
  { actions: ["ec2:DeregisterImage"], on: ["image of ParallelCluster"], page: `${CLI}/aws/ec2.py, deregister_image` },
  { actions: ["ec2:DeleteSnapshot"], on: ["snapshot of a build"], page: `${CLI}/aws/ec2.py, delete_snapshot` },
  // logs of images
  {
    actions: ["logs:CreateExportTask", "logs:DescribeLogStreams", "logs:FilterLogEvents"],
    on: ["log group of a build"],
    page: `${CLI}/aws/logs.py`,
  },
  { actions: ["logs:GetLogEvents"], on: ["log stream of a build"], page: `${CLI}/aws/logs.py` },
];

/** The machine on which Image Builder makes an image. */
export const BUILDERS: readonly Entry[] = [
  {
    actions: [
      "ec2messages:AcknowledgeMessage",
      "ec2messages:DeleteMessage",
      "ec2messages:FailMessage",
      "ec2messages:GetEndpoint",
      "ec2messages:GetMessages",
      "ec2messages:SendReply",
      "ssm:GetDeployablePatchSnapshotForInstance",
      "ssm:GetManifest",
      "ssm:ListAssociations",
      "ssm:PutConfigurePackageResult",
      "ssm:PutInventory",
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ],
    on: ["nothing"],
    page: CORE,
    refused: { actions: ["ssm:SendCommand", "ssm:StartSession"], on: ["machine"] },
  },
  {
    actions: ["ssm:ListInstanceAssociations", "ssm:PutComplianceItems", "ssm:UpdateInstanceInformation"],
    on: ["any machine"],
    page: CORE,
    refused: { actions: ["ssm:GetConnectionStatus", "ssm:StartSession"], on: ["any machine"] },
  },
  {
    actions: ["ssm:DescribeDocument", "ssm:GetDocument", "ssm:UpdateAssociationStatus"],
    on: ["document"],
    page: CORE,
    refused: { actions: ["ssm:CreateDocument", "ssm:UpdateDocument"], on: ["document"] },
  },
  {
    actions: ["ssm:DescribeAssociation", "ssm:UpdateInstanceAssociationStatus"],
    on: ["association"],
    page: CORE,
    refused: { actions: ["ssm:DeleteAssociation", "ssm:UpdateAssociation"], on: ["association"] },
  },
  { actions: ["imagebuilder:GetComponent"], on: ["component of AWS"], page: PROFILE },
  { actions: ["imagebuilder:GetComponent"], on: ["component that is named"], page: PROFILE },
  { actions: ["s3:GetObject"], on: ["tool of Image Builder"], page: PROFILE },
  { actions: ["s3:GetObject"], on: ["published object"], page: ROLES_PAGE },
  { actions: ["logs:CreateLogGroup"], on: ["log group of a build"], page: PROFILE },
  { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], on: ["log stream of a build"], page: PROFILE },
  { actions: ["ec2:CreateTags", "ec2:ModifyImageAttribute"], on: ["image of a build"], page: ROLES_PAGE },
  { actions: ["kms:Decrypt"], on: ["key of Image Builder"], page: `${PROFILE}; ${BUILDER}` },
];

/** The function that takes a build away. */
export const CLEANUPS: readonly Entry[] = [
  { actions: ["cloudformation:DeleteStack"], on: ["stack of a build"], page: CLEANUP },
  { actions: ["imagebuilder:DeleteComponent"], on: ["component"], page: ROLES_PAGE },
  {
    actions: ["imagebuilder:CancelImageCreation", "imagebuilder:DeleteImage", "imagebuilder:GetImage"],
    on: ["image of Image Builder"],
    page: CLEANUP,
  },
  { actions: ["imagebuilder:DeleteImageRecipe"], on: ["recipe"], page: ROLES_PAGE },
  {
    actions: ["imagebuilder:DeleteInfrastructureConfiguration"],
    on: ["infrastructure configuration"],
    page: ROLES_PAGE,
  },
  { actions: ["imagebuilder:DeleteDistributionConfiguration"], on: ["distribution configuration"], page: ROLES_PAGE },
  { actions: ["lambda:DeleteFunction", "lambda:RemovePermission"], on: ["function of a build"], page: ROLES_PAGE },
  {
    actions: ["sns:DeleteTopic", "sns:GetTopicAttributes"],
    on: ["topic of a build"],
    page: ROLES_PAGE,
  },
  { actions: ["sns:GetSubscriptionAttributes", "sns:Unsubscribe"], on: ["topic of a build"], page: ROLES_PAGE },
  {
    actions: ["logs:DeleteLogGroup"],
    on: ["log group of a build's function"],
    page: "https://github.com/aws/aws-parallelcluster/releases/tag/v3.16.3",
  },
  {
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    on: ["log stream of a build's function"],
    page: "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaBasicExecutionRole.html",
  },
  { actions: ["ec2:CreateTags"], on: ["status of an image"], page: CLEANUP },
  {
    actions: ["tag:TagResources"],
    on: ["nothing"],
    page: CLEANUP,
    refused: { actions: ["ec2:CreateTags"], on: ["new machine"] },
  },
];
