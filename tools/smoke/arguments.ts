import { parseArgs } from "node:util";
import { SmokeError } from "./smoke-error";

const USAGE = "npm run smoke -- <system> [--check | --run] [--queue <name>] [--image <image>]";

/** What is asked for on the command line. */
export interface SmokeArguments {
  readonly system: string;
  /** Looks for the usual causes of jobs that stay RUNNABLE. @default false */
  readonly check?: boolean;
  /** Runs the commands. @default false */
  readonly run?: boolean;
  /** The queue, by its name or the last words of it. @default - the usual one; all with `check` */
  readonly queue?: string | undefined;
  /** What the job runs. @default - a small public image */
  readonly image?: string | undefined;
}

/**
 * The arguments behind `npm run smoke --`.
 *
 * @throws {SmokeError} with how it is used
 */
export function parseArguments(args: string[]): SmokeArguments {
  const options = {
    check: { type: "boolean" },
    run: { type: "boolean" },
    queue: { type: "string" },
    image: { type: "string" },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [system, another] = positionals;
    if (system === undefined || another !== undefined) throw new Error("one system must be named");
    if (values.check && values.run) throw new Error("--check and --run are two things: take one of them");
    return { ...values, system };
  } catch (error) {
    throw new SmokeError(`${(error as Error).message}\n${USAGE}`);
  }
}
