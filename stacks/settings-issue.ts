import { distance } from "fastest-levenshtein";
import { isMap, isScalar, isSeq, type Node } from "yaml";
import type { z } from "zod";
import type { SettingsFile } from "./settings-file";
import type { Mistake } from "./settings-mistake";

type Issue = z.core.$ZodIssue;
type Path = Mistake["path"];

/**
 * What a schema found wrong, as mistakes in a file.
 *
 * The message of an issue says what is allowed: stacks/settings-field.ts gives every field such a sentence. What stands
 * on a second line is a hint.
 */
export function explain(issues: readonly Issue[], file: SettingsFile, under: Path = []): Mistake[] {
  return issues.flatMap((issue): Mistake[] => {
    const path = [...under, ...issue.path];
    switch (issue.code) {
      case "unrecognized_keys":
        return issue.keys.map((key) => unknownName(file, [...path, key], issue.message));
      case "invalid_key":
        return issue.issues.map((inner) => wrongValue(file, path, inner, "name"));
      case "invalid_union": {
        const meant = theOneMeant(issue.errors);
        return meant ? explain(meant, file, path) : [wrongValue(file, path, issue)];
      }
      default:
        return [wrongValue(file, path, issue)];
    }
  });
}

function wrongValue(file: SettingsFile, path: Path, issue: Issue, at: "value" | "name" = "value"): Mistake {
  const { node, line, column } = file.find(path, at);
  const [allowed = "", ...hints] = issue.message.split("\n");
  const given = at === "name" ? JSON.stringify(path.at(-1)) : describe(node, issue);
  const hint = hints.join("; ") || hintFor(node, issue);
  return { file: file.name, line, column, path, given, allowed, ...(hint && { hint }) };
}

function unknownName(file: SettingsFile, path: Path, known: string): Mistake {
  const { line, column } = file.find(path, "name");
  const near = nearest(String(path.at(-1)), known.split(", "));
  const hint = near && `did you mean ${near}?`;
  const given = "a setting that is not known here";
  return { file: file.name, line, column, path, given, allowed: known, ...(hint && { hint }) };
}

/**
 * Of the ways in which a setting can be written, the one that was meant: the one whose names were used.
 *
 * Undefined where that is nobody's guess, as with `{ create: a, existing: b }`.
 */
function theOneMeant(ways: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const ofItsKind = ways.filter(
    (issues) => !issues.some(({ code, path }) => OF_ANOTHER_KIND.has(code) && path.length === 0),
  );
  const whole = ofItsKind.filter(
    (issues) => !issues.some(({ path, input }) => path.length === 1 && input === undefined),
  );
  if (whole.length > 0) return whole.length === 1 ? whole[0] : undefined;
  const strangers = (issues: readonly Issue[]) =>
    issues.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? issue.keys.length : 0), 0);
  const fewest = Math.min(...ofItsKind.map(strangers));
  const likeliest = ofItsKind.filter((issues) => strangers(issues) === fewest);
  return likeliest.length === 1 ? likeliest[0] : undefined;
}

/** What zod says where a section stands and a word is wanted, or the other way round. */
const OF_ANOTHER_KIND: ReadonlySet<string> = new Set(["invalid_type", "invalid_value"]);

const LONGEST_GIVEN = 60;

function describe(node: Node | undefined, issue: Issue): string {
  const kind = kindOf(node);
  if (!isScalar(node) || node.value === null) return kind;
  const text =
    typeof node.value === "string" ? quote(node.value) : String(node.source ?? node.value).slice(0, LONGEST_GIVEN);
  const expected = issue.code === "invalid_type" ? EXPECTED[issue.expected] : kind;
  return expected === kind ? text : `${text}, ${kind}`;
}

/** One line, and no more than helps to find it: what stands where a public key should be may be a private one. */
function quote(text: string): string {
  const [line = ""] = text.split("\n");
  const short = line.slice(0, LONGEST_GIVEN);
  return JSON.stringify(short) + (short === text ? "" : "…");
}

const EXPECTED: Readonly<Record<string, string>> = { string: "text", number: "a number", int: "a number" };

function kindOf(node: Node | undefined): string {
  if (isMap(node)) return "a section";
  if (isSeq(node)) return node.items.length > 0 ? "a list" : "an empty list";
  if (!isScalar(node) || node.value === null) return "nothing";
  if (typeof node.value === "string") return "text";
  if (typeof node.value === "number") return "a number";
  return typeof node.value === "boolean" ? "a yes or no" : "something that is neither text nor a number";
}

function hintFor(node: Node | undefined, issue: Issue): string | undefined {
  if (!isScalar(node) || node.value === null) return undefined;
  const text = String(node.source ?? node.value);
  if (issue.code === "invalid_type" && issue.expected === "string") return `write it in quotes: "${text}"`;
  if (issue.code === "invalid_type" && typeof node.value === "string" && /^[0-9]+$/.test(text))
    return `write it without quotes: ${text}`;
  const near = issue.code === "invalid_value" ? nearest(text, issue.values.map(String)) : undefined;
  return near && `did you mean ${near}?`;
}

/** Two letters that change places are two steps; in a name of three or fewer, anything would be near. */
function allowedSteps({ length }: string): number {
  return Math.max(length > 3 ? 2 : 1, Math.floor(length / 3));
}

/** The name that is most like another, if it is like it at all; `max_vcpus` is as near to `maxVcpus` as can be. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const bare = (text: string) => text.replace(/[-_ ]/g, "").toLowerCase();
  const ranked = known
    .map((candidate) => ({ candidate, steps: distance(bare(name), bare(candidate)) }))
    .sort((a, b) => a.steps - b.steps);
  const [best] = ranked;
  return best && best.steps <= allowedSteps(bare(name)) ? best.candidate : undefined;
}
