/**
 * Types of a module's inputs, as far as it takes to see whether one has become narrower.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/type-constraints
 */
type TypeConstraint =
  | { readonly kind: "of"; readonly collection: string; readonly item: TypeConstraint }
  | { readonly kind: "object"; readonly fields: Readonly<Record<string, Field>> }
  | { readonly kind: "word"; readonly word: string };

interface Field {
  readonly type: TypeConstraint;
  readonly optional: boolean;
}

/** Whether an input of a type takes every value that it took when it had another: `takesAll("any", "string")`. */
export function takesAll(type: string, before: string): boolean {
  return takes(new TypeReader(type).whole(), new TypeReader(before).whole());
}

function takes(type: TypeConstraint, before: TypeConstraint): boolean {
  if (type.kind === "word") {
    if (type.word === "any") return true;
    if (before.kind !== "word") return false;
    // Terraform writes numbers and flags as texts by itself
    return type.word === before.word || (type.word === "string" && ["number", "bool"].includes(before.word));
  }
  if (type.kind === "of") {
    return before.kind === "of" && type.collection === before.collection && takes(type.item, before.item);
  }
  if (before.kind !== "object") return false;
  // a field that is gone is no error, and what somebody wrote there would silently count for nothing
  const kept = Object.keys(before.fields).every((name) => name in type.fields);
  return kept && Object.entries(type.fields).every(([name, field]) => takesField(field, before.fields[name]));
}

function takesField(field: Field, before: Field | undefined): boolean {
  if (!before) return field.optional;
  return (field.optional || !before.optional) && takes(field.type, before.type);
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
    const word = this.words.shift() ?? this.fail();
    if (["list", "set", "map"].includes(word)) {
      this.take("(");
      const item = this.type();
      this.take(")");
      return { kind: "of", collection: word, item };
    }
    if (word === "object") {
      this.take("(");
      const fields = this.fields();
      this.take(")");
      return { kind: "object", fields };
    }
    if (!["string", "number", "bool", "any"].includes(word)) this.fail();
    return { kind: "word", word };
  }

  private fields(): Record<string, Field> {
    const fields: Record<string, Field> = {};
    this.take("{");
    while (this.words[0] !== "}") {
      const name = this.words.shift() ?? this.fail();
      this.take("=");
      fields[name] = this.field();
      if (this.words[0] === ",") this.words.shift();
    }
    this.take("}");
    return fields;
  }

  private field(): Field {
    if (this.words[0] !== "optional") return { type: this.type(), optional: false };
    this.words.shift();
    this.take("(");
    const type = this.type();
    this.skipDefault();
    this.take(")");
    return { type, optional: true };
  }

  /** Up to the bracket that closes `optional(`: whatever stands there is given, so it takes no more and no less. */
  private skipDefault(): void {
    for (let depth = 0; depth > 0 || this.words[0] !== ")"; ) {
      const word = this.words.shift() ?? this.fail();
      if (/^[([{]$/.test(word)) depth++;
      if (/^[)\]}]$/.test(word)) depth--;
    }
  }

  private take(expected: string): void {
    if (this.words.shift() !== expected) this.fail();
  }

  private fail(): never {
    throw new Error(
      `'${this.text}' is no type that our modules have: string, number, bool, any, list, set, map, object`,
    );
  }
}
