import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { devNull } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { findInterpreter } from "./emulator/interpreter";
import { writeOverride } from "./emulator/override";

export interface EmulatorProps {
  /** The account the emulator answers as: twelve digits. */
  readonly account: string;
  readonly region: string;
  /** Called with each line the emulator logs: the stack traces of calls it cannot answer. @default - dropped */
  readonly onLog?: (line: string) => void;
}

/** What `fetch` takes of a request. */
export interface EmulatorCall {
  /** @default "GET" */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Something that exists in the emulator and was made by a call: not a default VPC, not an AWS managed policy. */
export interface Resource {
  /** Such as `batch`. */
  readonly service: string;
  /** CloudFormation's name, such as `AWS::Batch::JobQueue`; where the emulator does not know it, `ec2::NetworkAcl`. */
  readonly type: string;
  /** Its ARN, its id, or its name. */
  readonly id: string;
  readonly account: string;
  /** A region, or for IAM and S3 the partition. */
  readonly region: string;
}

const KEYS = { AWS_ACCESS_KEY_ID: "emulator", AWS_SECRET_ACCESS_KEY: "emulator" };

/** Seconds after which an emulator ends, whoever forgot it. */
const LIFETIME = 2 * 60 * 60;

/**
 * A local AWS for one account, with no data of its own: a process on loopback that lives as long as this one at most.
 *
 * @example
 * const emulator = await startEmulator({ account: "111122223333", region: "eu-west-2" });
 * emulator.writeOverride("cdktf.out/stacks/duet");
 * await terraform.apply("cdktf.out/stacks/duet", { env: emulator.environment() });
 * const left = await emulator.inventory();
 * await emulator.stop();
 */
export class Emulator {
  constructor(
    private readonly child: ChildProcess,
    /** Such as `http://127.0.0.1:40123`. */
    readonly endpoint: string,
    readonly region: string,
  ) {}

  /** The emulator's process id. */
  get pid(): number {
    return this.child.pid as number;
  }

  /** What a process needs, besides its own environment, to reach the emulator and nothing else, with false keys. */
  environment(): NodeJS.ProcessEnv {
    return {
      ...KEYS,
      AWS_SESSION_TOKEN: undefined,
      AWS_PROFILE: undefined,
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_REGION: this.region,
      AWS_DEFAULT_REGION: this.region,
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_EC2_METADATA_DISABLED: "true",
    };
  }

  /** Points the configuration in `dir` here: see {@link writeOverride}. */
  writeOverride(dir: string): void {
    writeOverride(dir, this.endpoint);
  }

  /**
   * One call to a service's HTTP interface, with the false keys; the emulator checks no signatures.
   *
   * @example await emulator.call("s3", "/acme-runs/sheet.csv", { method: "PUT", body: "sample" });
   */
  call(service: string, path: string, request: EmulatorCall = {}): Promise<Response> {
    const scope = `emulator/20000101/${this.region}/${service}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
    return fetch(this.endpoint + path, { ...request, headers: { ...request.headers, authorization } });
  }

  /** What exists now, in every service and region, sorted by type and id. */
  async inventory(): Promise<Resource[]> {
    const answer = await fetch(`${this.endpoint}/moto-api/inventory`);
    if (!answer.ok) throw new Error(`the emulator could not list what exists: HTTP ${answer.status}`);
    return (await answer.json()) as Resource[];
  }

  /** Ends the emulator and waits until it is gone. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, "exit");
    this.child.kill("SIGTERM");
    await exit;
  }
}

/**
 * Starts an emulator on a free port of loopback.
 *
 * It runs in a process group of its own, so that an interrupt at the terminal leaves it to answer while stacks are being
 * destroyed, and ends when this process does, in whatever way.
 *
 * @throws when no Python with the emulator's package can be found or made; when it does not start
 */
export async function startEmulator({ account, region, onLog }: EmulatorProps): Promise<Emulator> {
  const launcher = join(__dirname, "emulator", "launcher.py");
  const args = [launcher, "--parent", String(process.pid), "--seconds", String(LIFETIME)];
  const child = spawn(await findInterpreter(), args, {
    detached: true,
    env: { ...withoutAws(process.env), ...KEYS, MOTO_ACCOUNT_ID: account, PYTHONDONTWRITEBYTECODE: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.removeListener("exit", kill));

  const lastLines: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    lastLines.push(line);
    if (lastLines.length > 20) lastLines.shift();
    onLog?.(line);
  });
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", (line) => resolve(JSON.parse(line).port));
    child.once("error", reject);
    child.once("close", (code) => {
      reject(new Error(`the emulator did not start (exit code ${code}):\n${lastLines.join("\n")}`));
    });
  });
  return new Emulator(child, `http://127.0.0.1:${port}`, region);
}

/** Settings of the person who runs this, such as a profile, are not for the emulator. */
function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(AWS|MOTO)_/.test(name)));
}
