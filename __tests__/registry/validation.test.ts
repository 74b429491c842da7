import type { Rule } from "../../modules/rule";
import { validations } from "../../registry/validation";

const WORD: Rule = {
  name: "a word",
  length: [2, 5],
  pattern: "^[a-z]+$",
  refuses: [
    ["^x", "starts with x"],
    ["[$]\\{", "would be filled in"],
  ],
  allowed: "2 to 5 letters",
  page: "https://example.test",
};

const holds = (value: string) =>
  [
    "${(",
    `length(${value}) >= 2 &&`,
    `length(${value}) <= 5 &&`,
    `can(regex("^[a-z]+$", ${value})) &&`,
    `!can(regex("^x", ${value})) &&`,
    `!can(regex("[$]\\\\{", ${value}))`,
    ")}",
  ].join("\n");

describe("the validation of an input", () => {
  test("is none without a limit", () => {
    expect(validations("a", { description: "", type: "string" })).toEqual([]);
  });

  test("says the rule's words, and tests all of it", () => {
    expect(validations("a", { description: "", type: "string", limit: WORD })).toEqual([
      { condition: holds("var.a"), error_message: "a must be a word: 2 to 5 letters." },
    ]);
  });

  test("does not say a name twice", () => {
    const limit = { ...WORD, allowed: "a word: acme" };
    expect(validations("a", { description: "", type: "string", limit })[0]?.error_message).toBe(
      "a must be a word: acme.",
    );
  });

  test("lets one through that was left out, without looking into it", () => {
    const [check] = validations("a", { description: "", type: "string", default: null, limit: WORD });
    expect(check?.condition).toBe(holds("var.a").replace("${", "${var.a == null ? true : "));
  });

  test("holds for each item of a list", () => {
    expect(validations("a", { description: "", type: "list(string)", limit: WORD })).toEqual([
      {
        condition: holds("item").replace("${", "${alltrue([for item in var.a : ").replace(/\}$/, "])}"),
        error_message: "each of a must be a word: 2 to 5 letters.",
      },
    ]);
  });

  test("holds for each field of each item of a list of objects", () => {
    const type = "list(object({ word = string, days = number }))";
    expect(validations("a", { description: "", type, fields: { word: WORD, days: [1, 9] } })).toEqual([
      {
        condition: holds("item.word").replace("${", "${alltrue([for item in var.a : ").replace(/\}$/, "])}"),
        error_message: "word of each of a must be a word: 2 to 5 letters.",
      },
      {
        condition:
          "${alltrue([for item in var.a : (\nitem.days >= 1 &&\nitem.days <= 9 &&\nfloor(item.days) == item.days\n)])}",
        error_message: "days of each of a must be a whole number from 1 to 9.",
      },
    ]);
  });

  test("holds a number to a range of whole numbers", () => {
    expect(validations("a", { description: "", type: "number", limit: [1, 9] })).toEqual([
      {
        condition: "${(\nvar.a >= 1 &&\nvar.a <= 9 &&\nfloor(var.a) == var.a\n)}",
        error_message: "a must be a whole number from 1 to 9.",
      },
    ]);
  });
});
