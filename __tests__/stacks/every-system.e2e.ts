import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { parse } from "yaml";
import { addStacks } from "../../stacks/deployment";
import { parseSettings } from "../../stacks/settings";
import { findTerraform, type Terraform } from "../../tools/terraform";

const SETTINGS: { readonly systems: object } = parse(
  readFileSync(join(__dirname, "..", "..", "examples", "every-system.yaml"), "utf8"),
);

let terraform: Terraform;
const folder = mkdtempSync(join(tmpdir(), "groundwork-every-system-"));

beforeAll(async () => {
  terraform = await findTerraform();
}, 360_000);

afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ["aws", "eu-west-2"],
  ["aws-cn", "cn-north-1"],
  ["aws-us-gov", "us-gov-west-1"],
])(
  "all systems at once are valid in partition %s",
  async (partition, region) => {
    const outdir = mkdtempSync(join(folder, `${partition}-`));
    const app = new App({ outdir });
    // JSON is YAML
    addStacks(app, parseSettings(JSON.stringify({ ...SETTINGS, region }), "groundwork.yaml"));
    app.synth();
    // and the bucket of the state
    const stacks = readdirSync(join(outdir, "stacks"));
    expect(stacks).toHaveLength(Object.keys(SETTINGS.systems).length + 1);
    const validated = stacks.map(async (stack) => {
      const dir = join(outdir, "stacks", stack);
      const options = { env: { AWS_EC2_METADATA_DISABLED: "true" } };
      expect(await terraform.run(dir, ["init", "-backend=false", "-input=false"], options)).toMatchObject({ code: 0 });
      const { stdout } = await terraform.run(dir, ["validate", "-json"], options);
      return { stack, ...JSON.parse(stdout) };
    });
    const valid = { valid: true, warning_count: 0, diagnostics: [] };
    expect(await Promise.all(validated)).toMatchObject(stacks.map((stack) => ({ stack, ...valid })));
  },
  720_000,
);
