import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseSettings } from "../../../stacks/settings";
import type { bootstrap } from "../../../tools/bootstrap";
import type { Emulator } from "../../../tools/emulator";
import type { Terraform } from "../../../tools/terraform";
import { listed, progress, Surroundings } from "../../stacks/deployment";

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-2";
export const MINUTES = 60_000;

/** Key of the state bucket's own state. */
export const OWN_STATE = "acme/state-backend/terraform.tfstate";

/** What a run looks like to the one who started it. */
export interface Run {
  readonly said: readonly string[];
  /** Why it failed, if it did. */
  readonly failed?: string;
}

/** How a run differs from the usual one. */
export interface RunOptions {
  /** Interrupts the run at the first line of Terraform that matches. */
  readonly interruptAt?: RegExp;
  /** Tags in the settings, as YAML. */
  readonly tags?: string;
  readonly account?: string;
  /** Who answers in place of the emulator. */
  readonly endpoint?: string;
}

/** A project on the emulator with a state bucket, in a folder of its own. */
export class Project {
  readonly surroundings: Surroundings;
  /** Of the stack `state-backend`. */
  readonly folder: string;
  private readonly outdir = mkdtempSync(join(tmpdir(), "groundwork-bootstrap-"));

  constructor(
    readonly bucket: string,
    readonly terraform: Terraform,
    readonly emulator: Emulator,
  ) {
    this.surroundings = new Surroundings(emulator);
    this.folder = join(this.outdir, "stacks", "state-backend");
    mkdirSync(this.folder, { recursive: true });
  }

  /** `bootstrap` or `unbootstrap`, as the command line runs it. */
  async run(command: typeof bootstrap, options: RunOptions = {}): Promise<Run> {
    const { interruptAt, tags = "{}", account = ACCOUNT, endpoint = this.emulator.endpoint } = options;
    const interrupt = new AbortController();
    const said: string[] = [];
    const yaml = `
name: acme
account: "${account}"
region: ${REGION}
tags: ${tags}
state: { bucket: ${this.bucket} }
network: create
systems:
  duet: { bucket: { create: acme-duet } }
`;
    const run = command({
      settings: parseSettings(yaml, "groundwork.yaml"),
      outdir: this.outdir,
      terraform: this.terraform,
      env: this.emulator.environment(),
      prepare: (dir) => this.pointAt(endpoint, dir),
      log: (sentence) => {
        progress(`${this.bucket}: ${sentence}`);
        said.push(sentence);
      },
      onLine: (line) => {
        if (interruptAt?.test(line)) interrupt.abort();
      },
      signal: interrupt.signal,
    });
    return run.then(
      () => ({ said }),
      (error: Error) => ({ said, failed: `${error.name}: ${error.message}` }),
    );
  }

  /** Files in the stack's folder, but for what `terraform init` leaves in every folder. */
  files(): string[] {
    return readdirSync(this.folder)
      .filter((name) => name !== ".terraform" && name !== ".terraform.lock.hcl")
      .sort();
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  /** The bucket with every version in it, and its own state. */
  async describe(): Promise<string[]> {
    const { status, text } = await this.surroundings.s3("GET", `${this.bucket}/${OWN_STATE}`);
    return [...(await this.surroundings.describeBucket(this.bucket)), status === 200 ? text : "no state"];
  }

  async tag(tags: Readonly<Record<string, string>>): Promise<void> {
    const set = Object.entries(tags).map(([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`);
    await this.surroundings.s3("PUT", `${this.bucket}?tagging`, `<Tagging><TagSet>${set.join("")}</TagSet></Tagging>`);
  }

  async put(key: string, text: string): Promise<void> {
    const headers = { "content-type": "application/json" };
    const { status } = await this.emulator.call("s3", `/${this.bucket}/${key}`, { method: "PUT", headers, body: text });
    if (status !== 200) throw new Error(`${key} could not be put: HTTP ${status}`);
  }

  async delete(key: string): Promise<void> {
    await this.surroundings.s3("DELETE", `${this.bucket}/${key}`);
  }

  /** What the emulator has. */
  async inventory(): Promise<string[]> {
    return listed(await this.emulator.inventory());
  }

  remove(): void {
    rmSync(this.outdir, { recursive: true });
  }

  private pointAt(endpoint: string, dir: string): void {
    this.emulator.writeOverride(dir);
    const file = join(dir, "emulator_override.tf.json");
    writeFileSync(file, readFileSync(file, "utf8").replaceAll(this.emulator.endpoint, endpoint));
  }
}

/** Files in the stack's folder when nothing is under way. */
export const CLEAN = ["cdk.tf.json", "emulator_override.tf.json"];

/** What is noted in a lock that somebody holds. */
export const LOCK = {
  ID: "3f1c8b4e-0000-0000-0000-000000000000",
  Operation: "OperationTypeApply",
  Info: "",
  Who: "ada@laptop",
  Version: "1.11.4",
  Created: "2026-11-22T02:20:00Z",
};

/** A state that describes some resources; they need not exist. */
export function stateOf(count: number): string {
  const resources = Array.from({ length: count }, (_, index) => ({
    mode: "managed",
    type: "aws_sqs_queue",
    name: `queue_${index}`,
    provider: 'provider["registry.terraform.io/hashicorp/aws"]',
    instances: [{ schema_version: 0, attributes: { id: `queue-${index}` } }],
  }));
  return JSON.stringify({
    version: 4,
    terraform_version: "1.11.4",
    serial: 1,
    lineage: "3f1c",
    outputs: {},
    resources,
  });
}
