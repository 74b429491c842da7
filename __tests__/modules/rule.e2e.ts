import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { faultOf } from "../../modules/rule";
import { findTerraform } from "../../tools/terraform";
import { EXAMPLES } from "./rule-examples";

/** The condition of a `validation`, as a module would have it. */
const CONDITION = [
  "length(value) >= rule.length[0] && length(value) <= rule.length[1]",
  "can(regex(rule.pattern, value))",
  "alltrue([for refused in rule.refuses : !can(regex(refused[0], value))])",
].join(" && ");

test("a rule refuses the same in Terraform", async () => {
  const values = ({ right, wrong }: (typeof EXAMPLES)["region"]) => [...right, ...Object.keys(wrong)];
  const rules = Object.fromEntries(
    Object.entries(EXAMPLES).map(([name, examples]) => [name, { ...examples.rule, values: values(examples) }]),
  );
  const directory = mkdtempSync(join(tmpdir(), "rule-"));
  try {
    const kept = `\${{ for name, rule in var.rules : name => [for value in rule.values : ${CONDITION}] }}`;
    writeFileSync(
      join(directory, "main.tf.json"),
      JSON.stringify({ variable: { rules: {} }, output: { kept: { value: kept } } }),
    );
    writeFileSync(join(directory, "terraform.tfvars.json"), JSON.stringify({ rules }));
    const terraform = await findTerraform();
    await terraform.init(directory);
    await terraform.apply(directory);
    const { stdout } = await terraform.run(directory, ["output", "-json", "kept"]);
    const here = Object.entries(EXAMPLES).map(([name, examples]) => [
      name,
      values(examples).map((value) => faultOf(examples.rule, value) === undefined),
    ]);
    expect(JSON.parse(stdout)).toEqual(Object.fromEntries(here));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}, 300_000);
