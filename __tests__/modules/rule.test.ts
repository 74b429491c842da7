import { faultOf } from "../../modules/rule";
import { EXAMPLES } from "./rule-examples";

const NOT_LITERAL = {
  "${": 'contains "${", which Terraform would fill in',
  "%{": 'contains "%{", which Terraform would fill in',
  "*": "contains a wildcard, which a policy would widen",
  "?": "contains a wildcard, which a policy would widen",
  "\n": "contains a line break or another control character",
  "\u0007": "contains a line break or another control character",
};

describe.each(Object.entries(EXAMPLES))("the rule %s", (_, { rule, right, wrong }) => {
  test.each(right.map((value) => [value]))("lets %j through", (value) => {
    expect(faultOf(rule, value)).toBeUndefined();
  });

  test.each(Object.entries(wrong))("refuses %j: it %s", (value, fault) => {
    expect(faultOf(rule, value)).toBe(fault);
  });

  test.each(Object.entries(NOT_LITERAL))("refuses %j anywhere, in its pattern too", (text, because) => {
    const example = right.at(-1) || "x";
    for (const at of [0, 1, example.length]) {
      const value = example.slice(0, at) + text + example.slice(at);
      expect(faultOf(rule, value)).toContain(because);
      expect(value).not.toMatch(new RegExp(rule.pattern, "u"));
    }
  });

  // lookaround, back references, shorthand classes and the dot differ between JavaScript and RE2; RE2 repeats 1,000 times
  test("is written in what JavaScript and RE2 share", () => {
    for (const pattern of [rule.pattern, ...rule.refuses.map(([refused]) => refused)]) {
      expect(pattern).not.toMatch(/\(\?|\\[0-9dDsSwWbB]|\{[0-9]*,?[0-9]{4,}\}/);
      expect(pattern.replace(/\[[^\]]*\]/g, "")).not.toContain(".");
    }
  });

  test("says what is allowed, and the page it comes from", () => {
    expect(rule.allowed).toMatch(/^\S.*[^.\s]$/);
    expect(rule.page).toMatch(/^https:[/][/]docs[.]aws[.]amazon[.]com[/]/);
  });
});

test("a fault names everything that is wrong", () => {
  expect(faultOf(EXAMPLES.objectPrefix.rule, "/a*")).toBe(
    "contains a wildcard, which a policy would widen; starts with a slash: object keys do not; does not end with a slash: it would also match longer names",
  );
});
