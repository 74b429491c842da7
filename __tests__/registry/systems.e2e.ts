import { MODULES } from "../../tools/registry";
import { bothShells, given, made } from "./both-shells";
import { HclRepository } from "./hcl-repository";
import { SYSTEM_CASES } from "./system-cases";

const CASES = Object.entries(SYSTEM_CASES).flatMap(([system, cases]) =>
  Object.entries(cases).map(([about, settings]) => [system, about, settings] as const),
);

type Plan = Awaited<ReturnType<HclRepository["plan"]>>;

let hcl: HclRepository;
const plans = new Map<object, Plan>();

beforeAll(async () => {
  hcl = await HclRepository.create();
  const profile = "Action=CreateInstanceProfile&Version=2010-05-08&InstanceProfileName=theirs";
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  await hcl.emulator.call("iam", "/", { method: "POST", headers, body: profile });
  for (const [index, [system, , settings]] of CASES.entries()) {
    const module = MODULES.map((make) => make()).find(({ moduleName }) => moduleName === system);
    if (!module) throw new Error(`there is no module '${system}'`);
    const folder = hcl.configuration(`both-${index}`, bothShells(system, settings, module));
    await hcl.terraform.init(folder, hcl.options);
    plans.set(settings, await hcl.plan(folder));
  }
}, 600_000);

afterAll(() => hcl?.remove());

describe.each(CASES)("%s %s", (_system, _about, settings) => {
  test("becomes the same resources with the same policies in a stack and in a module", () => {
    const { resources } = plans.get(settings) as Plan;
    const inStack = made(resources, (address) => !address.startsWith("module."));
    expect(Object.keys(inStack).length).toBeGreaterThan(0);
    expect(made(resources, (address) => address.startsWith("module.it."))).toEqual(inStack);
  });

  test("says the same of itself", () => {
    const { outputs } = plans.get(settings) as Plan;
    const ofModule = Object.entries(outputs).filter(([name]) => name.startsWith("module_"));
    const said = ofModule.map(([name, value]) => [name.slice("module_".length), given(value)]);
    const ofStack = said.map(([name]) => [name, given(outputs[name as string] ?? null)]);
    expect(Object.fromEntries(said)).toEqual(Object.fromEntries(ofStack));
  });
});
