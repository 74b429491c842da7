import { readType } from "../../../tools/registry/type-constraint";

const string = { kind: "word", word: "string" };
const number = { kind: "word", word: "number" };

describe("a type", () => {
  test.each<[text: string, type: object]>([
    ["string", string],
    ["list(string)", { kind: "collection", word: "list", item: string }],
    ["map(any)", { kind: "collection", word: "map", item: { kind: "word", word: "any" } }],
    ["object({})", { kind: "object", fields: {} }],
    ["object({ a = string, b = number })", { kind: "object", fields: { a: { type: string }, b: { type: number } } }],
    [
      "object({\n  a = string\n  b = number\n})",
      { kind: "object", fields: { a: { type: string }, b: { type: number } } },
    ],
  ])("is read: %s", (text, type) => {
    expect(readType(text)).toEqual(type);
  });

  test.each([
    ["optional(number)", "null"],
    ["optional(number, 30)", "30"],
    ["optional(number, max(1, 2))", "max ( 1 , 2 )"],
  ])("has a field that may be left out: %s", (field, fallback) => {
    expect(readType(`object({ a = ${field}, b = string })`)).toEqual({
      kind: "object",
      fields: { a: { type: number, default: fallback }, b: { type: string } },
    });
  });

  test("has objects in objects, and brackets in texts", () => {
    const text = 'object({ a = optional(object({ b = optional(string, "})") }), { b = "{" }) })';
    const inner = { kind: "object", fields: { b: { type: string, default: '"})"' } } };
    expect(readType(text)).toEqual({ kind: "object", fields: { a: { type: inner, default: '{ b = "{" }' } } });
  });

  test.each([
    "",
    "strin",
    "list(string",
    "list()",
    "object({ a })",
    "list(string))",
    "tuple([string])",
    "optional(string)",
  ])("is refused when it is not one that modules have: '%s'", (text) => {
    expect(() => readType(text)).toThrow(`'${text}' is no type that our modules have: string, number, bool, any, list`);
  });
});
