import { BROAD_RULES, WIDE_RULES } from "./broad-rules";
import { DATA_RULES } from "./data-rules";
import type { EscalationFinding, EscalationRule, PolicyKind } from "./escalation-rule";
import { IAM_WRITE_RULES } from "./iam-write-rules";
import { MACHINE_RULES } from "./machine-rules";
import { readGrants } from "./policy-grant";
import { ROLE_PASSING_RULES } from "./role-passing-rules";
import { TRUST_RULES } from "./trust-rules";
import { readStatements, type WrittenPolicy } from "./written-policy";

export type { EscalationFinding, PolicyKind, Severity } from "./escalation-rule";

const NARROW_RULES = [
  ...IAM_WRITE_RULES,
  ...ROLE_PASSING_RULES,
  ...MACHINE_RULES,
  ...DATA_RULES,
  ...TRUST_RULES,
  ...WIDE_RULES,
];

/** Every rule by which a policy is a path to administrator, or wider than it says; docs/rules.md lists them. */
export const ESCALATION_RULES: readonly EscalationRule[] = [...BROAD_RULES, ...NARROW_RULES];

/**
 * Where a policy is a path to administrator, or reaches further than it says.
 *
 * Takes what IAM takes: our own documents, and others with texts in the place of lists. Rules look at a policy as a
 * whole (a tag that one statement puts on anything is what another tells things apart by), so give all that one
 * principal has as one policy.
 *
 * @param kind what the policy is attached to; {@link policyKind} tells it
 * @param account the account that the policy is in. @default - not known: every account counts as foreign
 * @throws where IAM would not take it for a policy
 *
 * @example
 * escalationFindings({ Statement: { Effect: "Allow", Action: "iam:PassRole", Resource: "*" } }, "identity");
 * // [{ rule: "pass-role", severity: "escalation", statement: "1", message: "iam:PassRole on any role to any service: …" }]
 */
export function escalationFindings(policy: WrittenPolicy, kind: PolicyKind, account?: string): EscalationFinding[] {
  const grants = readGrants(policy);
  const ofKind = (rules: readonly EscalationRule[]) => rules.filter(({ kinds }) => kinds.includes(kind));
  return grants.flatMap((grant) => {
    const { name, index } = grant.statement;
    const found: EscalationFinding[] = [];
    const search = ({ id, severity, why, instead, find }: EscalationRule) => {
      const what = find(grant, { grants, account, found });
      if (what) found.push({ rule: id, severity, statement: name, index, message: `${what}: ${why}`, instead });
      return what !== undefined;
    };
    if (!ofKind(BROAD_RULES).some(search)) ofKind(NARROW_RULES).forEach(search);
    return found;
  });
}

/** What a policy is attached to: one that names nobody is an identity's, one that names no resource a role's trust. */
export function policyKind(policy: WrittenPolicy): PolicyKind {
  const statements = readStatements(policy);
  if (!statements.some(({ principals, notPrincipal }) => principals.length > 0 || notPrincipal)) return "identity";
  return statements.some(({ resources, notResources }) => resources || notResources.length > 0) ? "resource" : "trust";
}
