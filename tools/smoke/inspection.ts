import { AwsEnvironment } from "../../modules/aws-environment";
import type { Settings } from "../../stacks/settings";
import type { TerraformRun } from "../bootstrap/terraform-folder";
import { type Environment, environmentsIn, queuesIn } from "./batch-state";
import { looksAtCapacity } from "./capacity-looks";
import { askAws, type Seen } from "./data-sources";
import type { CurrentState, DeployedStack, StackState } from "./deployed-stack";
import { type Finding, unseen } from "./finding";
import { checkLogGroup } from "./instance-checks";
import { type Answers, known, type Look, type Questions } from "./look";
import { looksAtNetwork } from "./network-looks";
import { logGroupsQuestion, type QueueStatus, queueQuestion } from "./questions";
import { checkEnvironment, checkLosses, checkQueue, checkRoom } from "./queue-checks";
import { looksAtRoles } from "./role-looks";
import { JOB_LOGS } from "./smoke-job";

/** Props of {@link inspect}. */
export interface InspectionProps {
  readonly settings: Settings;
  readonly stack: DeployedStack;
  /** The stack as it was deployed. */
  readonly recorded: StackState;
  /** Names of the queues to look at. */
  readonly queues: readonly string[];
  readonly run: TerraformRun;
}

/**
 * The usual causes of jobs that stay RUNNABLE, one by one, against what is deployed.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable.html
 */
export async function inspect({ settings, stack, recorded, queues, run }: InspectionProps): Promise<Finding[]> {
  const now = await stack.current();
  const looks = queues.flatMap((name) => looksAtQueue(name, recorded, now));
  for (const environment of environmentsOf(queues, now)) looks.push(...looksAtEnvironment(environment, now, settings));
  looks.push(known(...checkLosses(now.gone)), lookAtLogs());

  const answers = new Map<string, Seen<unknown>>();
  const answer: Answers = <T>(name: string) => (answers.get(name) ?? { missing: true }) as Seen<T>;
  const ask = async (asked: readonly Questions[]) => {
    const questions = new Map(asked.flatMap(Object.entries));
    if (questions.size === 0) return;
    for (const [name, seen] of await askAws(stack, questions, run)) answers.set(name, seen);
  };
  await ask(looks.map(({ questions }) => questions));
  await ask(looks.map(({ followUp }) => followUp?.(answer) ?? {}));
  const findings = looks.flatMap(({ find }) => find(answer));
  // environments share subnets, roles and quotas
  return [...new Map(findings.map((finding) => [finding.says, finding])).values()];
}

function looksAtQueue(name: string, recorded: StackState, now: CurrentState): Look[] {
  const find = ({ resources }: StackState) => queuesIn(resources).find((queue) => queue.name === name);
  const deployed = find(recorded);
  if (!deployed) return [];
  const question = `queue ${name}`;
  const others = (find(now)?.environments ?? []).filter(
    (arn) => !environmentsIn(now.resources).some((environment) => environment.arn === arn),
  );
  return [
    {
      questions: { [question]: queueQuestion(name) },
      find: (answers) => checkQueue(deployed, find(now), answers<QueueStatus>(question)),
    },
    known(...others.map((arn) => unseen(`environment ${arn} is not of this stack: it is not looked at`))),
  ];
}

/** The environments of the stack that queues ask, or were deployed to ask. */
function environmentsOf(queues: readonly string[], now: CurrentState): Environment[] {
  const asked = queuesIn(now.resources).filter(({ name }) => queues.includes(name));
  const arns = asked.flatMap(({ environments }) => environments);
  return environmentsIn(now.resources).filter(({ arn }) => arns.includes(arn));
}

function looksAtEnvironment(environment: Environment, { resources }: CurrentState, settings: Settings): Look[] {
  return [
    known(checkEnvironment(environment), checkRoom(environment)),
    ...looksAtCapacity(environment),
    ...looksAtRoles(environment, resources, AwsEnvironment.of(settings)),
    ...looksAtNetwork(environment, settings.region),
  ];
}

function lookAtLogs(): Look {
  return {
    questions: { logs: logGroupsQuestion(JOB_LOGS) },
    find: (answers) => [checkLogGroup(JOB_LOGS, answers<readonly string[]>("logs"))],
  };
}
