import { z } from "zod";
import type { Arn } from "../modules/aws-environment";
import { houseFindings, policyJson, type Statement } from "../modules/policy-document";
import { policyFindings } from "../modules/policy-findings";
import { list, refusing, section } from "./settings-field";

/** Text of a policy: wildcards are its own, what Terraform would fill in is not. */
function policyText(allowed: string) {
  return (
    z
      .string({ error: allowed })
      .min(1, { error: allowed })
      .max(2048, { error: allowed })
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
      .refine((text) => !/[$%]\{|[\x00-\x1f\x7f]/.test(text), {
        error: `${allowed}\nit contains "\${", "%{" or a control character, which would not stay what it is`,
      })
  );
}

const ACTION = "an action: <service>:<Action>, such as dynamodb:GetItem";
const ARN = "ARNs, or * alone where the action takes no resource";

const statement = section({
  sid: policyText("a name of letters and digits").describe("What it allows, as a verb phrase of letters and digits."),
  actions: list(policyText(ACTION), "actions").describe("Actions, each by its full name."),
  resources: list(policyText(ARN), "resources").describe("ARNs of what the actions may be done on."),
  conditions: list(
    section({
      test: policyText("a condition operator, such as StringEquals").describe(
        "Operator, such as StringEquals or ArnLike.",
      ),
      key: policyText("a condition key, such as aws:SourceVpc").describe("Condition key."),
      values: list(policyText("a value"), "values").describe("Values, one of which must match."),
    }),
    "conditions",
  )
    .optional()
    .describe("Tests that a request must pass. Default: none."),
  because: policyText("a reason in words")
    .optional()
    .describe("Why a wildcard is needed; a wildcard without is refused."),
});

/** What a statement may be, by how grave what is wrong with it is. */
const ALLOWED = {
  refused: "a statement that AWS takes and that allows something",
  escalation: "a statement by which nobody gets rights that it does not name",
  wide: "a statement that names what it reaches, or says in 'because' why it does not",
} as const;

/**
 * Statements that a role gets besides those of the system; they pass the gate that our own pass.
 *
 * AWS takes statements that never allow anything; a person who wrote one looks for the fault elsewhere. It takes paths to
 * administrator, too, which jobs with such a role open to everybody who sends jobs.
 *
 * @see docs/rules.md
 */
export const statementsSettings = list(statement, "statements")
  .check(
    z.superRefine(
      (given, context) => {
        const refuse = refusing(context);
        for (const { index, allowed, hint } of faultsOf(given.map(asStatement))) refuse([index], allowed, hint);
      },
      { when: ({ issues }) => issues.length === 0 },
    ),
  )
  .transform((statements) => statements.map(asStatement));

interface Fault {
  readonly index: number;
  readonly allowed: string;
  readonly hint: string;
}

function faultsOf(statements: readonly Statement[]): Fault[] {
  const asked = houseFindings(statements);
  const { Version, Statement } = policyJson(statements);
  // without their names, each is called by its number: names may be there twice
  const found = policyFindings({ Version, Statement: Statement.map(({ Sid, ...unnamed }) => unnamed) }, "identity");
  return statements.flatMap((statement, index) => {
    const refused = (asked[index] ?? []).map((hint) => ({ index, allowed: ALLOWED.refused, hint }));
    const isReasonAsked = statement.because !== undefined || refused.length > 0;
    const others = found
      .filter((finding) => finding.statement === String(index + 1) && !(finding.severity === "wide" && isReasonAsked))
      .map(({ severity, message, instead }) => {
        return {
          index,
          allowed: ALLOWED[severity ?? "refused"],
          hint: instead ? `${message}; instead: ${instead}` : message,
        };
      });
    return [...refused, ...others];
  });
}

function asStatement({ resources, conditions, because, ...given }: z.output<typeof statement>): Statement {
  const common = { ...given, source: "the settings", ...(conditions && { conditions }) };
  if (resources.length === 1 && resources[0] === "*") return { ...common, resources: "*", because: because ?? "" };
  return { ...common, resources: resources as Arn[], ...(because !== undefined && { because }) };
}
