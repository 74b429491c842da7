import { z } from "zod";
import { faultOf, type Rule } from "../modules/rule";

/**
 * The kinds of field that settings are made of.
 *
 * Each is a zod schema whose error is the sentence of what is allowed, never zod's own: stacks/settings-issue.ts makes a
 * mistake of it. JSON Schema gets the same patterns, limits and sentences.
 */

/** Text that keeps a rule. */
export function text(rule: Rule) {
  const [minLength, maxLength] = rule.length;
  const not = rule.refuses.map(([pattern]) => ({ pattern }));
  return z
    .string({ error: rule.allowed })
    .check(({ value, issues }) => {
      const fault = faultOf(rule, value);
      if (fault === undefined) return;
      const hint = fault === `is not ${rule.name}` ? "" : `\nit ${fault}`;
      issues.push({ code: "custom", input: value, message: rule.allowed + hint });
    })
    .meta({
      pattern: rule.pattern,
      minLength,
      maxLength,
      patternErrorMessage: rule.allowed,
      ...(not.length > 0 && { not: not.length === 1 ? not[0] : { anyOf: not } }),
    });
}

/** A whole number in a range, both ends inclusive. */
export function whole(least: number, most: number) {
  const error = `a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/** Yes or no. */
export function flag() {
  return z.boolean({ error: "true or false" });
}

/** One of several words; words that people try and that are refused may have a reason. */
export function choice<const T extends readonly [string, ...string[]]>(
  words: T,
  refused: Readonly<Record<string, string>> = {},
) {
  const allowed = words.join(" or ");
  const reason = (input: unknown) =>
    typeof input === "string" && Object.hasOwn(refused, input) ? `\n${refused[input]}` : "";
  return z.enum(words, { error: ({ input }) => allowed + reason(input) });
}

/** A list of at least one, each once. */
export function list<T extends z.ZodType>(item: T, what: string) {
  const error = `a list of ${what}, at least one`;
  return z
    .array(item, { error })
    .min(1, { error })
    .check(
      z.superRefine(
        (entries, context) => {
          entries.forEach((entry, index) => {
            if (typeof entry === "string" && entries.indexOf(entry) < index)
              context.addIssue({ code: "custom", path: [index], message: `each of the ${what} once` });
          });
        },
        { when: ({ value }) => Array.isArray(value) },
      ),
    )
    .meta({ uniqueItems: true });
}

/** Settings by name; a name that is not known is a mistake. */
export function section<T extends z.ZodRawShape>(shape: T) {
  const names = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: ({ code }) => (code === "unrecognized_keys" ? names : `a section with ${names}`),
  });
}

/** Several ways to write one setting, told apart by the names that were used. */
export function either<const T extends readonly [z.ZodType, z.ZodType, ...z.ZodType[]]>(allowed: string, ways: T) {
  return z.union(ways, { error: allowed });
}

/** Says that a value is wrong: where, what is allowed there, and why. */
export type Refuse = (path: PropertyKey[], allowed: string, hint?: string) => void;

/** A way to say it that ends in the list of mistakes. */
export function refusing(context: z.core.$RefinementCtx): Refuse {
  return (path, allowed, hint) =>
    context.addIssue({ code: "custom", path, message: hint ? `${allowed}\n${hint}` : allowed });
}

/**
 * A section with something that must hold between its settings.
 *
 * Looked at when those settings are right by themselves, whatever else is wrong: mistakes are shown together.
 */
export function relating<T extends z.ZodObject, const K extends keyof z.output<T>>(
  schema: T,
  names: readonly K[],
  look: (value: Pick<z.output<T>, K>, refuse: Refuse) => void,
): T {
  return schema.check(
    z.superRefine((value, context) => look(value as Pick<z.output<T>, K>, refusing(context)), {
      when: ({ value, issues }) => isSection(value) && !issues.some(({ path }) => names.includes(path?.[0] as K)),
    }),
  );
}

/** Whether a value is a section: names and values. */
export function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
