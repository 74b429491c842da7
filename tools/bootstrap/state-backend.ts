import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { SystemNames } from "../../modules/system-names";
import type { Settings } from "../../stacks/settings";
import { STATE_BACKEND, StateBackendStack, type StateSettings } from "../../stacks/state-backend/stack";
import { BootstrapError, type StateResource, TerraformFolder, type TerraformRun } from "./terraform-folder";

const BUCKET = "aws_s3_bucket.state";

/**
 * Stands in for the stack's backend for as long as it is there. Overrides are merged in the order of their names and the
 * last backend counts: one that `prepare` writes, and that repeats the stack's own backend, has to come before.
 */
const LOCAL_OVERRIDE = "local_override.tf.json";
// not Terraform's own name for it: `init` with another backend would ask whether to move what it finds there
const LOCAL = { terraform: { backend: { local: { path: "local.tfstate" } } } };

/** What is laid over the stack to destroy it. By then the bucket holds nothing but states of what is gone. */
export const UNPROTECTED = {
  resource: { aws_s3_bucket: { state: { force_destroy: true, lifecycle: { prevent_destroy: false } } } },
};

/** The state, its backups, which hold all of it in clear, and the note of a lock that was held by a killed run. */
const LOCAL_STATE = /^\.?local\.tfstate(\..+)?$/;

/** Where the state is, of the bucket as the settings name it. */
export type StatePlace = "no bucket" | "not in the bucket" | "in the bucket";

/** What of the synthesized stack matters here. */
export interface Configuration {
  readonly terraform: {
    readonly backend: { readonly s3: { readonly bucket: string; readonly key: string } };
    readonly required_providers: object;
  };
  readonly provider: object;
}

/** The stack `state-backend` in its folder, with its state in its own bucket or, for a while, in a file there. */
export class StateBackend {
  readonly folder: TerraformFolder;
  readonly configuration: Configuration;

  /** @param outdir folder that holds every synthesized stack, below `stacks` */
  constructor(
    private readonly settings: Settings,
    private readonly state: StateSettings,
    outdir: string,
    run: TerraformRun,
  ) {
    this.folder = new TerraformFolder(join(outdir, "stacks", STATE_BACKEND), run);
    this.removeOverride();
    this.configuration = synthesize(settings, state);
    this.folder.configure(this.configuration);
  }

  /**
   * Looks where the state is, and leaves the folder with the bucket as its backend.
   *
   * @throws {BootstrapError} when the bucket is somebody else's or in another region, or the credentials are
   */
  async find(): Promise<StatePlace> {
    const { account, region } = this.settings;
    const result = await this.folder.attempt(["init", "-input=false", "-reconfigure"]);
    if (result.code === 0) return findBucket(await this.folder.resources()) ? "in the bucket" : "not in the bucket";
    const { stderr } = result;
    if (/NoSuchBucket/.test(stderr)) return "no bucket";
    const given = /account ID not allowed: (\d+)/.exec(stderr)?.[1];
    if (given) {
      const todo = "use other credentials, or correct the settings";
      throw new BootstrapError(
        `account: "${account}", but the credentials are of ${given}; nothing was changed: ${todo}`,
      );
    }
    if (/error S3: .*StatusCode: 403.*(AccessDenied|Forbidden)/s.test(stderr)) {
      const what = "is somebody else's, or may not be read with these credentials";
      throw this.refusal(what, `name another one, or use credentials of account ${account} that may read it`);
    }
    if (/error S3: .*StatusCode: 301/s.test(stderr)) {
      throw this.refusal(`is not in ${region}`, "name another one, or the region it is in");
    }
    throw this.folder.failure(result);
  }

  /**
   * Keeps the state in a file, wherever it was; a bucket that has lost its state is taken up.
   *
   * @throws {BootstrapError} when that bucket is not ours, or an earlier run made another one and was interrupted
   */
  async keepInFile(place: StatePlace): Promise<void> {
    if (place === "in the bucket") {
      this.removeFile();
      return this.move(() => this.override(LOCAL));
    }
    this.override(LOCAL);
    await this.folder.init();
    const known = findBucket(await this.folder.resources())?.bucket;
    if (known && known !== this.state.bucket) {
      const what = `is not the one that an interrupted run has made, "${known}"`;
      throw this.refusal(what, `name "${known}" and let it finish`);
    }
    if (place === "no bucket") return;
    // the bucket is enough: making its policy, versioning and the like replaces what it has of them
    if (!known) await this.folder.run("import", "-input=false", BUCKET, this.state.bucket);
    await this.checkOwner();
  }

