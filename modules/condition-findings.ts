import { closest, distance } from "fastest-levenshtein";
import { type ArnPattern, withoutInterpolations } from "./arn-pattern";
import type { CatalogStatement, Finding } from "./iam-catalog";
import { type ActionFacts, globalKeys, isConditionKey, isGlobalKey, isKey } from "./iam-reference";
import { actsOn, type StatementAction } from "./statement-action";

type Condition = NonNullable<CatalogStatement["conditions"]>[number];

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const COMPARISONS = [
  ...["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
  ...["StringLike", "StringNotLike", "Bool", "BinaryEquals", "IpAddress", "NotIpAddress"],
  ...["ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"],
  ...["Numeric", "Date"].flatMap((type) =>
    ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"].map((how) => type + how),
  ),
];
const OPERATORS = ["", "ForAllValues:", "ForAnyValue:"]
  .flatMap((quantifier) => COMPARISONS.flatMap((name) => [quantifier + name, `${quantifier}${name}IfExists`]))
  .concat("Null");

/** Keys that a guide shows on an action for which the authorization reference lists none. */
const DOUBTFUL = [
  {
    action: "iam:DeleteServiceLinkedRole",
    key: "iam:AWSServiceName",
    // https://docs.aws.amazon.com/parallelcluster/latest/ug/iam-roles-in-parallelcluster-v3.html shows it,
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html not
    remedy: "name the exact ARN of the role and leave the condition out",
  },
];

/** The keys that a message lists. */
const NAMED = 8;

/** What is wrong with the conditions of a statement: operators, keys that no request carries, values that never match. */
export function conditionFindings(
  { effect, conditions = [] }: CatalogStatement,
  actions: readonly StatementAction[],
  resources?: readonly ArnPattern[],
): Finding[] {
  return conditions.flatMap((condition) => [
    ...operatorFindings(condition),
    ...keyFindings(condition, effect, actions, resources),
  ]);
}

function operatorFindings({ test, key, values }: Condition): Finding[] {
  if (withoutInterpolations(test, "") !== test) return [];
  if (!OPERATORS.includes(test)) {
    const message = `IAM knows no condition operator '${test}': the nearest is ${closest(test, OPERATORS)}`;
    return [{ rule: "unknown-operator", message }];
  }
  const literal = values.find((value) => withoutInterpolations(value, "").includes("*"));
  if (!/String(Not)?Equals/.test(test) || literal === undefined) return [];
  const like = test.replace(/Equals(IgnoreCase)?/, "Like");
  const message = `'${test}' takes the '*' of '${literal}' on '${key}' for an asterisk: write ${like}`;
  return [{ rule: "literal-wildcard", message }];
}

function keyFindings(
  condition: Condition,
  effect: CatalogStatement["effect"],
  actions: readonly StatementAction[],
  resources?: readonly ArnPattern[],
): Finding[] {
  const { key } = condition;
  if (/^[$#]\{/.test(key) || isGlobalKey(key)) return [];
  // an action that acts on none of the resources has its own finding
  const live = actions
    .map(({ written, facts = [], wildcard }) => {
      const able = facts.filter((action) => actsOn(action, resources));
      return {
        name: wildcard ? written : (able[0]?.action ?? written),
        keys: able.map((action) => keysOf(action, resources)),
      };
    })
    .filter(({ keys }) => keys.length > 0);
  const lacking = live.filter(({ keys }) => !keys.flat().some((known) => isKey(known, key)));
  if (lacking.length === 0) return [];
  if (!isConditionKey(key) && lacking.length === live.length) {
    const known = live.flatMap(({ keys }) => keys.flat()).concat(/^aws:/i.test(key) ? globalKeys() : []);
    const message = `'${key}' is no condition key of these actions: they carry ${nearest(key, known)}`;
    return [{ rule: "unknown-condition-key", message }];
  }
  return lacking.map(({ name, keys }) => {
    const doubt = DOUBTFUL.find((entry) => entry.action === name && isKey(entry.key, key));
    if (doubt) {
      const message = `it is doubtful whether ${name} carries '${key}', the authorization reference lists no such key: ${doubt.remedy}`;
      return { rule: "doubtful-condition-key", message };
    }
    const message = `${name} never carries '${key}', so the statement ${outcome(condition, effect)}: it carries ${nearest(key, keys.flat())}`;
    return { rule: "dead-condition-key", message };
  });
}

/** The keys that a request of an action on these resources can carry, but for the global ones. */
function keysOf({ conditionKeys, resourceTypes }: ActionFacts, resources?: readonly ArnPattern[]): string[] {
  const inPlay = resourceTypes.filter(({ arns }) => !resources || resources.some((resource) => resource.couldBe(arns)));
  return [...new Set([...conditionKeys, ...inPlay.flatMap((type) => type.conditionKeys)])];
}

function outcome({ test, values }: Condition, effect: CatalogStatement["effect"]): string {
  const holds = effect === "Allow" ? "allows it whatever the value" : "denies it whatever the value";
  const fails = effect === "Allow" ? "does not allow it" : "does not deny it";
  if (test === "Null") return values.includes("true") ? holds : fails;
  if (test.startsWith("ForAnyValue:")) return fails;
  return /^ForAllValues:|IfExists$|Not/.test(test) ? holds : fails;
}

/** The keys most like one that is wrong. */
function nearest(key: string, keys: readonly string[]): string {
  if (keys.length === 0) return "no key but the global ones";
  const sorted = [...new Set(keys)].sort((a, b) => distance(a, key) - distance(b, key));
  const rest = sorted.length - NAMED;
  return sorted.slice(0, NAMED).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
