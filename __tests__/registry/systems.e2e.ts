import { MODULES } from "../../tools/registry";
import { bothShells, given, made, stackOutput } from "./both-shells";
import { HclRepository } from "./hcl-repository";
import { SYSTEM_CASES } from "./system-cases";

const CASES = Object.entries(SYSTEM_CASES).flatMap(([system, cases]) =>
  Object.entries(cases).map(([about, settings]) => [system, about, settings] as const),
);

let hcl: HclRepository;
let plan: Awaited<ReturnType<HclRepository["plan"]>>;

// all in one configuration: each plan would load the schemas of the provider again
beforeAll(async () => {
  hcl = await HclRepository.create();
  const profile = "Action=CreateInstanceProfile&Version=2010-05-08&InstanceProfileName=theirs";
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  await hcl.emulator.call("iam", "/", { method: "POST", headers, body: profile });
  const providers: string[] = [];
  // one by one: of an object that holds something unknown, a plan says nothing
  const outputs: Record<string, object> = {};
  const calls = CASES.map(([system, , settings], index) => {
    const module = MODULES.map((make) => make()).find(({ moduleName }) => moduleName === system);
    if (!module) throw new Error(`there is no module '${system}'`);
    const { shells, aws } = bothShells(system, settings, module);
    const provider = JSON.stringify(aws);
    if (!providers.includes(provider)) providers.push(provider);
    hcl.module(`case-${index}`, shells);
    for (const name of Object.keys(shells.output))
      outputs[`case_${index}_${name}`] = { value: `\${module.case_${index}.${name}}` };
    return [
      `case_${index}`,
      { source: `../case-${index}`, providers: { aws: `aws.as_${providers.indexOf(provider)}` } },
    ] as const;
  });
  const folder = hcl.configuration("every-case", {
    provider: { aws: providers.map((aws, index) => ({ ...JSON.parse(aws), alias: `as_${index}` })) },
    module: Object.fromEntries(calls),
    output: outputs,
  });
  await hcl.terraform.init(folder, hcl.options);
  plan = await hcl.plan(folder);
}, 600_000);

afterAll(() => hcl?.remove());

describe.each(CASES.map((each, index) => [...each, index] as const))("%s %s", (_system, _about, _settings, index) => {
  const stack = `module.case_${index}.`;
  const module = `${stack}module.it.`;

  test("becomes the same resources with the same policies in a stack and in a module", () => {
    const inStack = made(plan.resources, (address) => address.startsWith(stack) && !address.startsWith(module));
    expect(Object.keys(inStack).length).toBeGreaterThan(0);
    expect(made(plan.resources, (address) => address.startsWith(module))).toEqual(inStack);
  });

  test("says the same of itself", () => {
    const ofCase = Object.fromEntries(
      Object.entries(plan.outputs)
        .filter(([name]) => name.startsWith(`case_${index}_`))
        .map(([name, value]) => [name.slice(`case_${index}_`.length), given(value)]),
    );
    const said = Object.entries(ofCase).filter(([name]) => name.startsWith("module_"));
    expect(said.length).toBeGreaterThan(0);
    for (const [name, value] of said)
      expect({ [name]: value }).toEqual({ [name]: given(stackOutput(ofCase, name.slice("module_".length))) });
  });
});
