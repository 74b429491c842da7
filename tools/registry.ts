import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { amazonGenomicsCliModule } from "../registry/amazon-genomics-cli";
import { batchEnvironmentModule } from "../registry/batch-environment";
import { dataBucketModule } from "../registry/data-bucket";
import { duetModule } from "../registry/duet";
import { genomicsWorkflowsModule } from "../registry/genomics-workflows";
import { parallelclusterModule } from "../registry/parallelcluster";
import { AWS_5, type ProviderLine } from "../registry/provider-line";
import type { RegistryModule } from "../registry/registry-module";
import { repositoryFiles } from "../registry/repository";
import { rolesModule } from "../registry/roles";
import { slimModule } from "../registry/slim";
import { stateBackendModule } from "../registry/state-backend";
import { findTerraform } from "./terraform";

/** Where the repository to publish is written, below the project. */
export const REGISTRY_FOLDER = join("dist", "terraform-aws-groundwork");

const PROJECT = join(__dirname, "..");

/** The modules, in the order of their names. */
export const MODULES: readonly (() => RegistryModule)[] = [
  amazonGenomicsCliModule,
  batchEnvironmentModule,
  dataBucketModule,
  duetModule,
  genomicsWorkflowsModule,
  parallelclusterModule,
  rolesModule,
  slimModule,
  stateBackendModule,
];

/** What a repository of modules consists of: what else is in its folder, such as its history, is left alone. */
const PARTS = ["modules", "examples", "README.md", "LICENSE", "CHANGELOG.md"];

/**
 * Writes the repository of all modules to a folder, formatted as `terraform fmt` does.
 *
 * @returns the names of the modules
 */
export async function writeRegistry(folder: string, line: ProviderLine = AWS_5): Promise<string[]> {
  // all of it is made before the old one goes: a module that is refused leaves the folder as it was
  const modules = MODULES.map((make) => make());
  const text = (name: string) => readFileSync(join(PROJECT, name), "utf8");
  const files = repositoryFiles(modules, { LICENSE: text("LICENSE"), "CHANGELOG.md": text("CHANGELOG.md") }, line);
  for (const part of PARTS) rmSync(join(folder, part), { recursive: true, force: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const terraform = await findTerraform();
  const { code, stderr } = await terraform.run(folder, ["fmt", "-recursive", "modules", "examples"]);
  if (code !== 0) throw new Error(`terraform fmt refused a module:\n${stderr}`);
  return modules.map(({ moduleName }) => moduleName);
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
