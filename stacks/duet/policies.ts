import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import { describeInstances, joinCluster, pullImages, writeJobLogs } from "../../modules/container-instance";
import { pushImages } from "../../modules/image-repositories";
import { readJobLogs, submitJobs, watchJobs } from "../../modules/job-submission";
import type { Statements } from "../../modules/policy-document";
import { sessionManager } from "../../modules/virtual-machine";

/** The document "AWS-policies-and-roles" of biomodal duet. */
const DOCUMENT = "https://github.com/biomodal/biomodal-docs, AWS-policies-and-roles";

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
    ...pushImages(repositories),
    ...lookAtRepositories(repositories),
    ...data,
    ...sessionManager(),
  ];
}

/** What the container instances may do, and jobs with them: join the cluster, pull images, write logs, read and write data. */
export function instancePolicy({ aws, environmentNames, repositories, data }: InstanceArns): Statements {
  return [...joinCluster({ aws, environmentNames }), ...writeJobLogs(aws), ...pullImages(repositories), ...data];
}

/** Seeing what is in the repositories below the prefix. */
function lookAtRepositories(repositories: readonly Arn[]): Statements {
  return [
    {
      sid: "LookAtRepositories",
      actions: [
        "ecr:DescribeImageScanFindings",
        "ecr:DescribeImages",
        "ecr:DescribeRepositories",
        "ecr:GetLifecyclePolicy",
        "ecr:GetLifecyclePolicyPreview",
        "ecr:GetRepositoryPolicy",
        "ecr:ListImages",
        "ecr:ListTagsForResource",
      ],
      resources: repositories,
      because: "every repository below the prefix: each image of the pipeline has its own",
      source: DOCUMENT,
    },
  ];
}
