import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as entry from "../index";

const PROJECT = join(__dirname, "..");
const EXPORTED = names(readFileSync(join(PROJECT, "index.ts"), "utf8"));

/** What the other roles are made of; its props say too little to stand alone. */
const NOT_ALONE = ["Role"];

/** Every class of a folder's files that is a construct, by its name. */
function constructs(folder: string, file: RegExp): string[] {
  const files = readdirSync(join(PROJECT, folder), { recursive: true, encoding: "utf8" });
  return files
    .filter((name) => file.test(name))
    .map((name) => readFileSync(join(PROJECT, folder, name), "utf8"))
    .flatMap((text) => [...text.matchAll(/^export class (\w+) extends Construct\b/gm)].map(([, name]) => String(name)))
    .filter((name) => !NOT_ALONE.includes(name));
}

/** The names that a text of `export { … } from` exports, types too. */
function names(text: string): string[] {
  return [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)]
    .flatMap(([, list]) => String(list).split(","))
    .map((item) =>
      item
        .trim()
        .replace(/^type /, "")
        .replace(/^.* as /, ""),
    )
    .filter((name) => name !== "");
}

describe("the public entry", () => {
  test.each(constructs("modules", /^[\w-]+\.ts$/))("has the block %s, and its props", (name) => {
    expect(entry).toHaveProperty(name, expect.any(Function));
    expect(EXPORTED).toContain(`${name}Props`);
  });

  test.each(constructs("stacks", /^[\w-]+\/system\.ts$/))("has the system %s, and its props", (name) => {
    expect(entry).toHaveProperty(name, expect.any(Function));
    expect(EXPORTED).toContain(`${name}Props`);
  });

  test("has no stack, no settings and nothing of the registry's shell", () => {
    const text = readFileSync(join(PROJECT, "index.ts"), "utf8");
    const files = [...text.matchAll(/ from "([^"]+)"/g)].map(([, file]) => file);
    expect(files.filter((file) => !/^\.\/(modules\/[\w-]+|stacks\/[\w-]+\/system)$/.test(String(file)))).toEqual([]);
  });
});
