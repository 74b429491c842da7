import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Configuration, StateBackend } from "./state-backend";
import { BootstrapError, TerraformFolder, type TerraformRun } from "./terraform-folder";

/** Such as `acme/duet/terraform.tfstate`. */
const STATE = /^([^/]+)\/([^/]+)\/terraform\.tfstate$/;

/**
 * What would be lost with the bucket, besides its own state: a line for each object, with what to do about it. A state
 * that describes nothing, its stack having been destroyed, is none of it.
 *
 * Terraform reads the bucket, in a folder that is thrown away, so that the credentials are those it deploys with. States
 * are pulled and not read as data, for data is written to a file, with every secret in it.
 */
export async function findContent({ folder, configuration }: StateBackend, run: TerraformRun): Promise<string[]> {
  const { s3 } = configuration.terraform.backend;
  const scratch = new TerraformFolder(mkdtempSync(join(tmpdir(), "groundwork-")), { ...run, onLine: undefined });
  // what the stack's folder has installed need not be downloaded again
  const plugins = `-plugin-dir=${folder.file(join(".terraform", "providers"))}`;
  try {
    scratch.configure(listing(configuration));
    await scratch.init(plugins);
    await scratch.run("apply", "-input=false", "-auto-approve");
    const { keys, locks }: Listing = JSON.parse(await scratch.run("output", "-json"));
    scratch.configure({ terraform: { backend: { s3 } } });
    const lines: string[] = [];
    for (const key of keys.value.filter((key) => key !== s3.key)) {
      const lock = locks.value[key];
      const line =
        lock === undefined
          ? await describeState(key, s3.key, scratch, [plugins, `-backend-config=key=${key}`])
          : describeLock(lock);
      if (line) lines.push(`${key}: ${line}`);
    }
    return lines;
  } finally {
    rmSync(scratch.path, { recursive: true });
  }
}

interface Listing {
  readonly keys: { readonly value: readonly string[] };
  /** By key, what is noted in it. */
  readonly locks: { readonly value: Readonly<Record<string, string>> };
}

/** A configuration that only reads: which objects there are, and the text of the locks among them. */
function listing({ terraform: { backend, required_providers }, provider }: Configuration): object {
  const { bucket } = backend.s3;
  const keys = "data.aws_s3_objects.all.keys";
  const locked = `\${toset([for key in ${keys} : key if endswith(key, ".tflock")])}`;
  return {
    terraform: { required_providers, backend: { local: { path: "listing.tfstate" } } },
    provider,
    data: {
      aws_s3_objects: { all: { bucket } },
      aws_s3_object: { lock: { for_each: locked, bucket, key: "${each.key}" } },
    },
    output: {
      keys: { value: `\${${keys}}` },
      locks: { value: "${{ for key, lock in data.aws_s3_object.lock : key => lock.body }}" },
    },
  };
}

/** What a state describes and what to do about it; nothing, if it describes nothing. */
async function describeState(key: string, ownKey: string, folder: TerraformFolder, backend: readonly string[]) {
  const [, name, stack] = STATE.exec(key) ?? [];
  if (name === undefined) return "not a state, move it elsewhere";
  try {
    await folder.init(...backend);
    const { length } = await folder.resources();
    const todo = ownKey.startsWith(`${name}/`)
      ? `run npx cdktf destroy ${stack}`
      : `destroy ${stack} with the settings that have name: ${name}`;
    return length > 0 ? `${length} ${length === 1 ? "resource" : "resources"}, ${todo}` : undefined;
  } catch (error) {
    if (error instanceof BootstrapError) return "cannot be read, put an older version back";
    throw error;
  }
}

/** Who holds a lock, in the words Terraform has written into it. */
function describeLock(text: string): string {
  const { ID, Who, Created } = JSON.parse(text) as Partial<Record<string, string>>;
  return `locked by ${Who} since ${Created}; if that run was killed, run terraform force-unlock ${ID} in the stack's folder`;
}
