import { hclBlock, hclExpression } from "../../registry/hcl";

/** A block without indentation, for `terraform fmt` does that. */
function lines(...text: string[]): string {
  return text.join("\n");
}

/** What cdktf's own typed fragments look like. */
function block(...value: object[]) {
  return { value, isBlock: true, type: "list" };
}

describe("an expression", () => {
  test.each([
    ["a text", "acme", '"acme"'],
    ["an interpolation alone loses its quotes", "${var.acme}", "var.acme"],
    ["an interpolation with text keeps them", "${var.acme}/*", '"${var.acme}/*"'],
    ["two interpolations keep them", "${var.a}${var.b}", '"${var.a}${var.b}"'],
    ["a number", 14, "14"],
    ["a yes", true, "true"],
    ["nothing", null, "null"],
    ["an empty list", [], "[]"],
    ["a list of one stands in one line", ["a"], '["a"]'],
    ["a list of more has a line for each", ["a", "${var.b}"], '[\n"a",\nvar.b,\n]'],
    ["an empty map", {}, "{}"],
    ["a map", { owner: "genomics" }, '{\nowner = "genomics"\n}'],
    ["a map in a list", [{ a: [1] }], "[{\na = [1]\n}]"],
    ["a map whose keys are no names", { "aws:x": 1, "a-b": 2 }, '{\n"aws:x" = 1\na-b = 2\n}'],
  ])("%s", (_what, value, written) => {
    expect(hclExpression(value)).toBe(written);
  });

  test("quotes keys that would be read as something else", () => {
    expect(hclExpression({ for: 1, true: 2, null: 3, "${var.a}": 4, 'say "a"': 5 })).toBe(
      lines("{", '"for" = 1', '"true" = 2', '"null" = 3', '"${var.a}" = 4', '"say \\"a\\"" = 5', "}"),
    );
  });
});

describe("a block", () => {
  test("without anything in it stands in one line", () => {
    expect(hclBlock("data", ["aws_region", "this"], {})).toBe('data "aws_region" "this" {}');
  });

  test("has count first, then arguments, then blocks, then lifecycle, then depends_on", () => {
    const written = hclBlock("resource", ["aws_x", "this"], {
      depends_on: ["aws_y.this"],
      lifecycle: { prevent_destroy: true },
      rule: block({ days: { value: 7, isBlock: false, type: "simple" } }),
      name: { value: "acme", isBlock: false, type: "simple" },
      count: "${var.create ? 1 : 0}",
      "//": { metadata: { path: "test/x" } },
    });
    expect(written).toBe(
      lines(
        'resource "aws_x" "this" {',
        "count = var.create ? 1 : 0",
        'name = "acme"',
        "",
        "rule {",
        "days = 7",
        "}",
        "",
        "lifecycle {",
        "prevent_destroy = true",
        "}",
        "",
        "depends_on = [aws_y.this]",
        "}",
      ),
    );
  });

  test("reads a statement in the order of a sentence", () => {
    const written = hclBlock("statement", [], {
      resources: ["*"],
      actions: ["s3:GetObject"],
      effect: "Deny",
      sid: "Read",
    });
    expect(written.match(/^\w+(?= =)/gm)).toEqual(["sid", "effect", "actions", "resources"]);
  });

  test("is repeated for each of a list", () => {
    expect(hclBlock("x", [], { rule: block({ id: "a" }, { id: "b" }) })).toBe(
      lines("x {", "rule {", 'id = "a"', "}", "", "rule {", 'id = "b"', "}", "}"),
    );
  });

  test("is refused where it is not known, for HCL has no expression for blocks", () => {
    const value = { value: "${var.rules}", isBlock: true };
    expect(() => hclBlock("x", [], { rule: value })).toThrow(
      "block 'rule' must be known when the module is written, got '${var.rules}'",
    );
  });

  test("has a comment above it, in lines that fit", () => {
    const because = `${"word ".repeat(40)}end`;
    const written = hclBlock("x", [], { rule: block({ id: "a" }), other: block({}) }, (name) =>
      name === "rule" ? because : undefined,
    );
    const comment = written.split("\n").filter((line) => line.startsWith("#"));
    expect(comment.map((line) => line.slice(2)).join(" ")).toBe(because);
    expect(comment.length).toBe(2);
    expect(Math.max(...comment.map(({ length }) => length))).toBeLessThanOrEqual(118);
    expect(written).toContain(`${comment.at(-1)}\nrule {`);
  });

  test("has a text of several lines as it is", () => {
    expect(hclBlock("output", ["script"], { value: 'echo "${var.a}"\nexit\n' })).toBe(
      lines('output "script" {', "value = <<-EOT", '    echo "${var.a}"', "    exit", "  EOT", "}"),
    );
  });
});

