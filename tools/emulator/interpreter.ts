import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runCommand } from "../command";
import { fillCached, projectCache } from "../project-cache";

/** The version that the launcher's patches are written for: another one has other gaps. */
const MOTO = "5.2.1";

const PROBE = [
  "import sys",
  "from importlib import metadata, util",
  `sys.exit(metadata.version("moto") != "${MOTO}" or util.find_spec("flask") is None or print(sys.executable))`,
].join("\n");

/**
 * A Python that has the emulator's package: the one of `moto_server` on the PATH, `python3`, or a virtual environment
 * made for it in the project's cache.
 *
 * @returns the path of the interpreter itself, never of a wrapper: its process id must be the emulator's
 * @throws one line that says what to install, where there is none and none can be made
 */
export async function findInterpreter(cache = projectCache()): Promise<string> {
  for (const python of [...interpretersOfMotoServer(), "python3", "python"]) {
    const found = await probe(python);
    if (found) return found;
  }
  const made = await makeEnvironment(join(cache, "python")).catch(() => undefined);
  if (made) return made;
  throw new Error(
    `moto ${MOTO} was not found and could not be installed: install Python 3.10 or later and moto[server]==${MOTO}`,
  );
}

/** From the first lines of the `moto_server` scripts on the PATH. */
function interpretersOfMotoServer(): string[] {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const scripts = folders.map((folder) => join(folder, "moto_server")).filter((file) => existsSync(file));
  return scripts.flatMap((file) => readFileSync(file, "utf8").match(/^#!(\S*python\S*)\n/)?.[1] ?? []);
}

async function probe(python: string): Promise<string | undefined> {
  const { code, stdout } = await runCommand(python, ["-c", PROBE]).catch(() => ({ code: 1, stdout: "" }));
  return code === 0 ? stdout.trim() : undefined;
}

/** A virtual environment may be moved as long as only its interpreter is used, not the scripts in it. */
async function makeEnvironment(folder: string): Promise<string | undefined> {
  await fillCached(folder, async (draft) => {
    await runCommand("python3", ["-m", "venv", draft]);
    await runCommand(pythonIn(draft), ["-m", "pip", "install", "--quiet", `moto[server]==${MOTO}`]);
    if (!(await probe(pythonIn(draft)))) throw new Error("nothing was installed");
  });
  return probe(pythonIn(folder));
}

function pythonIn(folder: string): string {
  return join(folder, "bin", "python");
}
