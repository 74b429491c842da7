import { type Condition, choose } from "./deferred";

/** Props of {@link nextflowConfig}. */
export interface NextflowConfigProps {
  readonly queueName: string;
  readonly region: string;
  /** `s3://<bucket>/<prefix>`; Nextflow wants at least one folder. */
  readonly workDir: string;
  /** Where instances keep the AWS CLI. */
  readonly cliPath: string;
  /** Whether requests say that we pay, as buckets with requester pays want. @default false */
  readonly requesterPays?: Condition;
}

/**
 * The part of a `nextflow.config` that sends a pipeline's tasks to a queue of AWS Batch.
 *
 * @see https://www.nextflow.io/docs/latest/executor.html#aws-batch
 */
export function nextflowConfig({
  queueName,
  region,
  workDir,
  cliPath,
  requesterPays = false,
}: NextflowConfigProps): string {
  const client = choose(requesterPays, "\n  client.requesterPays = true", "");
  return `process {
  executor = 'awsbatch'
  queue = '${queueName}'
}

workDir = '${workDir}'

aws {
  region = '${region}'
  batch.cliPath = '${cliPath}'${client}
}
`;
}
