import type { Arn, AwsEnvironment } from "./aws-environment";
import { mapItems } from "./deferred-items";
import type { Statements } from "./policy-document";

const AGENT =
  "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEC2ContainerServiceforEC2Role.html";
const ECS_ACTIONS =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html";
const ECR_PULL = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html";
const EC2_ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html";
const NEXTFLOW = "https://www.nextflow.io/docs/latest/aws.html#aws-iam-policies";
const BATCH_LOGS = "https://docs.aws.amazon.com/batch/latest/userguide/using_awslogs.html";

/** Props of {@link joinCluster}. */
export interface ContainerInstanceProps {
  readonly aws: AwsEnvironment;
  /** First words of the names of the environments that the instances belong to. */
  readonly environmentNames: readonly string[];
}

/**
 * The clusters that Batch makes for environments, whose names it composes itself: with its linked role
 * `AWSBatch-<environment>-<uuid>`, with a service role of one's own `<environment>_Batch_<uuid>`.
 */
function clusters(environmentNames: readonly string[]): string[] {
  return environmentNames.flatMap((name) => [
    ...mapItems([name], (one) => `AWSBatch-${one}-*`),
    ...mapItems([name], (one) => `${one}-*_Batch_*`),
  ]);
}

/** The ARNs that a kind of ECS resource has in those clusters: `clusterArns(props, "container-instance")`. */
export function clusterArns(
  { aws, environmentNames }: ContainerInstanceProps,
  kind?: "container-instance" | "task",
): Arn[] {
  return mapItems(clusters(environmentNames), (name) => aws.arn("ecs", kind ? `${kind}/${name}/*` : `cluster/${name}`));
}

const BECAUSE_CLUSTER = "Batch ends the names of environments and clusters with a suffix, and ECS makes the ids";

/**
 * Joining the ECS cluster of an environment and running its tasks: what the ECS agent calls.
 *
 * AmazonEC2ContainerServiceforEC2Role grants the same on every cluster of the account, and to create clusters besides,
 * which instances of Batch never do.
 */
export function joinCluster(props: ContainerInstanceProps): Statements {
  return [
    {
      sid: "FindTheAgentsEndpoint",
      actions: ["ecs:DiscoverPollEndpoint"],
      resources: "*",
      because: "the action takes no resource",
      source: ECS_ACTIONS,
    },
    {
      sid: "JoinTheCluster",
      actions: [
        "ecs:DeregisterContainerInstance",
        "ecs:RegisterContainerInstance",
        "ecs:SubmitAttachmentStateChanges",
        "ecs:SubmitContainerStateChange",
        "ecs:SubmitTaskStateChange",
      ],
      resources: clusterArns(props),
      because: BECAUSE_CLUSTER,
      source: AGENT,
    },
    {
      sid: "TakeTasks",
      actions: ["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"],
      resources: clusterArns(props, "container-instance"),
      because: BECAUSE_CLUSTER,
      source: AGENT,
    },
  ];
}

/** Writing what jobs print to the log group that Batch sends it to. */
export function writeJobLogs(aws: AwsEnvironment): Statements {
  return [
    {
      sid: "WriteJobLogs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [aws.arn("logs", "log-group:/aws/batch/job:log-stream:*")],
      because: "each job has a stream of its own, named by its definition and task id",
      source: BATCH_LOGS,
    },
  ];
}

/** Pulling images from repositories of ours. */
export function pullImages(repositories: readonly Arn[]): Statements {
  return [
    {
      sid: "LogInToTheRegistry",
      actions: ["ecr:GetAuthorizationToken"],
      resources: "*",
      because: "the action takes no resource; the token opens only what other statements allow",
      source: ECR_PULL,
    },
    {
      sid: "PullImages",
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: repositories,
      because: "every repository that the settings allow: each image of a pipeline has its own",
      source: ECR_PULL,
    },
  ];
}

/** What Nextflow asks to name the instance type that a task ran on. */
export function describeInstances(
  props: ContainerInstanceProps & { readonly ownerTags: Readonly<Record<string, string>> },
): Statements {
  return [
    {
      sid: "DescribeTasksOfTheClusters",
      actions: ["ecs:DescribeContainerInstances", "ecs:DescribeTasks"],
      resources: [...clusterArns(props, "container-instance"), ...clusterArns(props, "task")],
      because: "Batch ends the names of environments and clusters with a suffix, and ECS makes the ids",
      source: NEXTFLOW,
    },
    {
      sid: "DescribeInstances",
      actions: ["ec2:DescribeInstanceStatus", "ec2:DescribeInstanceTypes", "ec2:DescribeInstances"],
      resources: "*",
      because: "these describe actions of EC2 take no resource",
      source: EC2_ACTIONS,
    },
    {
      sid: "DescribeAttributesOfOurInstances",
      actions: ["ec2:DescribeInstanceAttribute"],
      resources: [props.aws.arn("ec2", "instance/*")],
      because:
        "EC2 makes the ids of instances; the tags hold it to those of the environments, since user data is an attribute",
      conditions: Object.entries(props.ownerTags).map(([key, value]) => ({
        test: "StringEquals",
        key: `aws:ResourceTag/${key}`,
        values: [value],
      })),
      source: NEXTFLOW,
    },
  ];
}
