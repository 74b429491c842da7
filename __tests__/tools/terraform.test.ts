import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const cache = mkdtempSync(join(tmpdir(), "groundwork-terraform-"));
jest.mock("../../tools/project-cache", () => ({ projectCache: () => cache }));

import { Terraform } from "../../tools/terraform";
import { findTerraformBinary } from "../../tools/terraform-binary";

const path = process.env.PATH;

afterEach(() => {
  process.env.PATH = path;
});

afterAll(() => rmSync(cache, { recursive: true }));

function script(file: string, ...lines: string[]): string {
  mkdirSync(dirname(join(cache, file)), { recursive: true });
  writeFileSync(join(cache, file), ["#!/bin/sh", ...lines, ""].join("\n"));
  chmodSync(join(cache, file), 0o755);
  return join(cache, file);
}

function answering(...lines: string[]): Terraform {
  return new Terraform(script("answering/terraform", ...lines), {});
}

test.each([
  [0, false],
  [2, true],
])("a plan that ends with %i has changes: %s", async (code, changes) => {
  expect(await answering(`exit ${code}`).hasChanges(cache)).toBe(changes);
});

test("a plan that fails is an error with what Terraform said", async () => {
  const failing = answering("echo 'Error: no such bucket' >&2; exit 1");
  await expect(failing.hasChanges(cache)).rejects.toThrow(
    `terraform plan failed in ${cache} with exit code 1:\nError: no such bucket`,
  );
});

test("outputs are read as values by name", async () => {
  const json = JSON.stringify({ queue: { value: "acme-jobs", sensitive: false }, subnets: { value: ["a", "b"] } });
  expect(await answering(`echo '${json}'`).outputs(cache)).toEqual({ queue: "acme-jobs", subnets: ["a", "b"] });
});

test("Terraform asks no questions and does not call home, and the caller's environment comes last", async () => {
  const terraform = answering("env");
  const { stdout } = await terraform.run(cache, [], { env: { AWS_REGION: "eu-west-2", TF_INPUT: "1" } });
  expect(stdout.split("\n")).toEqual(
    expect.arrayContaining(["CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "AWS_REGION=eu-west-2", "TF_INPUT=1"]),
  );
});

describe("the Terraform of a machine", () => {
  test("is terraform on the PATH before tofu", async () => {
    const tofu = script("bin/tofu");
    process.env.PATH = dirname(tofu);
    expect(await findTerraformBinary()).toBe(tofu);
    expect(await findTerraformBinary()).not.toBe(script("bin/terraform"));
    expect(await findTerraformBinary()).toBe(join(cache, "bin/terraform"));
  });

  test("is fetched into the project's cache where there is none", async () => {
    const fetched = "terraform/@jahed/terraform/terraform-v1.11.4";
    // npm that installs a script that downloads when it is run, to the folder in CACHE_DIR
    const downloader = "terraform/node_modules/.bin/terraform";
    script(
      "npm-bin/npm",
      `mkdir -p ${dirname(join(cache, downloader))}`,
      `cp ${script(
        "downloader",
        'mkdir -p "$CACHE_DIR/@jahed/terraform"',
        `cp ${script("download", "exit 0")} "$CACHE_DIR/@jahed/terraform/terraform-v1.11.4"`,
      )} ${join(cache, downloader)}`,
    );
    process.env.PATH = withShell("npm-bin");
    expect(await findTerraformBinary()).toBe(join(cache, fetched));
    rmSync(join(cache, "terraform"), { recursive: true });
  });

  test("is an error that says what to install where there is none and none can be fetched", async () => {
    script("offline/npm", "exit 1");
    process.env.PATH = withShell("offline");
    await expect(findTerraformBinary()).rejects.toThrow(
      "terraform was not found and could not be fetched: install Terraform 1.10 or later, or OpenTofu",
    );
  });
});

/** A folder for the PATH with the few programs that the scripts need, and no terraform. */
function withShell(folder: string): string {
  for (const program of ["mkdir", "cp"]) symlinkSync(`/bin/${program}`, join(cache, folder, program));
  return join(cache, folder);
}
