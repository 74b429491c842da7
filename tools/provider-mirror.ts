import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { projectCache, writeCached } from "./project-cache";

/** An unpacked filesystem mirror that holds the AWS provider in the version the stacks want, for this platform. */
export interface ProviderMirror {
  readonly folder: string;
  /** The provider's source address, such as `<host>/hashicorp/aws`. */
  readonly address: string;
}

/**
 * The first mirror in the usual places, or undefined.
 *
 * A mirror is told by its shape, `<folder>/<host>/hashicorp/aws/<version>/<os>_<arch>/terraform-provider-aws_*`. Only
 * the exact version counts: with any other, Terraform would look no further and fail. See
 * https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation
 */
export function findProviderMirror(folders: readonly string[] = usualFolders()): ProviderMirror | undefined {
  for (const folder of folders) {
    for (const host of names(folder)) {
      const binaries = join(folder, host, "hashicorp", "aws", providerVersion(), platform());
      if (names(binaries).some((name) => name.startsWith("terraform-provider-aws_"))) {
        return { folder, address: `${host}/hashicorp/aws` };
      }
    }
  }
  return undefined;
}

/**
 * The environment that makes Terraform, and cdktf's Terraform, install the AWS provider from a mirror, where there is
 * one.
 *
 * cdktf would otherwise ask the registry for checksums, which fails offline, and copy the provider into a cache. An
 * inherited `TF_CLI_CONFIG_FILE` that names no file is dropped: Terraform warns of it at every command, and cdktf-cli
 * shows that warning as an error.
 */
export function providerEnvironment(mirror: ProviderMirror | undefined, cache = projectCache()): NodeJS.ProcessEnv {
  const inherited = process.env.TF_CLI_CONFIG_FILE;
  if (!mirror) return { TF_CLI_CONFIG_FILE: inherited && existsSync(inherited) ? inherited : undefined };
  const file = join(cache, "terraform.tfrc");
  writeCached(file, cliConfiguration(mirror));
  return { TF_CLI_CONFIG_FILE: file, CDKTF_SKIP_PROVIDER_LOCK: "true", CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1" };
}

/** Other providers are still downloaded; the mirrored one never is, since a look at its registry fails offline. */
function cliConfiguration({ folder, address }: ProviderMirror): string {
  return [
    "provider_installation {",
    `  filesystem_mirror {\n    path    = ${JSON.stringify(folder)}\n    include = ["${address}"]\n  }`,
    `  direct {\n    exclude = ["${address}"]\n  }`,
    "}",
    "",
  ].join("\n");
}

function usualFolders(): string[] {
  const { TF_PLUGIN_DIR, TF_PLUGIN_MIRROR_DIR, TF_PLUGIN_CACHE_DIR } = process.env;
  const named = [TF_PLUGIN_DIR, TF_PLUGIN_MIRROR_DIR, TF_PLUGIN_CACHE_DIR].filter((folder) => folder !== undefined);
  const implied = [
    join(homedir(), ".terraform.d", "plugins"),
    join(homedir(), ".local", "share", "terraform", "plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
  ];
  return [...named, ...implied, ...names("/opt").map((name) => join("/opt", name))];
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function providerVersion(): string {
  const file = require.resolve("@cdktf/provider-aws/package.json");
  return JSON.parse(readFileSync(file, "utf8")).cdktf.provider.version;
}

/** This machine in Terraform's words, such as linux_amd64. */
function platform(): string {
  const os = process.platform === "win32" ? "windows" : process.platform;
  const arch = { x64: "amd64", ia32: "386" }[process.arch as string] ?? process.arch;
  return `${os}_${arch}`;
}
