import { type AwsCommand, findAws, type JobRunProps, runJob } from "../../../tools/smoke/job-run";
import { SmokeJob } from "../../../tools/smoke/smoke-job";

const JOB = new SmokeJob({ region: "eu-west-2", queue: "acme-duet-queue", definitions: "nf-", fargate: false });
const QUICK = { poll: 0.001, stuck: 0.5, limit: 2 };

/** An AWS in which a job goes through statuses, a look each, the last one for ever. */
class Account {
  readonly asked: string[] = [];
  readonly said: string[] = [];
  explained = 0;

  constructor(
    private readonly statuses: readonly string[],
    private readonly failing: Readonly<Record<string, string>> = {},
  ) {}

  readonly aws: AwsCommand = async ([, , operation = ""]) => {
    this.asked.push(operation);
    const failure = this.failing[operation];
    if (failure) throw new Error(failure);
    if (operation === "get-caller-identity") return "111122223333";
    if (operation === "describe-jobs") return JSON.stringify(this.next());
    if (operation === "get-log-events") return "groundwork: the job ran";
    return operation;
  };

  run(props: Partial<JobRunProps> = {}): Promise<boolean> {
    const { aws } = this;
    const say = (line: string) => this.said.push(line.replace(/ after \d+ s$/, ""));
    const explain = async () => {
      this.explained++;
    };
    return runJob(JOB, { aws, account: "111122223333", say, explain, patience: QUICK, ...props });
  }

  private next() {
    const looks = this.asked.filter((operation) => operation === "describe-jobs").length;
    const status = this.statuses[Math.min(looks, this.statuses.length) - 1];
    const reason = status === "FAILED" ? "Essential container in task exited" : null;
    return { status, reason, stream: status === "RUNNABLE" ? null : "nf-groundwork-smoke/default/1" };
  }
}

describe("a run of the small job", () => {
  test("that succeeds shows what the job printed, and leaves nothing registered", async () => {
    const account = new Account(["SUBMITTED", "RUNNABLE", "RUNNABLE", "RUNNING", "SUCCEEDED"]);
    expect(await account.run()).toBe(true);
    expect(account.said).toEqual([
      "job submit-job is sent to acme-duet-queue",
      "SUBMITTED",
      "RUNNABLE",
      "RUNNING",
      "SUCCEEDED",
      "its log says: groundwork: the job ran",
    ]);
    expect(account.asked.at(-1)).toBe("deregister-job-definition");
    expect(account.asked).not.toContain("terminate-job");
    expect(account.explained).toBe(0);
  });

  test("that fails says why, and shows the log", async () => {
    const account = new Account(["FAILED"]);
    expect(await account.run()).toBe(false);
    expect(account.said).toContain("it FAILED: Essential container in task exited");
    expect(account.said).toContain("its log says: groundwork: the job ran");
  });

  test("whose job stays RUNNABLE looks for causes once, and ends the job when patience is over", async () => {
    const account = new Account(["RUNNABLE"]);
    expect(await account.run()).toBe(false);
    expect(account.explained).toBe(1);
    expect(account.asked.slice(-2)).toEqual(["terminate-job", "deregister-job-definition"]);
    expect(account.said.at(-1)).toMatch(/^it is still RUNNABLE, and is given up/);
  });

  test("that is interrupted ends the job", async () => {
    const interrupt = new AbortController();
    const account = new Account(["RUNNABLE"]);
    setTimeout(() => interrupt.abort(), 50);
    const run = account.run({ signal: interrupt.signal, patience: { ...QUICK, poll: 600 } });
    await expect(run).rejects.toThrow("interrupted");
    expect(account.asked.slice(-2)).toEqual(["terminate-job", "deregister-job-definition"]);
  });

  test("in another account sends nothing", async () => {
    const account = new Account(["SUCCEEDED"]);
    await expect(account.run({ account: "444455556666" })).rejects.toThrow(
      'account: "444455556666", but the credentials of the aws command line are of 111122223333; nothing was sent',
    );
    expect(account.asked).toEqual(["get-caller-identity"]);
  });

  test("that may not be sent leaves nothing registered", async () => {
    const account = new Account(["SUCCEEDED"], { "submit-job": "AccessDenied" });
    await expect(account.run()).rejects.toThrow("AccessDenied");
    expect(account.asked.at(-1)).toBe("deregister-job-definition");
    expect(account.asked).not.toContain("terminate-job");
  });

  test("succeeds without a right to read the log and to deregister, and says so", async () => {
    const failing = { "get-log-events": "AccessDenied", "deregister-job-definition": "AccessDenied" };
    const account = new Account(["SUCCEEDED"], failing);
    expect(await account.run()).toBe(true);
    expect(account.said.slice(-2)).toEqual([
      "its log cannot be read: AccessDenied",
      "register-job-definition stays: these credentials may not deregister it",
    ]);
  });
});

describe("the AWS command line", () => {
  test("that is not on PATH is named in one line, with where to get it", async () => {
    await expect(findAws({ PATH: "/nonexistent" })).rejects.toThrow(
      /^there is no aws command on PATH: install it \(https:\/\/docs\.aws\.amazon\.com\/cli\/[^)]+\), or paste [^\n]+$/,
    );
  });
});
