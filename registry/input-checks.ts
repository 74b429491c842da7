import type { Field, ListField, Member, NamedField, NumberField, SectionField, TextField } from "./field";
import { inputWords, snakeCase } from "./input-type";
import { all, either, type Validation } from "./validation";

/** A check of an input, with where in its value it looks. */
export interface InputCheck extends Validation {
  /** Names, `0` for the first item of a list, and `*` for the first of things by name. Empty: the value itself. */
  readonly path: readonly (string | 0)[];
  /** What it refuses there. */
  readonly refused: unknown;
}

/** Where a check looks, and how it gets there. */
interface Place {
  readonly path: InputCheck["path"];
  /** In words: `each of batch.instance_types`. */
  readonly name: string;
  /** The expression of the value. */
  readonly value: string;
  /** Puts the condition of the value into the loops and conditionals that lead to it. */
  readonly wrap: (condition: string) => string;
  /** How many loops lead to it. */
  readonly depth: number;
}

/**
 * Everything that the settings refuse in a field, as `validation` blocks of the input of its name.
 *
 * @see https://developer.hashicorp.com/terraform/language/values/variables#custom-validation-rules
 */
export function inputChecks(name: string, member: Member): InputCheck[] {
  const value = `var.${name}`;
  const mayBeNull = (!member.required && isNullable(member)) || member.orNull;
  return checks(member.field, { path: [], name, value, wrap: (it) => it, depth: 0 }, mayBeNull);
}

function isNullable({ field, default: fallback }: Member): boolean {
  if (fallback !== undefined || field.kind === "list" || field.kind === "named") return false;
  return !(field.kind === "flag" && field.onlyYes);
}

function checks(field: Field, place: Place, mayBeNull: boolean): InputCheck[] {
  const there: Place = mayBeNull ? { ...place, wrap: (it) => place.wrap(unlessNull(place.value, it)) } : place;
  if (field.kind === "text") return textChecks(field, there);
  if (field.kind === "number") return numberChecks(field, there);
  if (field.kind === "list") return listChecks(field, there);
  if (field.kind === "named") return namedChecks(field, there);
  return field.kind === "section" ? sectionChecks(field, there) : [];
}

/** Not `||`: before 1.12 Terraform evaluates both sides, and the length of null is an error. */
function unlessNull(value: string, condition: string): string {
  return `${value} == null ? true : ${condition}`;
}

function check(place: Place, condition: string, message: string, refused: unknown): InputCheck {
  const { path, wrap } = place;
  return { path, refused, condition: `\${${wrap(condition)}}`, error_message: message };
}

function textChecks({ length, pattern, refuses, choices, allowed }: TextField, place: Place): InputCheck[] {
  const { value, name } = place;
  const message = `${name} must be ${inputWords(allowed)}.`;
  if (choices) return [check(place, `contains(${JSON.stringify(choices)}, ${value})`, message, "other")];
  const matches = (text: string) => `can(regex(${JSON.stringify(text)}, ${value}))`;
  const [shortest, longest] = length;
  if (longest === Number.MAX_SAFE_INTEGER && !pattern) return [];
  const tests = [
    ...(shortest > 0 ? [`length(${value}) >= ${shortest}`] : []),
    `length(${value}) <= ${longest}`,
    ...(pattern ? [matches(pattern)] : []),
    ...refuses.map((refused) => `!${matches(refused)}`),
  ];
  const wrong = ["*", "", "x".repeat(longest + 1)].find(
    (text) => text.length < shortest || text.length > longest || (pattern && !new RegExp(pattern, "u").test(text)),
  );
  return [check(place, all(...tests), message, wrong)];
}

function numberChecks({ least, most, choices }: NumberField, place: Place): InputCheck[] {
  const { value, name } = place;
  if (choices)
    return [
      check(place, `contains(${JSON.stringify(choices)}, ${value})`, `${name} must be ${choices.join(", ")}.`, -1),
    ];
  if (most === Number.MAX_SAFE_INTEGER) return [];
  const range = all(`${value} >= ${least}`, `${value} <= ${most}`, `floor(${value}) == ${value}`);
  return [check(place, range, `${name} must be a whole number from ${least} to ${most}.`, most + 1)];
}

