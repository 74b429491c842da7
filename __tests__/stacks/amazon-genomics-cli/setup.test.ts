import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { agcJson } from "./agc-json";

const BOUNDARY =
  "arn:aws:iam::111122223333:policy/groundwork/acme/amazon-genomics-cli/acme-amazon-genomics-cli-boundary";

/** A part of the CDK's own template, as `cdk bootstrap --show-template` prints it. */
const TEMPLATE = `Resources:
  StagingBucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: x
  LookupRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: lookup
  DeploymentActionRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: deploy
`;

const { output } = agcJson();
let home: string;

/** Runs commands as a person would who has AGC in the home folder; `npx` answers with the template. */
function run(commands: unknown): string {
  const bin = join(home, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(
    join(bin, "npx"),
    '#!/bin/sh\n[ -z "$CDK_TEMPLATE" ] && [ "$*" = "cdk bootstrap --show-template" ] && cat "$HOME/template"\n',
  );
  chmodSync(join(bin, "npx"), 0o755);
  writeFileSync(join(home, "template"), TEMPLATE);
  const env = { HOME: home, PATH: `${bin}:${process.env.PATH}`, CDK_TEMPLATE: "of an earlier time" };
  const { status, stdout, stderr } = spawnSync("sh", ["-eu"], { input: String(commands), env, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "agc-"));
  for (const app of ["core", "context"]) {
    mkdirSync(join(home, ".agc", "cdk", "apps", app), { recursive: true });
    writeFileSync(join(home, ".agc", "cdk", "apps", app, "app.ts"), "const app = new App();\n");
  }
});
afterEach(() => rmSync(home, { recursive: true }));

test("the commands of the setup put the boundary on all roles, and once when they are repeated", () => {
  run(output.setup?.value);
  run(output.setup?.value);
  for (const app of ["core", "context"])
    expect(readFileSync(join(home, ".agc", "cdk", "apps", app, "app.ts"), "utf8")).toBe(`const app = new App();
import { PermissionsBoundary } from "aws-cdk-lib/aws-iam";
PermissionsBoundary.of(app).apply({ managedPolicyArn: "${BOUNDARY}" });
`);
  expect(readFileSync(join(home, ".agc", "bootstrap-template.yaml"), "utf8")).toBe(`Resources:
  StagingBucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: x
  LookupRole:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: ${BOUNDARY}
      RoleName: lookup
  DeploymentActionRole:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: ${BOUNDARY}
      RoleName: deploy
`);
});

test("the variables hand the CDK a role for each kind of stack, and give its own role no rights", () => {
  const seen = (commands: unknown) =>
    run(`${commands}\nenv`)
      .split("\n")
      .filter((line) => line.startsWith("CDK_"))
      .sort();
  const role = "arn:aws:iam::111122223333:role/groundwork/acme/amazon-genomics-cli/acme-amazon-genomics-cli";
  expect(seen(output.admin_environment?.value)).toEqual([
    "CDK_CLOUDFORMATION_EXECUTION_POLICIES=arn:aws:iam::aws:policy/AWSDenyAll",
    `CDK_ROLE_ARN=${role}-core`,
    `CDK_TEMPLATE=${home}/.agc/bootstrap-template.yaml`,
  ]);
  expect(seen(output.user_environment?.value)).toContain(`CDK_ROLE_ARN=${role}-contexts`);
});
