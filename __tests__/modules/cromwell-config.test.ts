import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cromwellConfig, prepareForCromwell } from "../../modules/cromwell-config";

/** The program that Cromwell's jobs start, with the CLI of another folder. */
function fetchAndRun(cli: string): string {
  const [, program = ""] = /<<'FETCH'\n(.*)\nFETCH/s.exec(prepareForCromwell("/opt/aws-cli")) ?? [];
  return program.replace("/usr/local/aws-cli/v2/current/bin/aws", cli);
}

describe("what Cromwell mounts into containers", () => {
  const lab = mkdtempSync(join(tmpdir(), "cromwell-"));
  afterAll(() => rmSync(lab, { recursive: true }));

  test.each([0, 3])("runs the script of the job, and ends as it does (%d)", (code) => {
    mkdirSync(join(lab, "bin"), { recursive: true });
    const cli = join(lab, "bin", "aws");
    writeFileSync(
      cli,
      `#!/bin/sh\necho "$*" > ${lab}/asked\nprintf '#!/bin/sh\\necho job $1\\nexit ${code}\\n' > "$5"\n`,
    );
    chmodSync(cli, 0o755);
    const env = { ...process.env, BATCH_FILE_S3_URL: "s3://acme-genomics/scripts/0123", TMPDIR: lab };
    const { status, stdout } = spawnSync("/bin/bash", ["--norc", "-c", fetchAndRun(cli), "fetch_and_run.sh", "one"], {
      env,
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({ status: code, stdout: "job one\n" });
    expect(readFileSync(join(lab, "asked"), "utf8")).toContain(
      "s3 cp --only-show-errors s3://acme-genomics/scripts/0123",
    );
  });

  test("refuses to run without a script", () => {
    const { status } = spawnSync("/bin/bash", ["--norc", "-c", fetchAndRun("false")], { encoding: "utf8" });
    expect(status).not.toBe(0);
  });
});

test("the configuration of Cromwell names the queue, the bucket of scripts and the root", () => {
  const written = cromwellConfig({
    region: "eu-west-2",
    queueArn: "arn:aws:batch:eu-west-2:111122223333:job-queue/acme",
    scriptBucketName: "acme-genomics",
    root: "s3://acme-genomics/lab/cromwell-execution",
  });
  expect(written).toContain('actor-factory = "cromwell.backend.impl.aws.AwsBatchBackendLifecycleActorFactory"');
  expect(written).toContain('queueArn = "arn:aws:batch:eu-west-2:111122223333:job-queue/acme"');
  expect(written).toContain('scriptBucketName = "acme-genomics"');
  expect(written).toContain('root = "s3://acme-genomics/lab/cromwell-execution"');
});
