import type { Field, Member, SectionField } from "./field";
import { hclExpression } from "./hcl";

/**
 * A field of the settings in Terraform's types.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/type-constraints#optional-object-type-attributes
 */

/** A name of the settings as Terraform has it: `volumeGiB` is `volume_gib`. */
export function snakeCase(name: string): string {
  return name.replace("GiB", "Gib").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The type of a field: `list(object({ … }))`. */
export function typeOf(field: Field): string {
  if (field.kind === "text") return "string";
  if (field.kind === "number") return "number";
  if (field.kind === "flag") return "bool";
  if (field.kind === "list") return `list(${typeOf(field.item)})`;
  if (field.kind === "named") return `map(${typeOf(field.item)})`;
  const members = Object.entries(field.members).map(([name, member]) => `${snakeCase(name)} = ${memberType(member)}`);
  return `object({\n${members.join("\n")}\n})`;
}

function memberType(member: Member): string {
  const type = typeOf(member.field);
  if (member.required) return type;
  const fallback = fallbackOf(member);
  return fallback === undefined ? `optional(${type})` : `optional(${type}, ${hclExpression(fallback)})`;
}

/** What a field is where it is left out; undefined for null. */
export function fallbackOf({ field, default: fallback }: Member): unknown {
  if (fallback !== undefined) return inputValue(field, fallback);
  if (field.kind === "list") return [];
  if (field.kind === "named") return {};
  return field.kind === "flag" && field.onlyYes ? false : undefined;
}

/** A value of the settings as an input takes it; `false` for a whole section is null, and `true` an empty one. */
export function inputValue(field: Field, value: unknown): unknown {
  if (field.kind === "list" && Array.isArray(value)) return value.map((item) => inputValue(field.item, item));
  if (field.kind === "list" && value === false) return null;
  if (field.kind === "named") {
    const things = Object.entries(value as object).filter(([, thing]) => thing !== false);
    return Object.fromEntries(things.map(([name, thing]) => [name, inputValue(field.item, thing)]));
  }
  return field.kind === "section" ? sectionValue(field, value) : value;
}

function sectionValue({ members }: SectionField, value: unknown): unknown {
  if (value === false || value === null) return null;
  if (value === true) return {};
  // `network: create` is a section without settings of its own
  if (typeof value === "string") return { [value]: {} };
  const entries = Object.entries(value as object).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    entries.map(([name, item]) => {
      const member = members[name];
      if (!member) throw new Error(`'${name}' must be one of ${Object.keys(members).join(", ")}`);
      return [snakeCase(name), inputValue(member.field, item)];
    }),
  );
}

/** What an input is for: the settings' sentence, and for a section one line for each of its fields. */
export function descriptionOf({ description, field, orNull }: Member): string {
  const own = inputWords(orNull ? description.replace(/\bfalse\b/g, "null") : description);
  const section = sectionIn(field);
  if (!section) return own;
  return `${[own, "", ...lines(section, "")].join("\n")}\n`;
}

function lines({ members }: SectionField, above: string): string[] {
  return Object.entries(members).flatMap(([name, member]) => {
    const path = `${above}${snakeCase(name)}`;
    const fallback = fallbackOf(member);
    const isSaid = /\bDefault\b/.test(member.description) || typeof fallback === "object" || fallback === undefined;
    const usual = isSaid ? "" : ` Default: ${hclExpression(fallback)}.`;
    const inner = sectionIn(member.field);
    const text = inputWords(member.description) || "Either of:";
    return [`- \`${path}\`: ${text}${usual}`, ...(inner ? lines(inner, `${path}.`) : [])];
  });
}

/** The section that a field is, or that each of its items is. */
function sectionIn(field: Field): SectionField | undefined {
  if (field.kind === "section") return field;
  return field.kind === "list" || field.kind === "named" ? sectionIn(field.item) : undefined;
}

/** A sentence of the settings with Terraform's names in it, where nobody speaks of settings or stacks. */
export function inputWords(sentence: string): string {
  return sentence
    .replace(/\b[a-z]+(?:[A-Z][A-Za-z]*)+\b/g, (name) => (name === "vCPUs" ? name : snakeCase(name)))
    .replace("unless they are false", "unless others are given")
    .replace("the account of the settings", "the account")
    .replace("this stack", "this module");
}
