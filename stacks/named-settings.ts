import { z } from "zod";
import { thingName } from "../modules/aws-rules";
import { faultOf } from "../modules/rule";
import { either, isSection, type Refuse, refusing } from "./settings-field";

/**
 * Things by names of one's own, beside those that are there unless they are false.
 *
 * @param known the things that are there, by name
 * @param other what a thing of another name is
 * @param what they are called in messages: `environments`
 */
export function byName<T extends z.ZodRawShape, C extends z.ZodType>(known: T, other: C, what: string) {
  return z
    .object(known, { error: `a section of ${what}: <name>: <settings>, or <name>: false` })
    .catchall(other)
    .check(
      z.superRefine((value, context) => checkNames(value, refusing(context)), {
        when: ({ value }) => isSection(value),
      }),
    )
    .meta({ propertyNames: { pattern: thingName.pattern, maxLength: thingName.length[1] } });
}

function checkNames(things: object, refuse: Refuse): void {
  for (const name of Object.keys(things))
    if (faultOf(thingName, name)) refuse([name], `${thingName.allowed}, as a name`);
}

/** A thing that can be left out. */
export function orFalse<T extends z.ZodType>(settings: T, what: string) {
  return either(`false, or a section with the ${what}'s settings`, [z.literal(false), settings]);
}

/** The things that are not left out. */
export function thoseThere<T>(things: Readonly<Record<string, T | false>>): Record<string, T> {
  return Object.fromEntries(Object.entries(things).flatMap(([name, it]) => (it === false ? [] : [[name, it as T]])));
}
