import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { addStacks } from "../../stacks/deployment";
import { parseSettings } from "../../stacks/settings";
import type { CommandResult } from "../../tools/command";
import type { Emulator, Resource } from "../../tools/emulator";
import type { Terraform } from "../../tools/terraform";

export { Surroundings } from "../../tools/emulator/surroundings";

const ROOT = join(__dirname, "..", "..");

/** A project of its own for an end-to-end test: settings in, a stack on the emulator out. */
export class Deployment {
  readonly folder = mkdtempSync(join(tmpdir(), "groundwork-"));
  readonly stackFolder: string;

  constructor(
    stack: string,
    private readonly terraform: Terraform,
    private readonly emulator: Emulator,
  ) {
    this.stackFolder = join(this.folder, "cdktf.out", "stacks", stack);
  }

  /** Synthesizes settings, as `npm run synth` does, and points the result at the emulator. */
  settings(yaml: string): void {
    const settings = parseSettings(yaml, "groundwork.yaml");
    const app = new App({ outdir: join(this.folder, "cdktf.out") });
    addStacks(app, settings);
    app.synth();
    this.emulator.writeOverride(this.stackFolder);
  }

  init(): Promise<void> {
    return this.terraform.init(this.stackFolder, this.options());
  }

  apply(): Promise<void> {
    return this.terraform.apply(this.stackFolder, this.options());
  }

  destroy(): Promise<void> {
    return this.terraform.destroy(this.stackFolder, this.options());
  }

  hasChanges(): Promise<boolean> {
    return this.terraform.hasChanges(this.stackFolder, this.options());
  }

  outputs(): Promise<Record<string, unknown>> {
    return this.terraform.outputs(this.stackFolder, this.options());
  }

  /** Any command of Terraform, whatever its exit code. */
  run(...args: string[]): Promise<CommandResult> {
    return this.terraform.run(this.stackFolder, args, this.options());
  }

  /** What a plan would do: actions by address, those that do nothing left out. */
  async plan(): Promise<Record<string, string>> {
    const { code, stderr } = await this.run("plan", "-input=false", "-out=planned");
    if (code !== 0) throw new Error(stderr);
    const { stdout } = await this.run("show", "-json", "planned");
    const { resource_changes }: { resource_changes: Change[] } = JSON.parse(stdout);
    return Object.fromEntries(
      resource_changes
        .map(({ address, change }) => [address, change.actions.join(" then ")] as const)
        .filter(([, actions]) => actions !== "no-op" && actions !== "read"),
    );
  }

  /** `cdktf` with the project's own app and these settings. */
  cdktf(yaml: string, ...args: string[]): Promise<CommandResult> {
    const file = join(this.folder, "groundwork.yaml");
    writeFileSync(file, yaml);
    const app = `node ${join(ROOT, "tools", "synth.cjs")}`;
    writeFileSync(join(this.folder, "cdktf.json"), JSON.stringify({ language: "typescript", app }));
    return this.terraform.cdktf(this.folder, args, {
      ...this.options(),
      env: { ...this.emulator.environment(), GROUNDWORK_SETTINGS: file },
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private options() {
    mkdirSync(this.stackFolder, { recursive: true });
    return { env: this.emulator.environment() };
  }
}

interface Change {
  readonly address: string;
  readonly change: { readonly actions: readonly string[] };
}

/** Says in the test's output what is going on: the provider waits for minutes. */
export function progress(line: string): void {
  process.stderr.write(`    ${new Date().toISOString().slice(11, 19)} ${line}\n`);
}

/** Things by type and id, sorted: what a test compares. */
export function listed(resources: readonly Resource[]): string[] {
  return resources.map(({ type, id }) => `${type} ${id}`).sort();
}
