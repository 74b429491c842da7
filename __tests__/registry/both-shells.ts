import type { Field } from "../../registry/field";
import { inputValue } from "../../registry/input-type";
import type { RegistryModule } from "../../registry/registry-module";
import { stacksOf } from "../../tools/stack-policies";
import { parsed } from "../synth";
import { asSets, type TerraformResourceValues } from "./hcl-repository";

/** What a configuration makes, by type: what each thing is given, in an order of its own. */
export type Made = Readonly<Record<string, readonly unknown[]>>;

/** A system as a stack and as a call of its module, side by side in one module, and the provider that it is given. */
export function bothShells(
  system: string,
  settings: object,
  module: RegistryModule,
): {
  shells: { resource: object; data: object; module: object; output: object };
  aws: object;
} {
  const stack = stacksOf(JSON.stringify(settings)).get(system);
  if (!stack) throw new Error(`there is no stack '${system}'`);
  const { provider, resource, data, output } = parsed(stack);
  const outputs = module.outputs.map(({ friendlyUniqueId: name }) => [
    `module_${name}`,
    { value: `\${module.it.${name}}` },
  ]);
  const it = { source: `../terraform-aws-groundwork/modules/${module.moduleName}`, ...inputsOf(settings, module) };
  return {
    shells: { resource, data, module: { it }, output: { ...output, ...Object.fromEntries(outputs) } },
    aws: (provider as { aws: object[] }).aws[0] as object,
  };
}

/** The inputs of a module that say what settings say. */
export function inputsOf(
  settings: object,
  { moduleName, inputs, fieldNames }: RegistryModule,
): Record<string, unknown> {
  const { systems = {}, ...shared } = settings as { systems?: Record<string, object>; iam?: object };
  const given: Record<string, unknown> = { ...shared, ...systems[moduleName] };
  return Object.fromEntries(
    inputs.flatMap(({ name, member }) => {
      const value = given[fieldNames[name] ?? name];
      return value === undefined ? [] : [[name, inputValue(member.field, withUsual(member.field, value))]];
    }),
  );
}

/** Things by name with those that settings have unless they are false: in a module they are there where none are given. */
function withUsual(field: Field, value: unknown): unknown {
  if (field.kind !== "named" || value === null || typeof value !== "object") return value;
  const usual = Object.entries(field.usual).map(([name, thing]) => {
    const own = (value as Record<string, object | false>)[name];
    return [name, own === false ? false : { ...thing, ...own }];
  });
  return { ...Object.fromEntries(usual), ...without(value, Object.keys(field.usual)) };
}

function without(things: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(things).filter(([name]) => !names.includes(name)));
}

/** The things at some addresses of a plan; tags are compared with those of the provider, which both have. */
export function made(resources: readonly TerraformResourceValues[], isOfIt: (address: string) => boolean): Made {
  const things: Record<string, unknown[]> = {};
  for (const { mode, type, address, values } of resources) {
    // of what joins two things that are not there yet, nothing is known
    if (mode === "managed" && isOfIt(address)) things[type] = [...(things[type] ?? []), given(values) ?? {}];
  }
  for (const [type, list] of Object.entries(things)) {
    const whole = type === "aws_iam_policy" ? wholePolicies(list as PolicyThing[]) : list;
    // what attaches the parts of a policy differs in nothing that a plan knows
    const texts = [...new Set(whole.map((thing) => JSON.stringify(thing)))];
    things[type] = (type.endsWith("_policy_attachment") ? texts : whole.map((thing) => JSON.stringify(thing)))
      .sort()
      .map((text) => JSON.parse(text));
  }
  return things;
}

interface PolicyThing {
  readonly name: string;
  readonly policy?: { readonly Statement: object };
}

/** Policies that the quota splits as one: a module, which knows no sizes, splits them at other places than a stack. */
function wholePolicies(parts: readonly PolicyThing[]): PolicyThing[] {
  const whole = new Map<string, PolicyThing>();
  for (const part of parts) {
    const name = part.name.replace(/-\d+$/, "");
    const Statement = { ...whole.get(name)?.policy?.Statement, ...part.policy?.Statement };
    whole.set(name, given({ ...part, name, policy: { ...part.policy, Statement } }) as PolicyThing);
  }
  return [...whole.values()];
}

/**
 * What a stack says where its module has an output. Of things by names of one's own a stack has an output each, and a
 * module has a map: `default_job_queue_arn` is `default` in `job_queue_arns`.
 */
export function stackOutput(outputs: Readonly<Record<string, unknown>>, name: string): unknown {
  if (name in outputs) return outputs[name];
  const ending = `_${name.replace(/s$/, "")}`;
  const each = Object.entries(outputs).filter(([one]) => one.endsWith(ending) && !one.startsWith("module_"));
  return Object.fromEntries(each.map(([one, value]) => [one.slice(0, -ending.length), value]));
}

/** A value without what is not given, and without an order where there is none: of names and of statements. */
export function given(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(given).filter((item) => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  if (typeof value === "string") return textOf(value);
  if (value === null || value === false) return undefined;
  if (typeof value !== "object") return value;
  const entries = Object.entries(value)
    .filter(([name]) => name !== "tags")
    .map(([name, item]): [string, unknown] => [name, name === "user_data" ? scriptOf(item) : given(item)])
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function textOf(text: string): unknown {
  if (text === "") return undefined;
  return /^\{"(Version|Statement)"/.test(text) ? given(asSets(text)) : text;
}

function scriptOf(userData: unknown): unknown {
  return typeof userData === "string" ? Buffer.from(userData, "base64").toString() : userData;
}
