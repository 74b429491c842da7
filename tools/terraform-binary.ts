import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runCommand } from "./command";
import { projectCache } from "./project-cache";

/** The version fetched where the machine has none. */
const FETCHED_VERSION = "1.11.4";

/**
 * The path of `terraform` or `tofu` on the PATH, else of a Terraform fetched into the project's cache.
 *
 * @throws one line that says what to install, where it can be neither found nor fetched
 */
export async function findTerraformBinary(): Promise<string> {
  const found = onPath("terraform") ?? onPath("tofu") ?? (await fetchTerraform());
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
async function fetchTerraform(): Promise<string | undefined> {
  const folder = join(projectCache(), "terraform");
  const binary = join(folder, "@jahed", "terraform", `terraform-v${FETCHED_VERSION}`);
  if (!existsSync(binary)) {
    const install = ["install", "--no-save", "--no-audit", "--no-fund", "--prefix", folder];
    await attempt("npm", [...install, `@jahed/terraform@${FETCHED_VERSION}`]);
    await attempt(join(folder, "node_modules", ".bin", "terraform"), ["version"], { CACHE_DIR: folder });
  }
  return (await attempt(binary, ["version"])) ? binary : undefined;
}

async function attempt(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<boolean> {
  const ended = await runCommand(command, args, { env: { ...process.env, ...env } }).catch(() => undefined);
  return ended?.code === 0;
}
