import type { PolicyKind } from "../../modules/escalation-rules";
import type { WrittenPolicy } from "../../modules/written-policy";
import { JsonMistake, JsonText } from "./json-text";
import { templateValue } from "./template-value";

/** A policy of a file. */
export interface FoundPolicy {
  /** Where in the file, as a path with names for numbers: `Resources.Runner.Properties.Policies[Read].PolicyDocument`. */
  readonly place: string;
  /** Counted from 1. */
  readonly line: number;
  readonly policy: WrittenPolicy;
  /** Where the file says it. */
  readonly kind?: PolicyKind;
  /** The account of the role or policy that it stands in, where the file says it. */
  readonly account?: string;
}

/** What a file holds. */
export interface FileContent {
  readonly policies: readonly FoundPolicy[];
  /** Texts in it that should be policies and are no JSON. */
  readonly mistakes: readonly string[];
}

/** Where the search is. */
interface Spot {
  readonly place: string;
  readonly key?: string;
  /** Of the object or list around it. */
  readonly line: number;
  readonly account?: string;
}

/** What AWS and its templates call the name of the thing that has the policy. */
const NAMES = ["PolicyName", "ManagedPolicyName", "RoleName", "UserName", "GroupName", "name"];

/** What CloudFormation and IAM call a trust policy, and what Terraform does. */
const TRUSTS = ["AssumeRolePolicyDocument", "assume_role_policy"];

/** `{`, `[` or `"` of a URL-encoded document. */
const ENCODED = /^\s*%(7B|5B|22)/i;

/**
 * Every policy in a JSON text: the document itself, or those in whatever stands around it.
 *
 * Templates, what the AWS CLI prints, lists, single statements, documents as text in a text and URL-encoded ones all
 * hold policies; they are known by their elements, so that no list of wrappers has to be kept.
 *
 * @throws {JsonMistake} where the text itself is no JSON
 */
export function findPolicies(written: string): FileContent {
  const policies: FoundPolicy[] = [];
  const mistakes: string[] = [];
  const json = new JsonText(decode(written.replace(/^\uFEFF/, "")));

  const add = (policy: unknown, { place, key, line, account }: Spot) => {
    const kind = key && TRUSTS.includes(key) ? "trust" : undefined;
    policies.push({ place, line, policy: templateValue(policy) as WrittenPolicy, kind, account });
  };
  const searchText = (value: string, spot: Spot) => {
    if (!/^\s*([[{]|%(7B|5B))/i.test(value) || !value.includes("Statement")) return;
    try {
      search(new JsonText(decode(value)).value, spot);
    } catch (error) {
      if (!(error instanceof JsonMistake)) throw error;
      const { line, column, message } = error;
      mistakes.push(`the text at ${spot.place || "the top"}, in its line ${line}, column ${column}: ${message}`);
    }
  };
  const search = (value: unknown, around: Spot) => {
    if (typeof value === "string") return searchText(value, around);
    if (typeof value !== "object" || value === null) return;
    const spot = { ...around, line: json.lineOf(value) ?? around.line };
    if (Array.isArray(value)) {
      if (value.length > 0 && value.every(isStatement)) return add({ Statement: value }, spot);
      value.forEach((item, index) => {
        search(item, { ...spot, place: `${spot.place}[${nameOf(item) ?? index}]` });
      });
      return;
    }
    if (isPolicy(value)) return add(value, spot);
    if (isStatement(value)) return add({ Statement: value }, spot);
    const account = accountOf(value) ?? spot.account;
    for (const [key, item] of Object.entries(value)) {
      const name = nameOf(item);
      const step = `${spot.place && "."}${key}${name === undefined ? "" : `[${name}]`}`;
      search(item, { place: spot.place + step, key, line: spot.line, account });
    }
  };
  search(json.value, { place: nameOf(json.value) ?? "", line: 1 });
  return { policies, mistakes };
}

function decode(text: string): string {
  if (!ENCODED.test(text)) return text;
  try {
    return decodeURIComponent(text.trim());
  } catch {
    const at = /%(?![0-9a-f]{2})/i.exec(text)?.index ?? 0;
    throw new JsonMistake("found a '%' that is no URL encoding of UTF-8", 1, at + 1);
  }
}

function isPolicy(value: object): boolean {
  if (!("Statement" in value)) return false;
  // the rules of a web firewall have a 'Statement' too
  return "Version" in value || Array.isArray(value.Statement) || isStatement(value.Statement);
}

function isStatement(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && "Effect" in value && ("Action" in value || "NotAction" in value)
  );
}

function nameOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const entries = new Map<string, unknown>(Object.entries(value));
  return NAMES.map((name) => entries.get(name)).find((name) => typeof name === "string") as string | undefined;
}

function accountOf(value: object): string | undefined {
  return "Arn" in value ? /^arn:[^:]*:iam::(\d{12}):/.exec(String(value.Arn))?.[1] : undefined;
}
