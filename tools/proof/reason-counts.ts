import { UNRECORDED } from "../../stacks/deployer/permission";
import type { Proof } from "./proof";

/**
 * How many atoms each stack's policies have, and why, as the table of docs/proof.md: all variants of a stack together.
 *
 * @param proofs of every variant, stack by stack
 */
export function reasonCounts(proofs: readonly Proof[]): string {
  const stacks = [...new Set(proofs.map(({ stack }) => stack))];
  const row = (heading: string, count: (atoms: Proof["atoms"]) => number) => {
    const counts = stacks.map((stack) => {
      const own = proofs.filter((proof) => proof.stack === stack);
      return own.reduce((sum, { atoms }) => sum + count(atoms), 0);
    });
    return line([heading, ...counts.map(String)]);
  };
  return [
    line(["", ...stacks]),
    line(["---", ...stacks.map(() => "---:")]),
    row("atoms", ({ total }) => total),
    row("needed by a recorded call", ({ needed }) => needed),
    ...UNRECORDED.map((reason) => row(reason, ({ explained }) => explained[reason] ?? 0)),
    row("neither", ({ surplus }) => surplus.length),
  ].join("\n");
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`.replace("|  |", "| |");
}
