import { z } from "zod";
import { thingName } from "../modules/aws-rules";
import { settingsSchema } from "../stacks/settings";

/**
 * A field of the settings as an input of a module has it: its kind, its limits, and its fields in turn.
 *
 * All of it is read from the settings' schema, so that a module takes what the settings take, in the same words.
 */
export type Field = TextField | NumberField | FlagField | ListField | SectionField | NamedField;

/** A text that keeps a rule, or one of several words. */
export interface TextField {
  readonly kind: "text";
  readonly length: readonly [shortest: number, longest: number];
  readonly pattern?: string;
  readonly refuses: readonly string[];
  readonly choices?: readonly string[];
  /** What is allowed, in words. */
  readonly allowed: string;
}

/** A whole number in a range, or one of several. */
export interface NumberField {
  readonly kind: "number";
  readonly least: number;
  readonly most: number;
  readonly choices?: readonly number[];
}

export interface FlagField {
  readonly kind: "flag";
  /** Whether only a yes is written, to choose a way: `create: true`. */
  readonly onlyYes: boolean;
}

export interface ListField {
  readonly kind: "list";
  readonly item: Field;
  readonly most?: number;
}

/** Fields by their names in the settings. */
export interface SectionField {
  readonly kind: "section";
  readonly members: Readonly<Record<string, Member>>;
  /** Where there are several ways to write it: what each needs, and the others do not. */
  readonly ways: readonly (readonly string[])[];
}

/** Things of one kind by names of one's own. */
export interface NamedField {
  readonly kind: "named";
  readonly item: Field;
  /** What their names must be. */
  readonly names?: TextField;
  readonly most?: number;
  /** Those that are there unless others are given, with what differs from the defaults of all. */
  readonly usual: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A field of a section. */
export interface Member {
  readonly field: Field;
  readonly description: string;
  readonly required: boolean;
  /** What it is where it is left out. Undefined: nothing. */
  readonly default?: unknown;
  /** Whether the settings take `false` for it, which is null here. */
  readonly orNull: boolean;
}

/** The part of JSON Schema that the settings have. */
interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly enum?: readonly (string | number)[];
  readonly default?: unknown;
  readonly description?: string;
  readonly pattern?: string;
  readonly patternErrorMessage?: string;
  readonly not?: { readonly pattern?: string; readonly anyOf?: readonly { readonly pattern: string }[] };
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
}

/** The fields of a section of the settings, by their names there. */
export function membersOf(schema: z.ZodType): Readonly<Record<string, Member>> {
  const field = fieldOf(z.toJSONSchema(schema, { io: "input", target: "draft-7" }) as Schema);
  if (field.kind !== "section") throw new Error(`the settings of a module must be a section, got a ${field.kind}`);
  return field.members;
}

/** Fields without one of them, or without one of a section's. */
export function withoutField(
  members: Readonly<Record<string, Member>>,
  path: string,
): Readonly<Record<string, Member>> {
  const [first = "", ...rest] = path.split(".");
  const { [first]: found, ...others } = members;
  if (!found) throw new Error(`the settings have no '${path}'`);
  if (rest.length === 0) return others;
  if (found.field.kind !== "section") throw new Error(`'${first}' must be a section`);
  const field = { ...found.field, members: withoutField(found.field.members, rest.join(".")) };
  return { ...members, [first]: { ...found, field } };
}

/**
 * Fields of which one has ways that a plan can tell apart, whatever the values are: by a field that one way then needs.
 *
 * @param usual what it is where it is left out, in that field; null where nothing is
 */
export function toldBy(
  members: Readonly<Record<string, Member>>,
  name: string,
  by: string,
  usual: unknown = null,
): Readonly<Record<string, Member>> {
  const { default: _, ...member } = members[name] as Member;
  const { field } = member;
  if (field.kind !== "section" || !(by in field.members)) throw new Error(`'${name}' must be a section with '${by}'`);
  const { default: __, ...told } = field.members[by] as Member;
  const ways = field.ways.map((way) => (way.length === 0 ? [by] : way));
  const changed = { ...field, ways, members: { ...field.members, [by]: told } };
  return { ...members, [name]: { ...member, field: changed, ...(usual !== null && { default: { [by]: usual } }) } };
}

/**
 * The fields that stand beside the systems and hold for each: `name`, `tags`, `iam` and `network`.
 *
 * Without IAM's quotas: whether a policy fits is asked when a stack is written, and a module is written already.
 */
export function sharedMembers(): Readonly<Record<SharedName, Member>> {
  shared ??= readShared();
  return shared;
}

let shared: Readonly<Record<SharedName, Member>> | undefined;

