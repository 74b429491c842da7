import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hclBlock } from "../../registry/hcl";
import { refusalsIn } from "../../registry/module-tests";
import { MODULES, writeRegistry } from "../../tools/registry";
import { findTerraform, type Terraform } from "../../tools/terraform";

const modules = MODULES.map((make) => make());
const named = modules.map((module) => [module.moduleName, module] as const);

let root: string;
let terraform: Terraform;

beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "modules-")));
  terraform = await findTerraform();
  await writeRegistry(root);
}, 60_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

test("a repository of modules is written as terraform fmt writes it", async () => {
  const { code, stdout } = await terraform.run(root, ["fmt", "-check", "-recursive"]);
  expect([code, stdout]).toEqual([0, ""]);
});

test("a repository of modules holds what is published, and nothing else", () => {
  const folders = Object.keys(written()).map((path) => path.split("/").slice(0, -1).join("/"));
  const expected = named.flatMap(([name]) => [
    `modules/${name}`,
    `modules/${name}/tests`,
    `examples/${name}-smallest`,
    `examples/${name}-existing`,
  ]);
  expect([...new Set(folders)].sort()).toEqual(["", ...expected].sort());
  expect(readdirSync(root).sort()).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "examples", "modules"]);
});

test("a repository of modules is written the same a second time, byte by byte", async () => {
  const first = written();
  await writeRegistry(root);
  expect(written()).toEqual(first);
}, 60_000);

describe.each(named)("the module %s", (name, module) => {
  test("passes the tests that come with it", async () => {
    const folder = join(root, "modules", name);
    await terraform.init(folder);
    const { code, stdout, stderr } = await terraform.run(folder, ["test"]);
    expect([code, stdout.match(/^(?:Success|Failure)!.*/m)?.[0], stderr]).toEqual([
      0,
      expect.stringMatching(/^Success! [1-9]\d* passed, 0 failed/),
      expect.any(String),
    ]);
  }, 900_000);

  test.each(["smallest", "existing"])(
    "is called as it should be in its example, %s",
    async (example) => {
      const folder = join(root, "examples", `${name}-${example}`);
      await terraform.init(folder);
      const { code, stderr } = await terraform.run(folder, ["validate"]);
      expect([code, stderr]).toEqual([0, expect.any(String)]);
    },
    120_000,
  );

  test("refuses what the settings refuse, and says what is allowed", async () => {
    const { inputs } = module.props.examples.smallest;
    const refusals = refusalsIn(module);
    const source = "../modules";
    const calls = refusals.map(({ input, value }, index) =>
      hclBlock("module", [`wrong_${index}`], { source: `${source}/${name}`, ...inputs, [input]: value }),
    );
    const folder = join(root, `refused-${name}`);
    mkdirSync(folder);
    writeFileSync(join(folder, "main.tf"), calls.join("\n"));
    await terraform.init(folder);
    const { stdout } = await terraform.run(folder, ["validate", "-json"]);
    const { diagnostics } = JSON.parse(stdout);
    const said = refusals.map(({ name: refusal }, index) => {
      const own = diagnostics.filter((it: Diagnostic) => it.snippet?.context === `module "wrong_${index}"`);
      return [refusal, own.map(({ detail }: Diagnostic) => detail.split("\n\n")[0]?.replace(/\s+/g, " "))];
    });
    const expected = refusals.map(({ name: refusal, message }) => [refusal, expect.arrayContaining([message])]);
    rmSync(folder, { recursive: true });
    expect(said).toEqual(expected);
  }, 300_000);
});

interface Diagnostic {
  readonly detail: string;
  readonly snippet?: { readonly context?: string };
}

/** Every file that was written, by its path. */
function written(): Record<string, string> {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = paths
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !path.includes(".terraform"))
    .map((path): [string, string] => [path.slice(root.length + 1), readFileSync(path, "utf8")]);
  return Object.fromEntries(texts.sort());
}
