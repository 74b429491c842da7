import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "@swc/core";
import { runCommand } from "./command";

/** Where the npm package is compiled to, below the project; `main` and `types` of `package.json` point into it. */
export const PACKAGE_FOLDER = join("dist", "npm");

const PROJECT = join(__dirname, "..");
const ENTRY = "index";

/**
 * Compiles the npm package: what its public entry reaches, with types, and the entry itself.
 *
 * The entry names every block and system, and TypeScript would load them all, with the provider classes of each, for
 * whoever wants one. So the entry, and it alone, is written by swc, which loads a file when something of it is asked for.
 *
 * @throws with the compiler's words when it refuses something
 */
export async function compilePackage(): Promise<void> {
  const folder = join(PROJECT, PACKAGE_FOLDER);
  rmSync(folder, { recursive: true, force: true });
  const compiler = join(PROJECT, "node_modules", ".bin", "tsc");
  const { code, stdout } = await runCommand(compiler, ["--project", "tsconfig.build.json"], { cwd: PROJECT });
  if (code !== 0) throw new Error(`the npm package does not compile:\n${stdout}`);
  writeFileSync(join(folder, `${ENTRY}.js`), lazyEntry(readFileSync(join(PROJECT, `${ENTRY}.ts`), "utf8")));
}

/** The entry in JavaScript, with a getter for each name; ES modules see the names too. */
function lazyEntry(source: string): string {
  const lazy = [...source.matchAll(/ from "([^"]+)"/g)].map(([, file]) => String(file));
  const { code } = transformSync(source, {
    configFile: false,
    swcrc: false,
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "commonjs", lazy, exportInteropAnnotation: true },
  });
  return code;
}

if (require.main === module) {
  compilePackage().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
