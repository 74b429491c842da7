import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findInterpreter } from "../../tools/emulator/interpreter";
import { findTerraformBinary } from "../../tools/terraform-binary";

const path = process.env.PATH;
let machine: string;
let cache: string;

/** A machine with nothing but a shell, and an empty cache. */
beforeEach(() => {
  machine = mkdtempSync(join(tmpdir(), "groundwork-machine-"));
  cache = join(machine, "cache");
  mkdirSync(join(machine, "bin"));
  for (const program of ["sh", "mkdir", "cp", "rm"]) symlinkSync(`/bin/${program}`, join(machine, "bin", program));
  process.env.PATH = join(machine, "bin");
});

afterEach(() => {
  process.env.PATH = path;
  rmSync(machine, { recursive: true });
});

function script(file: string, ...lines: string[]): string {
  mkdirSync(dirname(join(machine, file)), { recursive: true });
  writeFileSync(join(machine, file), ["#!/bin/sh", ...lines, ""].join("\n"));
  chmodSync(join(machine, file), 0o755);
  return join(machine, file);
}

describe("the Terraform of a machine", () => {
  test("is terraform on the PATH, before tofu", async () => {
    const tofu = script("bin/tofu");
    expect(await findTerraformBinary(cache)).toBe(tofu);
    const terraform = script("bin/terraform");
    expect(await findTerraformBinary(cache)).toBe(terraform);
  });

  test("is fetched into the cache once, where there is none", async () => {
    // As npm and its package do it: npm installs a script that downloads to CACHE_DIR when it is first run.
    const download = script("download", "exit 0");
    const fetching = script(
      "fetching",
      'mkdir -p "$CACHE_DIR/@jahed/terraform"',
      `cp ${download} "$CACHE_DIR/@jahed/terraform/terraform-v1.11.4"`,
    );
    script("bin/npm", 'mkdir -p "$6/node_modules/.bin"', `cp ${fetching} "$6/node_modules/.bin/terraform"`);
    const fetched = join(cache, "terraform/@jahed/terraform/terraform-v1.11.4");
    expect(await findTerraformBinary(cache)).toBe(fetched);
    expect(existsSync(fetched)).toBe(true);

    script("bin/npm", "exit 1");
    expect(await findTerraformBinary(cache)).toBe(fetched);
  });

  test("is an error of one line where it cannot be fetched, and nothing stays in the cache", async () => {
    script("bin/npm", "exit 1");
    await expect(findTerraformBinary(cache)).rejects.toThrow(
      /^terraform was not found and could not be fetched: install Terraform 1\.10 or later, or OpenTofu$/,
    );
    expect(readdirSync(cache)).toEqual([]);
  });
});

describe("the emulator's Python", () => {
  test("is the one of moto_server on the PATH", async () => {
    const python = script("opt/python", `echo ${machine}/opt/real-python`);
    writeFileSync(join(machine, "bin", "moto_server"), `#!${python}\nimport moto\n`);
    expect(await findInterpreter(cache)).toBe(`${machine}/opt/real-python`);
  });

  test("is a virtual environment in the cache where there is none", async () => {
    // python3 without moto, which makes an environment whose python has it once pip has been run
    const made = script(
      "made",
      'here="${0%/*}"',
      '[ "$1" = -c ] && [ -e "$here/moto" ] && echo "$here/python"',
      ": > $here/moto",
    );
    script("bin/python3", '[ "$2" = venv ] || exit 1', 'mkdir -p "$3/bin"', `cp ${made} "$3/bin/python"`);
    expect(await findInterpreter(cache)).toBe(join(cache, "python/bin/python"));
  });

  test("is an error of one line where there is none and none can be made, and nothing stays in the cache", async () => {
    script("bin/python3", "exit 1");
    await expect(findInterpreter(cache)).rejects.toThrow(
      /^moto 5\.2\.1 was not found and could not be installed: install Python 3\.10 or later and moto\[server\]==5\.2\.1$/,
    );
    expect(readdirSync(cache)).toEqual([]);
  });
});
