import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, type TerraformStack } from "cdktf";
import { parse } from "yaml";
import type { StackJson } from "../../stacks/deployer/derivation";
import { addStacks } from "../../stacks/deployment";
import { parseSettings, type Settings } from "../../stacks/settings";
import { RECORDINGS } from "./recording";

/** What others have made before the stack, by name. */
export interface Existing {
  /** Whether there is the network of {@link NETWORK}. */
  readonly network?: boolean;
  readonly buckets?: readonly string[];
  /** Each with a role of its name. */
  readonly instanceProfiles?: readonly string[];
  readonly users?: readonly string[];
  readonly groups?: readonly string[];
  readonly queues?: readonly string[];
  /** How many keys of KMS there are: {@link keyArn}. */
  readonly keys?: number;
}

/** What a file of settings beside the recordings holds. */
interface VariantFile {
  readonly existing?: Existing;
  readonly settings: object;
  /** Buckets of the stack that hold an object in two versions when it is destroyed: it must say `forceDestroy`. */
  readonly filled?: readonly string[];
  /** What is other in the settings of the update: merged into them, null takes away. */
  readonly update: object;
}

/** One way to set up a stack, and one to change it. */
export class Variant {
  private constructor(
    readonly stack: string,
    /** `everything-on`. */
    readonly name: string,
    private readonly file: VariantFile,
  ) {}

  /** Every variant of a stack, by name. */
  static of(stack: string): Variant[] {
    const folder = join(RECORDINGS, stack);
    const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".yaml")) : [];
    return files.sort().map((name) => {
      const file = parse(readFileSync(join(folder, name), "utf8")) as VariantFile;
      return new Variant(stack, name.replace(/\.yaml$/, ""), file);
    });
  }

  /** The stacks that have variants. */
  static stacks(): string[] {
    return existsSync(RECORDINGS) ? readdirSync(RECORDINGS).sort() : [];
  }

  get existing(): Existing {
    return this.file.existing ?? {};
  }

  get filled(): readonly string[] {
    return this.file.filled ?? [];
  }

  /**
   * The settings, as they are first or as they are updated to.
   *
   * @param ids what stands in the place of ids in the file. @default - they stay
   */
  settings(when: "first" | "updated", ids: ReadonlyMap<string, string> = new Map()): Settings {
    const { settings, update } = this.file;
    let text = JSON.stringify(when === "first" ? settings : merged(settings, update));
    for (const [id, name] of ids) text = text.replaceAll(name, id);
    // JSON is YAML
    return parseSettings(text, `${this.stack}/${this.name}.yaml`);
  }
}

/** The synthesized stack of settings, as Terraform reads it. */
export function synthesized(stack: string, settings: Settings, outdir: string): string {
  const app = new App({ outdir });
  addStacks(app, settings);
  app.synth();
  return join(outdir, "stacks", stack);
}

/** A stack as data, without a file. */
export function stackJson(stack: string, settings: Settings): StackJson {
  const outdir = mkdtempSync(join(tmpdir(), "groundwork-"));
  try {
    const app = new App({ outdir });
    addStacks(app, settings);
    return (app.node.findChild(stack) as TerraformStack).toTerraform();
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** A value with another one laid over it. @see https://www.rfc-editor.org/rfc/rfc7396 */
export function merged<T>(value: T, patch: unknown): T {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch as T;
  const base = typeof value === "object" && !Array.isArray(value) ? { ...value } : {};
  const result = base as Record<string, unknown>;
  for (const [name, part] of Object.entries(patch)) {
    if (part === null) delete result[name];
    else result[name] = merged(result[name], part);
  }
  return result as T;
}
