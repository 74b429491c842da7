import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { addressName } from "../../modules/address";
import { PolicyDocument } from "../../modules/policy-document";
import { defaultOf } from "../../registry/input";
import { typeOf } from "../../registry/input-type";
import { AWS_5, rangeOf } from "../../registry/provider-line";
import { repositoryFiles } from "../../registry/repository";
import { MODULES } from "../../tools/registry";

const TEXTS = { LICENSE: "licence", "CHANGELOG.md": "changes" };

describe.each(MODULES.map((make) => [make().moduleName, make] as const))("the module %s", (name, make) => {
  const module = make();
  const files = repositoryFiles([module], TEXTS);
  const main = files[`modules/${name}/main.tf`] ?? "";

  test("has these inputs", () => {
    const inputs = module.sortedInputs.map((input) => {
      const fallback = defaultOf(input);
      const type = typeOf(input.member.field).replace(/\s+/g, " ");
      return `${input.name}: ${type}${fallback === undefined ? "" : ` = ${JSON.stringify(fallback)}`}`;
    });
    expect(inputs).toMatchSnapshot();
  });

  test("has these outputs", () => {
    expect(module.outputs.map(({ friendlyUniqueId }) => friendlyUniqueId)).toMatchSnapshot();
  });

  test("has these addresses", () => {
    const resources = module.elementsOf("resource");
    expect(resources.map((it) => `${it.terraformResourceType}.${addressName(it)}`).sort()).toMatchSnapshot();
  });

  test("asks for a provider that has every attribute which it uses", () => {
    expect(rangeOf(AWS_5, module)).toMatchSnapshot();
  });

  test("is the same text a second time", () => {
    expect(repositoryFiles([make()], TEXTS)).toEqual(files);
  });

  test("says nothing of the machine that wrote it, and nothing that was not known", () => {
    const traces = [resolve(__dirname, "..", ".."), tmpdir(), "cdktf", "Token[", "undefined", "[object Object]", "NaN"];
    const found = Object.entries(files).flatMap(([path, content]) =>
      traces.filter((trace) => content.includes(trace)).map((trace) => `${path}: ${trace}`),
    );
    expect(found).toEqual([]);
  });

  test("configures neither provider nor backend, and has no metadata", () => {
    for (const [path, content] of Object.entries(files))
      if (/^modules.*[.]tf$/.test(path))
        expect([path, /^\s*(provider|backend)\b|^\/\//m.test(content)]).toEqual([path, false]);
  });

  test("describes every input, field and output", () => {
    for (const { name: input, member } of module.inputs) expect([input, member.description]).not.toEqual([input, ""]);
    for (const { friendlyUniqueId, description } of module.outputs)
      expect([friendlyUniqueId, description]).toEqual([friendlyUniqueId, expect.stringMatching(/\w.*[.]$/)]);
  });

  test("has the reason of a wildcard above the statement that has it", () => {
    const statements = main.split(/\n(?=.*(?:statement \{|dynamic "statement" \{)\n)/);
    const unexplained = statements.filter(
      (statement, index) =>
        /resources = .*"\*"/.test(statement) && !/#[^\n]*$/.test((statements[index - 1] ?? "").trimEnd()),
    );
    expect(unexplained).toEqual([]);
  });

  test("has every reason above its statement, of those too that are repeated", () => {
    const documents = module.node.findAll().filter((node) => node instanceof PolicyDocument);
    const reasons = documents.flatMap(({ statements }) => statements.filter(({ because }) => because !== undefined));
    const above = main.match(
      /# .*\n *(?:dynamic "statement"|statement) \{\n|# .*\n(?:dynamic "statement"|statement) \{/g,
    );
    expect(above?.length ?? 0).toBe(reasons.length);
  });

  test("has a refused call for each of what must hold between its inputs, where it has any of them", () => {
    const { refusedTogether } = module.props;
    if (!refusedTogether) return;
    const refused = Object.entries(refusedTogether).map(([address, calls]) => [address, calls.length]);
    expect(Object.fromEntries(refused)).toEqual(module.relations);
  });

  test("has no values but inputs in its examples", () => {
    const inputs = module.inputs.map((input) => input.name);
    for (const { inputs: given } of Object.values(module.props.examples))
      expect(Object.keys(given).filter((input) => !inputs.includes(input))).toEqual([]);
  });
});
