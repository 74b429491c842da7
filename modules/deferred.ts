import { createHash } from "node:crypto";
import {
  conditional,
  Fn,
  type IResolvable,
  Op,
  ref,
  TerraformDataSource,
  type TerraformElement,
  type TerraformResource,
  Token,
  Tokenization,
} from "cdktf";
import { Expression } from "./deferred-expression";

/**
 * A value that is known now, or only when Terraform runs.
 *
 * A stack knows its values when it is synthesized; a registry module is synthesized once, with variables for values. A
 * TypeScript `if`, `.map` or `.length` on a variable throws, or freezes one branch into the module. So this file, and no
 * other, asks whether a value is known: known ones are decided in TypeScript and leave no trace in the output, the others
 * become `count`, `for_each`, `dynamic`, a conditional or `formatlist`. See docs/decisions/0001-two-shells.md.
 */

/** A yes or no: a boolean, or an expression that Terraform answers. */
export type Condition = boolean | IResolvable;

/** Whether a value is known only when Terraform runs. Checks on values skip those; the module's validation has them. */
export function isDeferred(value: unknown): boolean {
  return value instanceof DeferredList || Token.isUnresolved(value);
}

/** Whether an optional value was given. */
export function present(value: unknown): Condition {
  if (value === undefined || value === null) return false;
  return isDeferred(value) ? Op.neq(value, Token.nullValue()) : true;
}

/** Whether two texts are the same. */
export function equal(a: string, b: string): Condition {
  if (!isDeferred(a) && !isDeferred(b)) return a === b;
  // an empty text stands first: cdktf's operators write one on the right as undefined
  return b === "" ? Op.eq(b, a) : Op.eq(escaped(a), escaped(b));
}

/** The opposite. */
export function not(condition: Condition): Condition {
  return typeof condition === "boolean" ? !condition : Op.not(condition);
}

/** Both. */
export function and(a: Condition, b: Condition): Condition {
  if (a === false || b === false) return false;
  if (a === true) return b;
  return b === true ? a : Op.and(a, b);
}

/** One of the two, or both. */
export function or(a: Condition, b: Condition): Condition {
  if (a === true || b === true) return true;
  if (a === false) return b;
  return b === false ? a : Op.or(a, b);
}

/** One of two texts or numbers. */
export function choose<T extends string | number>(condition: Condition, yes: T, no: T): T {
  if (typeof condition === "boolean") return condition ? yes : no;
  if (typeof yes === "number") return Token.asNumber(conditional(condition, yes, no)) as T;
  // cdktf's own says on the console that it may be wrong about texts with values in them
  const expression = new Expression((written) => `${written(condition)} ? ${written(yes)} : ${written(no)}`);
  return Token.asString(expression) as T;
}

/** A number, several times. */
export function times(number: number, factor: number): number {
  return isDeferred(number) ? Token.asNumber(Op.mul(number, factor)) : number * factor;
}

/** The first hexadecimal digits of a text's SHA-256, as tools make names of accounts and regions. */
export function sha256(text: string, digits: number): string {
  if (isDeferred(text)) {
    return Token.asString(new Expression((written) => `substr(sha256(${written(text)}), 0, ${digits})`));
  }
  return createHash("sha256").update(text).digest("hex").slice(0, digits);
}

/** One of two lists of texts. */
export function chooseList(condition: Condition, yes: string[], no: string[]): string[] {
  if (typeof condition === "boolean") return condition ? yes : no;
  return Token.asList(conditional(condition, escaped(yes), escaped(no)));
}

/** Whether a number is another one or more. */
export function atLeast(number: number, least: number): Condition {
  return isDeferred(number) ? Op.gte(number, least) : number >= least;
}

/** Yes under a condition, and otherwise nothing, which some of the provider's arguments tell from a no. */
export function yesIf(condition: Condition): Condition | undefined {
  if (typeof condition === "boolean") return condition || undefined;
  return conditional(condition, true, Token.nullValue());
}

/**
 * A thing that exists only under a condition: made, not made, or made with `count`.
 *
 * Give it only conditions that a plan can answer: names and flags, never an attribute of another resource.
 */
export function onlyIf<T>(condition: Condition, make: (count?: number) => T): T | undefined {
  if (typeof condition !== "boolean") return make(choose(condition, 1, 0));
  return condition ? make() : undefined;
}

/** An attribute of a resource or data source, with the index that its `count` or `for_each` asks for, of the same thing. */
export function attribute(thing: TerraformResource | TerraformDataSource, name: string): string {
  const place = thing instanceof TerraformDataSource ? "data." : "";
  const index = thing.forEach !== undefined ? "[each.key]" : thing.count === undefined ? "" : "[0]";
  const address = `${place}${thing.terraformResourceType}.${thing.friendlyUniqueId}${index}`;
  return Token.asString(ref(`${address}.${name}`, thing.cdktfStack));
}