const ITEMS = ["item", "entry", "part"];

function listChecks({ item, most }: ListField, place: Place): InputCheck[] {
  const { value, name, path, depth, wrap } = place;
  const one = ITEMS[depth] as string;
  const inner: Place = {
    path: [...path, 0],
    name: item.kind === "section" ? `${name}[*]` : `each of ${name}`,
    value: one,
    wrap: (it) => wrap(`alltrue([for ${one} in ${value} : ${it}])`),
    depth: depth + 1,
  };
  const size =
    most === undefined
      ? []
      : [check(place, `length(${value}) <= ${most}`, `${name} must have at most ${most}.`, Array(most + 1).fill("x"))];
  return [...checks(item, inner, false), ...size];
}

function namedChecks({ item, names, most }: NamedField, place: Place): InputCheck[] {
  const { value, name, path, depth, wrap } = place;
  const one = ITEMS[depth] as string;
  const keys: Place = { ...place, value: "key", wrap: (it) => wrap(`alltrue([for key in keys(${value}) : ${it}])`) };
  const inner: Place = {
    path: [...path, "*"],
    name: item.kind === "section" ? `${name}[*]` : `each of ${name}`,
    value: one,
    wrap: (it) => wrap(`alltrue([for ${one} in values(${value}) : ${it}])`),
    depth: depth + 1,
  };
  const tooMany = Object.fromEntries(Array.from({ length: (most ?? 0) + 1 }, (_, index) => [`k${index}`, ""]));
  return [
    ...(names
      ? textChecks(names, { ...keys, name: `each name in ${name}` }).map((it) => ({
          ...it,
          refused: { "*": sample(item) },
        }))
      : []),
    ...(most === undefined
      ? []
      : [check(place, `length(${value}) <= ${most}`, `${name} must have at most ${most}.`, tooMany)]),
    ...checks(item, inner, false),
  ];
}

/** Anything of the right type. */
function sample(field: Field): unknown {
  return field.kind === "section" ? {} : "";
}

function sectionChecks({ members, ways }: SectionField, place: Place): InputCheck[] {
  const { path, name, value } = place;
  const fields = Object.entries(members).flatMap(([field, member]) => {
    const own = snakeCase(field);
    const at = { ...place, path: [...path, own], name: `${name}.${own}`, value: `${value}.${own}` };
    return checks(member.field, at, !member.required && isNullable(member));
  });
  return [...(ways.length > 0 ? wayChecks({ members, ways }, place) : []), ...fields];
}

/** One way is complete, and nothing is there that another one needs. */
function wayChecks({ members, ways }: Pick<SectionField, "members" | "ways">, place: Place): InputCheck[] {
  const needed = [...new Set(ways.flat())];
  // one way with nothing to tell it by, and another: whichever is given
  if (needed.length < 2) return [];
  const isThere = (name: string, there: boolean) => {
    const value = `${place.value}.${snakeCase(name)}`;
    const kind = members[name]?.field.kind;
    if (kind === "flag") return there ? value : `!${value}`;
    if (kind === "list") return `length(${value}) ${there ? ">" : "=="} 0`;
    return `${value} ${there ? "!=" : "=="} null`;
  };
  const tests = ways.map((way) => `(${needed.map((name) => isThere(name, way.includes(name))).join(" && ")})`);
  const words = ways.filter((way) => way.length > 0).map((way) => way.map(snakeCase).join(" with "));
  const none = ways.some((way) => way.length === 0) ? "at most one" : "one";
  const message = `${place.name} must have ${none} of ${words.join(" and ")}.`;
  const ofKind = (kind: Field["kind"]) => needed.filter((name) => members[name]?.field.kind === kind).map(snakeCase);
  const others = needed.map(snakeCase).filter((name) => ![...ofKind("flag"), ...ofKind("list")].includes(name));
  return [check(place, either(...tests), message, new EveryWay(ofKind("flag"), ofKind("list"), others))];
}

/** A section that is written in every way at once; some ways are only a yes, and of some there is no example. */
export class EveryWay {
  constructor(
    readonly flags: readonly string[],
    readonly lists: readonly string[],
    readonly others: readonly string[],
  ) {}
}
