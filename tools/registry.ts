import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dataBucketModule } from "../registry/data-bucket";
import { findTerraform } from "./terraform";

/** Where the repository to publish is written, below the project. */
export const REGISTRY_FOLDER = join("dist", "terraform-aws-groundwork");

/** The modules, in the order of their names. */
const MODULES = [dataBucketModule];

/** Writes every module as `modules/<name>/` below a folder, formatted as `terraform fmt` does. */
export async function writeRegistry(folder: string): Promise<string[]> {
  // all of it is made before the old one goes: a module that is refused leaves the folder as it was
  const made = MODULES.map((make) => make()).map((module) => ({ name: module.moduleName, files: module.files() }));
  const modules = join(folder, "modules");
  rmSync(modules, { recursive: true, force: true });
  for (const { name, files } of made) {
    mkdirSync(join(modules, name), { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(modules, name, file), text);
  }
  const terraform = await findTerraform();
  const { code, stderr } = await terraform.run(folder, ["fmt", "-recursive", "modules"]);
  if (code !== 0) throw new Error(`terraform fmt refused a module:\n${stderr}`);
  return made.map(({ name }) => name);
}

if (require.main === module) {
  writeRegistry(REGISTRY_FOLDER).then(
    (names) => console.log(`${REGISTRY_FOLDER}: ${names.join(", ")}`),
    (error: Error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  );
}
