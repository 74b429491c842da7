import type { Finding } from "./iam-catalog";
import type { Grant } from "./policy-grant";

/** What a policy is attached to: people and roles, a role as its trust, or a thing such as a bucket. */
export type PolicyKind = "identity" | "trust" | "resource";

/**
 * How grave a finding is: `escalation` is a path to rights that the policy does not name, and is refused in ours; `wide`
 * reaches further than a name would, and needs a reason in words.
 */
export type Severity = "escalation" | "wide";

/** What a rule is asked about. */
export interface RuleContext {
  /** Every grant of the policy. */
  readonly grants: readonly Grant[];
  /** Account that the policy is in. Undefined where that is not known. */
  readonly account?: string;
  /** What the rules before it found in the statement. */
  readonly found: readonly EscalationFinding[];
}

/** One way to rights that a policy does not name, with where it is described. */
export interface EscalationRule {
  /** Short and stable: `role-policy`. */
  readonly id: string;
  readonly severity: Severity;
  readonly kinds: readonly PolicyKind[];
  /** What it looks for, as a noun phrase. */
  readonly finds: string;
  /** What the holder can do with it, as a sentence without its end. */
  readonly why: string;
  /** What to write instead, as an imperative. */
  readonly instead: string;
  /** Pages that describe it. */
  readonly sources: readonly string[];
  /** What of the statement is meant, for the message: `iam:PutRolePolicy`; undefined where there is nothing. */
  readonly find: (grant: Grant, context: RuleContext) => string | undefined;
}

/** What a rule found in a statement. */
export interface EscalationFinding extends Finding {
  readonly severity: Severity;
  /** Sid of the statement, or its number from 1. */
  readonly statement: string;
  /** Place of the statement, from 0. */
  readonly index: number;
  /** What to write instead. */
  readonly instead: string;
}

/** Enough names to see what is meant. */
const NAMED = 8;

/** A list of actions for a message; undefined when it is empty, as {@link EscalationRule.find} wants it. */
export function named(actions: readonly string[]): string | undefined {
  const rest = actions.length - NAMED;
  const shown = actions.slice(0, NAMED).join(", ");
  return actions.length === 0 ? undefined : rest > 0 ? `${shown} and ${rest} more` : shown;
}

/** A path of the library that Datadog keeps, by its id: `iam-001`. */
export function pathfinding(id: string): string {
  return `https://github.com/DataDog/pathfinding.cloud/blob/main/data/paths/aws/${id.split("-")[0]}/${id}.yaml`;
}

/** The list of ways to administrator that all others began with. */
export const RHINO = "https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/";

/** A page of the IAM user guide. */
export function iamGuide(page: string): string {
  return `https://docs.aws.amazon.com/IAM/latest/UserGuide/${page}.html`;
}

/** A page of HackTricks Cloud on one service. */
export function hackTricks(service: string): string {
  return `https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-${service}-privesc/index.html`;
}
