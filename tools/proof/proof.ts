import { policyJson, type Statement } from "../../modules/policy-document";
import { type DerivedPolicies, derive } from "../../stacks/deployer/derivation";
import { PHASES, type Phase, type Unrecorded } from "../../stacks/deployer/permission";
import { STATE_BACKEND } from "../../stacks/state-backend/stack";
import { UNPROTECTED } from "../bootstrap/state-backend";
import { allowancesOf, limitsAsAllowances, type Objection, objectionTo, ROLE_OF } from "./allowance";
import type { Check } from "./iam-checks";
import { isCarried } from "./judged-check";
import { type Necessity, necessities } from "./necessity";
import { overlooked, planted } from "./planted";
import { letThrough, type Probe, probesOf } from "./probes";
import { RECORDED_PHASES, type RecordedPhase, type Recording } from "./recording";
import { type Derivation, limitsOf } from "./role-limits";
import { merged, stackJson, type Variant } from "./variant";

/** What derived policies and a recording say of each other. */
export interface Proof {
  readonly stack: string;
  readonly variant: string;
  readonly provider: string;
  readonly terraform: string;
  readonly calls: number;
  /** Condition keys of the policies that questions never carry, so that nobody can judge them. */
  readonly unjudged: readonly string[];
  /** Recorded and not allowed. */
  readonly denied: readonly { readonly phase: RecordedPhase; readonly by: Objection; readonly check: Check }[];
  readonly atoms: {
    readonly total: number;
    readonly needed: number;
    readonly explained: Readonly<Partial<Record<Unrecorded, number>>>;
    /** Neither needed nor explained. */
    readonly surplus: readonly string[];
  };
  readonly planted: { readonly total: number; readonly overlooked: readonly string[] };
  readonly probes: { readonly total: number; readonly through: readonly string[] };
  /** Characters of the policies as AWS counts them. */
  readonly characters: Readonly<Record<Phase, number>>;
}

/** The derived policies of a variant: of the settings that it begins with, and of those that it is updated to. */
export interface Derivations {
  readonly variant: Variant;
  readonly first: Derivation;
  readonly updated: Derivation;
}

export function derivationsOf(variant: Variant): Derivations {
  const of = (when: "first" | "updated") => {
    const { stack } = variant;
    const settings = variant.settings(when);
    const json = stackJson(stack, settings);
    // npm run bootstrap -- --destroy takes the protection off before it destroys
    const destroyed = stack === STATE_BACKEND && when === "updated" ? merged(json, UNPROTECTED) : json;
    return { json, derived: derive(destroyed, settings) };
  };
  return { variant, first: of("first"), updated: of("updated") };
}

/** What holds in a phase. What an update takes away is in the policies before it, what it makes in those after. */
function derivationsIn({ first, updated }: Derivations, phase: RecordedPhase): Derivation[] {
  if (phase === "plan" || phase === "apply") return [first];
  return phase === "destroy" ? [updated] : [first, updated];
}

/** The policies that hold in a phase. */
export function derivedFor(derivations: Derivations, phase: RecordedPhase): DerivedPolicies[] {
  return derivationsIn(derivations, phase).map(({ derived }) => derived);
}

/** The boundary that holds in a phase; undefined where an administrator does it all. */
export function limitsIn(derivations: Derivations, phase: RecordedPhase): readonly Statement[] | undefined {
  const { variant } = derivations;
  const settings = variant.settings(phase === "plan" || phase === "apply" ? "first" : "updated");
  return limitsOf(variant.stack, ROLE_OF[phase], settings, derivationsIn(derivations, phase));
}

/** Whether derived policies are enough, whether any of it is too much, and whether they hold where they should. */
export async function prove(derivations: Derivations, recording: Recording): Promise<Proof> {
  const { phases, ...about } = recording;
  const found = (await Promise.all(distinct(derivations).map((derived) => necessities(derived, recording)))).flat();
  const atoms = byAtom(found);
  const plants = planted(derivations.first.derived);
  const missed = await Promise.all(
    plants.map(async (plant) => overlooked(plant, await necessities(plant.derived, recording))),
  );
  const probes = probesOf(derivations.updated.derived, recording);
  return {
    ...about,
    calls: Object.values(phases).flat().length,
    unjudged: unjudgedIn(distinct(derivations)),
    denied: await deniedOf(derivations, recording),
    atoms: {
      total: atoms.length,
      needed: atoms.filter(({ needed }) => needed).length,
      explained: explained(atoms),
      surplus: atoms.filter(({ needed, because }) => !needed && !because).map(named),
    },
    planted: {
      total: plants.flatMap((plant) => plant.atoms).length,
      overlooked: missed.flat().map((atom) => named({ atom })),
    },
    probes: {
      total: probes.length,
      through: (await letThrough(derivations.updated.derived, probes)).map(probeText),
    },
    characters: Object.fromEntries(
      PHASES.map((phase) => [phase, sizeOf(derivations.updated.derived, phase)]),
    ) as Proof["characters"],
  };
}

/** Whether there is nothing to object to. */
export function isProven({ unjudged, denied, atoms, planted, probes }: Proof): boolean {
  return (
    unjudged.length + denied.length + atoms.surplus.length + planted.overlooked.length + probes.through.length === 0
  );
}

async function deniedOf(derivations: Derivations, { phases }: Recording): Promise<Proof["denied"]> {
  const denied: Proof["denied"][number][] = [];
  for (const phase of RECORDED_PHASES) {
    const allowances = derivedFor(derivations, phase).flatMap((derived) => allowancesOf(derived, ROLE_OF[phase]));
    const limits = limitsIn(derivations, phase);
    const limiting = limits && limitsAsAllowances(limits);
    for (const check of phases[phase]) {
      const by = await objectionTo(allowances, limiting, check);
      if (by) denied.push({ phase, by, check });
    }
  }
  return denied;
}

function unjudgedIn(derivations: readonly DerivedPolicies[]): string[] {
  const statements = derivations.flatMap(({ permissions }) => permissions.map(({ statement }) => statement));
  const keys = statements.flatMap(({ conditions = [] }) => conditions.map(({ key }) => key));
  return [...new Set(keys)].filter((key) => !isCarried(key)).sort();
}

/** Both derivations, or one where they are the same. */
function distinct({ first, updated }: Derivations): DerivedPolicies[] {
  const both = [first.derived, updated.derived];
  return JSON.stringify(both[0]) === JSON.stringify(both[1]) ? both.slice(1) : both;
}

/** An atom of both derivations once: it must be needed in each. */
function byAtom(found: readonly Necessity[]): Necessity[] {
  const atoms = new Map<string, Necessity>();
  for (const necessity of found) {
    const key = JSON.stringify(necessity.atom);
    const known = atoms.get(key);
    if (!known || !necessity.needed) atoms.set(key, necessity);
  }
  return [...atoms.values()];
}

function explained(found: readonly Necessity[]): Partial<Record<Unrecorded, number>> {
  const counts: Partial<Record<Unrecorded, number>> = {};
  for (const { needed, because } of found) if (!needed && because) counts[because] = (counts[because] ?? 0) + 1;
  return counts;
}

function named({ atom: { phase, sid, text } }: Pick<Necessity, "atom">): string {
  return `${phase} ${sid}: ${text}`;
}

function probeText({ wrong, check }: Probe): string {
  return `${check.action} on ${check.resource}, where ${wrong}`;
}

function sizeOf(derived: DerivedPolicies, phase: Phase): number {
  const statements = derived[phase];
  return statements.length === 0 ? 0 : JSON.stringify(policyJson(statements)).length;
}
