import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { TerraformFolder, type TerraformRun } from "../bootstrap/terraform-folder";
import type { StackResource } from "./batch-state";
import { SmokeError } from "./smoke-error";

/** What Terraform knows of a stack. */
export interface StackState {
  readonly resources: readonly StackResource[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** A stack as it is now, whoever changed it since it was deployed. */
export interface CurrentState extends StackState {
  /** Addresses of resources that were deployed and are no longer there. */
  readonly gone: readonly string[];
}

/** What of a synthesized stack matters here. */
export interface StackConfiguration {
  readonly terraform: { readonly required_providers: object };
  readonly provider: object;
}

interface Values {
  readonly root_module?: { readonly resources?: readonly (StackResource & { readonly mode: string })[] };
  readonly outputs?: Readonly<Record<string, { readonly value: unknown }>>;
}

/**
 * A system's stack in its folder, read by Terraform and never changed: with the credentials, the profile and the backend
 * that it was deployed with.
 */
export class DeployedStack {
  readonly folder: TerraformFolder;
  readonly configuration: StackConfiguration;

  /**
   * @param outdir folder that holds every synthesized stack, below `stacks`
   * @throws {SmokeError} when the stack is not synthesized there
   */
  constructor(
    private readonly system: string,
    outdir: string,
    run: TerraformRun,
  ) {
    const path = join(outdir, "stacks", system);
    const file = join(path, "cdk.tf.json");
    if (!existsSync(file)) {
      const todo = `npx cdktf deploy ${system} deploys it; if it was deployed elsewhere, npm run synth is enough`;
      throw new SmokeError(`${system} is not deployed from here, there is no ${relative("", path)}: ${todo}`);
    }
    this.folder = new TerraformFolder(path, run);
    this.configuration = JSON.parse(readFileSync(file, "utf8"));
  }

  /**
   * The stack as it was deployed.
   *
   * @throws {SmokeError} when it was not
   */
  async recorded(): Promise<StackState> {
    await this.initialize();
    const { values } = JSON.parse(await this.folder.run("show", "-json"));
    const state = stateOf(values ?? {});
    if (state.resources.length > 0) return state;
    throw new SmokeError(`${this.system} is not deployed yet: npx cdktf deploy ${this.system} deploys it`);
  }

  /** The stack as it is now. No lock is taken and no state is written. */
  async current(): Promise<CurrentState> {
    const scratch = mkdtempSync(join(tmpdir(), "groundwork-"));
    const plan = join(scratch, "plan");
    try {
      await this.folder.run("plan", "-refresh-only", "-lock=false", "-input=false", `-out=${plan}`);
      const { prior_state, resource_drift = [] } = JSON.parse(await this.folder.run("show", "-json", plan));
      const drift: { address: string; change: { actions: string[] } }[] = resource_drift;
      const gone = drift.filter(({ change }) => change.actions.includes("delete")).map(({ address }) => address);
      return { ...stateOf(prior_state?.values ?? {}), gone };
    } finally {
      rmSync(scratch, { recursive: true });
    }
  }

  private async initialize(): Promise<void> {
    const result = await this.folder.attempt(["init", "-input=false"]);
    if (result.code === 0) return;
    if (/NoSuchBucket/.test(result.stderr)) {
      const todo = `npm run bootstrap makes it, and npx cdktf deploy ${this.system} deploys the system`;
      throw new SmokeError(`${this.system} is not deployed yet, there is no bucket for its state: ${todo}`);
    }
    throw this.folder.failure(result);
  }
}

function stateOf({ root_module, outputs = {} }: Values): StackState {
  return {
    resources: (root_module?.resources ?? []).filter(({ mode }) => mode === "managed"),
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])),
  };
}
