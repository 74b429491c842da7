/** What the users of a module rely on. */
export interface ModuleInterface {
  readonly inputs: Readonly<Record<string, ModuleInput>>;
  readonly outputs: readonly string[];
  /** Addresses of resources and data sources, as `aws_s3_bucket.this`, with `[each]` where there is one for each item. */
  readonly addresses: readonly string[];
  /** Ranges of Terraform and of providers, by name: `{ terraform: ">= 1.5", aws: ">= 5.49, < 6.0" }`. */
  readonly requirements: Readonly<Record<string, string>>;
}

export interface ModuleInput {
  /** Terraform's type, in one line. */
  readonly type: string;
  /** Its expression in one line. Undefined where the input is required. */
  readonly default?: string;
}

/** A block at the top of a file: its words, and the lines between its braces. */
interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: readonly string[];
}

/** Where a module's own files stand; what its tests and examples hold is nobody's interface. */
const MODULE_FILE = /^modules\/([^/]+)\/[^/]+\.tf$/;

/**
 * The interfaces of all modules in a repository of ours, by name, from its files by path.
 *
 * It reads what `npm run registry` writes and `terraform fmt` has formatted, which is also all that a tag of the
 * published repository holds: a block starts and ends at the margin, and its arguments stand two spaces from it.
 *
 * @throws with the file and the line where something else stands
 */
export function readInterfaces(files: Readonly<Record<string, string>>): Record<string, ModuleInterface> {
  const blocks: Record<string, Block[]> = {};
  for (const [path, text] of Object.entries(files)) {
    const module = MODULE_FILE.exec(path)?.[1];
    if (module === undefined) continue;
    blocks[module] ??= [];
    blocks[module].push(...blocksOf(path, text));
  }
  return Object.fromEntries(Object.entries(blocks).map(([module, found]) => [module, interfaceOf(found)]));
}

function interfaceOf(blocks: readonly Block[]): ModuleInterface {
  const ofType = (...types: string[]) => blocks.filter(({ type }) => types.includes(type));
  return {
    inputs: Object.fromEntries(ofType("variable").map(({ labels, body }) => [String(labels[0]), input(body)])),
    outputs: ofType("output").map(({ labels }) => String(labels[0])),
    addresses: ofType("resource", "data").map(address),
    requirements: Object.assign({}, ...ofType("terraform").map(({ body }) => requirements(body))),
  };
}

function input(body: readonly string[]): ModuleInput {
  const fallback = argument(body, "default");
  return { type: argument(body, "type") ?? "any", ...(fallback !== undefined && { default: fallback }) };
}

function address({ type, labels, body }: Block): string {
  const name = [...(type === "data" ? ["data"] : []), ...labels].join(".");
  return argument(body, "for_each") === undefined ? name : `${name}[each]`;
}

function requirements(body: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  let provider = "terraform";
  for (const line of body) {
    provider = /^\s*(\w+) = \{/.exec(line)?.[1] ?? provider;
    const range = /\b(?:required_)?version\s*= "([^"]*)"/.exec(line)?.[1];
    if (range !== undefined) found[provider] = range;
  }
  return found;
}

/** An argument's expression in one line: from its name to the next argument or block. */
function argument(body: readonly string[], name: string): string | undefined {
  const start = body.findIndex((line) => new RegExp(`^ {2}${name}\\s+= `).test(line));
  if (start < 0) return undefined;
  const behind = body.slice(start + 1);
  const next = behind.findIndex((line) => line === "" || /^ {2}[\w"]/.test(line));
  const lines = [String(body[start]), ...(next < 0 ? behind : behind.slice(0, next))];
  return lines
    .join(" ")
    .replace(/^[^=]*= /, "")
    .replace(/\s+/g, " ");
}

function blocksOf(path: string, text: string): Block[] {
  const blocks: Block[] = [];
  const lines = withoutTexts(text);
  for (let at = 0; at < lines.length; at++) {
    const line = String(lines[at]);
    if (line === "" || line.startsWith("#")) continue;
    const refuse = (why: string) =>
      new Error(`${path}: '${line}' ${why}: modules are blocks as terraform fmt writes them`);
    const [, type, labels = "", empty] = /^(\w+)((?: "[^"]+")*) \{(\})?$/.exec(line) ?? [];
    if (type === undefined) throw refuse("is no block");
    const end = empty ? at : lines.indexOf("}", at);
    if (end < 0) throw refuse("does not end");
    blocks.push({ type, labels: [...labels.matchAll(/[^" ]+/g)].map(String), body: lines.slice(at + 1, end) });
    at = end;
  }
  return blocks;
}

/** The lines of a file but for those of texts (`<<EOT`), whose braces and words are somebody else's. */
function withoutTexts(text: string): string[] {
  let marker: string | undefined;
  return text.split("\n").filter((line) => {
    const isText = marker !== undefined;
    if (!isText) marker = /<<[-~]?(\w+)$/.exec(line)?.[1];
    else if (line.trim() === marker) marker = undefined;
    return !isText;
  });
}
