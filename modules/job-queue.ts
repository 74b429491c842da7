import { BatchJobQueue } from "@cdktf/provider-aws/lib/batch-job-queue";
import { Construct } from "constructs";
import type { Arn, AwsEnvironment } from "./aws-environment";
import type { ComputeEnvironment } from "./compute-environment";
import { addDynamic, type List, present, repeat, split, times, when } from "./deferred";
import type { Times } from "./deferred-map";

/** Why a job cannot start, as Batch sees it. */
export type StuckReason = "noCapacity" | "exceedsMaxVcpus" | "noInstanceFits";

/**
 * What Batch calls the reasons, and what it says of a job that has one.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable_time_limit_actions.html
 */
export const STUCK_REASONS = {
  noCapacity: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
  exceedsMaxVcpus: "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
  noInstanceFits: "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
} as const satisfies Readonly<Record<StuckReason, string>>;

/** Props of {@link JobQueue}. */
export interface JobQueueProps extends Times {
  readonly aws: AwsEnvironment;
  readonly queueName: string;
  /** Where its jobs run: the first environment that has room takes them. */
  readonly environments: List<Pick<ComputeEnvironment, "environmentArn">>;
  /**
   * Queues with a higher number are served first by an environment that they share.
   * @default 1
   */
  readonly priority?: number;
  /**
   * Minutes, 10 to 1,440, after which a job that cannot start is cancelled; until then it keeps those behind it waiting.
   * @default - never
   */
  readonly cancelAfterMinutes?: Readonly<Partial<Record<StuckReason, number>>> | undefined;
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
    const { aws, queueName, environments, priority = 1, cancelAfterMinutes = {}, tags, forEach } = props;
    this.queueName = queueName;
    this.queueArn = aws.arn("batch", `job-queue/${queueName}`);
    const order = split(
      repeat(environments, "compute_environment_order", ({ environmentArn }, place) => ({
        order: place as number,
        computeEnvironment: environmentArn,
      })),
    );
    const limits = split(timeLimits(cancelAfterMinutes));
    const queue = new BatchJobQueue(this, "job-queue", {
      forEach,
      name: queueName,
      state: "ENABLED",
      priority,
      ...(order.known.length > 0 && { computeEnvironmentOrder: order.known }),
      ...(limits.known.length > 0 && { jobStateTimeLimitAction: limits.known }),
      tags,
    });
    addDynamic(queue, "compute_environment_order", order.dynamic, (it) => ({
      order: it.order,
      compute_environment: it.computeEnvironment,
    }));
    addDynamic(queue, "job_state_time_limit_action", limits.dynamic, (it) => ({
      action: it.action,
      state: it.state,
      reason: it.reason,
      max_time_seconds: it.maxTimeSeconds,
    }));
  }
}

/** RUNNABLE and CANCEL are all that Batch knows for queues of environments. */
function timeLimits(minutes: NonNullable<JobQueueProps["cancelAfterMinutes"]>) {
  return Object.entries(STUCK_REASONS).flatMap(([reason, says]) => {
    const after = minutes[reason as StuckReason];
    const limit = { action: "CANCEL", state: "RUNNABLE", reason: says, maxTimeSeconds: times(after ?? 0, 60) };
    return when(present(after), limit);
  });
}
