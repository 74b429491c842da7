import { App } from "cdktf";
import type { PolicyJson } from "../../../modules/policy-document";
import { parseSettings } from "../../../stacks/settings";
import { SlimStack } from "../../../stacks/slim/stack";
import { policyJson } from "../../role-policies";
import { all, parsed, type TerraformJson } from "../../synth";

/** Settings as they stand in groundwork.yaml. */
export interface WrittenSettings {
  readonly name?: string;
  readonly region?: string;
  readonly tags?: Record<string, string>;
  readonly iam?: Record<string, unknown>;
  readonly network?: unknown;
  /** Of `systems.slim`. */
  readonly slim?: Record<string, unknown>;
}

/** Settings as a text, with the smallest right ones for what is left out. */
export function yamlOf({ slim, ...rest }: WrittenSettings = {}): string {
  const least = { name: "acme", account: "111122223333", region: "eu-west-2", network: "create" };
  // JSON is YAML
  return JSON.stringify({ ...least, ...rest, systems: { slim: slim ?? {} } });
}

/** The stack that settings make. */
export function slimStack(written?: WrittenSettings): SlimStack {
  const settings = parseSettings(yamlOf(written), "groundwork.yaml");
  if (!settings.systems.slim) throw new Error("the settings must name slim");
  return new SlimStack(new App(), settings, settings.systems.slim);
}

/** What settings become. */
export function slimJson(written?: WrittenSettings): TerraformJson {
  return parsed(slimStack(written));
}

/** Those who do something by policies of ours: people, and the roles by their names in Terraform's addresses. */
export const WHO = ["user", "lambda", "state_machine", "job", "instance"] as const;

export type Who = (typeof WHO)[number];

/** What somebody may do: by policies that are made or, where a role existed, by those to attach by hand. */
export function slimPolicies(stack: TerraformJson, who: Who): PolicyJson[] {
  const byHand = stack.output[`${who}_policy_to_attach`];
  if (byHand) return [policyJson(stack, byHand.value)];
  const made = all(stack.resource, "aws_iam_policy").filter(({ name }) => ofName(String(name), who));
  return made.map(({ policy }) => policyJson(stack, policy));
}

/** Policies that pass the quota are numbered. */
function ofName(name: string, who: Who): boolean {
  return new RegExp(`-slim-${who.replace("_", "-")}(-\\d+)?$`).test(name);
}
