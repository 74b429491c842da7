import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { hclBlock } from "../../registry/hcl";
import { refusalsIn } from "../../registry/module-tests";
import type { CommandResult } from "../../tools/command";
import { sideBySide } from "../../tools/proof/side-by-side";
import { MODULES, writeRegistry } from "../../tools/registry";
import { findTerraform, type Terraform } from "../../tools/terraform";

const modules = MODULES.map((make) => make());
const named = modules.map((module) => [module.moduleName, module] as const);

const EXAMPLES = ["smallest", "existing"];

/** What somebody gives an input that is refused, as a call of the module. */
const refused = named.flatMap(([name, module]) =>
  refusalsIn(module).map((refusal, index) => ({ ...refusal, name, module, call: `${name}_${index}` })),
);

let root: string;
/** A repository of its own, that calls the modules and the examples. */
let caller: string;
let terraform: Terraform;
let tested: ReadonlyMap<string, CommandResult>;
let ofExamples: Validation;
let ofRefused: Validation;

beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "modules-")));
  caller = realpathSync(mkdtempSync(join(tmpdir(), "caller-")));
  terraform = await findTerraform();
  await writeRegistry(root);
}, 60_000);

// side by side, and one validation for all calls: most of what each command does is to load the provider
beforeAll(async () => {
  const results = new Map<string, CommandResult>();
  const examples = named.flatMap(([name]) =>
    EXAMPLES.map((example) =>
      hclBlock("module", [`${name}_${example}`], { source: from(`examples/${name}-${example}`) }),
    ),
  );
  const wrong = refused.map(({ name, module, call, input, value }) =>
    hclBlock("module", [call], {
      source: from(`modules/${name}`),
      ...module.props.examples.smallest.inputs,
      [input]: value,
    }),
  );
  const failures = await sideBySide(
    [
      async () => {
        ofExamples = await validated("examples", examples);
      },
      async () => {
        ofRefused = await validated("refused", wrong);
      },
      ...named.map(([name]) => async () => {
        const folder = join(root, "modules", name);
        await terraform.init(folder);
        results.set(name, await terraform.run(folder, ["test"]));
      }),
    ],
    3,
  );
  expect(failures).toEqual([]);
  tested = results;
}, 1_800_000);

afterAll(() => {
  for (const folder of [root, caller]) rmSync(folder, { recursive: true, force: true });
});

function from(path: string): string {
  return `../../${basename(root)}/${path}`;
}

async function validated(name: string, calls: readonly string[]): Promise<Validation> {
  const folder = join(caller, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "main.tf"), calls.join("\n"));
  await terraform.init(folder);
  const { stdout } = await terraform.run(folder, ["validate", "-json"]);
  return JSON.parse(stdout);
}

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

describe.each(named)("the module %s", (name) => {
  test("passes the tests that come with it", () => {
    const { code, stdout, stderr } = tested.get(name) as CommandResult;
    expect([code, stdout.match(/^(?:Success|Failure)!.*/m)?.[0], stderr]).toEqual([
      0,
      expect.stringMatching(/^Success! [1-9]\d* passed, 0 failed/),
      expect.any(String),
    ]);
  });

  test.each(EXAMPLES)("is called as it should be in its example, %s", (example) => {
    const own = ofExamples.diagnostics.filter(({ range }) => range?.filename.includes(`/${name}-${example}/`));
    expect(own).toEqual([]);
  });

  test("refuses what the settings refuse, and says what is allowed", () => {
    const own = refused.filter((refusal) => refusal.name === name);
    const said = own.map(({ input, call }) => [
      input,
      ofRefused.diagnostics
        .filter(({ snippet }) => snippet?.context === `module "${call}"`)
        .map(({ detail }) => detail.split("\n\n")[0]?.replace(/\s+/g, " ")),
    ]);
    expect(said).toEqual(own.map(({ input, message }) => [input, expect.arrayContaining([message])]));
  });
});

test("the examples are valid together", () => {
  expect(ofExamples).toMatchObject({ valid: true, diagnostics: [] });
});

interface Validation {
  readonly valid: boolean;
  readonly diagnostics: readonly {
    readonly detail: string;
    readonly range?: { readonly filename: string };
    readonly snippet?: { readonly context?: string };
  }[];
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
