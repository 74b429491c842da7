import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformFolder, type TerraformRun } from "../bootstrap/terraform-folder";
import type { DeployedStack } from "./deployed-stack";
import { SmokeError } from "./smoke-error";

/** Blocks of Terraform's data sources, by type and name. */
export type DataBlocks = Readonly<Record<string, Readonly<Record<string, object>>>>;

/**
 * One question to AWS: data sources, and the value that is made of them.
 *
 * @param key first letters of the blocks' names, so that two questions never share one
 */
export type Question = (key: string) => { readonly data: DataBlocks; readonly value: string };

/** What was seen of a thing; `unseen` says why it could not be looked at. */
export type Seen<T> = { readonly seen: T } | { readonly missing: true } | { readonly unseen: string };

interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
  /** Of the block that failed: `data.aws_subnet.q3`. */
  readonly address?: string;
}

/** A question that fails is left out and the others are asked again; those that depend on it fail with it. */
const ATTEMPTS = 3;

/**
 * Asks AWS through data sources of Terraform, in a folder that is thrown away, so that the credentials are those the stack
 * is deployed with.
 *
 * @throws {BootstrapError} when Terraform fails as a whole, such as for want of credentials
 */
export async function askAws(
  { configuration, folder }: DeployedStack,
  questions: ReadonlyMap<string, Question>,
  run: TerraformRun,
): Promise<ReadonlyMap<string, Seen<unknown>>> {
  const scratch = new TerraformFolder(mkdtempSync(join(tmpdir(), "groundwork-")), { ...run, onLine: undefined });
  const { required_providers } = configuration.terraform;
  const common = { terraform: { required_providers, backend: { local: {} } }, provider: configuration.provider };
  const names = [...questions.keys()];
  const answers = new Map<string, Seen<unknown>>();
  try {
    for (let attempt = 1; answers.size < names.length && attempt <= ATTEMPTS; attempt++) {
      scratch.configure({ ...common, ...blocksOf(questions, (name) => !answers.has(name)) });
      if (attempt === 1) await scratch.init(`-plugin-dir=${folder.file(join(".terraform", "providers"))}`);
      const { code, stdout, stderr } = await scratch.attempt(["apply", "-input=false", "-auto-approve", "-json"]);
      const { failed, outputs, words } = parse(stdout, names);
      for (const [name, diagnostics] of failed) answers.set(name, explain(diagnostics));
      if (code === 0) for (const [key, value] of outputs) answers.set(names[key] as string, { seen: value });
      else if (failed.size === 0) throw new SmokeError(words || stderr.trim());
    }
    for (const name of names) if (!answers.has(name)) answers.set(name, { unseen: "Terraform gave no answer" });
    return answers;
  } finally {
    rmSync(scratch.path, { recursive: true });
  }
}

function blocksOf(questions: ReadonlyMap<string, Question>, asked: (name: string) => boolean): object {
  const data: Record<string, Record<string, object>> = {};
  const output: Record<string, { value: string }> = {};
  [...questions].forEach(([name, question], index) => {
    if (!asked(name)) return;
    const { data: blocks, value } = question(`q${index}`);
    for (const [type, named] of Object.entries(blocks)) data[type] = { ...data[type], ...named };
    output[`q${index}`] = { value };
  });
  return { data, output };
}

/** What an apply has printed, a message of JSON a line. */
function parse(stdout: string, names: readonly string[]) {
  const failed = new Map<string, Diagnostic[]>();
  let outputs: [number, unknown][] = [];
  let words = "";
  for (const line of stdout.split("\n").filter((line) => line.startsWith("{"))) {
    const message = JSON.parse(line);
    if (message.type === "outputs") {
      const named: Record<string, { value: unknown }> = message.outputs;
      outputs = Object.entries(named).map(([key, { value }]) => [Number(key.slice(1)), value]);
    }
    const diagnostic: Diagnostic | undefined = message.diagnostic;
    if (diagnostic?.severity !== "error") continue;
    words ||= `${diagnostic.summary}\n${diagnostic.detail}`.trim();
    const index = /^data\.\w+\.q(\d+)/.exec(diagnostic.address ?? "")?.[1];
    const name = index && names[Number(index)];
    if (name) failed.set(name, [...(failed.get(name) ?? []), diagnostic]);
  }
  return { failed, outputs, words };
}

const MISSING = /no matching|couldn't find resource|empty result|NoSuchEntity|not ?found|does not exist/i;
const DENIED = /AccessDenied|UnauthorizedOperation|not authorized/;

/** What is missing is told from what these credentials may not read. */
function explain(diagnostics: readonly Diagnostic[]): Seen<never> {
  const text = diagnostics.map(({ summary, detail }) => `${summary} ${detail}`).join(" ");
  const [, service, operation] = /operation error ([\w ]+): (\w+),/.exec(text) ?? [];
  if (DENIED.test(text)) return { unseen: `these credentials may not call ${operation ?? "it"}` };
  if (MISSING.test(text)) return { missing: true };
  return { unseen: operation ? `${service} did not answer ${operation}` : (diagnostics[0]?.summary ?? "it failed") };
}
