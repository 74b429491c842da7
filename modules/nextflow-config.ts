import type { AwsEnvironment } from "./aws-environment";
import { type Condition, choose, equal } from "./deferred";
import { anyItem, joinedItems, mapItems } from "./deferred-items";
import { eachThing, type Things } from "./deferred-map";
import { joined } from "./deferred-text";

/** Props of {@link nextflowConfig}. */
export interface NextflowConfigProps {
  readonly queueName: string;
  readonly aws: AwsEnvironment;
  /** `s3://<bucket>/<prefix>`; Nextflow wants at least one folder. */
  readonly workDir: string;
  /** Where instances keep the AWS CLI. */
  readonly cliPath: string;
  /** Whether requests say that we pay, as buckets with requester pays want. @default false */
  readonly requesterPays?: Condition;
  /** Other queues, each for the processes that have its label. @default - none */
  readonly labelledQueues?: Things<string>;
  /** Role that tasks work with. @default - they work with the instance's */
  readonly jobRoleArn?: string;
  /** Folders of the instance that every task sees. @default - none */
  readonly volumes?: readonly string[];
}

/**
 * The part of a `nextflow.config` that sends a pipeline's tasks to a queue of AWS Batch.
 *
 * @see https://www.nextflow.io/docs/latest/executor.html#aws-batch
 */
export function nextflowConfig({
  queueName,
  aws,
  workDir,
  cliPath,
  requesterPays = false,
  labelledQueues = {},
  jobRoleArn,
  volumes = [],
}: NextflowConfigProps): string {
  const client = choose(requesterPays, "\n  client.requesterPays = true", "");
  // Nextflow does not find the endpoints of China by itself
  const endpoint = choose(
    equal(aws.partition, "aws-cn"),
    `\n  client.endpoint = 'https://s3.${aws.region}.amazonaws.com.cn'`,
    "",
  );
  const labels = eachThing(labelledQueues, (queue, label) => `\n  withLabel: '${label}' { queue = '${queue}' }`);
  const role = jobRoleArn === undefined ? "" : `\n  batch.jobRole = '${jobRoleArn}'`;
  const mounts = mapItems(volumes, (volume) => `'${volume}'`);
  const mounted = choose(anyItem(mounts), `\n  batch.volumes = [${joinedItems(mounts, ", ")}]`, "");
  return `process {
  executor = 'awsbatch'
  queue = '${queueName}'${joined(labels, "")}
}

workDir = '${workDir}'

aws {
  region = '${aws.region}'
  batch.cliPath = '${cliPath}'${role}${mounted}${client}${endpoint}
}
`;
}
