import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { createInterface } from "node:readline";
import { guard, release } from "./guardian";

/** What a command printed, and how it ended: its exit code, or 128 and the number of the signal that ended it. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  /** @default - the folder of this process */
  readonly cwd?: string;
  /** The whole environment of the command. @default - the one of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** Called with each line as it is printed, without its line end. @default - lines are only collected */
  readonly onLine?: (line: string) => void;
  /** Interrupts the command, as an interrupt at a terminal would: Terraform then saves its state and ends. */
  readonly signal?: AbortSignal;
}

/** How long an interrupted command may take to end by itself before it is killed, in milliseconds. */
const GRACE = 60_000;

/**
 * One run of a command, in a process group of its own.
 *
 * An interrupt at the terminal reaches a whole process group, and Terraform that is interrupted twice drops what it has
 * not yet saved. In a group of its own it hears only what `signal` says, once, and so do the processes it starts. When
 * this process is gone, the group ends too.
 *
 * @throws when the command cannot be started; a command that fails is a result, not an error
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { cwd, env = process.env, onLine, signal } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new Error(`${command} was interrupted before it started`));
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      createInterface({ input: child[stream] }).on("line", (line) => {
        output[stream] += `${line}\n`;
        onLine?.(line);
      });
    }
    let killer: NodeJS.Timeout | undefined;
    const interrupt = () => {
      signalGroup(child, "SIGINT");
      killer = setTimeout(() => signalGroup(child, "SIGKILL"), GRACE).unref();
    };
    signal?.addEventListener("abort", interrupt, { once: true });
    const ended = () => {
      clearTimeout(killer);
      signal?.removeEventListener("abort", interrupt);
      if (child.pid !== undefined) release(child.pid);
    };
    if (child.pid !== undefined) guard(child.pid);
    child.on("error", (error) => {
      ended();
      reject(new Error(`${command} could not be started: ${error.message}`));
    });
    child.on("close", (code, by) => {
      ended();
      resolve({ code: code ?? 128 + (by ? constants.signals[by] : 0), ...output });
    });
  });
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // The group ended in the meantime.
  }
}
