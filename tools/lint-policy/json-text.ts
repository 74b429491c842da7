/** A text that is no JSON: what was found, where, and what must stand there. */
export class JsonMistake extends Error {
  constructor(
    message: string,
    /** Counted from 1. */
    readonly line: number,
    readonly column: number,
  ) {
    super(message);
  }
}

/** Deeper than any policy, and less than what ends the reader's stack. */
const DEEPEST = 200;

const SPACE = /[ \t\r\n]*/y;
const LITERAL = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
const TEXT = /(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/uy;
const LINE_END = /\r\n|\n|\r/;
const WORD = /[\p{L}\p{N}_]+/uy;

/** What people write where JSON does not take it. */
const HINTS = new Map([
  ["'", "write double quotes"],
  ["“", "write straight double quotes"],
  ["”", "write straight double quotes"],
  ["/", "JSON has no comments"],
  ["#", "JSON has no comments"],
]);

/**
 * A JSON text, read with positions.
 *
 * Stricter than `JSON.parse` in one thing: a name that stands twice in an object is a mistake, since IAM refuses it and
 * every other reader forgets one of the two. (The words of `JSON.parse` have no position in every version of Node.)
 */
export class JsonText {
  readonly value: unknown;
  private at = 0;
  private readonly lines = new Map<object, number>();
  /** How many lines begin before the last object or list that was read, and where that is. */
  private counted = { line: 1, at: 0 };

  /** @throws {JsonMistake} */
  constructor(private readonly text: string) {
    this.skipSpace();
    if (this.at === text.length) throw this.mistake("a policy in JSON");
    this.value = this.readValue(0);
    if (this.skipSpace() !== "") throw this.mistake("nothing more", "several policies are written as a list");
  }

  /** The line where an object or list of the text begins, from 1; undefined for one of another text. */
  lineOf(value: object): number | undefined {
    return this.lines.get(value);
  }

  private readValue(depth: number): unknown {
    const char = this.skipSpace();
    if (depth > DEEPEST) throw this.mistake(`at most ${DEEPEST} objects and lists in one another`);
    if (char === "{" || char === "[") {
      const line = this.countLines();
      const start = this.at++;
      const value = char === "{" ? this.readObject(start, depth) : this.readList(start, depth);
      this.lines.set(value, line);
      return value;
    }
    if (char === '"') return this.readText();
    const [literal] = this.match(LITERAL);
    if (!literal) throw this.mistake("a value: a text in double quotes, an object or a list");
    this.at += literal.length;
    return JSON.parse(literal);
  }

  private readObject(start: number, depth: number): object {
    const entries = new Map<string, unknown>();
    if (this.skipSpace() !== "}") {
      do {
        if (this.skipSpace() !== '"') throw this.mistake("a name in double quotes", this.hintAfterComma("}"), start);
        const from = this.at;
        const name = this.readText();
        if (entries.has(name)) {
          const { line, column } = this.place(from);
          throw new JsonMistake(`found '${name}' a second time in one object: keep one of them`, line, column);
        }
        if (this.skipSpace() !== ":") throw this.mistake(`':' after '${name}'`, undefined, start);
        this.at++;
        entries.set(name, this.readValue(depth + 1));
      } while (this.goesOn("}", start));
    }
    this.at++;
    return Object.fromEntries(entries);
  }

  private readList(start: number, depth: number): unknown[] {
    const items: unknown[] = [];
    if (this.skipSpace() !== "]") {
      do {
        if (this.skipSpace() === "]") throw this.mistake("one more value", this.hintAfterComma("]"), start);
        if (this.at === this.text.length) throw this.mistake("a value", undefined, start);
        items.push(this.readValue(depth + 1));
      } while (this.goesOn("]", start));
    }
    this.at++;
    return items;
  }

  /** Whether a comma follows. */
  private goesOn(end: string, start: number): boolean {
    const char = this.skipSpace();
    if (char === ",") this.at++;
    else if (char !== end) throw this.mistake(`',' or '${end}'`, undefined, start);
    return char === ",";
  }

  private hintAfterComma(end: string): string | undefined {
    return this.text[this.at] === end ? "the comma before it is one too many" : undefined;
  }

  private readText(): string {
    const start = this.at++;
    const [inside] = this.match(TEXT);
    this.at += inside.length;
    if (this.text[this.at] === '"') return JSON.parse(this.text.slice(start, ++this.at));
    if (this.text[this.at] === "\\") throw this.mistake("an escape of JSON", "a backslash itself is written '\\\\'");
    const hint = `the text that begins ${this.text.slice(start, Math.min(this.at, start + 24))} is not closed`;
    throw this.mistake("a double quote", this.text[this.at] === "\t" ? "a tab in a text is written '\\t'" : hint);
  }

  /** The first character after white space; empty at the end. */
  private skipSpace(): string {
    this.at += this.match(SPACE)[0].length;
    return this.text[this.at] ?? "";
  }

  private match(pattern: RegExp): [string] {
    pattern.lastIndex = this.at;
    return [pattern.exec(this.text)?.[0] ?? ""];
  }

  private countLines(): number {
    const { line, at } = this.counted;
    this.counted = { line: line + this.text.slice(at, this.at).split(LINE_END).length - 1, at: this.at };
    return this.counted.line;
  }

  /** @param start of what is not closed, if this is the end of the text */
  private mistake(expected: string, hint = HINTS.get(this.text[this.at] ?? ""), start?: number): JsonMistake {
    const { line, column } = this.place(this.at);
    const ended = this.at === this.text.length && start !== undefined;
    const open = ended ? `the '${this.text[start]}' of line ${this.place(start).line} is not closed` : hint;
    return new JsonMistake(`found ${this.found()}, expected ${expected}${open ? `: ${open}` : ""}`, line, column);
  }

  private found(): string {
    if (this.at === this.text.length) return this.text.trim() === "" ? "nothing" : "the end of the text";
    const char = String.fromCodePoint(this.text.codePointAt(this.at) as number);
    if (char === "\n" || char === "\r") return "the end of the line";
    if (char === "\t") return "a tab";
    if (char === "\\") return `'${this.text.slice(this.at, this.at + 2)}'`;
    return `'${this.match(WORD)[0].slice(0, 24) || char}'`;
  }

  private place(at: number): { line: number; column: number } {
    const lines = this.text.slice(0, at).split(LINE_END);
    return { line: lines.length, column: Array.from(lines.at(-1) as string).length + 1 };
  }
}
