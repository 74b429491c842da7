import type { Settings } from "../../stacks/settings";
import type { CommandResult } from "../command";
import { writeOverride } from "../emulator/override";
import type { Terraform } from "../terraform";
import { synthesized } from "./variant";

/** What is done with a stack in a cycle. Each begins from nothing but the folder, as on a build machine. */
export interface Steps {
  plan(): Promise<void>;
  apply(): Promise<void>;
  /** @throws where there is something to do */
  planNothing(): Promise<void>;
  destroy(): Promise<void>;
}

export interface StepsProps {
  readonly settings: Settings;
  readonly terraform: Terraform;
  /** Where AWS is. */
  readonly endpoint: string;
  readonly env: NodeJS.ProcessEnv;
  /** Of the step that is going on. */
  readonly signal: () => AbortSignal;
  /** Folder of the synthesized stacks. */
  readonly outdir: string;
}

/** A stack as Terraform deploys it. */
export class TerraformSteps implements Steps {
  constructor(
    private readonly stack: string,
    private readonly props: StepsProps,
  ) {}

  async plan(): Promise<void> {
    await this.run(["plan", "-input=false"]);
  }

  async apply(): Promise<void> {
    await this.run(["apply", "-input=false", "-auto-approve"]);
  }

  async planNothing(): Promise<void> {
    const { code, stdout } = await this.run(["plan", "-input=false", "-detailed-exitcode"], [0, 2]);
    if (code !== 2) return;
    const changes = stdout.slice(stdout.indexOf("Terraform will perform"));
    throw new Error(`a plan of ${this.stack} must have no changes, but has some:\n${changes}`);
  }

  async destroy(): Promise<void> {
    await this.run(["destroy", "-input=false", "-auto-approve"]);
  }

  /** Who runs Terraform initializes it, too: both need what the backend asks. */
  private async run(args: readonly string[], codes: readonly number[] = [0]): Promise<CommandResult> {
    const { settings, endpoint, outdir } = this.props;
    const dir = synthesized(this.stack, settings, outdir);
    writeOverride(dir, endpoint);
    await this.command(dir, ["init", "-input=false"], [0]);
    return this.command(dir, args, codes);
  }

  private async command(dir: string, args: readonly string[], codes: readonly number[]): Promise<CommandResult> {
    const { terraform, env, signal } = this.props;
    const result = await terraform.run(dir, args, { env, signal: signal() });
    if (codes.includes(result.code)) return result;
    throw new Error(`terraform ${args[0]} of ${this.stack} failed with exit code ${result.code}:\n${result.stderr}`);
  }
}
