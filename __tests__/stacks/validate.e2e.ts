import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { addStacks } from "../../stacks/deployment";
import { parseSettings } from "../../stacks/settings";
import { findTerraform, type Terraform } from "../../tools/terraform";
import { SETTINGS_EXAMPLES } from "./settings-examples";

let terraform: Terraform;
const folder = mkdtempSync(join(tmpdir(), "groundwork-validate-"));

beforeAll(async () => {
  terraform = await findTerraform();
}, 360_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe.each(Object.entries(SETTINGS_EXAMPLES))("%s", (_, yaml) => {
  const outdir = mkdtempSync(join(folder, "out-"));
  const app = new App({ outdir });
  addStacks(app, parseSettings(yaml, "groundwork.yaml"));
  app.synth();

  test.each(readdirSync(join(outdir, "stacks")))(
    "make a stack %s that Terraform calls valid",
    async (stack) => {
      const dir = join(outdir, "stacks", stack);
      const options = { env: { AWS_EC2_METADATA_DISABLED: "true" } };
      const initialized = await terraform.run(dir, ["init", "-backend=false", "-input=false"], options);
      expect(initialized).toMatchObject({ code: 0 });
      const { stdout } = await terraform.run(dir, ["validate", "-json"], options);
      expect(JSON.parse(stdout)).toMatchObject({ valid: true, warning_count: 0, diagnostics: [] });
    },
    360_000,
  );
});
