import { shellCommand } from "./shell-command";

/** Small, of no one's account, for both architectures, and pulled without a login. */
export const USUAL_IMAGE = "public.ecr.aws/docker/library/busybox:stable";

/** What the job prints. */
export const WORDS = "groundwork: the job ran";

/** Where Batch sends what jobs print. */
export const JOB_LOGS = "/aws/batch/job";

/** Seconds after which Batch ends the job, should it hang. */
const LONGEST = 300;

/** Props of {@link SmokeJob}. */
export interface SmokeJobProps {
  readonly region: string;
  readonly queue: string;
  /** First letters of the definition's name. */
  readonly definitions: string;
  /** @default {@link USUAL_IMAGE} */
  readonly image?: string | undefined;
  readonly fargate: boolean;
  /** @default - none: the job works with the instance's role */
  readonly jobRole?: string | undefined;
  /** Starts jobs on Fargate. @default - none */
  readonly executionRole?: string | undefined;
}

/** One small job, as arguments of the AWS command line. */
export class SmokeJob {
  readonly definition: string;
  readonly queue: string;
  private readonly region: string;

  constructor(private readonly props: SmokeJobProps) {
    this.definition = `${props.definitions}groundwork-smoke`;
    this.queue = props.queue;
    this.region = props.region;
  }

  /** Prints the account of the credentials. */
  get caller(): string[] {
    return [...this.aws("sts", "get-caller-identity"), "--query", "Account", "--output", "text"];
  }

  /** Prints the definition's ARN. */
  get register(): string[] {
    const { image = USUAL_IMAGE, fargate, jobRole, executionRole } = this.props;
    const container = {
      image,
      command: ["echo", WORDS],
      ...(jobRole && { jobRoleArn: jobRole }),
      ...(fargate && executionRole && { executionRoleArn: executionRole }),
      resourceRequirements: [
        { type: "VCPU", value: "1" },
        { type: "MEMORY", value: fargate ? "2048" : "512" },
      ],
    };
    return [
      ...this.aws("batch", "register-job-definition"),
      ...["--job-definition-name", this.definition, "--type", "container"],
      ...(fargate ? ["--platform-capabilities", "FARGATE"] : []),
      ...["--timeout", `attemptDurationSeconds=${LONGEST}`],
      ...["--query", "jobDefinitionArn", "--output", "text"],
      ...["--container-properties", readable(container)],
    ];
  }

  /** Prints the job's id. */
  submit(definitionArn: string): string[] {
    return [
      ...this.aws("batch", "submit-job"),
      ...["--job-name", "groundwork-smoke", "--job-queue", this.queue],
      ...["--job-definition", definitionArn, "--query", "jobId", "--output", "text"],
    ];
  }

  describe(jobId: string, query: string, output: "json" | "text"): string[] {
    return [...this.aws("batch", "describe-jobs"), "--jobs", jobId, "--query", query, "--output", output];
  }

  /** Prints what the job printed. */
  log(stream: string): string[] {
    return [
      ...this.aws("logs", "get-log-events"),
      ...["--log-group-name", JOB_LOGS, "--log-stream-name", stream],
      ...["--query", "events[].message", "--output", "text"],
    ];
  }

  end(jobId: string): string[] {
    return [...this.aws("batch", "terminate-job"), "--job-id", jobId, "--reason", "groundwork: the smoke test is over"];
  }

  deregister(definitionArn: string): string[] {
    return [...this.aws("batch", "deregister-job-definition"), "--job-definition", definitionArn];
  }

  /** The commands one after the other, ready to paste. */
  script(): string[] {
    const stream = "jobs[0].container.logStreamName";
    return [
      "# 1. Register what the job is.",
      shellCommand(this.register, "definition"),
      "",
      "# 2. Send it.",
      shellCommand(this.submit("$definition"), "job"),
      "",
      "# 3. Watch it; it is RUNNABLE for minutes, until an instance has started.",
      shellCommand(this.describe("$job", "jobs[0].[status, statusReason]", "text")),
      "",
      "# 4. Once it has SUCCEEDED, read what it printed.",
      shellCommand(this.describe("$job", stream, "text"), "stream"),
      shellCommand(this.log("$stream")),
      "",
      "# 5. Take away what was registered.",
      shellCommand(this.deregister("$definition")),
    ];
  }

  private aws(...words: string[]): string[] {
    return ["aws", ...words, "--region", this.region];
  }
}

/** JSON with a field or an object of a list a line. */
function readable(fields: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(fields).map(([name, value]) => {
    const list =
      Array.isArray(value) && typeof value[0] === "object" ? value.map((it) => JSON.stringify(it)) : undefined;
    return `  "${name}": ${list ? `[\n    ${list.join(",\n    ")}\n  ]` : JSON.stringify(value)}`;
  });
  return `{\n${lines.join(",\n")}\n}`;
}
