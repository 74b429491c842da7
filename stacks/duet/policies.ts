import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import {
  type ContainerInstanceProps,
  clusterArns,
  joinCluster,
  pullImages,
  writeJobLogs,
} from "../../modules/container-instance";
import { readJobLogs, submitJobs, watchJobs } from "../../modules/job-submission";
import type { Statements } from "../../modules/policy-document";
import { sessionManager } from "../../modules/virtual-machine";

/** The document "AWS-policies-and-roles" of biomodal duet. */
const DOCUMENT = "https://github.com/biomodal/biomodal-docs, AWS-policies-and-roles";
const NEXTFLOW = "https://www.nextflow.io/docs/latest/aws.html#aws-iam-policies";
const EC2_ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html";

/** First letters of the job definitions that Nextflow registers. */
const NEXTFLOW_DEFINITIONS = "nf-";

/** What the policies of duet speak of. */
export interface DuetArns {
  readonly aws: AwsEnvironment;
  readonly queueArn: Arn;
  /** First words of the names of the environments. */
  readonly environmentNames: readonly string[];
  /** Repositories of the pipeline's images, by pattern. */
  readonly repositories: readonly Arn[];
  /** Tags that the environments' instances carry. */
  readonly ownerTags: Readonly<Record<string, string>>;
  /** What is allowed on the buckets. */
  readonly data: Statements;
}

type InstanceArns = Pick<DuetArns, "aws" | "environmentNames" | "repositories" | "data">;

/**
 * What the machine that runs Nextflow may do: submit and watch jobs, stage files, look after the pipeline's images, and be
 * reached by Session Manager.
 *
 * The document gives these rights to every machine on every queue, repository and instance.
 */
export function machinePolicy(props: DuetArns): Statements {
  const { aws, queueArn, repositories, data } = props;
  const definitions = NEXTFLOW_DEFINITIONS;
  return [
    ...submitJobs({ aws, queueArns: [queueArn], definitions }),
    ...watchJobs(),
    ...readJobLogs({ aws, definitions }),
    ...describeInstances(props),
    ...pullImages(repositories),
    ...lookAfterRepositories(repositories),
    ...data,
    ...sessionManager(),
  ];
}

/** What the container instances may do, and jobs with them: join the cluster, pull images, write logs, read and write data. */
export function instancePolicy({ aws, environmentNames, repositories, data }: InstanceArns): Statements {
  return [...joinCluster({ aws, environmentNames }), ...writeJobLogs(aws), ...pullImages(repositories), ...data];
}

/** What Nextflow asks to name the instance type that a task ran on. */
function describeInstances(props: ContainerInstanceProps & Pick<DuetArns, "ownerTags">): Statements {
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

/** Making repositories below the prefix, filling them, and seeing what is in them. */
function lookAfterRepositories(repositories: readonly Arn[]): Statements {
  return [
    {
      sid: "LookAfterRepositories",
      actions: [
        "ecr:CompleteLayerUpload",
        "ecr:CreateRepository",
        "ecr:DescribeImageScanFindings",
        "ecr:DescribeImages",
        "ecr:DescribeRepositories",
        "ecr:GetLifecyclePolicy",
        "ecr:GetLifecyclePolicyPreview",
        "ecr:GetRepositoryPolicy",
        "ecr:InitiateLayerUpload",
        "ecr:ListImages",
        "ecr:ListTagsForResource",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      resources: repositories,
      because: "every repository below the prefix: each image of the pipeline has its own",
      source: DOCUMENT,
    },
  ];
}
