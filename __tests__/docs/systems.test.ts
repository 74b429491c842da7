import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSettings } from "../../stacks/settings";

const ROOT = join(__dirname, "..", "..");
const SYSTEMS = join(ROOT, "docs", "systems");

/** What pages leave to their readers, and a value for it. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  "<64 hexadecimal digits>": "a".repeat(64),
  "AAAA…": "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl",
  "key/…": "key/12345678-90ab-cdef-1234-567890abcdef",
};

const PAGES = readdirSync(SYSTEMS).map((file) => [file, join(SYSTEMS, file)]);

/** The settings on a page: the first block of YAML that begins with a word of theirs. */
function settingsOn(file: string): string {
  const [, yaml = ""] = /```yaml\n((?:systems|name):[\s\S]*?)```/.exec(readFileSync(file, "utf8")) ?? [];
  return Object.entries(LEFT_OUT).reduce((text, [from, to]) => text.replaceAll(from, to), yaml);
}

test.each(PAGES)("the settings on the page %s are right", (file = "", path = "") => {
  const head = 'name: acme\naccount: "111122223333"\nregion: eu-west-2\nnetwork: create\n';
  const { systems } = parseSettings(head + settingsOn(path), file);
  expect(Object.keys(systems)).toEqual([file.replace(/\.md$/, "")]);
});

test("the settings in the README are right", () => {
  expect(Object.keys(parseSettings(settingsOn(join(ROOT, "README.md")), "README.md").systems)).toEqual(["duet"]);
});
