import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProviderMirror, providerEnvironment } from "../../tools/provider-mirror";

const cache = mkdtempSync(join(tmpdir(), "groundwork-mirror-"));
const PLATFORM = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
const inherited = process.env.TF_CLI_CONFIG_FILE;

afterEach(() => {
  if (inherited === undefined) delete process.env.TF_CLI_CONFIG_FILE;
  else process.env.TF_CLI_CONFIG_FILE = inherited;
});

afterAll(() => rmSync(cache, { recursive: true }));

function mirror(name: string, version: string): string {
  const folder = join(cache, name);
  const binaries = join(folder, "registry.example.test", "hashicorp", "aws", version, PLATFORM);
  mkdirSync(binaries, { recursive: true });
  writeFileSync(join(binaries, `terraform-provider-aws_v${version}_x5`), "");
  return folder;
}

test("a provider mirror is found by its shape", () => {
  const folder = mirror("right", "5.100.0");
  expect(findProviderMirror([join(cache, "missing"), cache, folder])).toEqual({
    folder,
    address: "registry.example.test/hashicorp/aws",
  });
});

test("a provider mirror of another version is none", () => {
  expect(findProviderMirror([mirror("old", "5.99.0")])).toBeUndefined();
});

test("a provider mirror is named to Terraform in a configuration of the project's own", () => {
  const folder = mirror("right", "5.100.0");
  const { TF_CLI_CONFIG_FILE } = providerEnvironment(findProviderMirror([folder]), cache);
  expect(readFileSync(TF_CLI_CONFIG_FILE ?? "", "utf8")).toBe(`provider_installation {
  filesystem_mirror {
    path    = "${folder}"
    include = ["registry.example.test/hashicorp/aws"]
  }
  direct {
    exclude = ["registry.example.test/hashicorp/aws"]
  }
}
`);
});

test("without a mirror, an inherited configuration that does not exist is dropped", () => {
  process.env.TF_CLI_CONFIG_FILE = join(cache, "missing.tfrc");
  expect(providerEnvironment(undefined)).toEqual({ TF_CLI_CONFIG_FILE: undefined });
});

test("without a mirror, an inherited configuration that exists is kept", () => {
  const file = join(cache, "mine.tfrc");
  writeFileSync(file, "");
  process.env.TF_CLI_CONFIG_FILE = file;
  expect(providerEnvironment(undefined)).toEqual({ TF_CLI_CONFIG_FILE: file });
});
