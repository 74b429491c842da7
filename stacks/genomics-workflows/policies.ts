import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import { describeInstances, joinCluster, pullImages, writeJobLogs } from "../../modules/container-instance";
import { CROMWELL_DEFINITIONS } from "../../modules/cromwell-config";
import { and, type Condition, when } from "../../modules/deferred";
import { startsWith, trimStart } from "../../modules/deferred-text";
import { growScratch } from "../../modules/ebs-autoscale";
import { isGiven } from "../../modules/existing";
import { sendInstanceLogs } from "../../modules/instance-logs";
import { passJobRoles, readJobLogs, submitJobs, watchJobs } from "../../modules/job-submission";
import type { Statement, Statements } from "../../modules/policy-document";
import type { AutoscaleArchive } from "../../modules/scratch-volume";
import { sessionManager } from "../../modules/virtual-machine";

const S3_ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html";
const SSM_ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html";
/** The templates behind the document "Core: Permissions". */
const TEMPLATES =
  "https://github.com/aws-samples/aws-genomics-workflows, src/templates/gwfcore/gwfcore-iam.template.yaml";

/** How the place of an archive in S3 begins. */
const S3 = "s3://";

const CROMWELL = "https://github.com/broadinstitute/cromwell, AwsBatchJob.scala";

/** First letters of the job definitions that Nextflow registers. */
const NEXTFLOW_DEFINITIONS = "nf-";

/** What the policies speak of. */
export interface GenomicsWorkflowsArns {
  readonly aws: AwsEnvironment;
  readonly queueArns: readonly Arn[];
  /** First words of the names of the environments. */
  readonly environmentNames: readonly string[];
  /** Repositories of images, by pattern. */
  readonly repositories: readonly Arn[];
  /** Tags that the environments' instances carry. */
  readonly ownerTags: Readonly<Record<string, string>>;
  readonly logGroupName: string;
  /** Path of the parameters that name bucket and queues; ends with `/`. */
  readonly parameters: string;
  /** What is allowed on the buckets. */
  readonly data: Statements;
}

/** Props of {@link instancePolicy}. */
export interface InstancePolicyProps extends Omit<GenomicsWorkflowsArns, "queueArns" | "data" | "parameters"> {
  /** What is allowed on the buckets: what jobs need that borrow the role, or what instances fetch at their start. */
  readonly data: Statements;
  /** What makes the scratch volume grow. @default - nothing: it keeps its size */
  readonly autoscale?: (AutoscaleArchive & { readonly volumeKmsKeyArn?: Arn | undefined }) | undefined;
}

/**
 * What the container instances may do: join their cluster, pull images, write logs, be reached by Session Manager, and
 * make their scratch volume larger.
 *
 * The document attaches AmazonEC2ContainerServiceforEC2Role, AmazonS3ReadOnlyAccess, AmazonSSMManagedInstanceCore and
 * CloudWatchAgentServerPolicy, which reach every cluster, bucket, parameter and log group of the account.
 */
export function instancePolicy(props: InstancePolicyProps): Statements {
  const { aws, environmentNames, repositories, ownerTags, logGroupName, data, autoscale } = props;
  return [
    ...joinCluster({ aws, environmentNames }),
    ...pullImages(repositories),
    ...writeJobLogs(aws),
    ...sendInstanceLogs(aws, logGroupName),
    ...data,
    ...(autoscale ? fetchArchive(aws, autoscale) : []),
    ...when(isGiven(autoscale), ...growScratch({ aws, ownerTags, volumeKmsKeyArn: autoscale?.volumeKmsKeyArn })),
    ...sessionManager(),
  ];
}

/** Fetching the archive, where it is an object in S3. */
function fetchArchive(aws: AwsEnvironment, archive: AutoscaleArchive): Statements {
  return when<Statement>(and(isGiven(archive), startsWith(archive.source, S3)), {
    sid: "FetchEbsAutoscale",
    actions: ["s3:GetObject"],
    resources: [aws.bucketArn(trimStart(archive.source, S3))],
    source: S3_ACTIONS,
  });
}

/** What jobs may do: work with the buckets, and what the settings add. */
export function jobPolicy(data: Statements, more: Statements): Statements {
  return [...data, ...more];
}

/** What starts containers on Fargate in the place of an instance: pulling their image, writing their logs. */
export function executionPolicy({
  aws,
  repositories,
}: Pick<GenomicsWorkflowsArns, "aws" | "repositories">): Statements {
  return [...pullImages(repositories), ...writeJobLogs(aws)];
}

/** Props of {@link nextflowPolicy} and {@link cromwellPolicy}. */
export interface HeadPolicyProps extends GenomicsWorkflowsArns {
  /** Roles that jobs carry. */
  readonly jobRoleArns: readonly Arn[];
  /** Whether it runs on a machine, which Session Manager reaches. */
  readonly onMachine: Condition;
}

/** What Nextflow itself may do: send jobs to the queues and watch them, hand them their role, stage files. */
export function nextflowPolicy(props: HeadPolicyProps): Statements {
  const { aws, queueArns, jobRoleArns, data } = props;
  const definitions = NEXTFLOW_DEFINITIONS;
  return [
    ...submitJobs({ aws, queueArns, definitions }),
    ...passJobRoles(aws, jobRoleArns),
    ...watchJobs(),
    ...readJobLogs({ aws, definitions }),
    ...describeInstances(props),
    ...readNames(props),
    ...data,
    ...reachable(props),
  ];
}

/** What Cromwell itself may do: send jobs to the queues and watch them, hand them their role, keep scripts and results. */
export function cromwellPolicy(props: HeadPolicyProps): Statements {
  const { aws, queueArns, jobRoleArns, data } = props;
  const definitions = CROMWELL_DEFINITIONS;
  return [
    ...submitJobs({ aws, queueArns, definitions, tagged: false, source: CROMWELL }),
    ...passJobRoles(aws, jobRoleArns),
    ...watchJobs(),
    ...readJobLogs({ aws, definitions }),
    ...describeInstances(props),
    ...readCredentials(aws),
    ...readNames(props),
    ...data,
    ...reachable(props),
  ];
}

/** Reading the secrets in which Cromwell's credentials are kept, such as those of Docker Hub. */
function readCredentials(aws: AwsEnvironment): Statements {
  return [
    {
      sid: "ReadCromwellCredentials",
      actions: ["secretsmanager:GetSecretValue"],
      resources: [aws.arn("secretsmanager", "secret:cromwell/credentials/*")],
      because: "Secrets Manager ends the names of secrets with letters of its own",
      source: TEMPLATES,
    },
  ];
}

/** Looking up the names of the bucket and of the queues. */
function readNames({ aws, parameters }: Pick<GenomicsWorkflowsArns, "aws" | "parameters">): Statements {
  return [
    {
      sid: "LookUpBucketAndQueues",
      actions: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
      resources: [aws.arn("ssm", `parameter${parameters}*`)],
      because: "every parameter of this system, which hold names and no secrets",
      source: SSM_ACTIONS,
    },
  ];
}

function reachable({ onMachine }: Pick<HeadPolicyProps, "onMachine">): Statements {
  return when(onMachine, ...sessionManager());
}
