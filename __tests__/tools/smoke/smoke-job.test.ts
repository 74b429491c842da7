import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseSettings } from "../../../stacks/settings";
import { allowed } from "../../../tools/proof/judge";
import { SmokeJob } from "../../../tools/smoke/smoke-job";
import { submissionOf } from "../../../tools/smoke/submission";
import { policiesOf, stackOf } from "../../../tools/stack-policies";

const JOB = new SmokeJob({
  region: "eu-west-2",
  queue: "acme-duet-queue",
  definitions: "nf-",
  jobRole: "arn:aws:iam::111122223333:role/job",
  executionRole: "arn:aws:iam::111122223333:role/execution",
  fargate: false,
});

/** The value behind an option. */
function option(args: readonly string[], name: string): string {
  return args[args.indexOf(name) + 1] as string;
}

function container(job: SmokeJob): Record<string, unknown> {
  return JSON.parse(option(job.register, "--container-properties"));
}

describe("the small job", () => {
  test("carries the job role; the execution role is for Fargate alone", () => {
    expect(container(JOB)).toMatchObject({ jobRoleArn: "arn:aws:iam::111122223333:role/job" });
    expect(container(JOB)).not.toHaveProperty("executionRoleArn");
    expect(JOB.register).not.toContain("FARGATE");
  });

  test("on Fargate has a size that Fargate knows", () => {
    const job = new SmokeJob({
      region: "eu-west-2",
      queue: "q",
      definitions: "nf-",
      executionRole: "role",
      fargate: true,
    });
    expect(option(job.register, "--platform-capabilities")).toBe("FARGATE");
    expect(container(job)).toEqual({
      image: expect.any(String),
      command: expect.any(Array),
      executionRoleArn: "role",
      resourceRequirements: [
        { type: "VCPU", value: "1" },
        { type: "MEMORY", value: "2048" },
      ],
    });
  });

  test("is a script that a shell runs from beginning to end", () => {
    const folder = mkdtempSync(join(tmpdir(), "groundwork-"));
    try {
      // answers with what it was asked for, and notes it
      const aws = `#!/bin/sh\necho "$1 $2" >> ${folder}/asked\necho "$*" >> ${folder}/words\necho "answer-of-$2"\n`;
      writeFileSync(join(folder, "aws"), aws, { mode: 0o755 });
      const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
      execFileSync("/bin/sh", ["-eu", "-c", JOB.script().join("\n")], { env });
      expect(readFileSync(join(folder, "asked"), "utf8").trim().split("\n")).toEqual([
        "batch register-job-definition",
        "batch submit-job",
        "batch describe-jobs",
        "batch describe-jobs",
        "logs get-log-events",
        "batch deregister-job-definition",
      ]);
      const words = readFileSync(join(folder, "words"), "utf8");
      expect(words).toContain("--job-definition answer-of-register-job-definition");
      expect(words).toContain("--jobs answer-of-submit-job");
      expect(words).toContain("--log-stream-name answer-of-describe-jobs");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("fits in 80 columns, but for ARNs", () => {
    const lines = JOB.script().join("\n").split("\n");
    expect(lines.filter((line) => line.length > 80 && !line.includes("arn:"))).toEqual([]);
  });
});

const SENT = [
  { system: "duet", settings: { bucket: { create: "acme-duet" } }, title: "machine policy", role: undefined },
  {
    system: "genomics-workflows",
    settings: { bucket: { create: "acme-genomics" } },
    title: "nextflow policy",
    role: "arn:aws:iam::111122223333:role/groundwork/acme/genomics-workflows/acme-genomics-workflows-job",
  },
  {
    system: "slim",
    settings: { bucket: { create: "acme-slim" }, jobRole: { create: true }, jobDefinitionPrefix: "seismic-" },
    title: "user policy",
    role: "arn:aws:iam::111122223333:role/groundwork/acme/slim/acme-slim-job",
  },
];

describe.each(SENT)("the small job of $system", ({ system, settings, title, role }) => {
  const all = policiesOf(stackOf(system, settings));
  const policies = all.filter((policy) => policy.title === title).map(({ policy }) => policy);
  const yaml = { name: "acme", account: "111122223333", region: "eu-west-2", network: "create" };
  const parsed = parseSettings(JSON.stringify({ ...yaml, systems: { [system]: settings } }), "groundwork.yaml");
  const submission = submissionOf(system, parsed);
  if (submission === undefined || typeof submission === "string") throw new Error(`${system} must take jobs`);
  const [queue] = submission.queues;
  const { definition } = new SmokeJob({
    region: "eu-west-2",
    queue: `acme-${system}-${queue}`,
    definitions: submission.definitions,
    fargate: false,
  });
  const batch = (resource: string) => `arn:aws:batch:eu-west-2:111122223333:${resource}`;

  test("may be registered, sent, watched, ended and read by those who send jobs", async () => {
    const stream = `log-group:/aws/batch/job:log-stream:${definition}/default/0f1e2d3c`;
    const job = batch("job/0f1e2d3c");
    const calls = [
      { action: "batch:RegisterJobDefinition", resources: [batch(`job-definition/${definition}`)] },
      {
        action: "batch:SubmitJob",
        resources: [batch(`job-definition/${definition}:1`), batch(`job-queue/acme-${system}-${queue}`), job],
      },
      { action: "batch:DescribeJobs", resources: ["*"] },
      { action: "batch:TerminateJob", resources: [job] },
      { action: "logs:GetLogEvents", resources: [`arn:aws:logs:eu-west-2:111122223333:${stream}`] },
      ...(role
        ? [
            {
              action: "iam:PassRole",
              resources: [role],
              context: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
            },
          ]
        : []),
    ];
    const refused = [];
    for (const call of calls) if (!(await allowed({ policies }, call))) refused.push(call.action);
    expect(refused).toEqual([]);
  });

  test("could not be registered by another name", async () => {
    const resources = [batch("job-definition/groundwork-smoke")];
    expect(await allowed({ policies }, { action: "batch:RegisterJobDefinition", resources })).toBe(false);
  });
});
