import { outputText } from "../../../tools/demo/output-text";

test.each<[what: string, value: unknown, shown: string]>([
  ["a text", "acme-duet", "    name\n      acme-duet"],
  ["a text of several lines", "process {\n\n  queue\n}\n", "    name\n      process {\n\n        queue\n      }"],
  ["a long text", "x".repeat(301), `    name\n      ${"x".repeat(60)}… (301 characters)`],
  ["a list", ["a", "b"], "    name\n      a\n      b"],
  ["a map", { headNode: "arn:aws:iam::1:role/x" }, "    name\n      headNode: arn:aws:iam::1:role/x"],
  ["a map of more than texts", { sizes: [1, 2], fixed: true }, "    name\n      sizes: [1,2]\n      fixed: true"],
  ["a number", 3, "    name\n      3"],
])("an output that is %s is shown as people read it", (_, value, shown) => {
  expect(outputText("name", value)).toBe(shown);
});
