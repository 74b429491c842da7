import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import type { Statements } from "../../modules/policy-document";
import { type AgcNames, ANY_CONTEXT, ANY_ID } from "./agc-names";

const APPS = "https://github.com/aws/amazon-genomics-cli/tree/main/packages/cdk/lib/roles";
const BATCH_ROLE = "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBatchServiceRole.html";
const EC2_ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html";
const PASS_ROLE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html";

/** A boundary limits, it grants nothing. */
export const LIMIT = "this is a limit: on what, the policies of the roles say";

/**
 * Job definitions of Nextflow, Cromwell, Snakemake and the head jobs.
 *
 * A job runs with the role of its definition, whoever submits it: without names, engines would reach every role that any
 * definition of the account has. miniwdl names definitions after tasks, so that its tasks are not in here.
 */
const DEFINITIONS = ["nf-*", "cromwell_*", "snakejob-def-*", "*HeadJobDef*"];

/** An ARN without the account, since a boundary is one policy: Batch and ECS let no other account's roles in anyway. */
function short({ partition, region }: AwsEnvironment, service: "batch" | "ecs", resource: string): Arn {
  return `arn:${partition}:${service}:${region}:*:${resource}`;
}

/** Running jobs and workflow engines in the queues of contexts. */
export function runJobs(aws: AwsEnvironment, agc: AgcNames): Statements {
  return [
    {
      sid: "RunJobs",
      actions: [
        "batch:CancelJob",
        "batch:DeregisterJobDefinition",
        "batch:RegisterJobDefinition",
        "batch:SubmitJob",
        "batch:TagResource",
        "batch:TerminateJob",
      ],
      resources: [
        ...agc.batch("job-queue"),
        ...DEFINITIONS.map((name) => short(aws, "batch", `job-definition/${name}`)),
        short(aws, "batch", "job/*"),
      ],
      because: `${ANY_CONTEXT}; Batch makes the ids of jobs`,
      source: APPS,
    },
    {
      sid: "PassRolesOfContexts",
      actions: ["iam:PassRole"],
      resources: [agc.rolesArn("Context-*")],
      because: ANY_CONTEXT,
      conditions: [
        {
          test: "StringEquals",
          key: "iam:PassedToService",
          values: ["batch", "ec2", "ecs-tasks"].map((service) => aws.servicePrincipal(service)),
        },
      ],
      source: PASS_ROLE,
    },
  ];
}

/** What Batch does with the service role that AGC gives it. Only instances and volumes of contexts are changed or ended. */
export function startInstances(aws: AwsEnvironment, agc: AgcNames): Statements {
  // clusters, their instances and their tasks: Batch names clusters after environments
  const inClusters = ["cluster", "container-instance", "task"].flatMap((type) =>
    agc.batchNames.map((name) => short(aws, "ecs", `${type}/${name}`)),
  );
  return [
    {
      sid: "StartInstances",
      actions: [
        "autoscaling:CreateAutoScalingGroup",
        "autoscaling:CreateOrUpdateTags",
        "autoscaling:DeleteAutoScalingGroup",
        "autoscaling:DescribeAccountLimits",
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeAutoScalingInstances",
        "autoscaling:DescribeScalingActivities",
        "autoscaling:PutNotificationConfiguration",
        "autoscaling:SetDesiredCapacity",
        "autoscaling:SuspendProcesses",
        "autoscaling:TerminateInstanceInAutoScalingGroup",
        "autoscaling:UpdateAutoScalingGroup",
        "ec2:CreateLaunchTemplate",
        "ec2:CreateVolume",
        "ec2:DeleteLaunchTemplate",
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
        "ec2:RunInstances",
        "ecs:DescribeTaskDefinition",
        "ecs:ListAccountSettings",
        "ecs:ListClusters",
        "ecs:ListTaskDefinitionFamilies",
        "ecs:ListTaskDefinitions",
        "iam:GetInstanceProfile",
        "iam:GetRole",
      ],
      resources: "*",
      because: LIMIT,
      source: BATCH_ROLE,
    },
    {
      sid: "RunTheirTasks",
      actions: [
        "ecs:CreateCluster",
        "ecs:DeleteCluster",
        "ecs:DeregisterContainerInstance",
        "ecs:DescribeClusters",
        "ecs:DescribeContainerInstances",
        "ecs:DescribeTasks",
        "ecs:ListContainerInstances",
        "ecs:ListTasks",
        "ecs:Poll",
        "ecs:RegisterContainerInstance",
        "ecs:RegisterTaskDefinition",
        "ecs:RunTask",
        "ecs:StartTask",
        "ecs:StartTelemetrySession",
        "ecs:StopTask",
        "ecs:SubmitAttachmentStateChanges",
        "ecs:SubmitContainerStateChange",
        "ecs:SubmitTaskStateChange",
        "ecs:TagResource",
        "ecs:UpdateContainerAgent",
        "ecs:UpdateContainerInstancesState",
      ],
      resources: [...inClusters, ...DEFINITIONS.map((name) => short(aws, "ecs", `task-definition/${name}`))],
      because: "Batch names clusters after environments, and task definitions after job definitions",
      source: BATCH_ROLE,
    },
    {
      sid: "TagWhatStarts",
      actions: ["ec2:CreateTags"],
      resources: "*",
      because: "tags are set by the call that makes the thing",
      conditions: [
        {
          test: "StringEquals",
          key: "ec2:CreateAction",
          values: ["CreateLaunchTemplate", "CreateVolume", "RunInstances"],
        },
      ],
      source: EC2_ACTIONS,
    },
    {
      sid: "ChangeOnlyItsInstances",
      actions: ["ec2:AttachVolume", "ec2:DeleteVolume", "ec2:ModifyInstanceAttribute", "ec2:TerminateInstances"],
      resources: agc.ec2("instance", "volume"),
      because: `${ANY_ID}; AGC tags the instances and volumes of contexts`,
      conditions: [{ test: "StringEquals", key: "aws:ResourceTag/application-name", values: ["agc"] }],
      source: APPS,
    },
  ];
}
