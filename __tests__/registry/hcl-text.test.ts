import { hclText, isInterpolation, isReadableHeredoc } from "../../registry/hcl-text";

const BRACE_IN_A_STRING = '${jsonencode({"a" = "}"})}';
const STRING_IN_A_STRING = '${var.a ? "${upper("}")}/b" : "{"}';

describe("a text in HCL", () => {
  test.each([
    ["stands in quotes", "acme", '"acme"'],
    ["has its quotes and backslashes escaped", 'say "a\\b"', '"say \\"a\\\\b\\""'],
    ["has its line breaks and tabs escaped", "a\n\tb\r", '"a\\n\\tb\\r"'],
    ["has control characters by their numbers, which HCL has no letters for", "\b\f\u0001", '"\\u0008\\u000c\\u0001"'],
    ["keeps a backslash before a b", "\\b", '"\\\\b"'],
    ["keeps letters of other scripts", "Köln 東京", '"Köln 東京"'],
    ["keeps an interpolation as it is", 'arn:${var.a["x"]}/"y"', '"arn:${var.a["x"]}/\\"y\\""'],
    ["keeps an escaped interpolation escaped, and escapes within", '$${aws:"x"}', '"$${aws:\\"x\\"}"'],
    ["keeps an escaped directive escaped", "%%{http_code}", '"%%{http_code}"'],
    ["keeps a directive as it is", '%{ if var.a == "x" }y%{ endif }', '"%{ if var.a == "x" }y%{ endif }"'],
    ["ends an interpolation behind a map", '${{"a" = {}}}/b"', '"${{"a" = {}}}/b\\""'],
    ["does not end an interpolation at a brace in a string", `${BRACE_IN_A_STRING}"`, `"${BRACE_IN_A_STRING}\\""`],
    ["does not end a string at a quote in its interpolation", `${STRING_IN_A_STRING}"`, `"${STRING_IN_A_STRING}\\""`],
    ["does not end a string at an escaped quote", '${f("\\"}")}"', '"${f("\\"}")}\\""'],
    ["does not look for interpolations behind an escape in a string", '${f("$${")}"', '"${f("$${")}\\""'],
    ["keeps a lonely dollar sign", "5$ {", '"5$ {"'],
  ])("%s", (_what, text, written) => {
    expect(hclText(text)).toBe(written);
  });

  test("refuses an interpolation that is not closed", () => {
    expect(() => hclText("a ${var.b")).toThrow("an interpolation is not closed in 'a ${var.b'");
    expect(() => hclText('a ${f("b}')).toThrow("a string is not closed in 'a ${f(\"b}'");
  });
});

test.each([
  ["${var.a}", true],
  [BRACE_IN_A_STRING, true],
  [STRING_IN_A_STRING, true],
  ["${var.a}${var.b}", false],
  ["${var.a}/b", false],
  ["a${var.b}", false],
  ["$${var.a}", false],
  ["%{ if true }a%{ endif }", false],
  ["acme", false],
])("a text is one interpolation from its first character to its last: %s is %s", (text, is) => {
  expect(isInterpolation(text)).toBe(is);
});

test.each([
  ["several lines", "a\nb\n", true],
  ["several lines with quotes and interpolations", 'a "${var.b}"\n\tc\\d\n', true],
  ["one line", "a\n", false],
  ["lines whose last one is not ended, which would be one more", "a\nb", false],
  ["lines with a carriage return, which an editor would take away", "a\r\nb\r\n", false],
  ["lines of which one ends the text", "a\n  EOT\nb\n", false],
])("a text is readable on lines of its own: %s", (_what, text, is) => {
  expect(isReadableHeredoc(text)).toBe(is);
});
