import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const dir = mkdtempSync(join(tmpdir(), "groundwork-terraform-"));

import { Terraform } from "../../tools/terraform";

afterAll(() => rmSync(dir, { recursive: true }));

/** A Terraform that is a shell script. */
function answering(...lines: string[]): Terraform {
  const file = join(dir, "terraform");
  writeFileSync(file, ["#!/bin/sh", ...lines, ""].join("\n"));
  chmodSync(file, 0o755);
  return new Terraform(file, {});
}

test.each([
  [0, false],
  [2, true],
])("a plan that ends with %i has changes: %s", async (code, changes) => {
  expect(await answering(`exit ${code}`).hasChanges(dir)).toBe(changes);
});

test("a plan that fails is an error with what Terraform said", async () => {
  const failing = answering("echo 'Error: no such bucket' >&2; exit 1");
  await expect(failing.hasChanges(dir)).rejects.toThrow(
    `terraform plan failed in ${dir} with exit code 1:\nError: no such bucket`,
  );
});

test("outputs are read as values by name", async () => {
  const json = JSON.stringify({ queue: { value: "acme-jobs", sensitive: false }, subnets: { value: ["a", "b"] } });
  expect(await answering(`echo '${json}'`).outputs(dir)).toEqual({ queue: "acme-jobs", subnets: ["a", "b"] });
});

test("Terraform asks no questions and does not call home, and the caller's environment comes last", async () => {
  const terraform = answering("env");
  const { stdout } = await terraform.run(dir, [], { env: { AWS_REGION: "eu-west-2", TF_INPUT: "1" } });
  expect(stdout.split("\n")).toEqual(
    expect.arrayContaining(["CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "AWS_REGION=eu-west-2", "TF_INPUT=1"]),
  );
});
