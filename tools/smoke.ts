import { closest, distance } from "fastest-levenshtein";
import { isFargate } from "../modules/allocation-strategy";
import { SystemNames } from "../modules/system-names";
import { loadSettingsOrExit, type Settings } from "../stacks/settings";
import { BootstrapError, type TerraformRun } from "./bootstrap/terraform-folder";
import { parseArguments, type SmokeArguments } from "./smoke/arguments";
import { type Environment, environmentsIn, queuesIn } from "./smoke/batch-state";
import { DeployedStack, type StackState } from "./smoke/deployed-stack";
import { type Finding, listed } from "./smoke/finding";
import { inspect } from "./smoke/inspection";
import { type AwsCommand, findAws, type Patience, runJob } from "./smoke/job-run";
import { SmokeError } from "./smoke/smoke-error";
import { SmokeJob, USUAL_IMAGE } from "./smoke/smoke-job";
import { type Submission, submissionOf } from "./smoke/submission";
import { wrapped } from "./smoke/wrapped";
import { findTerraform } from "./terraform";

export interface SmokeProps extends TerraformRun, SmokeArguments {
  readonly settings: Settings;
  /** Folder of the synthesized stacks. @default "cdktf.out" */
  readonly outdir?: string;
  readonly say: (line: string) => void;
  /** @default - the machine's */
  readonly aws?: AwsCommand;
  readonly patience?: Patience;
}

/**
 * One small job for a system that is deployed: its commands, or with `run` the job itself; with `check` the usual causes
 * why jobs stay RUNNABLE.
 *
 * @returns whether all is well: no cause was found, the job succeeded
 * @throws {SmokeError} when it cannot be done, in words
 */
export async function smoke(props: SmokeProps): Promise<boolean> {
  const { settings, system, outdir = "cdktf.out", say, check, run, signal } = props;
  const submission = find(system, settings);
  if (typeof submission === "string") {
    say(`${system}: ${submission}`);
    return true;
  }
  const stack = new DeployedStack(system, outdir, props);
  const recorded = await stack.recorded();
  const queues = queuesOf(submission, recorded, props);
  const look = async (names: readonly string[]): Promise<readonly Finding[]> => {
    say("looking at what is deployed, which takes up to a minute; nothing is changed");
    const findings = await inspect({ settings, stack, recorded, queues: names, run: props });
    for (const line of ["", ...listed(findings, system), ""]) say(line);
    return findings;
  };
  if (check) {
    const findings = await look(props.queue === undefined ? queues : queues.slice(0, 1));
    return !findings.some(({ result }) => result === "cause");
  }
  const [queue = ""] = queues;
  const job = jobFor(queue, submission, recorded, props);
  if (!run) {
    for (const line of introduction(queues, submission, recorded, props)) say(line);
    for (const line of job.script()) say(line);
    return true;
  }
  const aws = props.aws ?? (await findAws(props.env));
  const explain = async () => void (await look([queue]));
  return runJob(job, { aws, account: settings.account, say, explain, patience: props.patience, signal });
}

function find(system: string, settings: Settings): Submission | string {
  const named = Object.keys(settings.systems);
  const submission = submissionOf(system, settings);
  if (submission !== undefined && (typeof submission !== "string" || named.includes(system))) return submission;
  const near = closest(system, named);
  const meant = distance(system, near) <= 3 ? `, did you mean ${near}?` : ";";
  throw new SmokeError(`there is no system ${system} in the settings${meant} named there: ${named.join(", ")}`);
}

