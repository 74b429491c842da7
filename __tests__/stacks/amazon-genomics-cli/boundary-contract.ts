import type { Who } from "./agc-json";
import type { Entry } from "./contract";

const WHO: readonly Who[] = ["boundary"];

const APPS = "https://github.com/aws/amazon-genomics-cli/tree/main/packages/cdk/lib";
const ROLES = `${APPS}/roles`;
const BATCH_ROLE = "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBatchServiceRole.html";
const INSTANCE_ROLE =
  "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEC2ContainerServiceforEC2Role.html";
const VPC_ACCESS =
  "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaVPCAccessExecutionRole.html";
const RETENTION = "https://github.com/aws/aws-cdk/tree/v2.38.1/packages/@aws-cdk/aws-logs/lib/log-retention-provider";

const READ = ["s3:GetObject", "s3:GetObjectTagging"];
const WRITE = [
  "s3:AbortMultipartUpload",
  "s3:DeleteObject",
  "s3:ListMultipartUploadParts",
  "s3:PutObject",
  "s3:PutObjectTagging",
];

/** The most that engines, adapters, jobs, instances and Batch can do, were their own policies to allow everything. */
export const BOUNDARY_CONTRACT: readonly Entry[] = [
  entry(ROLES, "bucket", "s3:GetBucketLocation", "s3:ListBucket"),
  entry(ROLES, "file of a project", ...READ, ...WRITE),
  entry(ROLES, "script", ...READ),
  entry(`${APPS}/stacks/core-stack.ts`, "bucket of the CDK", "s3:GetBucketLocation", "s3:ListBucket"),
  entry(`${APPS}/stacks/core-stack.ts`, "file of the CDK", ...READ),
  entry(ROLES, "parameter", "ssm:GetParameter", "ssm:GetParameters"),
  ...jobs(),
  ...instances(),
  ...others(),
];

function entry(page: string, kind: Entry["on"][number], ...actions: string[]): Entry {
  return { who: WHO, actions, on: [kind], page };
}

function jobs(): Entry[] {
  return [
    entry(ROLES, "job queue", "batch:SubmitJob"),
    entry(
      ROLES,
      "task definition of a job",
      "batch:DeregisterJobDefinition",
      "batch:RegisterJobDefinition",
      "batch:SubmitJob",
      "batch:TagResource",
    ),
    entry(ROLES, "job", "batch:CancelJob", "batch:SubmitJob", "batch:TagResource", "batch:TerminateJob"),
    entry(ROLES, "role handed to jobs", "iam:PassRole"),
    entry(
      ROLES,
      "nothing",
      "batch:DescribeComputeEnvironments",
      "batch:DescribeJobDefinitions",
      "batch:DescribeJobQueues",
      "batch:DescribeJobs",
      "batch:ListJobs",
    ),
  ];
}

