import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCycle } from "./proof/cycle";
import { attemptsWithoutReads, attemptsWithoutWrites, enforcedIn } from "./proof/enforcement";
import { derivationsOf, isProven, prove } from "./proof/proof";
import { isShown, type ProvenVariant, proofTable, refusedRun } from "./proof/proof-table";
import { differences, readRecording, writeRecording } from "./proof/recording";
import { sideBySide } from "./proof/side-by-side";
import { Variant } from "./proof/variant";
import { findTerraform, type Terraform } from "./terraform";

const RESULTS = join(__dirname, "..", "dist", "proof");

/** Milliseconds that a cycle may take; if nothing is wrong it takes far less. */
const LONGEST = 20 * 60_000;

/**
 * Proves one variant: records a cycle, holds the derived policies against it, and runs it again within them.
 *
 * The recording is kept beside the settings, so that unit tests hold every change of the derivation against it.
 */
async function proveVariant(variant: Variant, terraform: Terraform, interrupt: AbortSignal): Promise<ProvenVariant> {
  const props = (what: string) => ({
    variant,
    terraform,
    signal: AbortSignal.any([interrupt, AbortSignal.timeout(LONGEST)]),
    onStep: (step: string) => say(`${variant.stack} ${variant.name}`, `${what}, ${step}`),
  });
  const { recording } = await runCycle(props("recording"));
  const kept = readRecording(variant.stack, variant.name);
  const changed = kept === undefined || differences(kept, recording).length > 0;
  writeRecording(recording);
  const derivations = derivationsOf(variant);
  const proof = await prove(derivations, recording);
  if (!isProven(proof)) return { proof, changed };
  const started = Date.now();
  try {
    const { refusals } = await runCycle(props("enforcing"), {
      enforced: (phase) => enforcedIn(derivations, phase),
      attempts: [...attemptsWithoutReads(derivations, recording), ...attemptsWithoutWrites(derivations, recording)],
    });
    const seconds = Math.round((Date.now() - started) / 1000);
    return { proof, changed, enforced: { seconds, refusals: refusals.map(refusedRun) } };
  } catch (error) {
    interrupt.throwIfAborted();
    return { proof, changed, failed: (error as Error).message };
  }
}

const started = Date.now();

function say(what: string, line: string): void {
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`  ${`${seconds} s`.padStart(6)}  ${what}: ${line}`);
}

/** The variants of the stacks that are named, of all where none is. */
function variantsOf(names: readonly string[]): Variant[] {
  const stacks = Variant.stacks();
  const unknown = names.find((name) => !stacks.includes(name));
  if (unknown !== undefined) {
    throw new Error(`npm run prove takes names of stacks, got ${unknown}: name some of ${stacks.join(", ")}`);
  }
  return (names.length > 0 ? names : stacks).flatMap((stack) => Variant.of(stack));
}

async function main(names: readonly string[]): Promise<void> {
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      console.error("\n  interrupted: ending Terraform and the emulators");
      interrupt.abort(new Error("interrupted"));
    });
  }
  const variants = variantsOf(names);
  const terraform = await findTerraform();
  // what is there when this ends is of this run
  for (const { stack } of variants) rmSync(resultFile(stack), { force: true });
  console.log(`\nRecording and enforcing ${variants.length} cycles on local emulators; each takes some minutes.\n`);
  const results = new Map<string, ProvenVariant[]>();
  const work = variants.map((variant) => async () => {
    if (interrupt.signal.aborted) return;
    const proven = await proveVariant(variant, terraform, interrupt.signal).catch((error: Error) => {
      throw new Error(`${variant.stack} ${variant.name}: ${error.message}`);
    });
    results.set(variant.stack, [...(results.get(variant.stack) ?? []), proven]);
  });
  const failures = await sideBySide(work);
  if (interrupt.signal.aborted) {
    process.exitCode = 130;
    return;
  }
  mkdirSync(RESULTS, { recursive: true });
  for (const [stack, proven] of [...results].sort()) {
    const all = Variant.of(stack);
    const ordered = all.flatMap(({ name }) => proven.find(({ proof }) => proof.variant === name) ?? []);
    // a stack of which a variant is missing is not proven
    if (ordered.length === all.length) {
      writeFileSync(resultFile(stack), `${JSON.stringify(ordered, null, 2)}\n`);
    }
    console.log(`\n${proofTable(stack, ordered)}`);
  }
  for (const failure of failures) console.error(`\n${failure.message}`);
  const shown = [...results.values()].flat().every(isShown);
  if (failures.length > 0 || !shown) process.exitCode = 1;
}

function resultFile(stack: string): string {
  return join(RESULTS, `${stack}.json`);
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
