import type { Rule } from "../modules/rule";
import type { InputProps } from "./registry-module";

/** A rule for a text, or the least and the most of a whole number. */
export type Limit = Rule | readonly [least: number, most: number];

/** A check of a variable: what must hold, and what to say when it does not. */
export interface Validation {
  readonly condition: string;
  readonly error_message: string;
}

/**
 * The limits of an input as `validation` blocks, so that a module refuses what the settings refuse.
 *
 * @see https://developer.hashicorp.com/terraform/language/values/variables#custom-validation-rules
 */
export function validations(name: string, { type, default: fallback, limit, fields = {} }: InputProps): Validation[] {
  const variable = `var.${name}`;
  const ofItems = (test: string) => `alltrue([for item in ${variable} : ${test}])`;
  const checks = Object.entries(fields).map(([field, ofField]) =>
    validation(`${field} of each of ${name}`, ofField, ofItems(holds(ofField, `item.${field}`))),
  );
  if (!limit) return checks;
  if (type.startsWith("list(")) return [validation(`each of ${name}`, limit, ofItems(holds(limit, "item"))), ...checks];
  // not `||`: before 1.12 Terraform evaluates both sides, and the length of null is an error
  const optional = fallback === null ? `${variable} == null ? true : ` : "";
  return [validation(name, limit, optional + holds(limit, variable))];
}

function validation(what: string, limit: Limit, condition: string): Validation {
  return { condition: `\${${condition}}`, error_message: `${what} must be ${inWords(limit)}.` };
}

function inWords(limit: Limit): string {
  if (isRange(limit)) return `a whole number from ${limit[0]} to ${limit[1]}`;
  const { name, allowed } = limit;
  return allowed.startsWith(name) ? allowed : `${name}: ${allowed}`;
}

function holds(limit: Limit, value: string): string {
  if (isRange(limit)) {
    const [least, most] = limit;
    return all(`${value} >= ${least}`, `${value} <= ${most}`, `floor(${value}) == ${value}`);
  }
  const { length, pattern, refuses } = limit;
  const [shortest, longest] = length;
  const matches = (text: string) => `can(regex(${JSON.stringify(text)}, ${value}))`;
  const none = refuses.map(([refused]) => `!${matches(refused)}`);
  return all(`length(${value}) >= ${shortest}`, `length(${value}) <= ${longest}`, matches(pattern), ...none);
}

/** Every test on a line of its own. */
function all(...tests: string[]): string {
  return `(\n${tests.join(" &&\n")}\n)`;
}

function isRange(limit: Limit): limit is readonly [number, number] {
  return Array.isArray(limit);
}
