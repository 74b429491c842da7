import { fieldChanges } from "../../../tools/registry/field-changes";
import { readType } from "../../../tools/registry/type-constraint";

const EXPIRY = "object({ prefix = string, days = number })";

/** What an input's type is, what it was, and what that is to its users. */
const CHANGES: [now: string, before: string, ...changes: string[]][] = [
  ["string", "string"],
  ["any", "list(string)", "minor: input it is any, and was list"],
  ["string", "number", "minor: input it is string, and was number"],
  ["string", "bool", "minor: input it is string, and was bool"],
  ["number", "string", "major: input it is number, and was string"],
  ["string", "any", "major: input it is string, and was any"],
  ["set(string)", "list(string)", "major: input it is set, and was list"],
  ["string", "list(string)", "major: input it is string, and was list"],
  ["list(string)", "string", "major: input it is list, and was string"],
  ["list(number)", "list(string)", "major: input it[] is number, and was string"],
  ["map(any)", "map(string)", "minor: input it[] is any, and was string"],
  [EXPIRY, "map(string)", "major: input it is object, and was map"],
  [`list(${EXPIRY})`, "list(object({days=number,prefix=string}))"],
  [EXPIRY, "object({ prefix = string })", "major: input it.days is new and required"],
  ["object({ prefix = string })", EXPIRY, "major: input it.days is gone"],
  [
    "object({ prefix = string, days = optional(number) })",
    "object({ prefix = string })",
    "minor: input it.days is new",
  ],
  ["object({ prefix = string, days = optional(number, 14) })", EXPIRY, "minor: input it.days may be left out"],
  [EXPIRY, "object({ prefix = string, days = optional(number, 14) })", "major: input it.days is required, and was not"],
  [
    "list(object({ days = optional(number, 30) }))",
    "list(object({ days = optional(number, 14) }))",
    "minor: input it[].days is 30 where it is left out, and was 14",
  ],
  [
    "object({ ssh = optional(object({ from = list(string) })) })",
    "object({ ssh = optional(object({ from = list(string), key = optional(string) })) })",
    "major: input it.ssh.key is gone",
  ],
  [
    "object({ a = number, c = optional(bool) })",
    "object({ a = string, b = optional(bool) })",
    "major: input it.b is gone",
    "major: input it.a is number, and was string",
    "minor: input it.c is new",
  ],
];

test.each(CHANGES)("an input that is %s and was %s", (now, before, ...changes) => {
  const found = fieldChanges("input ", { it: { type: readType(now) } }, { it: { type: readType(before) } });
  expect(found.map(({ level, what }) => `${level}: ${what}`)).toEqual(changes);
});
