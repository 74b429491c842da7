import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runCommand } from "./command";
import { fillCached, projectCache } from "./project-cache";

/** The version fetched where the machine has none. */
const FETCHED_VERSION = "1.11.4";

/**
 * The path of `terraform` or `tofu` on the PATH, else of a Terraform fetched into the project's cache.
 *
 * @throws one line that says what to install, where it can be neither found nor fetched
 */
export async function findTerraformBinary(cache = projectCache()): Promise<string> {
  const found = onPath("terraform") ?? onPath("tofu") ?? (await fetchTerraform(cache));
  if (found) return found;
  throw new Error("terraform was not found and could not be fetched: install Terraform 1.10 or later, or OpenTofu");
}

function onPath(program: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, program)).find((file) => existsSync(file));
}

/**
 * The npm package brings a script that downloads Terraform when it is first run, to the folder in `CACHE_DIR`; without
 * that, to one it can only find from inside a package. The download itself is what is used afterwards: the script does
 * not pass interrupts on.
 */
async function fetchTerraform(cache: string): Promise<string | undefined> {
  const folder = join(cache, "terraform");
  const fetched = fillCached(folder, async (draft) => {
    const install = ["install", "--no-save", "--no-audit", "--no-fund", "--prefix", draft];
    const env = { ...process.env, CACHE_DIR: draft };
    await runCommand("npm", [...install, `@jahed/terraform@${FETCHED_VERSION}`], { env });
    await runCommand(join(draft, "node_modules", ".bin", "terraform"), ["version"], { env });
    if (!existsSync(fetchedIn(draft))) throw new Error("nothing was downloaded");
  });
  return fetched.then(
    () => fetchedIn(folder),
    () => undefined,
  );
}

function fetchedIn(folder: string): string {
  return join(folder, "@jahed", "terraform", `terraform-v${FETCHED_VERSION}`);
}