/** A list: an array, or a variable that holds one. */
export type List<T> = readonly T[] | DeferredList<T>;

/** A list that is known only when Terraform runs, with the way to read an item's fields. */
export class DeferredList<T> {
  /**
   * @param expression the list
   * @param itemOf makes an item from a function that reads one of its fields; without a name, the item itself
   */
  constructor(
    readonly expression: IResolvable | string,
    readonly itemOf: (read: (field?: string) => string) => T,
  ) {}

  /** The variable of a list of texts. */
  static ofStrings(expression: IResolvable | string): DeferredList<string> {
    return new DeferredList(expression, (read) => read());
  }
}

/**
 * One text for each item: mapped now, or by `formatlist`.
 *
 * @param text makes the text; it may place an item's fields in it, in any order, and do nothing else with them
 */
export function each<T, R extends string = string>(list: List<T>, text: (item: T) => R): R[] {
  const items = decoded(list);
  if (!(items instanceof DeferredList)) return items.map(text);
  // the text is written once with marks where an item's fields stand, which become the lists of formatlist
  const columns: (IResolvable | string | string[])[] = [];
  const column = (field?: string) =>
    field === undefined ? items.expression : Token.asList(ref(`${reference(items.expression)}[*].${field}`));
  const marked = text(items.itemOf((field) => `${MARK}${columns.push(column(field)) - 1}${MARK}`));
  const placed = [...marked.matchAll(MARKED)].map(([, place]) => columns[Number(place)]);
  if (placed.length === 0) throw new Error(`each text must have a field of its item in it, got '${marked}'`);
  if (marked.replace(MARKED, "") === "" && placed.length === 1) return Token.asList(placed[0]) as R[];
  const format = escaped(marked).replaceAll("%", "%%").replace(MARKED, "%s");
  return Token.asList(Fn.formatlist(format, placed)) as R[];
}

/** Stands around the place of a field in a text: a character of Unicode's private use area. */
const MARK = "\uE001";
const MARKED = /\uE001(\d+)\uE001/g;

/** Texts without what some of them end with. */
export function trimEnds(list: List<string>, end: string): List<string> {
  const texts = decoded(list);
  if (!(texts instanceof DeferredList)) {
    return texts.map((text) => (text.endsWith(end) ? text.slice(0, -end.length) : text));
  }
  const trimmed = `[for text in ${reference(texts.expression)} : trimsuffix(text, ${JSON.stringify(end)})]`;
  return DeferredList.ofStrings(Token.asString(ref(trimmed)));
}

/** One list behind the other. */
export function concat(a: string[], b: string[]): string[] {
  return isDeferred(a) || isDeferred(b) ? Token.asList(Fn.concat([escaped(a), escaped(b)])) : [...a, ...b];
}

/** The first text of a list that has one. */
export function first(list: string[]): string {
  return isDeferred(list) ? Token.asString(Fn.element(list, 0)) : (list[0] as string);
}

/** Whether a list has any items. */
export function any(list: List<unknown>): Condition {
  const items = decoded(list);
  // not `> 0`: cdktf's operators write a 0 as undefined
  return items instanceof DeferredList ? Op.gte(Fn.lengthOf(items.expression), 1) : items.length > 0;
}

/** Whether a text of a list matches a regular expression that Terraform understands too. */
export function anyMatch(list: List<string>, pattern: RegExp): Condition {
  const texts = decoded(list);
  if (!(texts instanceof DeferredList)) return texts.some((text) => pattern.test(text));
  const test = `can(regex(${JSON.stringify(pattern.source)}, text))`;
  return ref(`anytrue([for text in ${reference(texts.expression)} : ${test}])`);
}

/** A list, or another one where it is empty. */
export function orElse<T extends string>(list: List<T>, fallback: readonly T[]): List<T> {
  const items = decoded(list);
  if (!(items instanceof DeferredList)) return items.length > 0 ? items : fallback;
  return new DeferredList(Token.asString(Fn.coalescelist([items.expression, escaped([...fallback])])), items.itemOf);
}

/** The items of a list that have a field, or those that have it not. */
export function where<T>(list: List<T>, field: keyof T & string, has = true): List<T> {
  const items = decoded(list);
  if (!(items instanceof DeferredList)) return items.filter((item) => Boolean(item[field]) === has);
  const test = `${has ? "" : "!"}try(length(item.${snakeCase(field)}) > 0, false)`;
  const kept = `[for item in ${reference(items.expression)} : item if ${test}]`;
  return new DeferredList(Token.asString(ref(kept)), items.itemOf);
}

