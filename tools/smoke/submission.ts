import type { Settings } from "../../stacks/settings";

/** How jobs are sent to a system. */
export interface Submission {
  /** First letters that the names of its job definitions must have. */
  readonly definitions: string;
  /** Short names of its queues; the first is the one that a job is sent to unless another is named. */
  readonly queues: readonly string[];
  /** Output that names the role which jobs carry. @default - jobs have none */
  readonly jobRole?: string;
  /** Output that names the role which starts jobs on Fargate. @default - none run there */
  readonly executionRole?: string;
  /** Who besides the one who deploys may send jobs, by the stack's outputs; lines of text. */
  readonly who: (outputs: Readonly<Record<string, unknown>>) => readonly string[];
}

/** How jobs are sent to a system of the settings; a sentence where it has no queue. */
export function submissionOf(system: string, { systems }: Settings): Submission | string | undefined {
  const { duet, slim } = systems;
  const workflows = systems["genomics-workflows"];
  switch (system) {
    case "duet":
      return (
        duet && {
          definitions: "nf-",
          queues: ["queue"],
          who: ({ connect }) => (connect ? [`The machine that runs Nextflow may send it too:`, `  ${connect}`] : []),
        }
      );
    case "genomics-workflows":
      return (
        workflows && {
          definitions: "nf-",
          queues: Object.keys(workflows.queues),
          jobRole: "batch_job_role_arn",
          executionRole: "batch_execution_role_arn",
          who: ({ nextflow_role_arn: role }) => (role ? [`Nextflow may send it too, with its role:`, `  ${role}`] : []),
        }
      );
    case "slim":
      return (
        slim && {
          definitions: slim.jobDefinitionPrefix,
          queues: Object.keys(slim.environments),
          jobRole: "job_role_arn",
          who: ({ user_group_name: group, user_role_arn: role }) => [
            ...(group ? [`Members of group ${group} may send it.`] : []),
            ...(role ? [`Whoever may assume this role may send it:`, `  ${role}`] : []),
          ],
        }
      );
    case "amazon-genomics-cli":
      return "agc makes a queue for each context that it deploys, so there is nothing to submit here";
    case "parallelcluster":
      return "pcluster makes the queues of each cluster, so there is nothing to submit here";
    default:
      return undefined;
  }
}
