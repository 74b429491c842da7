import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { runCommand } from "../../tools/command";

const PROJECT = join(__dirname, "..", "..");
const PACKAGE = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
const PEERS = ["cdktf", "constructs", "@cdktf/provider-aws"];

/** The page's example, as a reader would paste it. */
const [EXAMPLE] = /(?<=^```ts\n)[\s\S]*?(?=^```$)/m.exec(readFileSync(join(PROJECT, "docs", "npm.md"), "utf8")) ?? [""];

let project: string;
let installed: string;

// npm itself, packed and installed: its dependencies as tarballs of what is here, its peers as links, no network
beforeAll(async () => {
  project = realpathSync(mkdtempSync(join(tmpdir(), "npm-package-")));
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "pipelines", private: true }));
  const dependencies = Object.keys(PACKAGE.dependencies).map((name) => join(PROJECT, "node_modules", name));
  const pack = ["pack", "--silent", "--pack-destination", project];
  await run("npm", [...pack, PROJECT]);
  await run("npm", [...pack, "--ignore-scripts", ...dependencies]);
  const tarballs = readdirSync(project).filter((file) => file.endsWith(".tgz"));
  await run("npm", ["install", "--offline", "--legacy-peer-deps", "--no-audit", "--no-fund", ...tarballs]);
  installed = join(project, "node_modules", "groundwork");
  for (const name of PEERS) {
    const link = join(project, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(PROJECT, "node_modules", name), link);
  }
}, 720_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe("the tarball", () => {
  test("holds compiled files with their types, docs, README, licence and changelog, and nothing else", () => {
    const files = filesOf(installed);
    const kinds = [
      /^dist\/npm\/(index|modules\/[\w-]+|stacks\/[\w-]+\/[\w-]+)\.(js|d\.ts)$/,
      /^docs\/([\w-]+\/)*[\w-]+\.md$/,
      /^(CHANGELOG|README)\.md$/,
      /^(LICENSE|package\.json)$/,
    ];
    expect(files.filter((file) => !kinds.some((kind) => kind.test(file)))).toEqual([]);
    for (const kind of kinds) expect(files).toContainEqual(expect.stringMatching(kind));
  });

  test("holds no settings, no stacks and no tests", () => {
    const compiled = filesOf(installed).filter((file) => file.startsWith("dist"));
    expect(compiled.filter((file) => /\/(settings|stack|document)\.|-settings|\.test|e2e/.test(file))).toEqual([]);
  });

  test("requires its dependencies and peers, and nothing that it does not name", () => {
    const required = filesOf(installed)
      .filter((file) => file.endsWith(".js"))
      .flatMap((file) => [
        ...readFileSync(join(installed, file), "utf8").matchAll(/\brequire(?:\.resolve)?\("([^".][^"]*)"\)/g),
      ])
      .map(([, name]) => /^(@[^/]+\/)?[^/]+/.exec(String(name))?.[0] ?? "")
      .filter((name) => !name.startsWith("node:"));
    const named = [...Object.keys(PACKAGE.dependencies), ...Object.keys(PACKAGE.peerDependencies)];
    expect([...new Set(required)].sort()).toEqual(named.sort());
  });

  test("names the provider, cdktf and constructs as peers, and does not bring the judge of the tests", () => {
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    expect(Object.keys(peerDependencies).sort()).toEqual([...PEERS].sort());
    expect(Object.keys(dependencies)).not.toContain("@cloud-copilot/iam-simulate");
  });
});

describe("the package in an empty project", () => {
  test("compiles and synthesizes the example of its page", async () => {
    writeFileSync(join(project, "main.ts"), EXAMPLE);
    const options = ["--strict", "--module", "node16", "--target", "es2022", "--types", "", "--typeRoots", project];
    await run(join(PROJECT, "node_modules", ".bin", "tsc"), [...options, "--skipLibCheck", "main.ts"]);
    await run(process.execPath, ["main.js"]);
    const { resource, data } = JSON.parse(
      readFileSync(join(project, "cdktf.out", "stacks", "imaging", "cdk.tf.json"), "utf8"),
    );
    const [bucket] = Object.values(resource.aws_s3_bucket) as [{ bucket: string }];
    expect(bucket.bucket).toBe("acme-scans");
    const [role] = Object.values(resource.aws_iam_role) as [{ name: string; path: string }];
    expect(role).toMatchObject({ name: "acme-imaging-machine", path: "/groundwork/acme/imaging/" });
    expect(Object.keys(resource.aws_iam_instance_profile)).toHaveLength(1);
    const documents = Object.values(data.aws_iam_policy_document) as {
      statement: { sid: string; resources: string[] }[];
    }[];
    const write = documents.flatMap(({ statement }) => statement).find(({ sid }) => sid === "WriteObjects");
    expect(write?.resources).toEqual(["arn:aws:s3:::acme-scans/results/*"]);
  }, 360_000);

  test("loads nothing until something of it is used, and then what that needs", async () => {
    expect(await loadedBy("")).toEqual(["dist/npm/index.js"]);
    const forBucket = await loadedBy(".DataBucket");
    expect(forBucket).toContain("dist/npm/modules/data-bucket.js");
    expect(forBucket.filter((file) => file.includes("stacks") || file.includes("network"))).toEqual([]);
  });

  test("never loads the root of the provider, which costs seconds", async () => {
    const root = join(PROJECT, "node_modules", "@cdktf", "provider-aws", "lib", "index.js");
    const script = `Object.values(require("groundwork")); console.log(require.cache[${JSON.stringify(root)}])`;
    expect(await run(process.execPath, ["-e", script])).toBe("undefined\n");
  });

  test("is importable by name from an ES module", async () => {
    const script = 'import { DataBucket, Duet } from "groundwork"; console.log(DataBucket.name, Duet.name)';
    expect(await run(process.execPath, ["--input-type=module", "-e", script])).toBe("DataBucket Duet\n");
  });

  test("has one entry: a path behind it is refused", async () => {
    const { code, stderr } = await runCommand(process.execPath, ["-e", 'require("groundwork/dist/npm/index.js")'], {
      cwd: project,
    });
    expect([code, stderr]).toEqual([1, expect.stringContaining("ERR_PACKAGE_PATH_NOT_EXPORTED")]);
  });
});

/** The package's own files that are loaded once an expression behind `require("groundwork")` was evaluated. */
async function loadedBy(expression: string): Promise<string[]> {
  const script = `require("groundwork")${expression}; console.log(Object.keys(require.cache).join("\\n"))`;
  const loaded = (await run(process.execPath, ["-e", script])).trim().split("\n");
  return loaded.filter((file) => file.startsWith(installed + sep)).map((file) => file.slice(installed.length + 1));
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

async function run(command: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCommand(command, args, { cwd: project });
  if (code !== 0) throw new Error(`${command} ${args[0]} failed:\n${stdout}\n${stderr}`);
  return stdout;
}
