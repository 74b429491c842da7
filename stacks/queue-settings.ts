import { isFargate } from "../modules/allocation-strategy";
import { thingName } from "../modules/aws-rules";
import { architectureOf } from "../modules/instance-type";
import type { EnvironmentSettings } from "./environment-settings";
import { list, type Refuse, section, text, whole } from "./settings-field";

/** AWS lets a queue have no more. */
const MOST_ENVIRONMENTS = 3;

const minutes = (why: string) =>
  whole(10, 1440).optional().describe(`${why} Default: it waits, and those behind it wait with it.`);

/** A queue, where the settings do not say. */
export interface QueueDefaults {
  readonly priority: number;
  /** Names of environments, in order. @default - the settings must say */
  readonly environments?: readonly string[];
}

/** One of several queues of a system, each with environments in order. */
export function queueSettings({ priority, environments }: QueueDefaults) {
  const error = `a list of at most ${MOST_ENVIRONMENTS} names of environments: AWS lets a queue have no more`;
  const names = list(text(thingName), "names of environments").max(MOST_ENVIRONMENTS, { error });
  return section({
    priority: whole(0, 1000)
      .default(priority)
      .describe("Queues with a higher number are served first by an environment that they share."),
    environments: names
      .optional()
      .meta(environments ? { default: environments } : {})
      .describe("Names of environments, in order: the first that has room takes a job."),
    cancelAfterMinutes: section({
      noCapacity: minutes("Minutes until a job is cancelled for which AWS has no instances left."),
      exceedsMaxVcpus: minutes("Minutes until a job is cancelled that is larger than every environment's maxVcpus."),
      noInstanceFits: minutes("Minutes until a job is cancelled that fits on no instance type of the environments."),
    })
      .optional()
      .describe("Cancels jobs that cannot start, so that those behind them can."),
  });
}

/** Settings of a queue, complete. */
export interface QueueSettings {
  readonly priority: number;
  readonly environments: readonly string[];
  readonly cancelAfterMinutes?: Readonly<Record<string, number | undefined>> | undefined;
}

/**
 * A queue's environments must be there, and be of one kind: instances of one architecture, or Fargate.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateJobQueue.html
 */
export function checkQueue(
  { environments: names }: Pick<QueueSettings, "environments">,
  environments: Readonly<Record<string, EnvironmentSettings>>,
  refuse: Refuse,
): void {
  const [first] = names.flatMap((name) => environments[name] ?? []);
  names.forEach((name, index) => {
    const environment = environments[name];
    const at = ["environments", index];
    if (!environment)
      refuse(at, `one of the environments: ${Object.keys(environments).join(", ")}`, `there is no environment ${name}`);
    else if (first && kindOf(first) !== kindOf(environment))
      refuse(
        at,
        "environments of one kind: Fargate, or instances of one architecture",
        `${names[0]} is ${kindOf(first)}, ${name} is ${kindOf(environment)}`,
      );
  });
}

function kindOf(environment: EnvironmentSettings): string {
  if (isFargate(environment.type)) return "Fargate";
  const [instanceType = ""] = "instanceTypes" in environment ? environment.instanceTypes : [];
  return architectureOf(instanceType);
}
