import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, type ParsedNode, parseDocument } from "yaml";
import { type Mistake, SettingsError } from "./settings-mistake";

/** Bytes. Settings are a page or two; what is larger is another file. */
export const LARGEST_FILE = 64 * 1024;

/** Where the parser's own words are about its options. */
const HINTS: Readonly<Record<string, string>> = { NON_STRING_KEY: "the name of a setting is a word" };

/** Where something stands, and what. */
export interface Found {
  /** Counted from 1. Of a section: its name; of what is missing: the section it is missing from. */
  readonly line: number;
  readonly column: number;
  /** The value as the file has it; undefined where nothing stands. */
  readonly node?: Node;
}

/** A YAML file read with positions, so that what is wrong with a value can be said with file, line and column. */
export class SettingsFile {
  /** What the file says, as plain values. */
  readonly value: unknown;
  /** What is wrong with the file and does not keep its values from being looked at, such as a name that stands twice. */
  readonly mistakes: Mistake[] = [];
  private readonly lines = new LineCounter();
  private readonly root: ParsedNode | null;

  /** @throws {SettingsError} where there are no values: broken YAML, several documents, not UTF-8, too large */
  constructor(
    readonly name: string,
    content: string | Uint8Array,
  ) {
    const text = this.decode(content);
    this.root = this.parse(text);
    this.value = this.plain(this.root);
  }

  /** What stands at a path, or the innermost section above it; found at its value or at its name. */
  find(path: readonly PropertyKey[], at: "value" | "name" = "value"): Found {
    let node: unknown = this.root;
    let offset = 0;
    for (const [index, step] of path.entries()) {
      const atValue = at === "value" && index === path.length - 1;
      if (isSeq(node)) {
        node = node.items[Number(step)];
        offset = startOf(node) ?? offset;
      } else {
        const pair = isMap(node)
          ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
          : undefined;
        if (!pair) return this.at(offset);
        offset = startOf(pair.key) ?? offset;
        node = pair.value;
        if (atValue && isScalar(node) && node.value !== null) offset = startOf(node) ?? offset;
      }
    }
    return { ...this.at(offset), ...(node ? { node: node as Node } : {}) };
  }

  private decode(content: string | Uint8Array): string {
    if (Buffer.byteLength(content) > LARGEST_FILE) {
      const allowed = `at most ${LARGEST_FILE / 1024} KiB`;
      throw this.refuse({ given: "a larger file", allowed, hint: "is it the settings file?" });
    }
    if (typeof content === "string") return content;
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(content);
    } catch {
      const before = new TextDecoder("utf-8").decode(content).split("\uFFFD")[0] as string;
      const line = before.split("\n").length;
      const column = before.length - before.lastIndexOf("\n");
      throw this.refuse({
        line,
        column,
        given: "bytes that are not UTF-8",
        allowed: "text in UTF-8",
        hint: "save it as UTF-8",
      });
    }
  }

  private parse(text: string): ParsedNode | null {
    // duplicates are looked for in plain(): the parser would end at them, and hide every other mistake
    const options = { lineCounter: this.lines, prettyErrors: false, stringKeys: true, uniqueKeys: false };
    const document = parseDocument(text, options);
    // what follows the first error is mostly its consequence
    const [broken] = [...document.errors, ...document.warnings];
    if (!broken) return document.contents as ParsedNode | null;
    const { line, column } = this.at(broken.pos[0]);
    if (broken.code === "MULTIPLE_DOCS") {
      const hint = "give the settings of another account a file of their own";
      throw this.refuse({ line, column, given: "a second document", allowed: "one YAML document", hint });
    }
    if (broken.code === "RESOURCE_EXHAUSTION")
      throw this.refuse({ line, column, given: "sections in sections without end", allowed: "the settings" });
    const wrong = text
      .split("\n")
      [line - 1]?.trim()
      .replace(/\p{Cc}/gu, " ")
      .slice(0, 60);
    const given = wrong || "an end that comes too early";
    throw this.refuse({ line, column, given, allowed: "YAML", hint: HINTS[broken.code] ?? broken.message });
  }

  /** Plain values of a node; on the way, what YAML allows and settings do not. */
  private plain(node: unknown, path: PropertyKey[] = []): unknown {
    if (isAlias(node) || (isNode(node) && node.anchor))
      this.note(node, path, "an anchor or a reference to one", "the value itself");
    if (isScalar(node)) return node.value;
    if (isSeq(node)) return node.items.map((item, index) => this.plain(item, [...path, index]));
    if (!isMap(node)) return null;
    const section: Record<string, unknown> = Object.create(null);
    for (const { key, value } of node.items) {
      const name = String(isScalar(key) ? key.value : key);
      if (name in section) this.note(key, [...path, name], "the same setting again", "each setting once");
      else section[name] = this.plain(value, [...path, name]);
    }
    return section;
  }

  private note(node: unknown, path: PropertyKey[], given: string, allowed: string): void {
    this.mistakes.push({ file: this.name, ...this.at(startOf(node) ?? 0), path, given, allowed });
  }

  private refuse(mistake: Omit<Mistake, "file" | "path">): SettingsError {
    return new SettingsError(this.name, [{ file: this.name, path: [], ...mistake }]);
  }

  private at(offset: number): { line: number; column: number } {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

function startOf(node: unknown): number | undefined {
  return (node as Node | undefined)?.range?.[0];
}
