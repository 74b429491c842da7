import { loadSettingsOrExit, type Settings } from "../stacks/settings";
import { stateKey } from "../stacks/system-stack";
import { findContent } from "./bootstrap/bucket-content";
import { StateBackend } from "./bootstrap/state-backend";
import { BootstrapError, type TerraformRun } from "./bootstrap/terraform-folder";
import { findTerraform } from "./terraform";

export interface BootstrapProps extends TerraformRun {
  readonly settings: Settings;
  /** Folder of the synthesized stacks. @default "cdktf.out" */
  readonly outdir?: string;
  /** Called with each thing that is about to be done, or has been found. */
  readonly log: (sentence: string) => void;
}

/**
 * Makes the bucket that keeps the state of every stack, and moves its own state into it.
 *
 * A second run finds nothing to change. One after an interrupt, or after a change of the settings, does what is left.
 *
 * @throws {BootstrapError} when the bucket is not ours, when Terraform fails, when it is interrupted
 */
export function bootstrap(props: BootstrapProps): Promise<void> {
  const { settings, log } = props;
  return withBackend(props, async (backend, bucket) => {
    const kept = `every stack keeps its state in s3://${bucket}/${stateKey(settings.name, "<stack>")}`;
    const place = await backend.find();
    if (place !== "in the bucket") {
      await backend.keepInFile(place);
      const makes = place === "no bucket" ? "making" : "completing";
      log(`${makes} bucket ${bucket} in account ${settings.account}, ${settings.region}; this takes a minute or two`);
      await backend.apply();
      log("moving the state of the bucket into the bucket");
      await backend.keepInBucket();
      return log(`done: ${kept}`);
    }
    const changes = await backend.hasChanges();
    if (changes) {
      log(`changing bucket ${bucket} to what the settings say`);
      await backend.apply();
    }
    backend.removeFile();
    log(`${changes ? "done" : "nothing to change"}: ${kept}`);
  });
}

/**
 * Destroys the bucket that {@link bootstrap} makes, with every version in it, once no other stack needs it.
 *
 * @throws {BootstrapError} also while the bucket holds anything that is needed: each such thing, and what to do
 */
export function unbootstrap(props: BootstrapProps): Promise<void> {
  const { log } = props;
  return withBackend(props, async (backend, bucket) => {
    const place = await backend.find();
    if (place === "no bucket") {
      backend.removeFile();
      return log(`nothing to destroy: there is no bucket ${bucket}`);
    }
    // taken up first, so that what somebody else's bucket holds is not even looked at
    if (place === "not in the bucket") await backend.keepInFile(place);
    const content = await findContent(backend, props);
    if (content.length > 0) {
      const lines = content.map((line) => `\n  ${line}`).join("");
      throw new BootstrapError(`bucket ${bucket} is still needed, nothing was destroyed:\n${lines}`);
    }
    log(`destroying bucket ${bucket} with all old versions of states`);
    if (place === "in the bucket") await backend.keepInFile(place);
    await backend.destroy();
    log("done: nothing is left");
  });
}

async function withBackend(
  props: BootstrapProps,
  work: (backend: StateBackend, bucket: string) => Promise<void>,
): Promise<void> {
  const { settings, outdir = "cdktf.out", log, signal } = props;
  const { state } = settings;
  if (!state) return log("nothing to do: without state in the settings, every stack keeps its state in a file here");
  const backend = new StateBackend(settings, state, outdir, props);
  try {
    await work(backend, state.bucket);
  } catch (error) {
    if (!signal?.aborted) throw error;
    throw new BootstrapError("interrupted, and nothing is lost: run the same command again and it does what is left");
  } finally {
    backend.removeOverride();
  }
}

/** Terraform's lines of progress, such as `aws_s3_bucket.state: Creating...`. */
const PROGRESS = /^aws_\S+: (Creat|Modif|Destr|Still)/;

async function main(args: readonly string[]): Promise<void> {
  const unknown = args.find((arg) => arg !== "--destroy");
  if (unknown !== undefined) throw new BootstrapError(`npm run bootstrap takes only -- --destroy, got ${unknown}`);
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (!interrupt.signal.aborted) console.error("interrupted: waiting until Terraform has saved its state");
      process.exitCode = 130;
      interrupt.abort();
    });
  }
  const run = args.includes("--destroy") ? unbootstrap : bootstrap;
  await run({
    settings: loadSettingsOrExit(),
    terraform: await findTerraform().catch((error: Error) => Promise.reject(new BootstrapError(error.message))),
    signal: interrupt.signal,
    log: (sentence) => console.log(`state-backend: ${sentence}`),
    onLine: (line) => PROGRESS.test(line) && console.log(`  ${line}`),
  });
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error) => {
    console.error(error instanceof BootstrapError ? error.message : error);
    process.exitCode ||= 1;
  });
}
