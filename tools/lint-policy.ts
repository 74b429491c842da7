import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { policyKind } from "../modules/escalation-rules";
import { MALFORMED, type PolicyFinding, policyFindings } from "../modules/policy-findings";
import { JsonMistake } from "./lint-policy/json-text";
import { type FileContent, type FoundPolicy, findPolicies } from "./lint-policy/policy-search";
import { inColumns } from "./lint-policy/terminal-text";

/** A file to look at: its text, or why there is none. */
export type PolicyFile = { readonly name: string } & ({ readonly text: string } | { readonly unreadable: string });

/** What the command prints, and how it ends. */
export interface LintReport {
  /** 0 for no finding, 1 for any, 2 where a file cannot be read or holds no policy. */
  readonly code: 0 | 1 | 2;
  /** The findings and a line that counts them. */
  readonly findings: string;
  /** What cannot be read; empty where everything can. */
  readonly unreadable: string;
}

/** What is wrong with the policies in files, in their order, for a terminal of 80 columns. */
export function lintPolicies(files: readonly PolicyFile[]): LintReport {
  const looked = files.map(lookAt);
  const policies = looked.flatMap((file) => file.policies);
  const found = policies.flatMap(({ findings }) => findings);
  const unreadable = looked.flatMap(({ unreadable }) => unreadable);
  const lost = looked.filter(({ unreadable }) => unreadable.length > 0).length;
  return {
    code: unreadable.length > 0 ? 2 : found.length > 0 ? 1 : 0,
    findings: [...policies.filter(({ findings }) => findings.length > 0).map(section), summary(policies, lost)].join(
      "\n\n",
    ),
    unreadable: unreadable.map((line) => inColumns(line)).join("\n"),
  };
}

interface LintedPolicy extends FoundPolicy {
  readonly file: string;
  readonly findings: readonly PolicyFinding[];
}

function lookAt(file: PolicyFile): { policies: LintedPolicy[]; unreadable: string[] } {
  const { name } = file;
  if ("unreadable" in file) return { policies: [], unreadable: [`${name}: ${file.unreadable}`] };
  let content: FileContent;
  try {
    content = findPolicies(file.text);
  } catch (error) {
    if (!(error instanceof JsonMistake)) throw error;
    const { line, column, message } = error;
    return { policies: [], unreadable: [`${name}:${line}:${column}: ${message}`] };
  }
  const policies = content.policies.map((found) => {
    return { ...found, file: name, findings: policyFindings(found.policy, found.kind, found.account) };
  });
  const unreadable = content.mistakes.map((mistake) => `${name}: ${mistake}`);
  if (policies.length + unreadable.length > 0) return { policies, unreadable };
  const none = "no policy in it: a policy is an object with 'Statement', alone or anywhere in the file";
  return { policies, unreadable: [`${name}: ${none}`] };
}

function section({ file, line, place, policy, kind, findings }: LintedPolicy): string {
  const isRead = findings.every(({ rule, statement }) => rule !== MALFORMED || statement !== undefined);
  const what = isRead ? `${kind ?? policyKind(policy)} policy` : "policy";
  const heading = `${file}:${line}: ${what}${place && ` ${place}`}`;
  return [inColumns(heading), ...findings.map(entry)].join("\n");
}

function entry({ rule, severity, statement, message, instead }: PolicyFinding): string {
  const heading = `${statement === undefined ? "" : `statement ${statement}: `}${rule}${severity ? ` (${severity})` : ""}`;
  const lines = [message, ...(instead ? [`instead: ${instead}`] : [])];
  return [inColumns(heading, 2), ...lines.map((line) => inColumns(line, 4))].join("\n");
}

/** @param lost number of files that were not read, or not to the end */
function summary(policies: readonly LintedPolicy[], lost: number): string {
  const found = policies.flatMap(({ findings }) => findings);
  const wide = found.filter(({ severity }) => severity === "wide").length;
  const wrong = policies.filter(({ findings }) => findings.length > 0).length;
  const all = count(policies.length, "policy", "policies");
  const findings = count(found.length, "finding", "findings");
  const said = found.length === 0 ? `no findings in ${all}` : `${findings} (${wide} wide) in ${wrong} of ${all}`;
  return lost === 0 ? said : `${said}; ${count(lost, "file", "files")} could not be judged`;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "it is a directory: name the files in it",
  EACCES: "it may not be read",
  EPERM: "it may not be read",
};

async function readPolicyFile(name: string): Promise<PolicyFile> {
  try {
    const bytes = name === "-" ? await buffer(process.stdin) : await readFile(name);
    return {
      name: name === "-" ? "standard input" : name,
      text: new TextDecoder("utf-8", { fatal: true }).decode(bytes),
    };
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    const why = code === "ERR_ENCODING_INVALID_ENCODED_DATA" ? "it is not text in UTF-8" : UNREADABLE[code];
    return { name, unreadable: why ?? `it cannot be read (${code || (error as Error).message})` };
  }
}

async function main(names: readonly string[]): Promise<void> {
  // who reads the first lines only, as head does, has seen what they wanted
  process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => process.exit(code === "EPIPE" ? undefined : 2));
  if (names.length === 0) {
    console.error(
      "npm run lint:policy takes files with policies in JSON, or - for standard input: npm run lint:policy -- FILE…",
    );
    process.exitCode = 2;
    return;
  }
  const files = await Promise.all([...new Set(names)].sort().map(readPolicyFile));
  const { code, findings, unreadable } = lintPolicies(files);
  process.exitCode = code;
  if (unreadable) console.error(unreadable);
  console.log(findings);
}

if (require.main === module) void main(process.argv.slice(2));
