/**
 * Where instances keep the AWS CLI for jobs.
 *
 * Nextflow mounts the folder two levels up into every container, so it holds nothing else, and is not `/usr`, which would
 * hide the container's own.
 *
 * @see https://www.nextflow.io/docs/latest/aws.html#aws-cli-installation
 */
export const AWS_CLI_FOLDER = "/opt/aws-cli";

/** What `cliPath` of Nextflow says. */
export const AWS_CLI_PATH = `${AWS_CLI_FOLDER}/bin/aws`;

/** The bundle brings its own Python; a container's must not be asked for. */
const BUNDLE = "https://awscli.amazonaws.com/awscli-exe-linux-$(uname -m).zip";

/**
 * Shell script that installs version 2 of the AWS CLI as a bundle that runs in any container with glibc.
 *
 * In a network without a way to the Internet the same bundle is taken from `fallback`, a place in S3 where somebody put it.
 * The start of an instance goes on without it, since jobs that bring their own CLI need none; the log says so.
 *
 * @param fallback `s3://<bucket>/<prefix>`, ends with `/`. Default: there is none
 *
 * @see https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html
 */
export function installAwsCli(fallback?: string): string {
  const fetch = fallback === undefined ? "return 1" : fromBucket(fallback);
  return `#!/bin/bash
set -uo pipefail
install_aws_cli() {
  dnf install -y -q unzip || return 1
  local work
  work=$(mktemp -d)
  if ! curl -fsSL --retry 3 --connect-timeout 10 -o "$work/cli.zip" "${BUNDLE}"; then
    ${fetch}
  fi
  unzip -q "$work/cli.zip" -d "$work" || return 1
  "$work/aws/install" --install-dir ${AWS_CLI_FOLDER} --bin-dir ${AWS_CLI_FOLDER}/bin || return 1
  rm -rf "$work"
  # the bundle's own libraries: small images have none of them
${withItsLibraries(AWS_CLI_PATH, AWS_CLI_FOLDER)}
}
install_aws_cli || echo "groundwork: the AWS CLI could not be installed at ${AWS_CLI_PATH}" >&2
`;
}

function fromBucket(place: string): string {
  return `dnf install -y -q awscli-2 || return 1
    aws s3 cp --only-show-errors "${place}awscli-exe-linux-$(uname -m).zip" "$work/cli.zip" || return 1`;
}

/** Part of a shell script: makes a command that starts the bundle in a folder with its own libraries. */
export function withItsLibraries(command: string, folder: string): string {
  return `  rm ${command}
  cat > ${command} <<'SHIM'
#!/bin/sh
export LD_LIBRARY_PATH=${folder}/v2/current/dist
exec ${folder}/v2/current/dist/aws "$@"
SHIM
  chmod 0755 ${command}`;
}