function instances(): Entry[] {
  return [
    entry(
      BATCH_ROLE,
      "nothing",
      "autoscaling:DescribeAccountLimits",
      "autoscaling:DescribeAutoScalingGroups",
      "autoscaling:DescribeAutoScalingInstances",
      "autoscaling:DescribeScalingActivities",
      "ec2:DescribeAccountAttributes",
      "ec2:DescribeImages",
      "ec2:DescribeInstanceStatus",
      "ec2:DescribeInstances",
      "ec2:DescribeKeyPairs",
      "ec2:DescribeLaunchTemplateVersions",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSpotPriceHistory",
      "ec2:DescribeSubnets",
      "ec2:DescribeTags",
      "ec2:DescribeVolumes",
      "ecs:DescribeTaskDefinition",
      "ecs:ListAccountSettings",
      "ecs:ListClusters",
      "ecs:ListTaskDefinitionFamilies",
      "ecs:ListTaskDefinitions",
    ),
    entry(
      BATCH_ROLE,
      "a scaling group",
      "autoscaling:CreateAutoScalingGroup",
      "autoscaling:CreateOrUpdateTags",
      "autoscaling:DeleteAutoScalingGroup",
      "autoscaling:PutNotificationConfiguration",
      "autoscaling:SetDesiredCapacity",
      "autoscaling:SuspendProcesses",
      "autoscaling:TerminateInstanceInAutoScalingGroup",
      "autoscaling:UpdateAutoScalingGroup",
    ),
    entry(BATCH_ROLE, "a launch template", "ec2:CreateLaunchTemplate", "ec2:DeleteLaunchTemplate"),
    entry(BATCH_ROLE, "launch template as it is made", "ec2:CreateTags"),
    entry(BATCH_ROLE, "an instance", "ec2:RunInstances"),
    entry(`${APPS}/roles: instances add volumes`, "a volume", "ec2:CreateVolume"),
    entry(ROLES, "instance of a context", "ec2:AttachVolume", "ec2:ModifyInstanceAttribute", "ec2:TerminateInstances"),
    entry(ROLES, "volume of a context", "ec2:AttachVolume", "ec2:DeleteVolume"),
    entry(
      BATCH_ROLE,
      "cluster of Batch",
      "ecs:CreateCluster",
      "ecs:DeleteCluster",
      "ecs:DescribeClusters",
      "ecs:ListContainerInstances",
      "ecs:TagResource",
    ),
    entry(
      INSTANCE_ROLE,
      "cluster of Batch",
      "ecs:DeregisterContainerInstance",
      "ecs:RegisterContainerInstance",
      "ecs:SubmitAttachmentStateChanges",
      "ecs:SubmitContainerStateChange",
      "ecs:SubmitTaskStateChange",
    ),
    entry(
      INSTANCE_ROLE,
      "container instance of Batch",
      "ecs:DescribeContainerInstances",
      "ecs:ListTasks",
      "ecs:Poll",
      "ecs:StartTelemetrySession",
      "ecs:UpdateContainerAgent",
      "ecs:UpdateContainerInstancesState",
    ),
    entry(BATCH_ROLE, "task of Batch", "ecs:DescribeTasks", "ecs:StopTask"),
    entry(BATCH_ROLE, "task definition of Batch", "ecs:RegisterTaskDefinition", "ecs:RunTask", "ecs:StartTask"),
    entry(BATCH_ROLE, "a role, to read", "iam:GetRole"),
    entry(BATCH_ROLE, "a profile, to read", "iam:GetInstanceProfile"),
  ];
}

function others(): Entry[] {
  return [
    entry(
      `${INSTANCE_ROLE}; ${ROLES}`,
      "nothing",
      "ec2:DescribeNetworkInterfaces",
      "ecr:GetAuthorizationToken",
      "ecs:DiscoverPollEndpoint",
      "logs:DescribeLogGroups",
      "tag:GetResources",
    ),
    entry(
      "https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-checks-overview.html",
      "a scaling group",
      "autoscaling:SetInstanceHealth",
    ),
    entry(
      VPC_ACCESS,
      "an interface",
      "ec2:AssignPrivateIpAddresses",
      "ec2:CreateNetworkInterface",
      "ec2:DeleteNetworkInterface",
      "ec2:UnassignPrivateIpAddresses",
    ),
    entry(
      INSTANCE_ROLE,
      "an image",
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:GetDownloadUrlForLayer",
    ),
    entry(
      ROLES,
      "a mounted file system",
      "elasticfilesystem:ClientMount",
      "elasticfilesystem:ClientRootAccess",
      "elasticfilesystem:ClientWrite",
      "elasticfilesystem:DescribeAccessPoints",
      "elasticfilesystem:DescribeFileSystems",
      "elasticfilesystem:DescribeMountTargets",
    ),
    entry(
      RETENTION,
      "a log group",
      "logs:CreateLogGroup",
      "logs:DeleteRetentionPolicy",
      "logs:DescribeLogStreams",
      "logs:GetQueryResults",
      "logs:PutRetentionPolicy",
      "logs:StartQuery",
    ),
    entry(INSTANCE_ROLE, "a log stream", "logs:CreateLogStream", "logs:GetLogEvents", "logs:PutLogEvents"),
  ];
}
