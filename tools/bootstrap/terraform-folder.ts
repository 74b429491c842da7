import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { CommandResult } from "../command";
import type { Terraform } from "../terraform";

/** What was asked cannot be done, in words for the person who asked; nobody needs its stack. */
export class BootstrapError extends Error {
  override readonly name = "BootstrapError";
}

/** How Terraform is run, in whatever folder. */
export interface TerraformRun {
  readonly terraform: Terraform;
  /** Laid over Terraform's environment. @default - the user's own, with whatever credentials Terraform finds in it */
  readonly env?: NodeJS.ProcessEnv;
  /** Called with each folder when its `cdk.tf.json` is written, before Terraform runs there. @default - nothing */
  readonly prepare?: (dir: string) => void;
  /** Called with each line that Terraform prints while it applies or destroys. @default - lines are dropped */
  readonly onLine?: (line: string) => void;
  /** Interrupts Terraform, which then saves its state and ends. */
  readonly signal?: AbortSignal;
}

/** A resource as a state describes it. */
export interface StateResource {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
}

/** A folder with a configuration of Terraform. */
export class TerraformFolder {
  /** Absolute. */
  readonly path: string;

  constructor(
    path: string,
    private readonly options: TerraformRun,
  ) {
    this.path = resolve(path);
    mkdirSync(this.path, { recursive: true });
  }

  /** A file in the folder. */
  file(name: string): string {
    return join(this.path, name);
  }

  /** Writes the configuration. */
  configure(configuration: object): void {
    writeFileSync(this.file("cdk.tf.json"), JSON.stringify(configuration, null, 2));
    this.options.prepare?.(this.path);
  }

  /** Any command; its exit code is part of the result. */
  attempt(args: readonly string[]): Promise<CommandResult> {
    const { terraform, env, onLine, signal } = this.options;
    const takesLong = args[0] === "apply" || args[0] === "destroy";
    return terraform.run(this.path, args, {
      // one data folder for all would mix up their backends
      env: { ...env, TF_DATA_DIR: undefined },
      onLine: takesLong ? onLine : undefined,
      signal,
    });
  }

  /** A command that must not fail: what it printed. */
  async run(...args: string[]): Promise<string> {
    const result = await this.attempt(args);
    if (result.code !== 0) throw this.failure(result);
    return result.stdout;
  }

  /** `terraform init`, whatever backend the folder had before. */
  async init(...args: string[]): Promise<void> {
    await this.run("init", "-input=false", "-reconfigure", ...args);
  }

  /** Resources of the state that exist. */
  async resources(): Promise<StateResource[]> {
    const state = (await this.run("state", "pull")) || "{}";
    const { resources = [] }: { resources?: StateResource[] } = JSON.parse(state);
    return resources.filter(({ mode, instances }) => mode === "managed" && instances.length > 0);
  }

  /** A failed command in Terraform's own words, and how to lift a lock in a bucket; one on a file ends with its run. */
  failure({ stderr }: CommandResult): BootstrapError {
    const lock = /Lock Info:\s+ID:\s+(\S+)\s+Path:\s+\S+\//.exec(stderr)?.[1];
    const unlock = `terraform -chdir=${relative("", this.path)} force-unlock ${lock}`;
    const hint = lock ? `\n\nIf the run that holds the lock was killed, lift it and try again:\n  ${unlock}` : "";
    return new BootstrapError(stderr.trim() + hint);
  }
}
