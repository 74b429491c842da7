import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { dataBucketModule } from "../../registry/data-bucket";

const files = dataBucketModule().files();
const text = Object.values(files).join("\n");

describe("the data-bucket module", () => {
  test("has these inputs", () => {
    const inputs = [
      ...(files["variables.tf"] ?? "").matchAll(
        /^variable "(\w+)" \{\n(?:.+\n)*?type = (.*)\n(?:.+\n)*?(?:default = (.*)\n)?(?:nullable|validation|\}|\n)/gm,
      ),
    ];
    expect(
      inputs.map(([, name, type, fallback]) => `${name}: ${type}${fallback ? ` = ${fallback}` : ""}`),
    ).toMatchSnapshot();
  });

  test("has these outputs", () => {
    const outputs = [...(files["outputs.tf"] ?? "").matchAll(/^output "(\w+)" \{\ndescription = "(.*)"/gm)];
    expect(outputs.map(([, name, description]) => `${name}: ${description}`)).toMatchSnapshot();
  });

  test("has these addresses", () => {
    const addresses = [...(files["main.tf"] ?? "").matchAll(/^(resource|data) "(\w+)" "(\w+)"/gm)];
    expect(
      addresses.map(([, kind, type, name]) => `${kind === "data" ? "data." : ""}${type}.${name}`),
    ).toMatchSnapshot();
  });

  test("is the same text a second time", () => {
    expect(dataBucketModule().files()).toEqual(files);
  });

  test("says nothing of the machine that wrote it", () => {
    for (const trace of [resolve(__dirname, "..", ".."), tmpdir()]) {
      expect(text).not.toContain(trace);
    }
    expect(text).not.toMatch(/cdktf|Token\[|undefined|\[object/i);
  });

  test("leaves an existing bucket alone: everything it makes is counted", () => {
    const resources = (files["main.tf"] ?? "")
      .split(/\n\n(?=resource|data)/)
      .filter((block) => block.startsWith("resource"));
    expect(resources.length).toBe(6);
    for (const resource of resources) expect(resource.split("\n")[1]).toBe("count = var.create ? 1 : 0");
  });
});