  /** Moves the state from the file into the bucket, and leaves no copy. */
  async keepInBucket(): Promise<void> {
    await this.move(() => this.removeOverride());
    this.removeFile();
  }

  /** Whether the bucket is not as the settings say. No lock is taken: each leaves an old version in the bucket. */
  async hasChanges(): Promise<boolean> {
    const result = await this.folder.attempt(["plan", "-input=false", "-lock=false", "-detailed-exitcode"]);
    if (result.code !== 0 && result.code !== 2) throw this.folder.failure(result);
    return result.code === 2;
  }

  async apply(...args: string[]): Promise<void> {
    await this.folder.run("apply", "-input=false", "-auto-approve", ...args);
  }

  /** Destroys the bucket with all that is in it. The state is in the file, and ends with it. */
  async destroy(): Promise<void> {
    this.override({ ...LOCAL, ...UNPROTECTED });
    // force_destroy counts once it is applied; whatever else an interrupted run has left undone need not be done
    await this.apply(`-target=${BUCKET}`);
    await this.folder.run("destroy", "-input=false", "-auto-approve", "-refresh=false");
    this.removeFile();
  }

  /** Leaves the stack's own backend and protection to count again. */
  removeOverride(): void {
    rmSync(this.folder.file(LOCAL_OVERRIDE), { force: true });
  }

  /** Removes the file with the state and its backups. */
  removeFile(): void {
    for (const name of readdirSync(this.folder.path)) {
      if (LOCAL_STATE.test(name)) rmSync(this.folder.file(name));
    }
  }

  private override(override: object): void {
    writeFileSync(this.folder.file(LOCAL_OVERRIDE), `${JSON.stringify(override, null, 2)}\n`);
  }

  /** Changes the backend, and takes the state along. */
  private async move(change: () => void): Promise<void> {
    const before = await this.folder.resources();
    change();
    const moved = await this.folder.attempt(["init", "-input=false", "-migrate-state", "-force-copy"]);
    if (moved.code !== 0) {
      // a lock in the bucket can only be lifted from a folder that has the bucket as its backend
      this.removeOverride();
      await this.folder.init();
      throw this.folder.failure(moved);
    }
    const after = addresses(await this.folder.resources());
    const lost = addresses(before).filter((address) => !after.includes(address));
    if (lost.length > 0) throw new Error(`${lost.join(", ")} got lost between two backends; nothing was removed`);
  }

  /** Also where the state was there already: an earlier run may have been killed just before it came to this. */
  private async checkOwner(): Promise<void> {
    const bucket = findBucket(await this.folder.resources());
    const tags = bucket?.tags_all as Record<string, string> | null | undefined;
    const ours = Object.entries(new SystemNames({ name: this.settings.name, system: STATE_BACKEND }).ownerTags);
    if (ours.every(([key, value]) => tags?.[key] === value)) return;
    this.removeFile();
    const what = `exists, without the tags ${ours.map(([key, value]) => `${key}=${value}`).join(" and ")}`;
    throw this.refusal(what, "name another one; if an earlier run was killed before it could tag it, add them");
  }

  private refusal(what: string, todo: string): BootstrapError {
    return new BootstrapError(`state.bucket: "${this.state.bucket}" ${what}; nothing was changed: ${todo}`);
  }
}

/** The stack as `cdktf synth` writes it, but on its own: the other stacks' output and manifest are left alone. */
function synthesize(settings: Settings, state: StateSettings): Configuration {
  const outdir = mkdtempSync(join(tmpdir(), "groundwork-"));
  try {
    const app = new App({ outdir });
    new StateBackendStack(app, settings, state);
    app.synth();
    return JSON.parse(readFileSync(join(outdir, "stacks", STATE_BACKEND, "cdk.tf.json"), "utf8"));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Attributes of the bucket in a state. */
function findBucket(resources: readonly StateResource[]): StateResource["instances"][number]["attributes"] | undefined {
  return resources.find(({ type, name }) => `${type}.${name}` === BUCKET)?.instances[0]?.attributes;
}

function addresses(resources: readonly StateResource[]): string[] {
  return resources.map(({ type, name }) => `${type}.${name}`);
}
