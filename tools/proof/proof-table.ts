import type { Refusal } from "./cycle";
import { isProven, type Proof } from "./proof";

/** What is known of one variant in the end. */
export interface ProvenVariant {
  readonly proof: Proof;
  /** Whether its recording differs from the one that was kept. */
  readonly changed: boolean;
  /** Of the cycle that is held to the derived policies; left out where they are not enough anyway. */
  readonly enforced?: { readonly seconds: number; readonly refusals: readonly RefusedRun[] };
  /** Why the enforced cycle did not come to its end. */
  readonly failed?: string;
}

/** A run with an action less. */
export interface RefusedRun {
  readonly phase: string;
  readonly without: string;
  /** AWS's sentence; left out where the run got through. */
  readonly message?: string;
  /** Whether Terraform showed AWS's error. */
  readonly shown: boolean;
}

export function refusedRun({ attempt: { phase, without }, message, shown }: Refusal): RefusedRun {
  return { phase, without, ...(message && { message }), shown };
}

/** Whether everything that a variant must show is shown. */
export function isShown({ proof, enforced, failed }: ProvenVariant): boolean {
  const { refusals = [] } = enforced ?? {};
  const refused = refusals.length > 0 && refusals.every(({ message, shown }) => message !== undefined && shown);
  return isProven(proof) && failed === undefined && refused;
}

/** What was proven of a stack, in 80 columns. */
export function proofTable(stack: string, variants: readonly ProvenVariant[]): string {
  const rows = variants.map(({ proof, enforced, failed }) => [
    proof.variant,
    String(proof.calls),
    String(proof.denied.length),
    String(proof.atoms.total),
    String(proof.atoms.needed),
    String(Object.values(proof.atoms.explained).reduce((sum, count) => sum + count, 0)),
    String(proof.atoms.surplus.length),
    String(proof.planted.total - proof.planted.overlooked.length),
    String(proof.probes.total - proof.probes.through.length),
    enforced && !failed ? `${enforced.seconds} s` : "-",
  ]);
  const [first] = variants;
  const about = first ? `, with ${first.proof.provider} and Terraform ${first.proof.terraform}` : "";
  return [`${stack}${about}`, "", ...aligned([HEAD, ...rows]), "", ...variants.flatMap(remarks)].join("\n");
}

/**
 * Questions to IAM and those that the policies deny; actions and resources in the policies, needed by a question, there for a
 * reason, neither; planted surplus that was found; probes that were denied; the time of the enforced cycle.
 */
const HEAD = ["", "asked", "denied", "atoms", "needed", "reason", "surplus", "found", "probes", "time"];

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join(" "),
  );
}

/** Columns of a terminal. */
const WIDTH = 80;

/** Words after a heading, as many in a line as there is room for. */
function packed(heading: string, words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const longer = `${lines.at(-1)}, ${word}`;
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(`${heading}: ${word}`);
  }
  return lines;
}

/** The reasons, and everything that is not as it should be, a line each. */
function remarks(variant: ProvenVariant): string[] {
  const { proof, enforced, failed, changed } = variant;
  const reasons = Object.entries(proof.atoms.explained).map(([reason, count]) => `${count} ${reason}`);
  const lines = [
    ...packed("for a reason", reasons, WIDTH - proof.variant.length - 4),
    ...(enforced?.refusals ?? []).map(
      ({ phase, without, message }) => `${phase} without ${without}: ${message ? "refused" : "GOT THROUGH"}`,
    ),
    ...proof.unjudged.map((key) => `NOT JUDGED: conditions on ${key}`),
    ...proof.denied.map(
      ({ phase, by, check }) => `DENIED in ${phase} by the ${by}: ${check.action} on ${check.resource}`,
    ),
    ...proof.atoms.surplus.map((atom) => `SURPLUS: ${atom}`),
    ...proof.planted.overlooked.map((atom) => `OVERLOOKED: ${atom}`),
    ...proof.probes.through.map((probe) => `GOT THROUGH: ${probe}`),
    ...(failed ? [`FAILED: ${failed}`] : []),
    ...(changed ? ["the recording has changed: commit __tests__/recordings"] : []),
  ];
  return lines.map((line) => `  ${proof.variant}: ${line}`);
}
