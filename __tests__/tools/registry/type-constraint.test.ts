import { takesAll } from "../../../tools/registry/type-constraint";

const EXPIRY = "object({ prefix = string, days = number })";

describe("a type", () => {
  test.each([
    ["string", "string"],
    ["any", "list(string)"],
    ["string", "number"],
    ["string", "bool"],
    ["list(string)", "list(number)"],
    ["map(any)", "map(string)"],
    [`list(${EXPIRY})`, "list(object({days=number,prefix=string}))"],
    ["object({ prefix = string, days = optional(number) })", "object({ prefix = string })"],
    ["object({ prefix = string, days = optional(number, 14) })", EXPIRY],
    ['object({ a = optional(object({ b = string }), { b = "}" }), c = string })', "object({ c = string })"],
    ["object({ a = optional(string) })", "object({ a = optional(string) })"],
    ["object({})", "object({})"],
  ])("%s takes all that %s took", (type, before) => {
    expect(takesAll(type, before)).toBe(true);
  });

  test.each([
    ["number", "string"],
    ["bool", "string"],
    ["string", "any"],
    ["set(string)", "list(string)"],
    ["list(number)", "list(string)"],
    ["string", "list(string)"],
    ["list(string)", "string"],
    [EXPIRY, "object({ prefix = string })"],
    ["object({ prefix = string })", EXPIRY],
    [EXPIRY, "object({ prefix = string, days = optional(number) })"],
    ["object({ prefix = string, day = optional(number) })", "object({ prefix = string, days = optional(number) })"],
    [EXPIRY, "map(string)"],
    [`map(${EXPIRY})`, `list(${EXPIRY})`],
  ])("%s takes less than %s", (type, before) => {
    expect(takesAll(type, before)).toBe(false);
  });

  test.each(["", "strin", "list(string", "list()", "object({ a })", "list(string))", "tuple([string])"])(
    "is refused when it is not one that modules have: '%s'",
    (type) => {
      expect(() => takesAll(type, "string")).toThrow(`'${type}' is no type that our modules have: string, number`);
    },
  );
});
