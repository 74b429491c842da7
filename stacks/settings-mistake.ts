/** One thing that is wrong with the settings. */
export interface Mistake {
  /** The file as it was named. */
  readonly file: string;
  /** Counted from 1; left out where there is no text, as with a file that is missing. */
  readonly line?: number;
  readonly column?: number;
  /** Which setting it is; empty where it is the file. */
  readonly path: readonly PropertyKey[];
  /** What stands there. */
  readonly given: string;
  /** What may stand there. */
  readonly allowed: string;
  /** Why it is wrong, or what to do. */
  readonly hint?: string;
}

/**
 * The settings are wrong, and nothing has been synthesized.
 *
 * The message lists every mistake, for people to read in a terminal of 80 columns; nobody needs its stack.
 */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  /** In the order of the file. */
  readonly mistakes: readonly Mistake[];

  constructor(file: string, mistakes: readonly Mistake[]) {
    const sorted = [...mistakes].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
    const count = sorted.length === 1 ? "1 mistake" : `${sorted.length} mistakes`;
    super([`${count} in ${file}, nothing was built:`, ...sorted.map(format)].join("\n\n"));
    this.mistakes = sorted;
  }
}

const COLUMNS = 80;
const LABEL = 11;

function format({ file, line, column, path, given, allowed, hint }: Mistake): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  return [
    `${place}: ${written(path)}`,
    row("given", given),
    row("allowed", allowed),
    ...(hint ? [row("hint", hint)] : []),
  ].join("\n");
}

function row(label: string, text: string): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) as string;
    if (line && LABEL + line.length + 1 + word.length > COLUMNS) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return `  ${`${label}:`.padEnd(LABEL - 2)}${lines.join(`\n${" ".repeat(LABEL)}`)}`;
}

/** A path as people write it: `systems.duet.inputBuckets[0].bucket`. */
function written(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => {
    if (typeof step === "number") return `[${step}]`;
    return /^[\w-]+$/.test(String(step)) ? `.${String(step)}` : `.${JSON.stringify(step)}`;
  });
  return steps.join("").replace(/^[.]/, "") || "the settings file";
}
