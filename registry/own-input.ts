import type { Rule } from "../modules/rule";
import type { Field, Member, NumberField, TextField } from "./field";

/** A rule for a text, or the least and the most of a whole number. */
export type Limit = Rule | readonly [least: number, most: number];

/** An input that a module has of its own, where the settings have no such field. */
export interface InputProps {
  readonly description: string;
  /** Left out, the input is required; `null`, it may be left out. */
  readonly default?: unknown;
  /** What its value, or each item of a list, must be. */
  readonly limit?: Limit;
  /** One of these, for a text. */
  readonly choices?: readonly string[];
}

/** Any text, number or flag. */
const ANY: Readonly<Record<"text" | "number" | "flag", Field>> = {
  text: { kind: "text", length: [0, Number.MAX_SAFE_INTEGER], refuses: [], allowed: "a text" },
  number: { kind: "number", least: Number.MIN_SAFE_INTEGER, most: Number.MAX_SAFE_INTEGER },
  flag: { kind: "flag", onlyYes: false },
};

/** A field of one kind with its limit. */
export function fieldWith(kind: "text" | "number" | "flag", { limit, choices }: Partial<InputProps>): Field {
  if (choices) return { ...(ANY.text as TextField), choices, allowed: choices.join(" or ") };
  if (limit === undefined) return ANY[kind];
  return isRange(limit) ? rangeField(limit) : ruleField(limit);
}

/** A list of sections, by their fields. */
export function sectionsOf(
  fields: Readonly<Record<string, Omit<InputProps, "default"> & { kind: "text" | "number" }>>,
): Field {
  const members = Object.entries(fields).map(([name, { kind, ...props }]): [string, Member] => [
    name,
    { field: fieldWith(kind, props), description: props.description, required: true, orNull: false },
  ]);
  return { kind: "list", item: { kind: "section", members: Object.fromEntries(members), ways: [] } };
}

/** An input as a member of the module's inputs, which have Terraform's names. */
export function memberWith(field: Field, { description, default: fallback }: InputProps): Member {
  return {
    field,
    description,
    required: fallback === undefined,
    orNull: false,
    ...(fallback !== undefined && fallback !== null && { default: fallback }),
  };
}

function ruleField({ name, length, pattern, refuses, allowed }: Rule): TextField {
  return {
    kind: "text",
    length,
    pattern,
    refuses: refuses.map(([refused]) => refused),
    allowed: allowed.startsWith(name) ? allowed : `${name}: ${allowed}`,
  };
}

function rangeField([least, most]: readonly [number, number]): NumberField {
  return { kind: "number", least, most };
}

function isRange(limit: Limit): limit is readonly [number, number] {
  return Array.isArray(limit);
}
