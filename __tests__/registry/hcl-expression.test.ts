import { readable } from "../../registry/hcl-expression";
import { indented } from "../../registry/indentation";

describe("an expression of cdktf's", () => {
  test.each([
    ["loses parentheses around all of it", "((var.a != null))", "var.a != null"],
    ["keeps parentheses that hold a part", "(var.a) ? (1) : (2)", "(var.a) ? (1) : (2)"],
    ["keeps those that hold lines together", "(\na &&\nb\n)", "(\na &&\nb\n)"],
    ["does not take a bracket in a text for one", '(f(")") )', 'f(")") '],
    ["keeps a short text as it is", 'base64encode("a\\n")', 'base64encode("a\\n")'],
    ["keeps a text of several lines that something follows", 'f("a\\nb\\n", 1)', 'f("a\\nb\\n", 1)'],
    ["keeps a list of texts that are joined by something", 'join(",", ["a\\nb\\n"])', 'join(",", ["a\\nb\\n"])'],
    ["keeps what a text of several lines cannot say", 'f("a\\nb\\u0001\\n")', 'f("a\\nb\\u0001\\n")'],
  ])("%s", (_what, expression, written) => {
    expect(readable(expression)).toBe(written);
  });

  test("that is long has each list that it puts together on a line, and each item of those that have several", () => {
    const arn = `"arn:aws:s3:::${"b".repeat(60)}"`;
    expect(readable(`concat([${arn}, "c"], var.a ? ["d", "e"] : [], var.a ? ["f"] : [], [for x in var.l : x])`)).toBe(
      `concat(\n[\n${arn},\n"c",\n],\nvar.a ? [\n"d",\n"e",\n] : [],\nvar.a ? ["f"] : [],\n[for x in var.l : x],\n)`,
    );
    expect(readable(`join("concat(", concat([${arn}], merge(["a"])))`)).toBe(
      `join("concat(", concat(\n[${arn}],\nmerge(["a"]),\n))`,
    );
  });

  test("has a script in lines, as it runs", () => {
    expect(readable('base64encode("#!/bin/sh\\necho \\"$HOME\\" $${x} \\\\d\\n")')).toBe(
      'base64encode(<<-EOT\n    #!/bin/sh\n    echo "$HOME" $${x} \\d\n  EOT\n)',
    );
  });

  test("has a script that it joins in lines, with the expressions where they stand", () => {
    const joined = 'base64encode(join("", ["a ", coalesce(var.a, "x, [y"), " b\\nc\\n"]))';
    expect(readable(joined)).toBe('base64encode(<<-EOT\n    a ${coalesce(var.a, "x, [y")} b\n    c\n  EOT\n)');
  });

  test("has parts of a script under their conditions, with the values in them", () => {
    const joined =
      'join("", ["#!/bin/sh\\n", (var.a != null) ? "a ${var.a}\\n$${b} \\"c\\"\\n" : "", var.b ? "x\\n" : "y\\n", var.c ? "d" : "e", "\\n"])';
    expect(readable(joined)).toBe(
      [
        "<<-EOT",
        "    #!/bin/sh",
        "    %{ if var.a != null }a ${var.a}",
        '    $${b} "c"',
        "    %{ endif }%{ if var.b }x",
        "    %{ else }y",
        '    %{ endif }${var.c ? "d" : "e"}',
        "  EOT",
        "",
      ].join("\n"),
    );
  });
});

test("a call of a module is indented and aligned as terraform fmt does it", () => {
  const call = [
    'module "a" {',
    'source = "b"',
    "a = 1",
    "list = [",
    '"x",',
    '"yy",',
    "]",
    "bb = {",
    "c = 1",
    "dd = 2",
    "}",
    "}",
  ];
  expect(indented(call.join("\n")).split("\n")).toEqual([
    'module "a" {',
    '  source = "b"',
    "  a      = 1",
    "  list = [",
    '    "x",',
    '    "yy",',
    "  ]",
    "  bb = {",
    "    c  = 1",
    "    dd = 2",
    "  }",
    "}",
  ]);
});
