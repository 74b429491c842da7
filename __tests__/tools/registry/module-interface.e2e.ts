import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addressName } from "../../../modules/address";
import { defaultOf } from "../../../registry/input";
import { MODULES, writeRegistry } from "../../../tools/registry";
import { interfaceChanges } from "../../../tools/registry/interface-changes";
import { readInterfaces } from "../../../tools/registry/module-interface";

const folder = mkdtempSync(join(tmpdir(), "module-interface-"));
let interfaces: ReturnType<typeof readInterfaces>;

beforeAll(async () => {
  await writeRegistry(folder);
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".tf"));
  interfaces = readInterfaces(
    Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), "utf8")])),
  );
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(MODULES.map((make) => [make().moduleName, make()] as const))("the written module %s", (name, module) => {
  test("is read with every input, and those that must be given", () => {
    const read = Object.entries(interfaces[name]?.inputs ?? {}).map(([input, it]) => [input, it.default === undefined]);
    expect(read).toEqual(module.sortedInputs.map((input) => [input.name, defaultOf(input) === undefined]));
  });

  test("is read with every output", () => {
    expect(interfaces[name]?.outputs).toEqual(module.outputs.map(({ friendlyUniqueId }) => friendlyUniqueId));
  });

  test("is read with every resource and data source", () => {
    const kinds = (["data", "resource"] as const).flatMap((kind) =>
      module.elementsOf(kind).map((element) => {
        const address = `${element.terraformResourceType}.${addressName(element)}`;
        const each = "for_each" in module.bodyOf(element) ? "[each]" : "";
        return `${kind === "data" ? "data." : ""}${address}${each}`;
      }),
    );
    expect([...(interfaces[name]?.addresses ?? [])].sort()).toEqual(kinds.sort());
  });

  test("has not changed when it is compared with itself", () => {
    const same = { [name]: interfaces[name] as (typeof interfaces)[string] };
    expect(interfaceChanges(same, same)).toEqual([]);
  });
});

test("written modules are all read, and nothing else is", () => {
  expect(Object.keys(interfaces).sort()).toEqual(MODULES.map((make) => make().moduleName).sort());
});