describe("a dynamic block", () => {
  test("has its for_each, its comment above and its blocks inside", () => {
    const statement = {
      for_each: "${var.create ? [1] : []}",
      content: { sid: "Read", principals: [{ type: "AWS", identifiers: "${var.roles}" }], tags: ["a"] },
    };
    const written = hclBlock("data", ["x", "this"], { dynamic: { statement: [statement] } }, (name, { sid }) =>
      name === "statement" ? `why ${sid}` : undefined,
    );
    expect(written).toBe(
      lines(
        'data "x" "this" {',
        "# why Read",
        'dynamic "statement" {',
        "for_each = var.create ? [1] : []",
        "",
        "content {",
        'sid = "Read"',
        'tags = ["a"]',
        "",
        "principals {",
        'type = "AWS"',
        "identifiers = var.roles",
        "}",
        "}",
        "}",
        "}",
      ),
    );
  });

  test("of a kind stands beside others of the same kind, in their order", () => {
    const rule = (id: string) => ({ for_each: [1], content: { id } });
    const written = hclBlock("x", [], { rule: block({ id: "known" }), dynamic: { rule: [rule("a"), rule("b")] } });
    expect([...written.matchAll(/id = "(\w+)"/g)].map(([, id]) => id)).toEqual(["known", "a", "b"]);
    expect(written.match(/^dynamic "rule"/gm)).toHaveLength(2);
  });

  test("may hold another one", () => {
    const inner = { for_each: "${rule.value.days}", content: { days: "${expiration.value}" } };
    const outer = { for_each: "${var.rules}", content: { dynamic: { expiration: [inner] } } };
    expect(hclBlock("x", [], { dynamic: { rule: [outer] } })).toContain(
      lines(
        "content {",
        'dynamic "expiration" {',
        "for_each = rule.value.days",
        "",
        "content {",
        "days = expiration.value",
      ),
    );
  });
});

describe("the lifecycle of a resource", () => {
  const lifecycle = (value: object) => hclBlock("x", [], { lifecycle: value });

  test("names what it ignores and what replaces it, without quotes", () => {
    const written = lifecycle({
      ignore_changes: ["tags", 'tags["a"]'],
      replace_triggered_by: ["aws_y.this", "${aws_z.this[0].id}"],
    });
    expect(written).toContain(lines("ignore_changes = [", "tags,", 'tags["a"],', "]"));
    expect(written).toContain(lines("replace_triggered_by = [", "aws_y.this,", "aws_z.this[0].id,", "]"));
  });

  test("may ignore all", () => {
    expect(lifecycle({ ignore_changes: "all" })).toContain("ignore_changes = all\n");
  });

  test("has its preconditions as blocks", () => {
    const precondition = [{ condition: "${length(var.a) <= 6144}", error_message: "Too long." }];
    expect(lifecycle({ create_before_destroy: true, precondition })).toBe(
      lines(
        "x {",
        "lifecycle {",
        "create_before_destroy = true",
        "",
        "precondition {",
        "condition = length(var.a) <= 6144",
        'error_message = "Too long."',
        "}",
        "}",
        "}",
      ),
    );
  });
});
