import {
  type IResolvable,
  type ITerraformIterator,
  ref,
  TerraformIterator,
  type TerraformResource,
  Token,
} from "cdktf";
import { type Condition, DeferredList, type List, or } from "./deferred";
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

/** A text of each thing, in a list. */
export function eachThing<T, R extends string>(things: Things<T>, text: (thing: T, name: string) => R): List<R> {
  if (!(things instanceof DeferredMap)) return Object.entries(things).map(([name, thing]) => text(thing, name));
  const each = inLoop(things, text);
  const list = new Expression((written) => `[for name, item in ${written(things.expression)} : ${written(each)}]`);
  return DeferredList.ofStrings(list) as DeferredList<string> as List<R>;
}

/** A text of each thing, by its name. */
export function mapThings<T>(things: Things<T>, text: (thing: T, name: string) => string): Record<string, string> {
  if (!(things instanceof DeferredMap))
    return Object.fromEntries(Object.entries(things).map(([name, thing]) => [name, text(thing, name)]));
  const each = inLoop(things, text);
  return Token.asStringMap(
    new Expression((written) => `{ for name, item in ${written(things.expression)} : name => ${written(each)} }`),
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
  const kept = new Expression(
    (written) => `{ for name, item in ${written(things.expression)} : name => item if ${written(holds)} }`,
  );
  return new DeferredMap(kept, things.itemOf);
}

/** The names of the things. */
export function namesOf<T>(things: Things<T>): List<string> {
  if (!(things instanceof DeferredMap)) return Object.keys(things);
  return DeferredList.ofStrings(new Expression((written) => `keys(${written(things.expression)})`));
}

/** An attribute of what was made with `for_each`, by the names of the things. */
export function attributesByName(thing: TerraformResource, name: string): Record<string, string> {
  if (thing.forEach === undefined) throw new Error(`'${thing.node.path}' must be made with 'forEach'`);
  const type = `${thing.terraformResourceType}.${thing.friendlyUniqueId}`;
  return Token.asStringMap(ref(`{ for name, made in ${type} : name => made.${name} }`, thing.cdktfStack));
}

function inLoop<T, R>({ itemOf }: DeferredMap<T>, make: (thing: T, name: string) => R): R {
  const read: Read = (field) => Token.asString(ref(`item${field === undefined ? "" : `.${field}`}`));
  return make(itemOf(read), Token.asString(ref("name")));
}
