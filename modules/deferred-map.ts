import {
  Fn,
  type IResolvable,
  type ITerraformIterator,
  ref,
  TerraformDataSource,
  TerraformIterator,
  type TerraformResource,
  Token,
  Tokenization,
} from "cdktf";
import { any, type Condition, DeferredList, each, isDeferred, type List, not, or, type Repeated } from "./deferred";
import { Expression } from "./deferred-expression";

/**
 * Things by names of one's own, such as environments and queues: known, or a map that only Terraform reads.
 *
 * The rest of the vocabulary is in modules/deferred.ts.
 */
export type Things<T> = Readonly<Record<string, T>> | DeferredMap<T>;

/** Reads a field of a thing, by Terraform's name for it. */
type Read = (field?: string) => string;

/** A map that is known only when Terraform runs, with the way to read a thing's fields. */
export class DeferredMap<T> {
  constructor(
    readonly expression: IResolvable | string,
    readonly itemOf: (read: Read) => T,
  ) {}
}

/** What something is made with where it is made once for all of them. */
export interface Times {
  readonly forEach?: ITerraformIterator;
}

/** Something made of one of them. */
export interface ThingMade<T> extends Times {
  readonly thing: T;
  readonly name: string;
  /** Construct ids, which have the name in them where it is known: `id("queue")`. */
  readonly id: (what: string) => string;
  /** Makes something of those for which a condition holds, and of no others. */
  readonly where: <R>(test: (thing: T) => Condition, make: (times: Times) => R) => R | undefined;
}

/** Makes something of each thing: one by one, or once with `for_each`. */
export function forEachThing<T, R>(things: Things<T>, make: (made: ThingMade<T>) => R): R[] {
  if (things instanceof DeferredMap) {
    const read: Read = (field) => Token.asString(ref(`each.value${field === undefined ? "" : `.${field}`}`));
    return [
      make({
        thing: things.itemOf(read),
        name: Token.asString(ref("each.key")),
        id: (what) => what,
        forEach: iterator(things),
        where: (test, some) => some({ forEach: iterator(thingsWhere(things, test) as DeferredMap<T>) }),
      }),
    ];
  }
  return Object.entries(things).map(([name, thing]) =>
    make({
      thing,
      name,
      id: (what) => `${name}-${what}`,
      where: (test, some) => (test(thing) === true ? some({}) : undefined),
    }),
  );
}

function iterator({ expression }: DeferredMap<unknown>): ITerraformIterator {
  return TerraformIterator.fromMap(Token.asAnyMap(expression));
}

/**
 * Makes one of two things of each thing, by what holds for it: one by one, or each kind once with its own `for_each`.
 *
 * @param test what a plan can answer
 */
export function forEachOfTwoKinds<T, R>(
  things: Things<T>,
  test: (thing: T) => Condition,
  yes: (made: ThingMade<T>) => R,
  no: (made: ThingMade<T>) => R,
): R[] {
  if (!(things instanceof DeferredMap))
    return forEachThing(things, (it) => (test(it.thing) === true ? yes(it) : no(it)));
  const others = thingsWhere(things, (thing) => not(test(thing)));
  return [...forEachThing(thingsWhere(things, test), yes), ...forEachThing(others, no)];
}

/**
 * What is repeated for each thing, several at a time: in an array now, or one description each with its `for_each`.
 *
 * @param block the name of the repeated block, by which Terraform knows the thing
 * @param make makes the descriptions; some may stand under a condition on the thing, and none may be repeated itself
 */
export function repeatThings<T, S extends object>(
  things: Things<T>,
  block: string,
  make: (thing: T) => readonly Repeated<S>[],
): Repeated<S>[] {
  if (!(things instanceof DeferredMap)) return Object.values(things).flatMap(make);
  // once as the block reads the thing, and once as the loop does which keeps those for which it stands
  const conditions = inLoop(things, make).map(({ stands = true }) => stands);
  const { expression, itemOf } = things;
  const made = make(itemOf((field) => Token.asString(ref(`${block}.value${below(field)}`))));
  return made.map((one, index) => {
    const forEach = new Expression((written) => {
      const condition = conditions[index];
      const all = `values(${written(expression)})`;
      return condition === true ? all : `[for item in ${all} : item if ${written(condition)}]`;
    });
    return { ...one, forEach, many: true, stands: any(new DeferredList(forEach, itemOf)) };
  });
}