/** Names of the deployed queues, the one that is meant first. */
function queuesOf({ queues }: Submission, { resources }: StackState, props: SmokeProps): string[] {
  const { system, queue } = props;
  const prefix = prefixOf(props);
  const deployed = queuesIn(resources).map(({ name }) => name);
  const place = (name: string) => queues.indexOf(name.slice(prefix.length)) + 1 || Number.POSITIVE_INFINITY;
  const all = deployed.sort((one, other) => place(one) - place(other) || one.localeCompare(other));
  const meant = queue === undefined ? all[0] : all.find((name) => name === queue || name === `${prefix}${queue}`);
  if (all.length === 0) throw new SmokeError(`${system} has no queue yet: npx cdktf deploy ${system} makes it`);
  if (meant === undefined) {
    const named = all.map((name) => name.slice(prefix.length)).join(", ");
    throw new SmokeError(`--queue ${queue}: ${system} has no such queue; it has ${named}`);
  }
  return [meant, ...all.filter((name) => name !== meant)];
}

function prefixOf({ settings: { name }, system }: SmokeProps): string {
  return `${new SystemNames({ name, system }).prefix}-`;
}

/** The environment that a queue asks first. */
function environmentOf(queue: string, { resources }: StackState): Environment | undefined {
  const [asked] = queuesIn(resources).find(({ name }) => name === queue)?.environments ?? [];
  return environmentsIn(resources).find(({ arn }) => arn === asked);
}

function jobFor(queue: string, submission: Submission, recorded: StackState, props: SmokeProps): SmokeJob {
  const { outputs } = recorded;
  const environment = environmentOf(queue, recorded);
  const output = (name: string | undefined) => (name === undefined ? undefined : (outputs[name] as string | undefined));
  const { settings, image, run } = props;
  if (run && image === undefined && onlyEcr(settings))
    throw new SmokeError(`network.create.egress: endpoints reaches ECR only, and not ${USUAL_IMAGE}: ${NAME_IMAGE}`);
  return new SmokeJob({
    region: settings.region,
    queue,
    definitions: submission.definitions,
    image,
    fargate: environment !== undefined && isFargate(environment.type),
    jobRole: output(submission.jobRole),
    executionRole: output(submission.executionRole),
  });
}

const NAME_IMAGE = "name an image of your own with --image, that its instances may pull";

function onlyEcr({ network }: Settings): boolean {
  return network !== undefined && "create" in network && network.create.egress === "endpoints";
}

/** Comments of a shell: the whole is pasted. */
function introduction(queues: readonly string[], submission: Submission, recorded: StackState, props: SmokeProps) {
  const { settings, system, image } = props;
  const [queue = "", ...others] = queues;
  const types = environmentOf(queue, recorded)?.instanceTypes ?? [];
  const short = others.map((name) => name.slice(prefixOf(props).length)).join(", ");
  return [
    ...comment(`One small job for ${system}, sent to queue ${queue} in ${settings.region}.`),
    ...(others.length > 0 ? comment(`Other queues, by --queue: ${short}`) : []),
    ...(types.length > 0 ? comment(`It starts an instance (${types.join(", ")}) for some minutes.`) : []),
    ...submission.who(recorded.outputs).map((line) => `# ${line}`),
    ...(image === undefined && onlyEcr(settings) ? comment(`Instances reach ECR only: ${NAME_IMAGE}.`) : []),
    "",
  ];
}

function comment(text: string): string[] {
  return wrapped("# ", text).map((line) => line.replace(/^ {2}/, "# "));
}

function linesOf({ message }: SmokeError): string[] {
  return message.split("\n").flatMap((line) => wrapped("", line));
}

async function main(args: string[]): Promise<void> {
  const given = parseArguments(args);
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (!interrupt.signal.aborted) console.error("interrupted: ending the job");
      interrupt.abort();
    });
  }
  const well = await smoke({
    ...given,
    settings: loadSettingsOrExit(),
    terraform: await findTerraform().catch((error: Error) => Promise.reject(new SmokeError(error.message))),
    signal: interrupt.signal,
    say: (line) => console.log(line),
  });
  if (!well) process.exitCode = 1;
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error) => {
    if (error instanceof SmokeError) for (const line of linesOf(error)) console.error(line);
    else console.error(error instanceof BootstrapError ? error.message : error);
    process.exitCode = 1;
  });
}
