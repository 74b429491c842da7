import { AwsEnvironment } from "../../modules/aws-environment";
import { passJobRoles, readJobLogs, submitJobs, watchJobs } from "../../modules/job-submission";
import { policyJson, type Statements, statementFindings } from "../../modules/policy-document";
import { allowed } from "../../tools/proof/judge";
import { synth } from "../synth";

const aws = AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" });
const QUEUE = aws.arn("batch", "job-queue/acme-queue");
const HIGH = aws.arn("batch", "job-queue/acme-high");
const JOB = aws.arn("batch", "job/0a1b2c3d-0000-4000-8000-0123456789ab");
const props = { aws, queueArns: [QUEUE, HIGH], definitions: "nf-" };
const definition = (name: string) => aws.arn("batch", `job-definition/${name}`);

const may = (statements: Statements, action: string, resources: string[], context?: Record<string, string>) =>
  allowed({ policies: [policyJson(statements)] }, { action, resources, context });

describe("submitting jobs", () => {
  test("is right in the catalog's eyes", () => {
    expect(statementFindings([...submitJobs(props), ...watchJobs(), ...readJobLogs(props)])).toEqual([]);
  });

  test.each([
    ["a queue of ours", QUEUE, "nf-tool:3", true],
    ["another queue of ours", HIGH, "nf-tool:3", true],
    ["a definition without revision", QUEUE, "nf-tool", true],
    ["another queue", aws.arn("batch", "job-queue/production"), "nf-tool:3", false],
    ["another tool's definition", QUEUE, "cromwell-tool:3", false],
  ])("to %s by its definition is %s", async (_, queue, name, answer) => {
    expect(await may(submitJobs(props), "batch:SubmitJob", [queue, definition(name), JOB])).toBe(answer);
  });

  test("tags what it registers and submits, as Nextflow does", async () => {
    for (const resource of [definition("nf-tool:3"), JOB])
      expect(await may(submitJobs(props), "batch:TagResource", [resource])).toBe(true);
    expect(await may(submitJobs(props), "batch:TagResource", [QUEUE])).toBe(false);
  });

  test("tags nothing where the tool does not", async () => {
    const untagged = submitJobs({ ...props, tagged: false });
    for (const resource of [definition("nf-tool:3"), JOB])
      expect(await may(untagged, "batch:TagResource", [resource])).toBe(false);
    expect(await may(untagged, "batch:SubmitJob", [QUEUE, definition("nf-tool:3"), JOB])).toBe(true);
  });

  test("ends jobs of the account and region, whose ids say no more", async () => {
    for (const action of ["batch:CancelJob", "batch:TerminateJob"]) {
      expect(await may(submitJobs(props), action, [JOB])).toBe(true);
      expect(await may(submitJobs(props), action, [JOB.replace("eu-west-2", "eu-west-1")])).toBe(false);
    }
  });

  test("says of every wildcard why", () => {
    const wide = submitJobs(props).filter(({ because }) => !because);
    expect(wide).toEqual([]);
  });
});

describe("watching jobs", () => {
  test("changes nothing", () => {
    const actions = watchJobs().flatMap((statement) => statement.actions);
    expect(actions.filter((action) => !/^batch:(Describe|List)/.test(action))).toEqual([]);
    expect(actions).not.toEqual([]);
  });
});

describe("reading job logs", () => {
  const stream = (name: string) => aws.arn("logs", `log-group:/aws/batch/job:log-stream:${name}/default/0a1b`);

  test("is for streams of the tool's definitions", async () => {
    expect(await may(readJobLogs(props), "logs:GetLogEvents", [stream("nf-tool")])).toBe(true);
    expect(await may(readJobLogs(props), "logs:GetLogEvents", [stream("payroll")])).toBe(false);
  });
});

describe("handing roles to jobs", () => {
  const role = aws.iamArn("role/groundwork/acme/duet/acme-duet-job");
  const pass = (service: string, passed = role) =>
    may(passJobRoles(aws, [role]), "iam:PassRole", [passed], { "iam:PassedToService": service });

  test("hands the named roles to jobs and to nothing else", async () => {
    expect(await pass("ecs-tasks.amazonaws.com")).toBe(true);
    expect(await pass("batch.amazonaws.com")).toBe(true);
    expect(await pass("ec2.amazonaws.com")).toBe(false);
    expect(await pass("ecs-tasks.amazonaws.com", aws.iamArn("role/admin"))).toBe(false);
  });

  test("lets no call through that does not say to whom", async () => {
    expect(await may(passJobRoles(aws, [role]), "iam:PassRole", [role])).toBe(false);
  });
});

describe("submitting jobs where Terraform knows the account", () => {
  test("is right in the catalog's eyes", () => {
    synth((stack) => {
      const unknown = AwsEnvironment.lookup(stack);
      const queueArns = [unknown.arn("batch", "job-queue/acme")];
      const known = { aws: unknown, queueArns, definitions: "nf-" };
      expect(statementFindings([...submitJobs(known), ...readJobLogs(known)])).toEqual([]);
    });
  });
});
