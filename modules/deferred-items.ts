import { type IResolvable, type IResolveContext, Token, Tokenization } from "cdktf";
import { and, any, type Condition, chooseList, each, isDeferred, type List } from "./deferred";
import { anyOf, Expression } from "./deferred-expression";

/**
 * Lists some of whose texts are there only under a condition that is not known yet, such as the actions that a release of
 * a tool asks for.
 *
 * In the array stands one text for all of them, so that arrays are put together as ever and nobody who makes one asks what
 * is known. What is written of an array, or asked of its texts, goes through the words of this file.
 */
class Items implements IResolvable {
  readonly creationStack: string[] = [];

  constructor(
    readonly texts: readonly string[],
    readonly condition?: Condition,
    readonly expected = 1,
  ) {}

  resolve(_context: IResolveContext): never {
    throw new Error("texts of a list that are not known yet must stand in the list by themselves, not within a text");
  }

  toString(): string {
    return Token.asString(this);
  }
}

/** Texts of a list that are there only under a condition. */
export function itemsIf<T extends string>(condition: Condition, ...texts: readonly T[]): T[] {
  if (typeof condition === "boolean") return condition ? [...texts] : [];
  const plain = texts.filter((text) => !itemsIn(text));
  const inner = texts.flatMap((text) => itemsIn(text) ?? []);
  return [
    ...(plain.length > 0 ? [new Items(plain, condition)] : []),
    ...inner.map(({ texts, condition: own }) =>
      own === undefined
        ? new Items(chooseList(condition, [...texts], []))
        : new Items(texts, remembered(and(condition, own))),
    ),
  ].map((items) => items.toString() as T);
}

/**
 * All texts of a list, in another one.
 *
 * @param expected how many a long list has, for policies, which are split before that is known
 */
export function itemsOf<T extends string>(list: List<T>, expected?: number): T[] {
  const texts = each(list, (text) => text);
  return isDeferred(texts) ? [new Items(texts, undefined, expected).toString() as T] : texts;
}

/** How many texts a text of an array may stand for. */
export function expectedItems(text: string): number {
  return itemsIn(text)?.expected ?? 1;
}

/** An array as Terraform takes it. */
export function itemList(items: readonly string[]): string[] {
  const parts = partsOf(items);
  if (parts.every(isPlain)) return [...items];
  return Token.asList(new Expression((written) => listOf(parts, written)));
}

/** The texts of an array in a row, with something between them. */
export function joinedItems(items: readonly string[], between: string): string {
  const parts = partsOf(items);
  if (parts.every(isPlain)) return items.join(between);
  return Token.asString(new Expression((written) => `join(${written(between)}, ${listOf(parts, written)})`));
}

function listOf(parts: ReturnType<typeof partsOf>, written: (value: unknown) => string): string {
  const lists = parts.map(({ texts, condition }) =>
    condition === undefined ? written(texts) : `${written(condition)} ? ${written(texts)} : []`,
  );
  return lists.length === 1 ? lists.join("") : `concat(${lists.join(", ")})`;
}

/** Every text that may be in an array, for what is asked of each of them. */
export function possibleItems<T extends string>(items: readonly T[]): T[] {
  return partsOf(items).flatMap(({ texts }) => texts as readonly T[]);
}

/** Whether there is anything in an array. */
export function anyItem(items: readonly string[]): Condition {
  return anyOf(partsOf(items).map(({ texts, condition }) => condition ?? any(texts)));
}

/** A condition whose expression is made once, for it may stand in others again and again. */
function remembered(condition: Condition): Condition {
  return typeof condition === "boolean" ? condition : new Expression((written) => written(condition));
}

/** A text made of each text of an array. */
export function mapItems<T extends string, R extends string>(items: readonly T[], text: (item: T) => R): R[] {
  return items.flatMap((item) => {
    const found = itemsIn(item);
    if (!found) return [text(item)];
    const texts = each(found.texts as readonly T[], text);
    return found.condition === undefined ? itemsOf(texts, found.expected) : itemsIf(found.condition, ...texts);
  });
}

/** The parts of an array in their order: texts that are there, and texts with their condition. */
export function partsOf(
  items: readonly string[],
): { readonly texts: readonly string[]; readonly condition?: Condition }[] {
  const parts: { texts: string[]; condition?: Condition }[] = [];
  for (const item of items) {
    const found = itemsIn(item);
    const last = parts.at(-1);
    if (found) parts.push({ ...found, texts: found.texts as string[] });
    else if (last && isPlain(last)) last.texts.push(item);
    else parts.push({ texts: [item] });
  }
  return parts;
}

function isPlain({ texts, condition }: { readonly texts: readonly string[]; readonly condition?: Condition }): boolean {
  return condition === undefined && !isList(texts);
}

/** Whether an array is a list of Terraform's, whole. */
function isList(texts: readonly string[]): boolean {
  return texts.length === 1 && (texts[0] as string).startsWith("#{");
}

function itemsIn(text: string): Items | undefined {
  if (!isDeferred(text) || text.startsWith("#{")) return undefined;
  const { length, firstToken } = Tokenization.reverseString(text);
  return length === 1 && firstToken instanceof Items ? firstToken : undefined;
}
