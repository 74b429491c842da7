import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { settingsSchema } from "../stacks/settings";

/**
 * The settings as JSON Schema, from which editors complete groundwork.yaml.
 *
 * Draft 7, for that is what the YAML language server reads without asking.
 */
export function settingsJsonSchema(): object {
  return z.toJSONSchema(settingsSchema, { io: "input", target: "draft-7" });
}

if (require.main === module) {
  const file = join(__dirname, "..", "groundwork.schema.json");
  writeFileSync(file, `${JSON.stringify(settingsJsonSchema(), null, 2)}\n`);
}
