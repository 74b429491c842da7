import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { loadSettingsOrExit, type Settings } from "../stacks/settings";
import { bootstrap, unbootstrap } from "./bootstrap";
import { outputText } from "./demo/output-text";
import { type Emulator, startEmulator } from "./emulator";
import { Progress } from "./progress";
import { projectCache } from "./project-cache";
import { findTerraform, type Terraform } from "./terraform";

const ROOT = join(__dirname, "..");
const EVERY_SYSTEM = join(ROOT, "examples", "every-system.yaml");

/**
 * The settings' systems on a local emulator: deployed, shown, planned again, destroyed, and looked for afterwards.
 *
 * It works in a folder of its own below `.cache/`, so that the user's `cdktf.out` and state files are left alone.
 */
class Demo {
  private readonly progress = new Progress((line) => say("", line));
  private readonly outdir: string;

  constructor(
    private readonly settings: Settings,
    private readonly terraform: Terraform,
    private readonly emulator: Emulator,
    private readonly folder: string,
    private readonly signal: AbortSignal,
  ) {
    this.outdir = join(folder, "cdktf.out");
    const app = `node ${relative(folder, join(ROOT, "tools", "synth.cjs"))}`;
    writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ language: "typescript", app }));
  }

  /** All of it; `keep` waits for an interrupt before things are destroyed. */
  async run(keep: boolean): Promise<void> {
    const { account, region, state } = this.settings;
    const stacks = Object.keys(this.settings.systems);
    say("emulator", `${this.emulator.endpoint} answers as account ${account} in ${region}`);
    if (state) await this.step("bootstrap", `state is kept in ${state.bucket}`, () => bootstrap(this.bootstrapRun()));
    const named = stacks.join(", ");
    await this.cdktf("synth");
    for (const stack of stacks) this.emulator.writeOverride(this.stackFolder(stack));
    // cdktf does several stacks side by side
    await this.step("deploy", `deployed: ${named}`, () => this.cdktf("deploy", ...stacks, "--auto-approve"));
    for (const stack of stacks) await this.show(stack);
    await this.step("plan again", "no changes", () => Promise.all(stacks.map((stack) => this.planAgain(stack))));
    if (keep) await this.lookAround(stacks);
    await this.step("destroy", `destroyed: ${named}`, () => this.cdktf("destroy", ...stacks, "--auto-approve"));
    if (state) await this.step("destroy", "state-backend is destroyed", () => unbootstrap(this.bootstrapRun()));
    await this.count(stacks);
  }

  /** One step, with the time that it took. */
  private async step(name: string, done: string, work: () => Promise<unknown>): Promise<void> {
    this.progress.begin();
    say(name, "…");
    await work();
    say("", `${done} (${this.progress.seconds} s)`);
  }

  private async cdktf(...args: string[]): Promise<void> {
    const { signal } = this;
    const env = { ...this.emulator.environment(), GROUNDWORK_SETTINGS: settingsFile() };
    const result = await this.terraform.cdktf(this.folder, args, { env, signal, onLine: this.progress.line });
    if (result.code === 0) return;
    const shown = `${result.stdout}${result.stderr}`.trimEnd().split("\n").slice(-30).join("\n");
    throw new Error(`cdktf ${args.join(" ")} failed with exit code ${result.code}:\n${shown}`);
  }

  private async planAgain(stack: string): Promise<void> {
    const changed = await this.terraform.hasChanges(this.stackFolder(stack), this.options());
    if (changed) throw new Error(`a second plan of ${stack} must have no changes, but has some`);
  }

  /** What exists now: resources by type, and the outputs. */
  private async show(stack: string): Promise<void> {
    const { stdout } = await this.terraform.run(this.stackFolder(stack), ["state", "list"], this.options());
    const counts = new Map<string, number>();
    for (const address of stdout.split("\n").filter((line) => line !== "" && !line.startsWith("data."))) {
      const type = address.split(".")[0] as string;
      counts.set(type, (counts.get(type) ?? 0) + 1);
    }
    console.log(`\n  What ${stack} is made of:\n`);
    for (const [type, count] of [...counts].sort()) console.log(`    ${String(count).padStart(3)} ${type}`);
    console.log("\n  Its outputs:\n");
    const outputs = await this.terraform.outputs(this.stackFolder(stack), this.options());
    for (const [name, value] of Object.entries(outputs)) console.log(outputText(name, value));
    console.log();
  }

  private async lookAround(stacks: readonly string[]): Promise<void> {
    const folders = stacks.map((stack) => relative(process.cwd(), this.stackFolder(stack)));
    const { TF_CLI_CONFIG_FILE } = this.terraform.environment();
    const { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION } = this.emulator.environment();
    const variables = { TF_CLI_CONFIG_FILE, AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION };
    console.log("\n  It is left running. To look around, in another terminal of this folder:\n");
    for (const [name, value] of Object.entries(variables)) if (value) console.log(`    export ${name}=${value}`);
    for (const folder of folders) console.log(`    terraform -chdir=${folder} state list`);
    console.log("    aws s3 ls          # any AWS command; for SQS add --endpoint-url\n");
    console.log("  Press Ctrl-C to end it; nothing is kept.");
    await new Promise((_, reject) => {
      // the emulator must not outlive its time while nobody looks
      const alive = setInterval(() => undefined, 60_000);
      this.signal.addEventListener("abort", () => {
        clearInterval(alive);
        reject(this.signal.reason);
      });
    });
  }

  /** Asks the emulator, not Terraform, what is left. */
  private async count(stacks: readonly string[]): Promise<void> {
    const left = await this.emulator.inventory();
    for (const { type, id } of left) say("left", `${type} ${id}`);
    const { created, destroyed } = this.progress;
    console.log(`\n${stacks.join(", ")}: ${created} created, ${destroyed} destroyed, ${left.length} left`);
    if (left.length > 0) throw new Error("what is left should be gone");
  }

  private stackFolder(stack: string): string {
    return join(this.outdir, "stacks", stack);
  }

  private options() {
    return { env: this.emulator.environment(), signal: this.signal };
  }

  private bootstrapRun() {
    const { settings, terraform, outdir, emulator } = this;
    return {
      ...this.options(),
      settings,
      terraform,
      outdir,
      prepare: (dir: string) => emulator.writeOverride(dir),
      onLine: this.progress.line,
      log: () => undefined,
    };
  }
}

/** The settings' file, absolute: the app runs in a folder of its own. */
function settingsFile(): string {
  return resolve(process.env.GROUNDWORK_SETTINGS || "groundwork.yaml");
}

function say(what: string, line: string): void {
  console.log(`  ${what.padEnd(12)}${line}`);
}

async function main(): Promise<void> {
  const interrupt = new AbortController();
  process.once("SIGINT", () => {
    console.log("\n  interrupted: cleaning up (the emulator and all that is in it go)");
    interrupt.abort(new Error("interrupted"));
  });
  if (process.argv.includes("--all")) process.env.GROUNDWORK_SETTINGS = EVERY_SYSTEM;
  const settings = loadSettingsOrExit();
  const terraform = await findTerraform();
  console.log("\nGroundwork on a local emulator of AWS: no account is used, nothing is kept.\n");
  const emulator = await startEmulator(settings);
  const folder = join(projectCache(), `demo-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    await new Demo(settings, terraform, emulator, folder, interrupt.signal).run(process.argv.includes("--keep"));
  } catch (error) {
    process.exitCode = interrupt.signal.aborted ? 130 : 1;
    if (!interrupt.signal.aborted) console.error(`\n${(error as Error).message}`);
  } finally {
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

main();
