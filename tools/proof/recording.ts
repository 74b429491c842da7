import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Check } from "./iam-checks";

/** What is done one after another in a cycle; whose policies each is held to is {@link ROLE_OF}. */
export const RECORDED_PHASES = ["plan", "apply", "replan", "update", "destroy"] as const;

export type RecordedPhase = (typeof RECORDED_PHASES)[number];

/** What a cycle asked IAM: in each phase every question once. */
export interface Recording {
  readonly stack: string;
  readonly variant: string;
  /** Version of the AWS provider. */
  readonly provider: string;
  readonly terraform: string;
  readonly phases: Readonly<Record<RecordedPhase, readonly Check[]>>;
}

/** A folder for each stack: settings of a variant in YAML, its recording in JSON. */
export const RECORDINGS = join(__dirname, "..", "..", "__tests__", "recordings");

/** The file of a variant's recording; its settings are beside it. */
export function recordingFile(stack: string, variant: string): string {
  return join(RECORDINGS, stack, `${variant}.json`);
}

/** The recording that is kept of a variant; undefined where there is none yet. */
export function readRecording(stack: string, variant: string): Recording | undefined {
  const file = recordingFile(stack, variant);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** Keeps a recording: all of it, or the one from before, whenever this process ends. */
export function writeRecording(recording: Recording): void {
  const file = recordingFile(recording.stack, recording.variant);
  const unfinished = `${file}.new`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(unfinished, recordingText(recording));
  renameSync(unfinished, file);
}

/** A recording as it stands in its file: a line for each question, so that a change of it can be reviewed. */
export function recordingText({ phases, ...rest }: Recording): string {
  const listed = RECORDED_PHASES.map((phase) => {
    const lines = phases[phase].map((check) => `\n      ${JSON.stringify(check)}`);
    return `    ${JSON.stringify(phase)}: [${lines.join(",")}${lines.length > 0 ? "\n    " : ""}]`;
  });
  const head = Object.entries(rest).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`);
  return `{\n${head.join("")}  "phases": {\n${listed.join(",\n")}\n  }\n}\n`;
}

/** Questions in a fixed order, each once. */
export function sortedChecks(checks: Iterable<Check>): Check[] {
  const byText = new Map([...checks].map((check) => [JSON.stringify([check.action, check.resource, check]), check]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, check]) => check);
}

/** How two recordings differ: the provider, and a line for each question that is new, and for each that is gone. */
export function differences(before: Recording, after: Recording): string[] {
  const lines = ({ phases }: Recording) =>
    RECORDED_PHASES.flatMap((phase) => phases[phase].map((check) => `${phase}: ${JSON.stringify(check)}`));
  const [known, found] = [new Set(lines(before)), new Set(lines(after))];
  return [
    ...(before.provider === after.provider ? [] : [`recorded with ${before.provider}, and now with ${after.provider}`]),
    ...[...found].filter((line) => !known.has(line)).map((line) => `new in ${line}`),
    ...[...known].filter((line) => !found.has(line)).map((line) => `gone from ${line}`),
  ];
}
