import { runCycle } from "../../../tools/proof/cycle";
import { attemptsWithoutReads, enforcedIn } from "../../../tools/proof/enforcement";
import { derivationsOf } from "../../../tools/proof/proof";
import { refusedRun } from "../../../tools/proof/proof-table";
import { differences, readRecording } from "../../../tools/proof/recording";
import { Variant } from "../../../tools/proof/variant";
import { findTerraform } from "../../../tools/terraform";
import { progress } from "../../stacks/deployment";

const MINUTES = 60_000;

const VARIANTS = Variant.stacks()
  .flatMap((stack) => Variant.of(stack))
  .map((variant) => [`${variant.stack} ${variant.name}`, variant] as const);

// most of a cycle is waiting, so that several go on at once
test.concurrent.each(VARIANTS)(
  "%s goes through its whole cycle with the derived policies, calls what it called, and cannot do without",
  async (name, variant) => {
    const kept = readRecording(variant.stack, variant.name);
    if (!kept) throw new Error(`there is no recording of ${name}: npm run prove -- ${variant.stack}`);
    const derivations = derivationsOf(variant);
    const { recording, refusals } = await runCycle(
      {
        variant,
        terraform: await findTerraform(),
        signal: AbortSignal.timeout(25 * MINUTES),
        onStep: (step) => progress(`${name}: ${step}`),
      },
      {
        enforced: (phase) => enforcedIn(derivations, phase),
        // a run that is refused halfway through a change would leave more to look at for the next one
        attempts: attemptsWithoutReads(derivations, kept),
      },
    );
    expect(differences(kept, recording)).toEqual([]);
    expect(refusals.map(refusedRun)).toEqual([
      { phase: "replan", without: expect.any(String), message: expect.stringContaining("not authorized"), shown: true },
      { phase: "update", without: expect.any(String), message: expect.stringContaining("not authorized"), shown: true },
    ]);
  },
  30 * MINUTES,
);
