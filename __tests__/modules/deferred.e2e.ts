import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformOutput } from "cdktf";
import { findTerraform } from "../../tools/terraform";
import { synth } from "../synth";
import { EXAMPLES as ALL, variables } from "./deferred-examples";
import { ITEMS_EXAMPLES } from "./deferred-items-examples";
import { TEXT_EXAMPLES } from "./deferred-text-examples";

const EXAMPLES = { ...ALL, ...TEXT_EXAMPLES, ...ITEMS_EXAMPLES };

test("Terraform makes of an expression what TypeScript makes of a known value", async () => {
  const { variable, output } = synth((stack) => {
    const values = variables(stack);
    Object.values(EXAMPLES).forEach(({ made }, index) => {
      new TerraformOutput(stack, `example-${index}`, { value: made(values) });
    });
  }) as unknown as Record<string, object>;
  const directory = mkdtempSync(join(tmpdir(), "deferred-"));
  try {
    writeFileSync(join(directory, "main.tf.json"), JSON.stringify({ variable, output }));
    const terraform = await findTerraform();
    await terraform.init(directory);
    await terraform.apply(directory);
    const outputs = await terraform.outputs(directory);
    const made = Object.keys(EXAMPLES).map((name, index) => [name, outputs[`example_${index}`]]);
    const known = Object.entries(EXAMPLES).map(([name, example]) => [name, example.known]);
    expect(Object.fromEntries(made)).toEqual(Object.fromEntries(known));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}, 300_000);
