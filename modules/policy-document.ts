import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { Construct } from "constructs";
import type { Arn } from "./aws-environment";
import { addDynamic, isDeferred, type Repeated, split } from "./deferred";
import { itemList, possibleItems } from "./deferred-items";
import type { Times } from "./deferred-map";
import { perhaps } from "./deferred-text";
import { catalogFindings } from "./iam-catalog";

/** Who a statement of a trust or resource policy speaks of. */
export interface Principal {
  readonly type: "Service" | "AWS" | "Federated" | "*";
  readonly identifiers: readonly string[];
}

/** One test that a request must pass: `{ test: "StringEquals", key: "aws:SourceAccount", values: ["111122223333"] }`. */
export interface PolicyCondition {
  readonly test: string;
  readonly key: string;
  readonly values: readonly string[];
}

interface StatementBase {
  /** What it allows, as a verb phrase: `SubmitJobsToTheQueue`. Letters and digits; unique in its document. */
  readonly sid: string;
  /** @default "Allow" */
  readonly effect?: "Allow" | "Deny";
  readonly actions: readonly string[];
  /** In a registry module some stand under a condition of their own. */
  readonly conditions?: readonly Repeated<PolicyCondition>[];
  /** The page or document that the list of actions comes from. */
  readonly source: string;
}

/**
 * One purpose: what may be done, on what, when, and why.
 *
 * A wildcard has its reason in words (`because`): a bare `"*"` without one does not compile, and one inside an ARN is
 * refused at construction. The reason never reaches the JSON; it fills the permission tables.
 */
export type Statement = StatementBase &
  (
    | { readonly resources: readonly Arn[]; readonly because?: string; readonly principals?: readonly Principal[] }
    | { readonly resources: "*"; readonly because: string; readonly principals?: undefined }
    | { readonly resources?: undefined; readonly because?: string; readonly principals: readonly Principal[] }
  );

/** The statements of a document; in a registry module some stand under a condition or are repeated for a list. */
export type Statements = readonly Repeated<Statement>[];

/** A policy as IAM reads it. */
export interface PolicyJson {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Record<string, unknown>[];
}

/**
 * What each statement of a construct must be, before AWS sees it: errors, in words.
 *
 * @param limits whether they are a permissions boundary, in which a pattern of actions may stand with its reason
 */
export function statementFindings(statements: Statements, limits = false): string[] {
  const asked = houseFindings(statements);
  return statements.flatMap((statement, index) => {
    const { sid, effect = "Allow", because } = statement;
    const limited = limits && because !== undefined;
    const known = catalogFindings({ sid, effect, ...possible(statement), limits: limited });
    return [...(asked[index] ?? []), ...known.map(({ message }) => message)].map(
      (message) => `statement '${sid}': ${message}`,
    );
  });
}

/** What this house asks of statements and IAM does not, such as a reason for each wildcard: errors, for each statement. */
export function houseFindings(statements: Statements): string[][] {
  const seen = new Set<string>();
  return statements.map((statement) => {
    const { sid, because, stands = true } = statement;
    const { actions, resources: list, conditions = [] } = possible(statement);
    const found: string[] = [];
    if (!isDeferred(sid) && !/^[A-Za-z0-9]+$/.test(sid)) found.push("a Sid holds letters and digits only");
    // of two that stand under conditions, one may stand where the other does not
    if (stands === true && seen.has(sid)) found.push("another statement of the document has the same Sid");
    if (list?.length === 0) found.push("it has no resources: leave the statement out instead");
    if (actions.length === 0) found.push("it has no actions");
    const wildcard = list?.find((resource) => /[*?]/.test(resource));
    if (wildcard && !because) found.push(`the wildcard in '${wildcard}' has no reason: say why in 'because'`);
    const tests = conditions.map(({ test, key }) => `${test} on ${key}`);
    const twice = tests.find((test, index) => tests.indexOf(test) < index);
    if (twice) found.push(`the condition ${twice} is there twice: IAM has it once, where any of its values will do`);
    seen.add(sid);
    return found;
  });
}

/** The document as IAM reads it, for values that are known: actions sorted, one statement for each purpose. */
export function policyJson(statements: readonly Statement[]): PolicyJson {
  return { Version: "2012-10-17", Statement: statements.map(statementJson) };
}

/** Props of {@link PolicyDocument}. */
export interface PolicyDocumentProps extends Times {
  readonly statements: Statements;
  /** Whether it is a permissions boundary, which grants nothing: patterns of actions may stand in it. @default false */
  readonly limits?: boolean;
  /** How many of it there are, where that is not known yet. @default - one */
  readonly count?: number;
}

