import { Token } from "cdktf";
import type { Arn } from "../modules/aws-environment";
import { DeferredList, repeat } from "../modules/deferred";
import type { PolicyCondition, Statement, Statements } from "../modules/policy-document";
import type { RegistryModule } from "./registry-module";
import type { SettingsInputs } from "./settings-inputs";

/** A statement as the input has it: expressions of its fields. */
type GivenStatement = Readonly<Record<"sid" | "actions" | "resources" | "conditions", string>>;

function conditionOf(read: (field?: string) => string): PolicyCondition {
  return { test: read("test"), key: read("key"), values: Token.asList(read("values")) };
}

/** Statements that whoever calls a module gives, each with its reason. */
export function statementInputs(given: SettingsInputs, path: string): Statements {
  const statements = given.list<GivenStatement>(path);
  return repeat<GivenStatement, Statement>(statements, "statement", ({ sid, actions, resources, conditions }) => ({
    sid,
    actions: Token.asList(actions),
    resources: Token.asList(resources) as Arn[],
    conditions: repeat(new DeferredList(conditions, conditionOf), "condition", (condition) => condition),
    because: "whoever calls the module says why, in 'because' of the statement",
    source: "the caller",
  }));
}

/** Statements of one's own, as far as Terraform can look at them. */
export function checkStatements(module: RegistryModule, input = "statements", ...below: readonly string[]): void {
  const at = [input, ...below].join(".");
  // the section may be left out
  const statements = below.length === 0 ? `var.${at}` : `try(var.${at}, [])`;
  const example = { sid: "ReadSamples", actions: ["dynamodb:GetItem"], resources: ["arn:aws:dynamodb:::table/a"] };
  const check = (condition: string, message: string, ...refused: object[]) =>
    module.check(input, {
      path: below,
      condition: `\${${condition}}`,
      error_message: message,
      refused: refused.map((it) => ({ ...example, ...it })),
    });
  const ofEach = (test: string) => `alltrue([for item in ${statements} : ${test}])`;
  const ofEachAction = (test: string) => ofEach(`alltrue([for action in item.actions : ${test}])`);
  check(
    `length(distinct([for item in ${statements} : item.sid])) == length(${statements})`,
    `${at} must have a sid each of its own.`,
    {},
    {},
  );
  check(ofEach('can(regex("^[A-Za-z0-9]+$", item.sid))'), `each sid of ${at} must be letters and digits.`, {
    sid: "read samples",
  });
  check(
    ofEachAction('can(regex("^[a-z0-9-]+:[A-Za-z0-9]+$", action))'),
    `each of ${at}[*].actions must be one action by its full name, such as dynamodb:GetItem: a wildcard allows what AWS adds later too.`,
    { actions: ["dynamodb:*"] },
  );
  check(
    ofEach('alltrue([for resource in item.resources : resource == "*" || startswith(resource, "arn:")])'),
    `each of ${at}[*].resources must be an ARN, or * alone where the action takes no resource.`,
    { resources: ["samples"] },
  );
  check(
    ofEach('item.because != null || !anytrue([for resource in item.resources : can(regex("[*?]", resource))])'),
    `${at} must say in because why a wildcard is needed.`,
    { resources: ["*"] },
  );
  const passesTo = 'test.test == "StringEquals" && lower(test.key) == "iam:passedtoservice"';
  check(
    ofEach(`!contains(item.actions, "iam:PassRole") || anytrue([for test in item.conditions : ${passesTo}])`),
    `${at} with iam:PassRole must hold it to a service: StringEquals on iam:PassedToService.`,
    { actions: ["iam:PassRole"], resources: ["arn:aws:iam::111122223333:role/a"] },
  );
}
