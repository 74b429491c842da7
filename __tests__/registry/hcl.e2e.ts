import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hclBlock } from "../../registry/hcl";
import { findTerraform } from "../../tools/terraform";

/** Values, and what Terraform makes of the interpolations in them. */
const VALUES: Record<string, { value: unknown; read?: unknown }> = {
  quotes: { value: 'say "a\\b"' },
  control: { value: "\b\f\u0001\t\r\u007f\u2028" },
  backslash: { value: "\\b\\n\\u0041" },
  lines: { value: "a\n\tb" },
  heredoc: {
    value: '\n  echo "a\\b" $HOME $${x}\n\n%%{y}\nEOTS\n',
    read: '\n  echo "a\\b" $HOME ${x}\n\n%{y}\nEOTS\n',
  },
  ended: { value: "a\nEOT\nb\n" },
  scripts: { value: "Köln 東京 🧬" },
  list: { value: ["a", 'b"', ["c"], {}, [], null, 1.5, true] },
  map: {
    value: { "aws:x": 'a"', "a-b": { "": [] }, for: 1, null: "${1 + 1}" },
    read: { "aws:x": 'a"', "a-b": { "": [] }, for: 1, null: 2 },
  },
  braces: { value: '${jsonencode({"a" = "}"})}"', read: '{"a":"}"}"' },
  nested: { value: 'x${true ? "${upper("}b")}/" : "{"}"', read: 'x}B/"' },
  directive: { value: '%{ if "a" == "a" }"b"%{ endif }', read: '"b"' },
};

test("Terraform reads every value as what it was", async () => {
  const directory = mkdtempSync(join(tmpdir(), "hcl-"));
  try {
    const outputs = Object.entries(VALUES).map(([name, { value }]) => hclBlock("output", [name], { value }));
    writeFileSync(join(directory, "main.tf"), outputs.join("\n"));
    const terraform = await findTerraform();
    expect((await terraform.run(directory, ["fmt"])).stderr).toBe("");
    await terraform.init(directory);
    await terraform.apply(directory);
    const expected = Object.entries(VALUES).map(([name, { value, read = value }]) => [name, read]);
    expect(await terraform.outputs(directory)).toEqual(Object.fromEntries(expected));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}, 360_000);
