import { runCommand } from "../command";
import { SmokeError } from "./smoke-error";
import type { SmokeJob } from "./smoke-job";

/** Runs a command of the AWS command line: what it printed. */
export type AwsCommand = (args: readonly string[]) => Promise<string>;

/** Seconds between two looks, until the causes are looked for, and until the job is given up. */
export interface Patience {
  readonly poll: number;
  readonly stuck: number;
  readonly limit: number;
}

/** An instance takes two to five minutes to start. */
export const USUAL_PATIENCE: Patience = { poll: 5, stuck: 6 * 60, limit: 20 * 60 };

/** Seconds between two lines of progress. */
const SILENCE = 30;

/** Props of {@link runJob}. */
export interface JobRunProps {
  readonly aws: AwsCommand;
  /** The only account that it may run in. */
  readonly account: string;
  readonly say: (line: string) => void;
  /** Called once while the job stays RUNNABLE: says why, as far as it can be seen. */
  readonly explain: () => Promise<void>;
  readonly patience?: Patience;
  readonly signal?: AbortSignal | undefined;
}

interface Job {
  readonly status: string;
  readonly reason: string | null;
  readonly stream: string | null;
}

/**
 * Sends a job, waits for it, and shows what it printed. However it ends, no job is left waiting and no definition active.
 *
 * @returns whether it succeeded
 * @throws {SmokeError} when a command fails, or it is interrupted
 */
export async function runJob(job: SmokeJob, props: JobRunProps): Promise<boolean> {
  const { aws, account, say } = props;
  const given = await aws(job.caller);
  if (given !== account)
    throw new SmokeError(
      `account: "${account}", but the credentials of the aws command line are of ${given}; nothing was sent`,
    );
  const definition = await aws(job.register);
  let id: string | undefined;
  let over = false;
  try {
    id = await aws(job.submit(definition));
    say(`job ${id} is sent to ${job.queue}`);
    const { status, reason, stream } = await wait(job, id, props);
    over = ENDED.includes(status);
    if (!over) {
      say(`it is still ${status}, and is given up; for the causes: --check`);
      return false;
    }
    if (status === "FAILED") say(`it FAILED${reason ? `: ${reason}` : ""}`);
    if (stream) await showLog(job, stream, props);
    return status === "SUCCEEDED";
  } finally {
    if (id !== undefined && !over) await aws(job.end(id)).catch(({ message }) => say(`job ${id} goes on: ${message}`));
    await aws(job.deregister(definition)).catch(() =>
      say(`${definition} stays: these credentials may not deregister it`),
    );
  }
}

const ENDED = ["SUCCEEDED", "FAILED"];

/** The job when it has ended, or when patience has. */
async function wait(job: SmokeJob, id: string, props: JobRunProps): Promise<Job> {
  const { aws, say, explain, patience = USUAL_PATIENCE, signal } = props;
  const begin = Date.now();
  const seconds = () => Math.round((Date.now() - begin) / 1000);
  const query = "jobs[0].{status: status, reason: statusReason, stream: container.logStreamName}";
  let last = "";
  let said = 0;
  let explained = false;
  for (;;) {
    if (signal?.aborted) throw new SmokeError("interrupted");
    const now: Job = JSON.parse(await aws(job.describe(id, query, "json")));
    const line = `${now.status}${now.reason ? ` (${now.reason})` : ""}`;
    if (line !== last || seconds() - said >= SILENCE) {
      say(`${line} after ${seconds()} s`);
      said = seconds();
    }
    last = line;
    if (ENDED.includes(now.status) || seconds() >= patience.limit) return now;
    if (now.status === "RUNNABLE" && !explained && seconds() >= patience.stuck) {
      explained = true;
      await explain();
    }
    await pause(patience.poll, signal);
  }
}

async function showLog(job: SmokeJob, stream: string, { aws, say }: JobRunProps): Promise<void> {
  try {
    const text = await aws(job.log(stream));
    for (const line of text.split("\n")) say(`its log says: ${line}`);
  } catch (error) {
    say(`its log cannot be read: ${(error as Error).message}`);
  }
}

function pause(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal?.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

const GUIDE = "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html";

/**
 * The machine's AWS command line.
 *
 * @param env laid over the environment of this process, with whatever credentials the command finds in it
 * @throws {SmokeError} one line that says what to install, where it is not on PATH
 */
export async function findAws(env: NodeJS.ProcessEnv = {}): Promise<AwsCommand> {
  const environment = { ...process.env, AWS_PAGER: "", ...env };
  await runCommand("aws", ["--version"], { env: environment }).catch(() => {
    throw new SmokeError(`there is no aws command on PATH: install it (${GUIDE}), or paste the commands where it is`);
  });
  return async ([program = "aws", ...args]) => {
    const { code, stdout, stderr } = await runCommand(program, args, { env: environment });
    if (code === 0) return stdout.trim();
    throw new SmokeError(`aws ${args.slice(0, 2).join(" ")} failed: ${stderr.trim()}`);
  };
}
