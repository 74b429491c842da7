import { join } from "node:path";
import { type CommandOptions, type CommandResult, runCommand } from "./command";
import { findProviderMirror, providerEnvironment } from "./provider-mirror";
import { findTerraformBinary } from "./terraform-binary";

/** `env` is laid over the environment of the process and of Terraform: here go the emulator's keys and endpoint. */
export type TerraformOptions = Omit<CommandOptions, "cwd">;

/**
 * Terraform (or OpenTofu), ready to run without questions, colours or calls home.
 *
 * @example
 * const terraform = await findTerraform();
 * await terraform.init(dir, { env: emulator.environment() });
 * await terraform.apply(dir, { env: emulator.environment(), onLine: console.log });
 */
export class Terraform {
  constructor(
    /** Path of the program. */
    readonly binary: string,
    private readonly providers: NodeJS.ProcessEnv = providerEnvironment(findProviderMirror()),
  ) {}

  /** The environment every command gets. A caller that starts Terraform in another way passes it on. */
  environment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    return {
      ...process.env,
      ...this.providers,
      TF_IN_AUTOMATION: "1",
      TF_INPUT: "0",
      TF_CLI_ARGS: "-no-color",
      CHECKPOINT_DISABLE: "1",
      // a plan spends a third of its time collecting garbage: memory is cheaper here than a core
      GOGC: process.env.GOGC ?? "400",
      ...extra,
    };
  }

  /** Any command in `dir`; its exit code is part of the result. */
  run(dir: string, args: readonly string[], options: TerraformOptions = {}): Promise<CommandResult> {
    return runCommand(this.binary, args, { ...options, cwd: dir, env: this.environment(options.env) });
  }

  async init(dir: string, options?: TerraformOptions): Promise<void> {
    await this.expect(dir, ["init", "-input=false"], options);
  }

  async apply(dir: string, options?: TerraformOptions): Promise<void> {
    await this.expect(dir, ["apply", "-input=false", "-auto-approve"], options);
  }

  async destroy(dir: string, options?: TerraformOptions): Promise<void> {
    await this.expect(dir, ["destroy", "-input=false", "-auto-approve"], options);
  }

  /** Whether a plan would change anything. */
  async hasChanges(dir: string, options?: TerraformOptions): Promise<boolean> {
    const { code } = await this.expect(dir, ["plan", "-input=false", "-detailed-exitcode"], options, [0, 2]);
    return code === 2;
  }

  /** The values of the outputs, by name. */
  async outputs(dir: string, options?: TerraformOptions): Promise<Record<string, unknown>> {
    const { stdout } = await this.expect(dir, ["output", "-json"], options);
    const outputs: Record<string, { value: unknown }> = JSON.parse(stdout);
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  /** `cdktf` of this project with this Terraform, in a folder with a `cdktf.json`, as on a build machine. */
  cdktf(dir: string, args: readonly string[], options: TerraformOptions = {}): Promise<CommandResult> {
    const env = {
      ...this.environment(),
      // cdktf cannot parse options that it did not give.
      TF_CLI_ARGS: undefined,
      TERRAFORM_BINARY_NAME: this.binary,
      CI: "1",
      DISABLE_VERSION_CHECK: "1",
      FORCE_COLOR: "0",
      ...options.env,
    };
    const program = join(__dirname, "..", "node_modules", ".bin", "cdktf");
    return runCommand(program, args, { ...options, cwd: dir, env });
  }

  private async expect(
    dir: string,
    args: readonly string[],
    options?: TerraformOptions,
    codes: readonly number[] = [0],
  ): Promise<CommandResult> {
    const result = await this.run(dir, args, options);
    if (codes.includes(result.code)) return result;
    const shown = result.stderr.trim() || result.stdout.trim().split("\n").slice(-20).join("\n");
    throw new Error(`terraform ${args[0]} failed in ${dir} with exit code ${result.code}:\n${shown}`);
  }
}

/**
 * The machine's Terraform or OpenTofu, or one fetched into the project's cache.
 *
 * @throws one line that says what to install, where it can be neither found nor fetched
 */
export async function findTerraform(): Promise<Terraform> {
  return new Terraform(await findTerraformBinary());
}