/**
 * A policy as statements.
 *
 * It becomes an `aws_iam_policy_document` data source, so that a plan, a module and a reviewer see statements rather than
 * a string. AWS accepts some grants that never take effect (an action on a resource type that it cannot act on, a
 * condition key that a request never carries); those are refused here, at construction.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 *
 * @example
 * new PolicyDocument(this, "document", { statements: [...bucket.readWrite(["runs/"])] }).json
 */
export class PolicyDocument extends Construct {
  readonly statements: Statements;
  /** Whether it is a permissions boundary. */
  readonly limits: boolean;
  /** The data source, for those who make it for each of several things. */
  readonly document: DataAwsIamPolicyDocument;
  /** The document without white space, as AWS counts its quotas; nothing where there is none. */
  readonly json: string;

  constructor(scope: Construct, id: string, { statements, limits = false, count, forEach }: PolicyDocumentProps) {
    super(scope, id);
    const findings = statementFindings(statements, limits);
    if (findings.length > 0) throw new Error(`policy document '${this.node.path}':\n  ${findings.join("\n  ")}`);
    this.statements = statements;
    this.limits = limits;

    const { known, dynamic } = split<Statement>(statements);
    const torn = known.find(({ conditions = [] }) => conditions.some((it) => "forEach" in it));
    if (torn) throw new Error(`statement '${torn.sid}' must stand under a condition where one of its own does`);
    const document = new DataAwsIamPolicyDocument(this, "Default", {
      count,
      forEach,
      statement: known.map(statementBlock),
    });
    // every name in a statement is one word, so the content of a dynamic block is the same in both cases
    addDynamic(document, "statement", dynamic, statementBlock);
    this.document = document;
    this.json = perhaps(document, "minified_json");
  }
}

/** All that a statement may say, for what is asked of each of its parts. */
function possible({ actions, resources, conditions }: Statement) {
  return {
    actions: possibleItems(actions),
    resources: resources === "*" ? ["*"] : resources && possibleItems(resources),
    conditions: conditions?.map(({ test, key, values }) => ({ test, key, values: possibleItems(values) })),
  };
}

function statementBlock(statement: Statement): DataAwsIamPolicyDocumentStatement {
  const { sid, effect, actions, resources, principals } = statement;
  const { known, dynamic } = split<PolicyCondition>(statement.conditions ?? []);
  return {
    sid,
    ...(effect === "Deny" && { effect }),
    actions: itemList(sorted(actions)),
    ...(resources && { resources: resources === "*" ? ["*"] : itemList(resources.map(withVariables)) }),
    ...(principals && {
      principals: principals.map(({ type, identifiers }) => ({ type, identifiers: [...identifiers] })),
    }),
    ...(known.length > 0 && { condition: known.map(conditionBlock) }),
    ...(dynamic.length > 0 && {
      dynamic: {
        condition: dynamic.map(({ forEach, content }) => ({ for_each: forEach, content: conditionBlock(content) })),
      },
    }),
  };
}

function conditionBlock({ test, key, values }: PolicyCondition) {
  return { test, variable: key, values: itemList(values.map(withVariables)) };
}

function statementJson(statement: Statement): Record<string, unknown> {
  const { sid, effect = "Allow", principals } = statement;
  const { actions, resources, conditions } = possible(statement);
  return {
    Sid: sid,
    Effect: effect,
    ...(principals && { Principal: principalJson(principals) }),
    Action: sorted(actions),
    ...(resources && { Resource: resources }),
    ...(conditions && { Condition: conditionJson(conditions) }),
  };
}

/** IAM's own variables, such as `${aws:username}`, as the data source has them: Terraform would fill in the others. */
function withVariables(text: string): string {
  return text.replace(/\$\{(?=[a-z0-9.-]+:|[*?$]\})/g, "&{");
}

function principalJson(principals: readonly Principal[]): unknown {
  if (principals.some(({ type }) => type === "*")) return "*";
  const json: Record<string, string[]> = {};
  for (const { type, identifiers } of principals) json[type] = [...(json[type] ?? []), ...identifiers];
  return json;
}

function conditionJson(conditions: readonly PolicyCondition[]): Record<string, Record<string, readonly string[]>> {
  const json: Record<string, Record<string, readonly string[]>> = {};
  for (const { test, key, values } of conditions) json[test] = { ...json[test], [key]: values };
  return json;
}

/** By their names; those under a condition of their own behind the others, in their order. */
function sorted(actions: readonly string[]): string[] {
  const named = actions.filter((action) => !isDeferred(action)).sort((a, b) => (a < b ? -1 : 1));
  return [...named, ...actions.filter(isDeferred)];
}
