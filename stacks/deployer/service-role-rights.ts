import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import type { PolicyCondition } from "../../modules/policy-document";
import type { SystemNames } from "../../modules/system-names";
import { type Right, rightsOf } from "./rights";

/** What the policies of AWS for service roles are narrowed by, where they say `*`. */
export interface ServiceRolePlace {
  readonly aws: AwsEnvironment;
  readonly names: SystemNames;
  /** Names of the job definitions that the stack's roles work with; ECS has task definitions of the same names. */
  readonly definitions: readonly string[];
}

/** `AWSBatchServiceRole`, version 13, with its ways to other people's roles and machines closed. */
function batchService({ aws, names, definitions }: ServiceRolePlace): Right[] {
  // Batch names clusters after environments
  const clusters = ["cluster", "container-instance", "task"].map((type) => aws.arn("ecs", `${type}/${names.of("*")}`));
  const tasks = definitions.map((name) => aws.arn("ecs", `task-definition/${name}`));
  return [
    ...rights(
      "ec2",
      ["*"],
      [
        "CreateLaunchTemplate DeleteLaunchTemplate RequestSpotFleet CancelSpotFleetRequests ModifySpotFleetRequest RunInstances",
        "DescribeAccountAttributes DescribeImageAttribute DescribeImages DescribeInstanceAttribute DescribeInstanceStatus",
        "DescribeInstances DescribeKeyPairs DescribeLaunchTemplateVersions DescribeSecurityGroups DescribeSpotFleetInstances",
        "DescribeSpotFleetRequestHistory DescribeSpotFleetRequests DescribeSpotInstanceRequests DescribeSpotPriceHistory",
        "DescribeSubnets DescribeVpcClassicLink",
      ],
    ),
    ...rights("ec2", [aws.arn("ec2", "instance/*")], ["TerminateInstances"], owned(names)),
    ...tagOnStart(),
    ...rights(
      "autoscaling",
      ["*"],
      [
        "CreateAutoScalingGroup CreateLaunchConfiguration CreateOrUpdateTags DeleteAutoScalingGroup DeleteLaunchConfiguration",
        "DescribeAccountLimits DescribeAutoScalingGroups DescribeAutoScalingInstances DescribeLaunchConfigurations",
        "DescribeScalingActivities PutNotificationConfiguration SetDesiredCapacity SuspendProcesses",
        "TerminateInstanceInAutoScalingGroup UpdateAutoScalingGroup",
      ],
    ),
    ...rights(
      "ecs",
      ["*"],
      [
        "DeregisterTaskDefinition DescribeTaskDefinition ListAccountSettings ListClusters ListTaskDefinitionFamilies",
        "ListTaskDefinitions",
      ],
    ),
    ...rights("ecs", clusters, [
      "CreateCluster DeleteCluster DeregisterContainerInstance DescribeClusters DescribeContainerInstances DescribeTasks",
      "ListContainerInstances ListTasks StopTask TagResource UpdateContainerAgent",
    ]),
    ...rights("ecs", tasks, ["RegisterTaskDefinition RunTask StartTask"]),
    ...rights("logs", ["*"], ["CreateLogGroup CreateLogStream DescribeLogGroups PutLogEvents"]),
    ...rights("iam", ["*"], ["GetInstanceProfile GetRole"]),
    ...passItsRoles(aws, names, ["ec2", "ecs-tasks"]),
    ...rights(
      "iam",
      [aws.iamArn("role/aws-service-role/*")],
      ["CreateServiceLinkedRole"],
      [
        equals(
          "iam:AWSServiceName",
          ["autoscaling", "ecs", "spot", "spotfleet"].map((name) => `${name}.amazonaws.com`),
        ),
      ],
    ),
  ];
}

/** `AmazonEC2SpotFleetTaggingRole`, version 5, with machines and roles of others left out; Batch has no load balancers. */
function spotFleet({ aws, names }: ServiceRolePlace): Right[] {
  return [
    ...rights(
      "ec2",
      ["*"],
      ["DescribeImages DescribeInstanceStatus DescribeSubnets RequestSpotInstances RunInstances"],
    ),
    ...rights("ec2", [aws.arn("ec2", "instance/*")], ["TerminateInstances"], owned(names)),
    ...tagOnStart(),
    ...passItsRoles(aws, names, ["ec2"]),
  ];
}

const POLICIES: Readonly<Record<string, (place: ServiceRolePlace) => Right[]>> = {
  AWSBatchServiceRole: batchService,
  AmazonEC2SpotFleetTaggingRole: spotFleet,
};

/**
 * What a role with a policy of AWS needs at most.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBatchServiceRole.html
 * @throws where nobody has written down what the policy is for
 */
export function serviceRoleRights(policyArn: string, place: ServiceRolePlace): Right[] {
  const name = policyArn.split("/").at(-1) as string;
  const known = POLICIES[name];
  if (known) return known(place);
  throw new Error(
    `what roles with AWS's policy ${name} need at most is not known, so that no boundary can be made for them: leave it out, or name a boundary of your own in 'iam.permissionsBoundary'`,
  );
}

function rights(
  service: string,
  resources: readonly (Arn | "*")[],
  calls: readonly string[],
  conditions: readonly PolicyCondition[] = [],
): Right[] {
  const actions = calls.flatMap((line) => line.split(" ")).map((call) => `${service}:${call}`);
  return rightsOf(actions, resources, conditions);
}

function tagOnStart(): Right[] {
  return rights("ec2", ["*"], ["CreateTags"], [equals("ec2:CreateAction", ["RunInstances"])]);
}

function passItsRoles(aws: AwsEnvironment, names: SystemNames, services: readonly string[]): Right[] {
  const passedTo = equals(
    "iam:PassedToService",
    services.map((service) => aws.servicePrincipal(service)),
  );
  return rights("iam", [aws.iamArn(`role${names.iamPath}*`)], ["PassRole"], [passedTo]);
}

/** Machines of environments carry the owner tags: their launch templates say so. */
function owned(names: SystemNames): PolicyCondition[] {
  return Object.entries(names.ownerTags).map(([tag, value]) => equals(`aws:ResourceTag/${tag}`, [value]));
}

function equals(key: string, values: readonly string[]): PolicyCondition {
  return { test: "StringEquals", key, values };
}
