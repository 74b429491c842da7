import type { Rule } from "../modules/rule";
import type { InputProps } from "./registry-module";

/** A check of a variable: what must hold, and what to say when it does not. */
export interface Validation {
  readonly condition: string;
  readonly error_message: string;
}

/**
 * The rule of an input as `validation` blocks, so that a module refuses what the settings refuse.
 *
 * @see https://developer.hashicorp.com/terraform/language/values/variables#custom-validation-rules
 */
export function validations(name: string, { type, default: fallback, rule, field }: InputProps): Validation[] {
  if (!rule) return [];
  const variable = `var.${name}`;
  const item = field ? `item.${field}` : "item";
  const holds = type.startsWith("list(")
    ? `alltrue([for item in ${variable} : ${ruleHolds(rule, item)}])`
    : ruleHolds(rule, variable);
  const optional = fallback === null ? `${variable} == null || ` : "";
  const what = field ? `${name}.${field}` : name;
  return [
    { condition: `\${${optional}${holds}}`, error_message: `${what} must be ${rule.name} (allowed: ${rule.allowed}).` },
  ];
}

function ruleHolds({ length: [shortest, longest], pattern, refuses }: Rule, value: string): string {
  const matches = (text: string) => `can(regex(${JSON.stringify(text)}, ${value}))`;
  return [
    `length(${value}) >= ${shortest}`,
    `length(${value}) <= ${longest}`,
    matches(pattern),
    ...refuses.map(([refused]) => `!${matches(refused)}`),
  ].join(" && ");
}
