import { closest } from "fastest-levenshtein";
import type { CatalogStatement } from "./iam-catalog";

/** A policy as anybody wrote it: an element may be one text or a list of them, and the statements may be one. */
export interface WrittenPolicy {
  readonly Version?: unknown;
  readonly Statement: unknown;
}

/** One test of a statement. */
export interface WrittenCondition {
  /** `StringEquals`, with quantifier and `IfExists` where they are written. */
  readonly test: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** One of those that a statement of a trust or resource policy speaks of. */
export interface WrittenPrincipal {
  /** `Service`, `AWS`, `Federated`, `CanonicalUser`, or `*`. */
  readonly type: string;
  readonly name: string;
}

/** A statement with every element as a list. */
export interface WrittenStatement {
  /** From 0. */
  readonly index: number;
  /** Its Sid, or its number from 1. */
  readonly name: string;
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  /** Undefined in a trust policy, and where it says `NotResource`. */
  readonly resources?: readonly string[];
  readonly notResources: readonly string[];
  readonly principals: readonly WrittenPrincipal[];
  /** Whether it speaks of everybody but those it names. */
  readonly notPrincipal: boolean;
  readonly conditions: readonly WrittenCondition[];
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
const VERSIONS = ["2012-10-17", "2008-10-17"];
const PAIRS = [
  ["Action", "NotAction"],
  ["Resource", "NotResource"],
  ["Principal", "NotPrincipal"],
] as const;
const ELEMENTS = ["Sid", "Effect", "Condition", ...PAIRS.flat()];

/**
 * The statements of a policy.
 *
 * @throws where IAM would not take it for a policy: `statement 2 must have 'Effect' Allow or Deny, got undefined`
 */
export function readStatements({ Version, Statement }: WrittenPolicy): WrittenStatement[] {
  if (Version !== undefined && !VERSIONS.some((version) => version === Version)) {
    throw new Error(`'Version' of a policy must be 2012-10-17, got ${JSON.stringify(Version)}`);
  }
  if (typeof Statement !== "object" || Statement === null) {
    throw new Error(`a policy must have 'Statement', one or a list of them, got ${JSON.stringify(Statement)}`);
  }
  return [Statement].flat().map(readStatement);
}

/**
 * A statement as the catalog looks at it.
 *
 * What stands under NotAction and NotResource is one more: its names are looked at, and nothing is said about what they
 * allow, which is everything else.
 */
export function catalogStatements(statement: WrittenStatement): CatalogStatement[] {
  const { name: sid, effect, actions, notActions, resources, notResources, conditions } = statement;
  const others: CatalogStatement[] = [
    { sid, effect: "Deny", actions: notActions },
    { sid, effect: "Deny", actions: [], resources: notResources },
  ];
  return [{ sid, effect, actions, resources, conditions }, ...others];
}

function readStatement(written: unknown, index: number): WrittenStatement {
  const number = index + 1;
  if (!isRecord(written)) throw new Error(`statement ${number} must be an object, got ${JSON.stringify(written)}`);
  const { Sid, Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } = written;
  if (Effect !== "Allow" && Effect !== "Deny") {
    throw new Error(`statement ${number} must have 'Effect' Allow or Deny, got ${JSON.stringify(Effect)}`);
  }
  if ((Action === undefined) === (NotAction === undefined)) {
    throw new Error(`statement ${number} must have one of 'Action' and 'NotAction'`);
  }
  const both = PAIRS.find((pair) => pair.every((element) => written[element] !== undefined));
  if (both) throw new Error(`statement ${number} must have at most one of '${both.join("' and '")}'`);
  const foreign = Object.keys(written).find((element) => !ELEMENTS.includes(element));
  if (foreign !== undefined) {
    throw new Error(
      `statement ${number} must not have '${foreign}': the element most like it is '${closest(foreign, ELEMENTS)}'`,
    );
  }
  return {
    index,
    name: typeof Sid === "string" && Sid !== "" ? Sid : String(number),
    effect: Effect,
    actions: texts("Action", number, Action),
    notActions: texts("NotAction", number, NotAction),
    ...(Resource !== undefined && { resources: texts("Resource", number, Resource) }),
    notResources: texts("NotResource", number, NotResource),
    principals: readPrincipals(number, Principal ?? NotPrincipal),
    notPrincipal: NotPrincipal !== undefined,
    conditions: readConditions(number, Condition),
  };
}

function readPrincipals(number: number, written: unknown): WrittenPrincipal[] {
  if (written === undefined) return [];
  if (written === "*") return [{ type: "*", name: "*" }];
  if (!isRecord(written)) {
    throw new Error(`'Principal' of statement ${number} must be '*' or names by type, got ${JSON.stringify(written)}`);
  }
  return Object.entries(written).flatMap(([type, names]) =>
    texts("Principal", number, names).map((name) => ({ type, name })),
  );
}

function readConditions(number: number, written: unknown): WrittenCondition[] {
  if (written === undefined) return [];
  const wrong = `'Condition' of statement ${number} must be operators with keys and values, got ${JSON.stringify(written)}`;
  if (!isRecord(written)) throw new Error(wrong);
  return Object.entries(written).flatMap(([test, keys]) => {
    if (!isRecord(keys)) throw new Error(wrong);
    return Object.entries(keys).map(([key, values]) => ({ test, key, values: [values].flat().map(String) }));
  });
}

function texts(element: string, number: number, written: unknown): string[] {
  const list = written === undefined ? [] : [written].flat();
  const wrong = list.find((each) => typeof each !== "string");
  if (wrong === undefined) return list as string[];
  throw new Error(`'${element}' of statement ${number} must be a text or a list of them, got ${JSON.stringify(wrong)}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
