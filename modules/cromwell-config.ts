import { withItsLibraries } from "./aws-cli";

/** First letters of the job definitions that Cromwell registers: `cromwell_<image>_<checksum>`. */
export const CROMWELL_DEFINITIONS = "cromwell_";

/** Folder in the bucket, whatever its prefix, where Cromwell puts the scripts of its jobs. */
export const CROMWELL_SCRIPTS = "scripts/";

/** Props of {@link cromwellConfig}. */
export interface CromwellConfigProps {
  readonly region: string;
  readonly queueArn: string;
  /** Bucket of the scripts that jobs run, below {@link CROMWELL_SCRIPTS}. */
  readonly scriptBucketName: string;
  /** `s3://<bucket>/<prefix>` */
  readonly root: string;
}

/**
 * The part of a Cromwell configuration that runs the calls of a workflow on AWS Batch.
 *
 * @see https://cromwell.readthedocs.io/en/stable/tutorials/AwsBatch101/
 */
export function cromwellConfig({ region, queueArn, scriptBucketName, root }: CromwellConfigProps): string {
  return `include required(classpath("application"))

aws {
  application-name = "cromwell"
  auths = [{ name = "default", scheme = "default" }]
  region = "${region}"
}

engine.filesystems.s3.auth = "default"

backend {
  default = "AWSBATCH"
  providers.AWSBATCH {
    actor-factory = "cromwell.backend.impl.aws.AwsBatchBackendLifecycleActorFactory"
    config {
      root = "${root}"
      auth = "default"
      numSubmitAttempts = 10
      numCreateDefinitionAttempts = 10
      default-runtime-attributes {
        queueArn = "${queueArn}"
        scriptBucketName = "${scriptBucketName}"
      }
      filesystems.s3 {
        auth = "default"
        duplication-strategy = ["hard-link", "soft-link", "copy"]
      }
    }
  }
}
`;
}

/** Where Cromwell expects the AWS CLI on an instance, and in every container. */
const CLI_FOLDER = "/usr/local/aws-cli";

/**
 * Part of a shell script: what Cromwell mounts from an instance into each container, a copy of the AWS CLI and the program
 * that fetches a job's script from S3.
 *
 * @param installedCli folder of the AWS CLI, version 2, that is there already
 *
 * @see https://github.com/broadinstitute/cromwell, AwsBatchJobDefinition.scala
 */
export function prepareForCromwell(installedCli: string): string {
  return `
prepare_for_cromwell() {
  mkdir -p ${CLI_FOLDER}
  cp -a ${installedCli}/v2 ${CLI_FOLDER}/ || return 1
  # relative, so that it leads somewhere in containers too
  ln -sfn "$(basename "$(readlink -f ${installedCli}/v2/current)")" ${CLI_FOLDER}/v2/current
${withItsLibraries(`${CLI_FOLDER}/v2/current/bin/aws`, CLI_FOLDER)}
}
prepare_for_cromwell || echo "groundwork: Cromwell's jobs find no AWS CLI at ${CLI_FOLDER}" >&2
tee /usr/local/bin/fetch_and_run.sh <<'FETCH'
#!/bin/bash
set -euo pipefail
script=$(mktemp)
trap 'rm -f "$script"' EXIT
${CLI_FOLDER}/v2/current/bin/aws s3 cp --only-show-errors "$BATCH_FILE_S3_URL" "$script"
chmod u+x "$script"
"$script" "$@"
FETCH
chmod 0755 /usr/local/bin/fetch_and_run.sh
`;
}
