import type { Severity } from "./escalation-rule";
import { escalationFindings, type PolicyKind, policyKind } from "./escalation-rules";
import { catalogFindings, type Finding } from "./iam-catalog";
import { catalogStatements, readStatements, type WrittenPolicy, type WrittenStatement } from "./written-policy";

/** One thing that is wrong with a policy. */
export interface PolicyFinding extends Finding {
  /** Left out where AWS would refuse it, or take it and ignore it. */
  readonly severity?: Severity;
  /** Sid of the statement, or its number from 1; left out where the policy cannot be read. */
  readonly statement?: string;
  /** What to write instead, where the message does not say it. */
  readonly instead?: string;
}

/** The id of what IAM would not take for a policy. */
export const MALFORMED = "malformed-policy";

/** Rules after which what else is in a statement is no news. */
const BROAD = ["administrator", "iam-wildcard"];

/**
 * What is wrong with a policy: what IAM would refuse or ignore, and where it reaches further than it says.
 *
 * What the catalog and the rules both see is said once. In the order of the statements, in a statement by rule.
 *
 * @param kind what the policy is attached to. @default - {@link policyKind} tells it
 * @param account the account that the policy is in. @default - not known: every account counts as foreign
 *
 * @example
 * policyFindings({ Statement: { Effect: "Allow", Action: "s3:ListObjectsV2", Resource: "arn:aws:s3:::acme" } });
 * // [{ statement: "1", rule: "unknown-action", message: "IAM knows no action 's3:ListObjectsV2': write s3:ListBucket" }]
 */
export function policyFindings(policy: WrittenPolicy, kind?: PolicyKind, account?: string): PolicyFinding[] {
  const refusal = refusalOf(policy);
  if (refusal) return [{ rule: MALFORMED, message: `${refusal}; nothing else of the policy was looked at` }];
  const statements = readStatements(policy);
  const attached = kind ?? policyKind(policy);
  const byRules = escalationFindings(policy, attached, account);
  return statements.flatMap((statement) => {
    const ways = byRules.filter(({ index }) => index === statement.index);
    const found = [
      ...shapeFindings(statement, attached),
      ...merged(ways, catalogStatements(statement).flatMap(catalogFindings)),
    ];
    const named = found.map((finding) => ({ ...finding, statement: statement.name }));
    return named.sort((a, b) => (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));
  });
}

/** Why IAM would not take it for a policy. */
function refusalOf(policy: WrittenPolicy): string | undefined {
  try {
    return readStatements(policy).length === 0 ? "a policy must have a statement, got an empty list" : undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
function shapeFindings(
  { actions, notActions, resources, notResources, principals, notPrincipal }: WrittenStatement,
  kind: PolicyKind,
): PolicyFinding[] {
  const says = resources !== undefined || notResources.length > 0;
  const wrong = [
    actions.length + notActions.length === 0 && "'Action' is an empty list: write the actions",
    resources?.length === 0 && "'Resource' is an empty list: write the ARNs",
    kind === "identity" && !says && "it does not say on what: write 'Resource' with the ARNs",
    kind === "trust" && says && "a trust policy speaks of its own role only: take 'Resource' out",
    kind !== "identity" && principals.length === 0 && !notPrincipal && "it does not say who: write 'Principal'",
  ];
  return wrong.filter((message) => message !== false).map((message) => ({ rule: MALFORMED, message }));
}

function merged(ways: readonly PolicyFinding[], inCatalog: readonly Finding[]): PolicyFinding[] {
  const has = (rule: string) => ways.some((way) => way.rule === rule);
  if (ways.some(({ rule }) => BROAD.includes(rule))) {
    return [...ways, ...inCatalog.filter(({ rule }) => rule !== "wildcard-action" && rule !== "pass-role")];
  }
  // the catalog's words on passing roles say which condition is missing, and the rule's what it leads to
  const passing = inCatalog.filter(({ rule }) => rule === "pass-role").map(({ message }) => message);
  const wildcards = inCatalog.some(({ rule }) => rule === "wildcard-action");
  return [
    ...ways
      .filter(({ rule }) => !(rule === "service-wildcard" && wildcards))
      .map((way) => (way.rule === "pass-role" && passing.length > 0 ? { ...way, instead: passing.join("; ") } : way)),
    ...inCatalog.filter(({ rule }) => !(rule === "pass-role" && has(rule))),
  ];
}
