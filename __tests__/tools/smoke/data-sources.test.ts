import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askAws, type Question } from "../../../tools/smoke/data-sources";
import { DeployedStack } from "../../../tools/smoke/deployed-stack";
import { Terraform } from "../../../tools/terraform";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groundwork-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const DIAGNOSTIC = { severity: "error", detail: "" };

/** A Terraform whose first apply fails with these diagnostics, and whose next one has these outputs. */
function terraform(diagnostics: readonly object[], outputs: Record<string, { value: unknown }>): Terraform {
  const write = (name: string, messages: readonly object[]) =>
    writeFileSync(join(folder, name), messages.map((message) => `${JSON.stringify(message)}\n`).join(""));
  const messages = diagnostics.map((diagnostic) => ({
    type: "diagnostic",
    diagnostic: { ...DIAGNOSTIC, ...diagnostic },
  }));
  const planned = Object.fromEntries(Object.keys(outputs).map((name) => [name, { action: "create" }]));
  write("1", [{ type: "outputs", outputs: planned }, ...messages]);
  write("2", [
    { type: "outputs", outputs: planned },
    { type: "outputs", outputs },
  ]);
  writeFileSync(join(folder, "asked"), diagnostics.length > 0 ? "" : "1\n");
  const script = `#!/bin/sh
[ "$1" = apply ] || exit 0
echo again >> ${folder}/asked
cp cdk.tf.json ${folder}/last.json
times=$(wc -l < ${folder}/asked)
[ "$times" -ge 2 ] && exec cat ${folder}/2
cat ${folder}/1
exit 1
`;
  writeFileSync(join(folder, "terraform"), script, { mode: 0o755 });
  return new Terraform(join(folder, "terraform"), {});
}

function stack(run: { terraform: Terraform }): DeployedStack {
  const path = join(folder, "stacks", "duet");
  mkdirSync(path, { recursive: true });
  const provider = { aws: [{ region: "eu-west-2" }] };
  writeFileSync(join(path, "cdk.tf.json"), JSON.stringify({ terraform: { required_providers: {} }, provider }));
  return new DeployedStack("duet", folder, run);
}

const subnet: Question = (key) => ({ data: { aws_subnet: { [key]: {} } }, value: `\${data.aws_subnet.${key}.id}` });

function ask(run: { terraform: Terraform }, ...names: readonly string[]) {
  return askAws(stack(run), new Map(names.map((name) => [name, subnet])), run);
}

describe("questions to AWS", () => {
  test("are answered each by its own value", async () => {
    const run = { terraform: terraform([], { q0: { value: "one" }, q1: { value: "two" } }) };
    expect([...(await ask(run, "a", "b"))]).toEqual([
      ["a", { seen: "one" }],
      ["b", { seen: "two" }],
    ]);
  });

  test.each([
    ["missing", "no matching EC2 Subnet found", { missing: true }],
    ["missing", "reading IAM Instance Profile (ecs): couldn't find resource", { missing: true }],
    [
      "unseen",
      "operation error Service Quotas: GetServiceQuota, https response error StatusCode: 400, AccessDeniedException: …",
      { unseen: "these credentials may not call GetServiceQuota" },
    ],
    [
      "unseen",
      "operation error Service Quotas: GetServiceQuota, exceeded maximum number of attempts",
      { unseen: "Service Quotas did not answer GetServiceQuota" },
    ],
    ["unseen", "something else", { unseen: "something else" }],
  ])("that fail are told apart: %s where Terraform says '%s'", async (_, summary, expected) => {
    const run = { terraform: terraform([{ summary, address: "data.aws_subnet.q1" }], { q0: { value: "one" } }) };
    expect([...(await ask(run, "a", "b"))]).toEqual([
      ["b", expected],
      ["a", { seen: "one" }],
    ]);
    const asked = JSON.parse(readFileSync(join(folder, "last.json"), "utf8"));
    expect(Object.keys(asked.data.aws_subnet)).toEqual(["q0"]);
    expect(Object.keys(asked.output)).toEqual(["q0"]);
  });

  test("are given up where Terraform fails as a whole, in its words", async () => {
    const run = {
      terraform: terraform([{ summary: "No valid credential sources found", detail: "Please see …" }], {}),
    };
    await expect(ask(run, "a")).rejects.toThrow("No valid credential sources found\nPlease see …");
  });
});