/** The things of some names, in the order of the names; those that are not there are left out where that is known. */
export function thingsNamed<T>(things: Things<T>, names: List<string>): List<T> {
  if (!(things instanceof DeferredMap)) return each(names, (name) => name).flatMap((name) => things[name] ?? []);
  if (!(names instanceof DeferredList))
    throw new Error("names of things that are not known yet must not be known either");
  const { expression, itemOf } = things;
  return new DeferredList(names.expression, (read) =>
    itemOf((field) =>
      Token.asString(new Expression((written) => `${written(expression)}[${written(read())}]${below(field)}`)),
    ),
  );
}

/** A name that some thing has, or the first of all where none has it. */
export function nameOrFirst<T>(things: Things<T>, name: string): string {
  if (things instanceof DeferredMap) {
    const names = (written: (value: unknown) => string) => `keys(${written(things.expression)})`;
    return Token.asString(
      new Expression((written) => `contains(${names(written)}, "${name}") ? "${name}" : ${names(written)}[0]`),
    );
  }
  const [first] = Object.keys(things);
  if (first === undefined) throw new Error("there must be at least one thing");
  return name in things ? name : first;
}

/** A text of each thing, in a list. */
export function eachThing<T, R extends string>(things: Things<T>, text: (thing: T, name: string) => R): List<R> {
  if (!(things instanceof DeferredMap)) return Object.entries(things).map(([name, thing]) => text(thing, name));
  const one = inLoop(things, text);
  const list = new Expression((written) => `[for name, item in ${written(things.expression)} : ${written(one)}]`);
  return DeferredList.ofStrings(list) as DeferredList<string> as List<R>;
}

/** A text of each thing, by its name, or by one that is made of it. */
export function mapThings<T>(
  things: Things<T>,
  text: (thing: T, name: string) => string,
  named = (name: string) => name,
): Record<string, string> {
  if (!(things instanceof DeferredMap))
    return Object.fromEntries(Object.entries(things).map(([name, thing]) => [named(name), text(thing, name)]));
  const one = inLoop(things, text);
  const key = named(Token.asString(ref("name")));
  return Token.asStringMap(
    new Expression(
      (written) => `{ for name, item in ${written(things.expression)} : ${written(key)} => ${written(one)} }`,
    ),
  );
}

/** Texts by name, as things. */
export function asThings(texts: Record<string, string>): Things<string>;
/** Texts by name, each as what is made of it. */
export function asThings<T>(texts: Record<string, string>, make: (text: string) => T): Things<T>;
export function asThings(texts: Record<string, string>, make: (text: string) => unknown = (text) => text) {
  if (isDeferred(texts)) return new DeferredMap(Tokenization.reverseMap(texts) as IResolvable, (read) => make(read()));
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, make(text)]));
}

/**
 * Texts of things that are not a first text, each once, by the text; what is numbered is all of them, the first one too.
 *
 * @param first may be missing; it has the number 1 then as well
 */
export function othersThan<T>(
  first: string | undefined,
  things: Things<T>,
  textOf: (thing: T) => string | undefined,
): Things<{ readonly number: string; readonly key: string }> {
  if (!(things instanceof DeferredMap)) {
    const all = [...new Set([first, ...Object.values(things).map(textOf)])];
    const numbered = all.map((key, index) => ({ key, number: `${index + 1}` })).slice(1);
    return Object.fromEntries(
      numbered.flatMap(({ key, number }) => (key === undefined ? [] : [[key, { key, number }]])),
    );
  }
  const one = inLoop(things, textOf);
  const others = new Expression((written) => {
    const texts = `[for item in values(${written(things.expression)}) : ${written(one)}]`;
    const all = `distinct(concat([${first === undefined ? "null" : written(first)}], ${texts}))`;
    return `{ for place, key in ${all} : key => { number = place + 1, key = key } if place > 0 && key != null }`;
  });
  return new DeferredMap(others, (read) => ({ number: read("number"), key: read("key") }));
}

