/**
 * A type of an input, as far as our modules use them.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/type-constraints
 */
export type TypeConstraint =
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "collection"; readonly word: string; readonly item: TypeConstraint }
  | { readonly kind: "object"; readonly fields: Fields };

/** Inputs of a module, or fields of an object in one, by name. */
export type Fields = Readonly<Record<string, Field>>;

/** Something that users give a value to. */
export interface Field {
  readonly type: TypeConstraint;
  /** The expression that holds where it is left out. Undefined where it is required. */
  readonly default?: string;
}

const WORDS = ["string", "number", "bool", "any"];
const COLLECTIONS = ["list", "set", "map"];

/**
 * A type from its text: `readType("list(object({ prefix = string, days = optional(number, 14) }))")`.
 *
 * @throws for what is none, and for tuples, which no module of ours has
 */
export function readType(text: string): TypeConstraint {
  return new TypeReader(text).whole();
}

/** A reader that goes through a type once, word by word. */
class TypeReader {
  private readonly words: string[];

  constructor(private readonly text: string) {
    this.words = text.match(/"(?:[^"\\]|\\.)*"|[\w.-]+|[^\s\w]/g) ?? [];
  }

  /** The type, and nothing behind it. */
  whole(): TypeConstraint {
    const type = this.type();
    if (this.words.length > 0) this.fail();
    return type;
  }

  private type(): TypeConstraint {
    const word = this.next();
    if (WORDS.includes(word)) return { kind: "word", word };
    if (word !== "object" && !COLLECTIONS.includes(word)) this.fail();
    this.take("(");
    const type: TypeConstraint =
      word === "object" ? { kind: "object", fields: this.fields() } : { kind: "collection", word, item: this.type() };
    this.take(")");
    return type;
  }

  private fields(): Fields {
    const fields: Record<string, Field> = {};
    this.take("{");
    while (!this.isAt("}")) {
      const name = this.next();
      this.take("=");
      fields[name] = this.field();
      if (this.isAt(",")) this.take(",");
    }
    this.take("}");
    return fields;
  }

  private field(): Field {
    if (!this.isAt("optional")) return { type: this.type() };
    this.take("optional");
    this.take("(");
    const type = this.type();
    const fallback = this.isAt(",") ? this.expression() : "null";
    this.take(")");
    return { type, default: fallback };
  }

  /** What stands behind a comma, up to the bracket that closes `optional(`. */
  private expression(): string {
    this.take(",");
    const words: string[] = [];
    for (let depth = 0; depth > 0 || !this.isAt(")"); ) {
      const word = this.next();
      if (/^[([{]$/.test(word)) depth++;
      if (/^[)\]}]$/.test(word)) depth--;
      words.push(word);
    }
    return words.join(" ");
  }

  private isAt(word: string): boolean {
    return this.words[0] === word;
  }

  private next(): string {
    return this.words.shift() ?? this.fail();
  }

  private take(expected: string): void {
    if (this.words.shift() !== expected) this.fail();
  }

  private fail(): never {
    throw new Error(
      `'${this.text}' is no type that our modules have: ${[...WORDS, ...COLLECTIONS].join(", ")}, object`,
    );
  }
}
