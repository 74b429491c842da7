import type { Arn, AwsEnvironment } from "./aws-environment";
import type { Statement, Statements } from "./policy-document";

const BATCH_ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html";
const NEXTFLOW_BATCH = "https://www.nextflow.io/docs/latest/aws.html#aws-iam-policies";

/** Props of {@link submitJobs}. */
export interface JobSubmissionProps {
  readonly aws: AwsEnvironment;
  readonly queueArns: readonly Arn[];
  /** First letters of the job definitions' names: Nextflow's begin with `nf-`. */
  readonly definitions: string;
  /** Whether the tool tags what it registers and submits, as Nextflow does. @default true */
  readonly tagged?: boolean;
  /** Page that shows which calls the tool makes. @default - Nextflow's */
  readonly source?: string;
}

/**
 * Submitting jobs to queues, and ending them.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/batch-example-policies.html
 */
export function submitJobs(props: JobSubmissionProps): Statements {
  const { aws, queueArns, definitions, tagged = true, source = NEXTFLOW_BATCH } = props;
  // the asterisk stands for the revision too: nf-x and nf-x:3 both match
  const definitionArn = aws.arn("batch", `job-definition/${definitions}*`);
  const jobs = aws.arn("batch", "job/*");
  const anyJob = "Batch makes the ids of jobs, and no name of the queue is in them";
  const tag: Statement = {
    sid: "TagJobsAndDefinitions",
    actions: ["batch:TagResource"],
    resources: [definitionArn, jobs],
    because: `Nextflow tags every definition that it registers, and jobs with its resource labels; ${anyJob}`,
    source: NEXTFLOW_BATCH,
  };
  return [
    {
      sid: "RegisterJobDefinitions",
      actions: ["batch:RegisterJobDefinition"],
      resources: [definitionArn],
      because: "each image of a pipeline gets a definition of its own, named by the tool",
      source,
    },
    {
      sid: "SubmitJobsToTheQueue",
      actions: ["batch:SubmitJob"],
      resources: [...queueArns, definitionArn, jobs],
      because: `each image of a pipeline gets a definition of its own, with a revision; ${anyJob}`,
      source: BATCH_ACTIONS,
    },
    ...(tagged ? [tag] : []),
    {
      sid: "EndJobs",
      actions: ["batch:CancelJob", "batch:TerminateJob"],
      resources: [jobs],
      because: `${anyJob}; no tag that the tool always sets could narrow it`,
      source,
    },
  ];
}

/**
 * Handing roles to jobs, in the definitions that name them.
 *
 * Containers of jobs are tasks of ECS, and only their service can assume these roles, whoever they are passed to. AWS's own
 * example names Batch as the service that they are passed to, other pages the tasks of ECS: both are named.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/ExamplePolicies_BATCH.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
export function passJobRoles(aws: AwsEnvironment, roleArns: readonly Arn[]): Statements {
  const services = [aws.servicePrincipal("batch"), aws.servicePrincipal("ecs-tasks")];
  return [
    {
      sid: "PassRolesToJobs",
      actions: ["iam:PassRole"],
      resources: roleArns,
      conditions: [{ test: "StringEquals", key: "iam:PassedToService", values: services }],
      source: "https://docs.aws.amazon.com/batch/latest/userguide/ExamplePolicies_BATCH.html",
    },
  ];
}

/** Watching jobs, queues and definitions. */
export function watchJobs(): Statements {
  return [
    {
      sid: "WatchJobs",
      actions: [
        "batch:DescribeComputeEnvironments",
        "batch:DescribeJobDefinitions",
        "batch:DescribeJobQueues",
        "batch:DescribeJobs",
        "batch:ListJobs",
      ],
      resources: "*",
      because: "Batch's describe and list actions take no resource",
      source: BATCH_ACTIONS,
    },
  ];
}

/** Reading what jobs printed, for those whose definitions have these first letters: a stream is named by its definition. */
export function readJobLogs({ aws, definitions }: Pick<JobSubmissionProps, "aws" | "definitions">): Statements {
  return [
    {
      sid: "ReadJobLogs",
      actions: ["logs:GetLogEvents"],
      resources: [aws.arn("logs", `log-group:/aws/batch/job:log-stream:${definitions}*`)],
      because: "each job has a stream of its own, named by its definition and task id",
      source: "https://docs.aws.amazon.com/batch/latest/userguide/using_awslogs.html",
    },
  ];
}
