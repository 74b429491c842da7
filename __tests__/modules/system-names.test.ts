import { TerraformOutput, TerraformVariable } from "cdktf";
import { SystemNames } from "../../modules/system-names";
import { synth } from "../synth";

describe("the names of a system", () => {
  const names = new SystemNames({ name: "acme", system: "amazon-genomics-cli" });

  test("begin with the settings' name and the system", () => {
    expect(names.prefix).toBe("acme-amazon-genomics-cli");
    expect(names.of("machine")).toBe("acme-amazon-genomics-cli-machine");
  });

  test("have a path of their own in IAM, below the organisation's", () => {
    expect(names.iamPath).toBe("/groundwork/acme/amazon-genomics-cli/");
    expect(new SystemNames({ name: "acme", system: "duet", path: "/" }).iamPath).toBe("/acme/duet/");
    expect(new SystemNames({ name: "acme", system: "duet", path: "/teams/omics/" }).iamPath).toBe(
      "/teams/omics/acme/duet/",
    );
  });

  test("say in tags whose a thing is", () => {
    expect(names.ownerTags).toEqual({ "groundwork:name": "acme", "groundwork:system": "amazon-genomics-cli" });
  });

  test("fit a role with the longest name and system", () => {
    const longest = new SystemNames({ name: "a".repeat(20), system: "amazon-genomics-cli" });
    for (const thing of ["machine", "instance", "service", "spot-fleet"])
      expect(longest.of(thing).length).toBeLessThanOrEqual(64);
  });

  test("are filled in by Terraform where it knows the first word", () => {
    const { output } = synth((stack) => {
      const name = new TerraformVariable(stack, "name", { type: "string" }).stringValue;
      const unknown = new SystemNames({ name, system: "duet" });
      new TerraformOutput(stack, "machine", { value: unknown.of("machine") });
      new TerraformOutput(stack, "path", { value: unknown.iamPath });
    });
    expect(output.machine?.value).toBe("${var.name}-duet-machine");
    expect(output.path?.value).toBe("/groundwork/${var.name}/duet/");
  });

  test("of two environments are never the same", () => {
    const other = new SystemNames({ name: "acme2", system: "amazon-genomics-cli" });
    expect(other.of("machine")).not.toBe(names.of("machine"));
    expect(other.iamPath.startsWith(names.iamPath)).toBe(false);
  });
});
