import type { Field } from "./field";
import { checksOf, type Input } from "./input";
import { EveryWay, type InputCheck } from "./input-checks";
import { snakeCase } from "./input-type";

/** A value that an input refuses, and what is said then. */
export interface Refusal {
  readonly input: string;
  /** What is wrong, by its place: `batch_max_vcpus`. */
  readonly name: string;
  readonly value: unknown;
  readonly message: string;
}

/**
 * One wrong value for everything that an input is checked for, the rest of it right.
 *
 * @param right values that are right: of examples, and the default
 */
export function refusalsOf(input: Input, right: readonly unknown[]): Refusal[] {
  // of what no example has, anything of the right type
  const values = [...right, sample(input.member.field)].filter((value) => value !== undefined && value !== null);
  const seen = new Map<string, number>();
  return checksOf(input).map((check) => {
    const words = [input.name, ...check.path.filter((part) => part !== 0 && part !== "*")].join("_");
    const times = (seen.get(words) ?? 0) + 1;
    seen.set(words, times);
    const name = times === 1 ? words : `${words}_${times}`;
    return { input: input.name, name, value: wrong(check, values, input.member.field), message: check.error_message };
  });
}

function wrong({ path, refused }: InputCheck, values: readonly unknown[], field: Field): unknown {
  if (refused instanceof EveryWay) {
    const section = fieldAt(field, path);
    const members = section?.kind === "section" ? Object.entries(section.members) : [];
    const least = members.flatMap(([name, member]) =>
      [...refused.lists, ...refused.others].includes(snakeCase(name)) ? [[snakeCase(name), sample(member.field)]] : [],
    );
    const every = values.map((value) => at(value, path)).filter((value) => value !== undefined) as object[];
    const flags = Object.fromEntries(refused.flags.map((flag) => [flag, true]));
    const given = every.map((way) => Object.fromEntries(Object.entries(way).filter(([, it]) => !isEmptyList(it))));
    return replaced(values[0], path, Object.assign(Object.fromEntries(least), ...given, flags), field);
  }
  // a value that has the place itself, or at least what it is in
  const known = [path, path.slice(0, -1)].flatMap((part) => values.filter((value) => at(value, part) !== undefined));
  return replaced(known[0] ?? values[0], path, refused, field);
}

/** The least of a type. */
function sample(field: Field): unknown {
  if (field.kind === "list") return [sample(field.item)];
  if (field.kind === "text") return field.choices?.[0] ?? "x";
  if (field.kind === "number") return field.least;
  if (field.kind === "flag") return false;
  if (field.kind === "named") return {};
  const required = Object.entries(field.members).filter(([, member]) => member.required);
  return Object.fromEntries(required.map(([name, member]) => [snakeCase(name), sample(member.field)]));
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function at(value: unknown, path: InputCheck["path"]): unknown {
  return path.reduce<unknown>((inner, part) => {
    if (inner === null || typeof inner !== "object") return undefined;
    return Object.entries(inner).find(([name]) => part === "*" || name === String(part))?.[1] ?? undefined;
  }, value);
}

/** What a place holds. */
function fieldAt(field: Field | undefined, path: InputCheck["path"]): Field | undefined {
  const [part, ...rest] = path;
  if (part === undefined || field === undefined) return field;
  return fieldAt(fieldBelow(field, part), rest);
}

function fieldBelow(field: Field | undefined, part: string | 0): Field | undefined {
  if (field?.kind === "list" || field?.kind === "named") return field.item;
  if (field?.kind !== "section") return undefined;
  return Object.entries(field.members).find(([name]) => snakeCase(name) === part)?.[1].field;
}

/** A value with another one at a place; what leads there, and must be beside it, is made where it is missing. */
function replaced(value: unknown, path: InputCheck["path"], by: unknown, field: Field | undefined): unknown {
  const [part, ...rest] = path;
  if (part === undefined) return by;
  const below = fieldBelow(field, part);
  if (part === 0) {
    const [first, ...others] = Array.isArray(value) ? value : [];
    return [replaced(first ?? least(below), rest, by, below), ...others];
  }
  const section = value !== null && typeof value === "object" ? (value as Record<string, unknown>) : {};
  const name = part === "*" ? (Object.keys(section)[0] ?? "own") : part;
  return { ...section, [name]: replaced(section[name] ?? least(below), rest, by, below) };
}

/** The least of a section; a list or a map is made by what is in it. */
function least(field: Field | undefined): unknown {
  return field?.kind === "section" ? sample(field) : undefined;
}
