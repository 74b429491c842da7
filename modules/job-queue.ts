import { BatchJobQueue } from "@cdktf/provider-aws/lib/batch-job-queue";
import { Construct } from "constructs";
import type { Arn, AwsEnvironment } from "./aws-environment";
import type { ComputeEnvironment } from "./compute-environment";

/** Props of {@link JobQueue}. */
export interface JobQueueProps {
  readonly aws: AwsEnvironment;
  readonly queueName: string;
  /** Where its jobs run: the first environment that has room takes them. */
  readonly environments: readonly ComputeEnvironment[];
  /**
   * Queues with a higher number are served first by an environment that they share.
   * @default 1
   */
  readonly priority?: number;
  /** @default - the provider's default tags */
  readonly tags?: Record<string, string>;
}

/**
 * A queue of AWS Batch: jobs wait here until an environment has room.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_queues.html
 */
export class JobQueue extends Construct {
  readonly queueName: string;
  /** Built from the name, so that policies can speak of the queue before it exists. */
  readonly queueArn: Arn;

  constructor(scope: Construct, id: string, props: JobQueueProps) {
    super(scope, id);
    const { aws, queueName, environments, priority = 1, tags } = props;
    this.queueName = queueName;
    this.queueArn = aws.arn("batch", `job-queue/${queueName}`);
    new BatchJobQueue(this, "job-queue", {
      name: queueName,
      state: "ENABLED",
      priority,
      computeEnvironmentOrder: environments.map(({ environmentArn }, index) => ({
        order: index + 1,
        computeEnvironment: environmentArn,
      })),
      tags,
    });
  }
}
