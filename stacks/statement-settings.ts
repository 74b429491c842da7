import { z } from "zod";
import type { Arn } from "../modules/aws-environment";
import { type Statement, statementFindings } from "../modules/policy-document";
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

/**
 * Statements that a role gets besides those of the system; they pass the gate that our own pass.
 *
 * AWS takes statements that never allow anything; a person who wrote one looks for the fault elsewhere.
 */
export const statementsSettings = list(statement, "statements")
  .check(
    z.superRefine(
      (statements, context) => {
        const refuse = refusing(context);
        statements.forEach((given, index) => {
          const before = statements.slice(0, index).some(({ sid }) => sid === given.sid);
          const findings = [
            ...(before ? [`statement '${given.sid}': another statement has the same sid`] : []),
            ...statementFindings([asStatement(given)]),
          ];
          for (const finding of findings)
            refuse([index], "a statement that AWS takes and that allows something", finding.replace(/^[^:]*: /, ""));
        });
      },
      { when: ({ issues }) => issues.length === 0 },
    ),
  )
  .transform((statements) => statements.map(asStatement));

function asStatement({ resources, conditions, because, ...given }: z.output<typeof statement>): Statement {
  const common = { ...given, source: "the settings", ...(conditions && { conditions }) };
  if (resources.length === 1 && resources[0] === "*") return { ...common, resources: "*", because: because ?? "" };
  return { ...common, resources: resources as Arn[], ...(because !== undefined && { because }) };
}
