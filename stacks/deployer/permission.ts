import type { Statement } from "../../modules/policy-document";

/**
 * When a permission is needed.
 *
 * `plan` to read what is there; `apply` to make, change and take away what holds no data; `destroy` to take away what holds
 * data; `administrator` never by a deployer. Roles have them cumulatively: who applies, plans too.
 */
export type Phase = "plan" | "apply" | "destroy" | "administrator";

/** The phases, from the least right to the greatest. */
export const PHASES: readonly Phase[] = ["plan", "apply", "destroy", "administrator"];

/** Why something is allowed that no recorded run calls: few reasons, which docs/proof.md explains and counts. */
export const UNRECORDED = [
  "day-2 operation",
  "first use of a linked role",
  "retry of the provider",
  "path that is not known",
  "emulator gap",
] as const;

/** Why something is allowed that no recorded run calls. */
export type Unrecorded = (typeof UNRECORDED)[number];

/** One purpose of a derived policy: the statement, and what the proof says of it. */
export interface Permission {
  readonly phase: Phase;
  readonly statement: Statement;
  /** By action, or by resource as the statement writes it: why no recorded run needs it. */
  readonly unrecorded: Readonly<Record<string, Unrecorded>>;
}