function readShared(): Readonly<Record<SharedName, Member>> {
  const all = membersOf(settingsSchema) as Readonly<Record<SharedName, Member>>;
  const { members } = all.iam.field as SectionField;
  const kept = Object.entries(members).filter(([name]) => name === "path" || name === "permissionsBoundary");
  return {
    ...all,
    iam: { ...all.iam, field: { kind: "section", members: Object.fromEntries(kept), ways: [] } },
    // settings need none where no system runs instances; a module that asks for it does
    network: { ...all.network, required: true },
  };
}

/** What holds for every system. */
export type SharedName = "name" | "tags" | "iam" | "network";

function fieldOf(schema: Schema): Field {
  const ways = waysOf(schema);
  const [way] = ways;
  if (way === undefined) throw new Error(`${JSON.stringify(schema)} must be more than a word`);
  if (way.type === "object") return ways.length === 1 ? objectOf(way) : sectionOf(ways);
  if (ways.length > 1) throw new Error(`${JSON.stringify(schema)} must be of one kind`);
  if (way.type === "array") return listOf(way);
  if (way.type === "boolean") return { kind: "flag", onlyYes: way.const === true };
  return way.type === "integer" ? numberOf(way) : textOf(way);
}

/** The ways to write a field; `false` and the words that stand for a section are none, and `true` is an empty section. */
function waysOf(schema: Schema): readonly Schema[] {
  const ways = schema.anyOf;
  if (!ways) return [schema];
  const isWord = ({ type, const: word }: Schema) => word !== undefined || type === "boolean";
  const takesTrue = ways.some(({ type, const: word }) => type === "boolean" && word === undefined);
  return [...(takesTrue ? [{ type: "object" }] : []), ...ways.filter((way) => !isWord(way))];
}

function objectOf(schema: Schema): Field {
  const { additionalProperties: other, propertyNames, maxProperties: most, properties = {} } = schema;
  if (typeof other !== "object") return sectionOf([schema]);
  const item = fieldOf(other);
  const usual = Object.entries(properties).map(([name, one]) => [name, differences(fieldOf(one), item)]);
  const names = propertyNames && textOf({ patternErrorMessage: thingName.allowed, ...propertyNames });
  return { kind: "named", item, usual: Object.fromEntries(usual), ...(names && { names }), ...(most && { most }) };
}

/** The defaults that one section has and another has not. */
function differences(one: Field, other: Field): Record<string, unknown> {
  if (one.kind !== "section" || other.kind !== "section") return {};
  const own = Object.entries(one.members).filter(
    ([name, member]) => JSON.stringify(member.default) !== JSON.stringify(other.members[name]?.default),
  );
  return Object.fromEntries(own.map(([name, member]) => [name, member.default]));
}

function sectionOf(ways: readonly Schema[]): SectionField {
  const members: Record<string, Member> = {};
  for (const { properties = {}, required = [] } of ways)
    for (const [name, schema] of Object.entries(properties)) {
      members[name] ??= memberOf(schema, ways.length === 1 && required.includes(name));
    }
  return { kind: "section", members, ways: ways.length > 1 ? ways.map(({ required = [] }) => required) : [] };
}

function memberOf(schema: Schema, isRequired: boolean): Member {
  const { description = "", default: fallback, anyOf = [] } = schema;
  const orNull = anyOf.some(({ type, const: word }) => type === "boolean" && word !== true);
  const field = fieldOf(schema);
  const usual = field.kind === "named" ? field.usual : fallback;
  const known = fallback !== undefined && !(orNull && fallback === false);
  return { field, description, orNull, required: isRequired && !known, ...(known && { default: usual }) };
}

function listOf({ items = {}, maxItems: most }: Schema): ListField {
  return { kind: "list", item: fieldOf(items), ...(most !== undefined && { most }) };
}

function numberOf({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER, enum: choices }: Schema): NumberField {
  return { kind: "number", least: minimum, most: maximum, ...(choices && { choices: choices as number[] }) };
}

function textOf({ pattern, patternErrorMessage, not, enum: words, ...schema }: Schema): TextField {
  const { minLength = 0, maxLength = Number.MAX_SAFE_INTEGER } = schema;
  const choices = words as readonly string[] | undefined;
  return {
    kind: "text",
    length: [minLength, maxLength],
    refuses: not?.anyOf?.map((one) => one.pattern) ?? (not?.pattern ? [not.pattern] : []),
    allowed: patternErrorMessage ?? choices?.join(" or ") ?? `at most ${maxLength} characters`,
    ...(pattern && { pattern }),
    ...(choices && { choices }),
  };
}