/** The items of a list whose field says yes. */
export function whereYes<T>(list: List<T>, field: keyof T & string): List<T> {
  const items = decoded(list);
  if (!(items instanceof DeferredList)) return items.filter((item) => item[field] === true);
  const kept = `[for item in ${reference(items.expression)} : item if item.${snakeCase(field)}]`;
  return new DeferredList(Token.asString(ref(kept)), items.itemOf);
}

/** A list in which a field that an item has not is there with a value. */
export function filled<T>(list: List<T>, field: keyof T & string, value: string): List<T> {
  const items = decoded(list);
  if (!(items instanceof DeferredList)) return items.map((item) => ({ ...item, [field]: item[field] ?? value }));
  const name = snakeCase(field);
  const written = `item.${name} == null ? ${JSON.stringify(value)} : item.${name}`;
  const all = `[for item in ${reference(items.expression)} : merge(item, { ${name} = ${written} })]`;
  return new DeferredList(Token.asString(ref(all)), items.itemOf);
}

/**
 * What is repeated for each item of a list: an array now, or one description with its `for_each`.
 *
 * @param block the name of the repeated block, by which Terraform knows the item
 * @param make makes the description from an item and its place, from 1
 */
export function repeat<T, S extends object>(
  list: List<T>,
  block: string,
  make: (item: T, place: number | string) => S,
): Repeated<S>[] {
  const items = decoded(list);
  if (!(items instanceof DeferredList)) return items.map((item, index) => make(item, index + 1));
  const item = items.itemOf((field) => Token.asString(ref(`${block}.value${field === undefined ? "" : `.${field}`}`)));
  const repeated = make(item, Token.asString(ref(`(${block}.key + 1)`)));
  return [{ ...repeated, forEach: items.expression, stands: any(items) }];
}

/** What stands only under a condition: there, not there, or with a `for_each` of one or none. */
export function when<S extends object>(condition: Condition, ...things: Repeated<S>[]): Repeated<S>[] {
  if (typeof condition === "boolean") return condition ? things : [];
  return things.map((thing) => ({
    ...thing,
    forEach: conditional(condition, thing.forEach ?? [1], []),
    stands: and(condition, thing.stands ?? true),
  }));
}

/** Something with the `for_each` of the `dynamic` block it becomes, where that is not known yet. */
export type Repeated<S> = S & {
  readonly forEach?: IResolvable | string;
  /** Whether there is any of it. @default true */
  readonly stands?: Condition;
  /** Whether there is one for each of several things by name. @default false */
  readonly many?: boolean;
};

/** The parts of a repeated block: those that are known, and those that become `dynamic` blocks. */
export function split<S extends object>(
  things: readonly Repeated<S>[],
): {
  known: S[];
  dynamic: { forEach: IResolvable | string; content: S }[];
} {
  const known: S[] = [];
  const dynamic: { forEach: IResolvable | string; content: S }[] = [];
  for (const { forEach, stands: _, many: __, ...content } of things) {
    if (forEach === undefined) known.push(content as unknown as S);
    else dynamic.push({ forEach, content: content as unknown as S });
  }
  return { known, dynamic };
}

/** Adds the parts of a repeated block that are not known yet to an element, in Terraform's own names. */
export function addDynamic<S extends object>(
  element: TerraformElement,
  block: string,
  dynamic: readonly { forEach: IResolvable | string; content: S }[],
  toTerraform: (content: S) => object,
): void {
  if (dynamic.length === 0) return;
  const blocks = dynamic.map(({ forEach, content }) => ({ for_each: forEach, content: toTerraform(content) }));
  element.addOverride(`dynamic.${block}`, blocks);
}

/** A list as it is: {@link each}, {@link concat} and {@link chooseList} give arrays that cdktf resolves later. */
function decoded<T>(list: List<T>): List<T> {
  if (list instanceof DeferredList || !Token.isUnresolved(list)) return list;
  return new DeferredList(
    Tokenization.reverseList(list as readonly unknown[] as string[]) as IResolvable,
    (read) => read() as T,
  );
}

/** Texts as cdktf's expressions want them: they escape neither quotes nor backslashes. */
export function escaped<T>(value: T): T {
  if (Array.isArray(value)) return (isDeferred(value) ? value : value.map(escaped)) as T;
  return (typeof value === "string" ? value.replace(/["\\]/g, "\\$&") : value) as T;
}

/** An expression to stand inside another one. */
export function reference(expression: IResolvable | string): string {
  return Token.asString(expression);
}

/** A field's name as Terraform has it. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