/** Texts by name, of all that are given. */
export function allTexts(...texts: readonly Record<string, string>[]): Record<string, string> {
  if (!texts.some(isDeferred)) return Object.assign({}, ...texts);
  return texts.length === 1 ? (texts[0] as Record<string, string>) : Token.asStringMap(Fn.merge([...texts]));
}

/** One text by its name, where it is there. */
export function oneTextIf(there: Condition, name: string, text: string): Record<string, string> {
  if (typeof there === "boolean") return there ? { [name]: text } : {};
  return Token.asStringMap(
    new Expression((written) => `${written(there)} ? { (${written(name)}) = ${written(text)} } : {}`),
  );
}

/** Whether something holds for any of the things. */
export function anyThing<T>(things: Things<T>, test: (thing: T) => Condition): Condition {
  if (!(things instanceof DeferredMap)) return Object.values(things).map(test).reduce<Condition>(or, false);
  const holds = inLoop(things, test);
  if (typeof holds === "boolean") return holds;
  return new Expression(
    (written) => `anytrue([for item in values(${written(things.expression)}) : ${written(holds)}])`,
  );
}

/** The things for which something holds. */
export function thingsWhere<T>(things: Things<T>, test: (thing: T, name: string) => Condition): Things<T> {
  if (!(things instanceof DeferredMap))
    return Object.fromEntries(Object.entries(things).filter(([name, thing]) => test(thing, name) === true));
  const holds = inLoop(things, test);
  if (holds === true) return things;
  const kept = new Expression(
    (written) => `{ for name, item in ${written(things.expression)} : name => item if ${written(holds)} }`,
  );
  return new DeferredMap(kept, things.itemOf);
}

/** The things with other texts in some of their fields, such as a default that depends on another one. */
export function thingsWith<T extends object>(
  things: Things<T>,
  texts: (thing: T) => Partial<Record<keyof T & string, string>>,
): Things<T> {
  if (!(things instanceof DeferredMap))
    return Object.fromEntries(Object.entries(things).map(([name, thing]) => [name, { ...thing, ...texts(thing) }]));
  const fields = Object.entries(inLoop(things, texts));
  const merged = new Expression((written) => {
    const lines = fields.map(([field, text]) => `${snakeCase(field)} = ${written(text)}`);
    return `{ for name, item in ${written(things.expression)} : name => merge(item, {\n${lines.join("\n")}\n}) }`;
  });
  return new DeferredMap(merged, things.itemOf);
}

/** The names of the things. */
export function namesOf<T>(things: Things<T>): List<string> {
  if (!(things instanceof DeferredMap)) return Object.keys(things);
  return DeferredList.ofStrings(new Expression((written) => `keys(${written(things.expression)})`));
}

/** An attribute of what was made with `for_each`, by the names of the things. */
export function attributesByName(thing: TerraformResource | TerraformDataSource, name: string): Record<string, string> {
  if (thing.forEach === undefined) throw new Error(`'${thing.node.path}' must be made with 'forEach'`);
  const place = thing instanceof TerraformDataSource ? "data." : "";
  const type = `${place}${thing.terraformResourceType}.${thing.friendlyUniqueId}`;
  return Token.asStringMap(ref(`{ for name, made in ${type} : name => made.${name} }`, thing.cdktfStack));
}

function below(field?: string): string {
  return field === undefined ? "" : `.${field}`;
}

/** A field's name as Terraform has it. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function inLoop<T, R>({ itemOf }: DeferredMap<T>, make: (thing: T, name: string) => R): R {
  const read: Read = (field) => Token.asString(ref(`item${below(field)}`));
  return make(itemOf(read), Token.asString(ref("name")));
}
