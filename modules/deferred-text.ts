import { conditional, Fn, ref, TerraformDataSource, type TerraformResource, Token } from "cdktf";
import {
  attribute,
  type Condition,
  choose,
  DeferredList,
  escaped,
  isDeferred,
  type List,
  present,
  reference,
} from "./deferred";
import { Expression } from "./deferred-expression";

/**
 * Values that may be missing, and texts that are taken apart: known now, or only when Terraform runs.
 *
 * The rest of the vocabulary is in modules/deferred.ts. A value that is missing is undefined here and null in Terraform.
 */

/** A value under a condition, and otherwise none. */
export function onlyWhen<T extends string | number>(condition: Condition, value: T | undefined): T | undefined {
  if (typeof condition === "boolean") return condition ? value : undefined;
  if (value === undefined) return undefined;
  if (typeof value === "number") return Token.asNumber(conditional(condition, value, Token.nullValue())) as T;
  return Token.asString(new Expression((written) => `${written(condition)} ? ${written(value)} : null`)) as T;
}

/** The first text that was given; the last one always is. */
export function firstGiven(...texts: [...(string | undefined)[], string]): string {
  const given = texts.filter((text) => text !== undefined);
  const known = given.findIndex((text) => !isDeferred(text));
  const [one, ...others] = known < 0 ? given : given.slice(0, known + 1);
  if (others.length === 0) return one as string;
  // coalesce of Terraform passes over empty texts, and fails where there is nothing else
  if (others.length === 1 && others[0] === "") return choose(present(one), one as string, "");
  return Token.asString(Fn.coalesce([one as string, ...others].map(escaped)));
}

/** The texts that were given. */
export function given<T extends string>(...texts: (T | undefined)[]): List<T> {
  const there = texts.filter((text) => text !== undefined);
  if (!there.some(isDeferred)) return there;
  const compact = new Expression((written) => `compact([${there.map(written).join(", ")}])`);
  return DeferredList.ofStrings(compact) as DeferredList<string> as List<T>;
}

/** A number as it stands in a text, where cdktf does not find one that is not known yet. */
export function digits(number: number | undefined): string {
  return isDeferred(number) ? Token.asString(number) : `${number}`;
}

/** Texts under a condition, and otherwise none. */
export function listIf<T extends string>(condition: Condition, texts: readonly T[]): List<T> {
  if (typeof condition === "boolean") return condition ? texts : [];
  const list = new Expression((written) => `${written(condition)} ? ${written(texts)} : []`);
  return DeferredList.ofStrings(list) as DeferredList<string> as List<T>;
}

/** A text of each number from 1 on, in a list. */
export function upTo(last: number, text: (number: string) => string): List<string> {
  if (!isDeferred(last)) return Array.from({ length: last }, (_, index) => text(`${index + 1}`));
  const each = text(Token.asString(ref("number")));
  return DeferredList.ofStrings(
    new Expression((written) => `[for number in range(1, ${written(last)} + 1) : ${written(each)}]`),
  );
}

/** A text of each of a list, by the one it is made of. */
export function byText(list: List<string>, text: (item: string) => string): Record<string, string> {
  if (!(list instanceof DeferredList)) return Object.fromEntries(list.map((item) => [item, text(item)]));
  const each = text(Token.asString(ref("item")));
  return Token.asStringMap(
    new Expression((written) => `{ for item in ${written(list.expression)} : item => ${written(each)} }`),
  );
}

/** A list of the one text, or of none where it is missing. */
export function oneOrNone<T extends string>(text: T | undefined): List<T> {
  if (text === undefined) return [];
  if (!isDeferred(text)) return [text];
  return DeferredList.ofStrings(Token.asString(ref(`${reference(text)}[*]`))) as DeferredList<string> as List<T>;
}

/** A text without what it ends with. */
export function trimEnd(text: string, end: string): string {
  if (isDeferred(text)) return Token.asString(Fn.trimsuffix(text, end));
  return text.endsWith(end) ? text.slice(0, -end.length) : text;
}

/** A text without what it begins with. */
export function trimStart(text: string, beginning: string): string {
  if (isDeferred(text)) return Token.asString(Fn.trimprefix(text, beginning));
  return text.startsWith(beginning) ? text.slice(beginning.length) : text;
}

/** What follows the last slash, such as the name in the ARN of a role. */
export function lastPart(text: string): string {
  return isDeferred(text) ? Token.asString(Fn.basename(text)) : text.slice(text.lastIndexOf("/") + 1);
}

/** Whether a text begins with another one. */
export function startsWith(text: string, beginning: string): Condition {
  if (!isDeferred(text)) return text.startsWith(beginning);
  return new Expression((written) => `startswith(${written(text)}, ${JSON.stringify(beginning)})`);
}

/** Texts in a row, with something between them. */
export function joined(texts: List<string>, between: string): string {
  if (texts instanceof DeferredList) return Token.asString(Fn.join(escaped(between), Token.asList(texts.expression)));
  return isDeferred(texts)
    ? Token.asString(Fn.join(escaped(between), texts as string[]))
    : (texts as string[]).join(between);
}

/** Tags with more of them; what is said later counts. */
export function withTags(tags: Record<string, string> | undefined, more: Record<string, string>) {
  if (!isDeferred(tags)) return { ...tags, ...more };
  return Token.asStringMap(Fn.merge([tags, more]));
}

/** Texts by name, as many as are there. */
export function textsWhere(
  ...parts: readonly { readonly there: Condition; readonly texts: Readonly<Record<string, string>> }[]
): Record<string, string> {
  const there = parts.filter((part) => part.there !== false);
  if (there.every((part) => part.there === true)) return Object.assign({}, ...there.map(({ texts }) => texts));
  return Token.asStringMap(
    new Expression((written) => {
      const map = (texts: Readonly<Record<string, string>>) =>
        `{ ${Object.entries(texts)
          .map(([name, text]) => `${name} = ${written(text)}`)
          .join(", ")} }`;
      const maps = there.map((part) =>
        part.there === true ? map(part.texts) : `${written(part.there)} ? ${map(part.texts)} : {}`,
      );
      return `merge(${maps.join(", ")})`;
    }),
  );
}

/** An attribute of a thing that may not be there: none then. */
export function perhaps(thing: TerraformResource | TerraformDataSource, name: string): string {
  if (thing.count === undefined) return attribute(thing, name);
  return Token.asString(ref(`one(${everyOf(thing)}.${name})`, thing.cdktfStack));
}

/** An attribute of each of a thing: one where the thing is there, none where it is not. */
export function attributes(thing: TerraformResource | TerraformDataSource, name: string): string[] {
  if (thing.count === undefined) return [attribute(thing, name)];
  return Token.asList(ref(`${everyOf(thing)}.${name}`, thing.cdktfStack));
}

function everyOf(thing: TerraformResource | TerraformDataSource): string {
  const place = thing instanceof TerraformDataSource ? "data." : "";
  return `${place}${thing.terraformResourceType}.${thing.friendlyUniqueId}[*]`;
}
