import { ref, TerraformOutput, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { DeferredList, each } from "../../modules/deferred";
import { giveNames, named } from "../../modules/deferred-name";
import { synth } from "../synth";

/** What values become in a thing `machine`, and which names were given. */
function made(withNames: boolean, value: (variable: TerraformVariable) => unknown) {
  const names: string[] = [];
  const { output } = synth((stack) => {
    if (withNames)
      giveNames(stack, (name) => {
        names.push(name);
        return ref(`local.${name}`);
      });
    const scope = new Construct(new Construct(stack, "Default"), "own-machine");
    const given = named(scope, "role_name", value(new TerraformVariable(stack, "it", { type: "any" })));
    new TerraformOutput(stack, "value", {
      value: given instanceof DeferredList ? each(given, (item) => `${item}`) : given,
    });
  });
  return { value: output.value?.value, names };
}

describe("a value by a name of its own", () => {
  test.each<[what: string, value: (variable: TerraformVariable) => unknown, read: unknown]>([
    ["a text", (it) => it.stringValue, "${local.own_machine_role_name}"],
    ["a number", (it) => it.numberValue, "${local.own_machine_role_name}"],
    ["a condition", (it) => it.booleanValue, "${local.own_machine_role_name}"],
    ["a list", (it) => it.listValue, "${local.own_machine_role_name}"],
    ["a list of items", (it) => DeferredList.ofStrings(it.value), "${local.own_machine_role_name}"],
  ])("is read by that name: %s", (_what, value, read) => {
    expect(made(true, value)).toEqual({ value: read, names: ["own_machine_role_name"] });
  });

  test("is the value itself where it is known, and where nothing is named", () => {
    expect(made(true, () => "acme")).toEqual({ value: "acme", names: [] });
    expect(made(false, (it) => it.stringValue)).toEqual({ value: "${var.it}", names: [] });
  });
});
