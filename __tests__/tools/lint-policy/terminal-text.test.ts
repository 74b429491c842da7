import { inColumns } from "../../../tools/lint-policy/terminal-text";

const ARN = "arn:aws:batch:${Region}:${Account}:compute-environment/${ComputeEnvironmentName}/of/somebody";

test.each([
  ["a few words", 4, ["    a few words"]],
  [`${"word ".repeat(16)}end`, 2, [`  ${"word ".repeat(14)}word`, "  word end"]],
  [
    `the resource ${ARN}`,
    4,
    [
      "    the resource arn:aws:batch:${Region}:${Account}:compute-environment/",
      "    ${ComputeEnvironmentName}/of/somebody",
    ],
  ],
  ["x".repeat(90), 0, ["x".repeat(80), "x".repeat(10)]],
  ["", 2, ["  "]],
])("a text is written in lines of at most 80 columns: %s, indented by %i", (text, indent, lines) => {
  expect(inColumns(text, indent).split("\n")).toEqual(lines);
});

test("what would steer a terminal is shown, not sent", () => {
  expect(inColumns("a\u001b[31mred\nline\u009b")).toBe("a\\u001b[31mred\\u000aline\\u009b");
});
