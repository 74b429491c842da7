import type { Environment, Queue } from "./batch-state";
import type { Seen } from "./data-sources";
import { cause, DEPLOY_AGAIN, type Finding, ok, unseen } from "./finding";
import type { QueueStatus } from "./questions";

/**
 * Whether a queue takes jobs and hands them on.
 *
 * @param deployed the queue as it was deployed
 * @param now the queue as it is, undefined where it is gone
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_queue_parameters.html
 */
export function checkQueue(deployed: Queue, now: Queue | undefined, status: Seen<QueueStatus>): Finding[] {
  const { name } = deployed;
  if (!now || "missing" in status) return [cause(`queue ${name} is gone`, DEPLOY_AGAIN)];
  return [checkStatus(name, status), checkOrder(deployed, now)];
}

function checkStatus(name: string, status: Seen<QueueStatus>): Finding {
  if (!("seen" in status)) return unseen(`queue ${name}: ${"unseen" in status ? status.unseen : "not seen"}`);
  const { state, status: health, statusReason } = status.seen;
  if (state !== "ENABLED") return cause(`queue ${name} is ${state}: it takes no jobs`, `to enable it, ${DEPLOY_AGAIN}`);
  if (health !== "VALID")
    return cause(`queue ${name} is ${health}${because(statusReason)}`, "wait until it is VALID, or correct the reason");
  return ok(`queue ${name} is ENABLED and VALID`);
}

function checkOrder({ name, environments: deployed }: Queue, { environments: now }: Queue): Finding {
  if (now.length === 0) return cause(`queue ${name} has no environment`, DEPLOY_AGAIN);
  const names = (arns: readonly string[]) => arns.map((arn) => arn.slice(arn.indexOf("/") + 1)).join(", ");
  if (names(now) !== names(deployed))
    return cause(
      `queue ${name} asks ${names(now)}, and was deployed to ask ${names(deployed)}, in this order`,
      DEPLOY_AGAIN,
    );
  return ok(`queue ${name} asks the environments that it was deployed with, in their order`);
}

/**
 * Whether an environment starts anything.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/invalid_compute_environment.html
 */
export function checkEnvironment({ name, state, status, statusReason }: Environment): Finding {
  if (state !== "ENABLED")
    return cause(`environment ${name} is ${state}: it starts nothing`, `to enable it, ${DEPLOY_AGAIN}`);
  if (status === "INVALID")
    return cause(`environment ${name} is INVALID${because(statusReason)}`, `correct the reason and ${DEPLOY_AGAIN}`);
  if (status !== "VALID")
    return cause(`environment ${name} is ${status}${because(statusReason)}`, "wait until it is VALID");
  return ok(`environment ${name} is ENABLED and VALID`);
}

/** vCPUs of the job that is sent. */
const OF_THE_JOB = 1;

/**
 * Whether an environment has room for a job.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html
 */
export function checkRoom({ name, maxVcpus, desiredVcpus }: Environment): Finding {
  if (maxVcpus < OF_THE_JOB)
    return cause(`environment ${name} may have ${maxVcpus} vCPUs, less than a job takes`, "raise its maxVcpus");
  if (desiredVcpus >= maxVcpus)
    return cause(
      `environment ${name} is full: ${desiredVcpus} of at most ${maxVcpus} vCPUs run or start`,
      "wait until jobs end, or raise its maxVcpus",
    );
  return ok(`environment ${name} has room: ${desiredVcpus} of at most ${maxVcpus} vCPUs run or start`);
}

/** Things of the stack that jobs need and that have no check of their own. */
const NEEDED =
  /^aws_(batch_compute_environment|eip|iam_(instance_profile|policy|role|role_policy_attachment)|internet_gateway|launch_template|nat_gateway|placement_group|route|route_table|route_table_association|security_group|subnet|vpc|vpc_endpoint|vpc_security_group_(e|in)gress_rule)\./;

/** Whether what was deployed for jobs to run is still there. */
export function checkLosses(gone: readonly string[]): Finding[] {
  const lost = gone.filter((address) => NEEDED.test(address));
  if (lost.length === 0) return [ok("roles, network and templates are there as they were deployed")];
  return lost.map((address) => cause(`${address} was deployed and is gone`, DEPLOY_AGAIN));
}

function because(reason: string): string {
  return reason ? `: ${reason}` : "";
}
