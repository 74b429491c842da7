/**
 * HCL text of what cdktf synthesizes.
 *
 * cdktf's own printer writes one `dynamic` block of a kind, no comments and no `nullable`; its typed fragments
 * (`toHclTerraform`), which say what is a block and what is an argument, are right, so they are what is printed here.
 * `terraform fmt` does the rest.
 *
 * @see https://developer.hashicorp.com/terraform/language/syntax/configuration
 */

import { readable } from "./hcl-expression";
import { hclText, heredoc, isInterpolation, isReadableHeredoc } from "./hcl-text";

/** A comment above a nested block, from the block's name and its arguments. */
export type CommentOf = (block: string, body: Body) => string | undefined;

/** Arguments and blocks by name: plain values, or cdktf's `{ value, isBlock, type }`. */
export type Body = Readonly<Record<string, unknown>>;

interface Typed {
  readonly value: unknown;
  readonly isBlock?: boolean;
}

const FIRST = ["source", "version", "count", "for_each"];
/** What a reader looks for first: what a statement or a condition is called, and what it says in that order. */
const READING_ORDER = [
  ...["name", "sid", "effect", "actions", "resources"],
  ...["type", "identifiers", "test", "variable", "values"],
];
const LAST = ["lifecycle", "depends_on"];

/** A block: `resource "aws_s3_bucket" "this" { … }`. */
export function hclBlock(type: string, labels: readonly string[], body: Body, commentOf: CommentOf = () => undefined) {
  const head = [type, ...labels.map((label) => JSON.stringify(label))].join(" ");
  const text = lines(body, commentOf).join("\n").trimStart();
  return text === "" ? `${head} {}` : `${head} {\n${text}\n}`;
}

/** A value as an expression; a text that is nothing but one interpolation loses its quotes. */
export function hclExpression(value: unknown): string {
  if (typeof value === "string") return isInterpolation(value) ? readable(value.slice(2, -1)) : hclText(value);
  if (Array.isArray(value)) {
    return listOf(value.map(hclExpression));
  }
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).map(([key, item]) => `${mapKey(key)} = ${hclExpression(item)}`);
    return entries.length > 0 ? `{\n${entries.join("\n")}\n}` : "{}";
  }
  return String(value);
}

/** A list, with a line for each item where there are several. */
function listOf(items: readonly string[]): string {
  return items.length > 1 ? `[\n${items.join(",\n")},\n]` : `[${items.join("")}]`;
}

/** A comment in lines of at most 118 characters. */
function hclComment(text: string): string {
  const words = text.split(/\s+/);
  const rows: string[] = [];
  for (const word of words) {
    const row = rows.at(-1);
    if (row !== undefined && row.length + word.length < 115) rows[rows.length - 1] = `${row} ${word}`;
    else rows.push(`# ${word}`);
  }
  return rows.join("\n");
}

function lines(body: Body, commentOf: CommentOf): string[] {
  const { dynamic, "//": _metadata, ...rest } = body as { dynamic?: Record<string, Dynamic[]> } & Body;
  const others = Object.keys(rest).filter((name) => ![...FIRST, ...READING_ORDER, ...LAST].includes(name));
  const names = [...READING_ORDER.filter((name) => name in rest), ...others];
  const isBlock = (name: string) => blockBodies(name, rest[name]) !== undefined;
  const order = [
    ...FIRST.filter((name) => name in rest),
    ...names.filter((name) => !isBlock(name)),
    ...names.filter(isBlock),
  ];
  const text = order.flatMap((name) => entry(name, rest[name], commentOf));
  for (const [name, blocks] of Object.entries(dynamic ?? {})) {
    for (const { for_each, content } of blocks) text.push(...dynamicBlock(name, for_each, content, commentOf));
  }
  if (rest.lifecycle !== undefined) text.push("", hclBlock("lifecycle", [], lifecycle(rest.lifecycle as Body)));
  if (Array.isArray(rest.depends_on)) text.push("", `depends_on = ${listOf(rest.depends_on)}`);
  return text;
}

interface Dynamic {
  readonly for_each: unknown;
  readonly content: Body;
}

function dynamicBlock(name: string, forEach: unknown, content: Body, commentOf: CommentOf): string[] {
  const body = Object.fromEntries(Object.entries(content).map(([key, value]) => [key, blockOf(value)]));
  return [
    ...spaced(commentOf(name, body)),
    `dynamic ${JSON.stringify(name)} {`,
    `for_each = ${hclExpression(forEach)}`,
    "",
    hclBlock("content", [], body, commentOf),
    "}",
  ];
}

/** In the content of a dynamic block, which has no types, objects in a list are blocks. */
function blockOf(value: unknown): unknown {
  const isBlock = Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "object");
  return isBlock ? { value, isBlock: true } : value;
}

function entry(name: string, value: unknown, commentOf: CommentOf): string[] {
  const blocks = blockBodies(name, value);
  if (!blocks) return [`${name} = ${argument(isTyped(value) ? value.value : value)}`];
  return blocks.flatMap((body) => [...spaced(commentOf(name, body)), hclBlock(name, [], body, commentOf)]);
}

/** A nested block stands apart, with its comment above it. */
function spaced(comment: string | undefined): string[] {
  return comment ? ["", hclComment(comment)] : [""];
}

function blockBodies(name: string, value: unknown): Body[] | undefined {
  if (!isTyped(value) || !value.isBlock) return undefined;
  const bodies = Array.isArray(value.value) ? value.value : [value.value];
  const unknown = bodies.find((body) => typeof body !== "object");
  if (unknown !== undefined)
    throw new Error(`block '${name}' must be known when the module is written, got '${unknown}'`);
  return bodies as Body[];
}

function isTyped(value: unknown): value is Typed {
  return value !== null && typeof value === "object" && "value" in value && ("type" in value || "isBlock" in value);
}

function lifecycle(body: Body): Body {
  const names = (value: unknown) => (Array.isArray(value) ? value.map(bare) : bare(String(value)));
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      if (name === "precondition" || name === "postcondition") return [name, { value, isBlock: true }];
      return [name, name === "ignore_changes" || name === "replace_triggered_by" ? names(value) : value];
    }),
  );
}

/** A name that stands without quotes; cdktf gives some as interpolations. */
function bare(name: string): string {
  return isInterpolation(name) ? name : `\${${name}}`;
}

/** The value of an argument: an expression, or a text of several lines as it is. */
function argument(value: unknown): string {
  return typeof value === "string" && isReadableHeredoc(value) ? heredoc(value) : hclExpression(value);
}

function mapKey(key: string): string {
  return /^(?!(true|false|null|for)$)[A-Za-z_][\w-]*$/.test(key) ? key : hclText(key);
}
