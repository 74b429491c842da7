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
  const modules = join(folder, "modules");
  rmSync(modules, { recursive: true, force: true });
  const written = MODULES.map((make) => {
    const module = make();
    const place = join(modules, module.moduleName);
    mkdirSync(place, { recursive: true });
    for (const [name, text] of Object.entries(module.files())) writeFileSync(join(place, name), text);
    return module.moduleName;
  });
  const terraform = await findTerraform();
  const { code, stderr } = await terraform.run(folder, ["fmt", "-recursive", "modules"]);
  if (code !== 0) throw new Error(`terraform fmt refused a module:\n${stderr}`);
  return written;
}

if (require.main === module) {
  writeRegistry(REGISTRY_FOLDER).then((names) => console.log(`${REGISTRY_FOLDER}: ${names.join(", ")}`));
}
