import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../tools/emulator";
import { writeRegistry } from "../../tools/registry";
import { findTerraform, type Terraform } from "../../tools/terraform";

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-2";

/** A resource of a plan or a state: what it will be, or is. */
export interface TerraformResourceValues {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

interface TerraformModuleValues {
  readonly resources?: readonly TerraformResourceValues[];
  readonly child_modules?: readonly TerraformModuleValues[];
}

/** Folders of a person who uses the modules: the published repository, and beside it their own. */
export class HclRepository {
  private constructor(
    private readonly root: string,
    readonly terraform: Terraform,
    readonly emulator: Emulator,
  ) {}

  static async create(): Promise<HclRepository> {
    const root = realpathSync(mkdtempSync(join(tmpdir(), "registry-")));
    const terraform = await findTerraform();
    const emulator = await startEmulator({ account: ACCOUNT, region: REGION });
    await writeRegistry(join(root, "terraform-aws-groundwork"));
    return new HclRepository(root, terraform, emulator);
  }

  /** Where the modules were written. */
  get registry(): string {
    return join(this.root, "terraform-aws-groundwork");
  }

  /** What every command of Terraform is given. */
  get options() {
    return { env: this.emulator.environment() };
  }

  /** A folder with a configuration, HCL or JSON, that goes to the emulator. */
  configuration(name: string, configuration: string | object): string {
    const folder = join(this.root, name);
    mkdirSync(folder);
    if (typeof configuration === "string") writeFileSync(join(folder, "main.tf"), configuration);
    else writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(configuration));
    this.emulator.writeOverride(folder);
    return folder;
  }

  /** A folder with a module beside the published ones, for configurations to call: `../<name>`. */
  module(name: string, content: object): void {
    const folder = join(this.root, name);
    mkdirSync(folder);
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(content));
  }

  /** What a plan of a folder would make, and its outputs. */
  async plan(folder: string) {
    await this.run(folder, ["plan", "-input=false", "-out=plan"]);
    return this.values(await this.run(folder, ["show", "-json", "plan"]), "planned_values");
  }

  /** What a folder's state holds, and its outputs. */
  async state(folder: string) {
    return this.values(await this.run(folder, ["show", "-json"]), "values");
  }

  async remove(): Promise<void> {
    await this.emulator.stop();
    rmSync(this.root, { recursive: true, force: true });
  }

  private async run(folder: string, args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.terraform.run(folder, args, this.options);
    if (code !== 0) throw new Error(`terraform ${args[0]} failed:\n${stderr}`);
    return stdout;
  }

  private values(json: string, key: "planned_values" | "values") {
    const { outputs = {}, root_module = {} } = JSON.parse(json)[key] ?? {};
    return {
      resources: resourcesOf(root_module),
      outputs: Object.fromEntries(
        Object.entries(outputs as Record<string, { value?: unknown }>).map(([name, { value }]) => [name, value]),
      ),
    };
  }
}

function resourcesOf({ resources = [], child_modules = [] }: TerraformModuleValues): TerraformResourceValues[] {
  return [...resources, ...child_modules.flatMap(resourcesOf)];
}

/** A policy for comparison: IAM reads lists as sets, and a list of one like its item. */
export function asSets(policy: unknown): { Version: string; Statement: Record<string, unknown> } {
  const { Version, Statement } = JSON.parse(String(policy));
  const lists = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(String).sort();
    if (value !== null && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, lists(item)]));
    }
    return [String(value)];
  };
  const statements = [Statement].flat() as Record<string, unknown>[];
  const bySid = statements.map((statement) => [String(statement.Sid), lists(statement)]);
  return { Version, Statement: Object.fromEntries(bySid) };
}
