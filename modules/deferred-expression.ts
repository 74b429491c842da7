import { type IResolvable, type IResolveContext, Token } from "cdktf";
import { type Condition, isDeferred } from "./deferred";

/**
 * An expression of several parts, which is put together once, when it is written.
 *
 * cdktf's own functions and operators make the texts of their parts anew at every level, which doubles the work with each
 * of them, and take an interpolation that a part has inside for one that somebody forgot.
 */
export class Expression implements IResolvable {
  readonly creationStack: string[] = [];
  private text?: string;

  /** @param make makes the text, from a function that writes a value as Terraform reads it inside an expression */
  constructor(private readonly make: (written: (value: unknown) => string) => string) {}

  resolve(context: IResolveContext): string {
    const { suppressBraces } = context;
    context.suppressBraces = true;
    this.text ??= this.make((value) => written(context, value));
    return suppressBraces ? this.text : `\${${this.text}}`;
  }

  /** As cdktf places it in other expressions. */
  toString(): string {
    return Token.asString(this);
  }
}

/** Whether any of several conditions holds. */
export function anyOf(conditions: readonly Condition[]): Condition {
  if (conditions.includes(true)) return true;
  const open = [...new Set(conditions)].filter((condition) => condition !== false);
  if (open.length < 2) return open[0] ?? false;
  return new Expression((written) => `(${open.map(written).join(" || ")})`);
}

function written(context: IResolveContext, value: unknown): string {
  if (Array.isArray(value) && !isDeferred(value)) return `[${value.map((item) => written(context, item)).join(", ")}]`;
  return typeof value === "string" ? text(context, value) : String(context.resolve(value));
}

function text(context: IResolveContext, value: string): string {
  const parts = value.split(/(\$\{TfToken\[[^\]]*\]\})/).filter((part) => part !== "");
  const resolved = parts.map((part) => (isDeferred(part) ? String(context.resolve(part)) : undefined));
  if (parts.length === 1 && resolved[0] !== undefined) return resolved[0];
  const literal = (part: string) =>
    JSON.stringify(part)
      .slice(1, -1)
      .replace(/[$%](?=\{)/g, "$&$&");
  return `"${parts.map((part, index) => (resolved[index] === undefined ? literal(part) : `\${${resolved[index]}}`)).join("")}"`;
}
