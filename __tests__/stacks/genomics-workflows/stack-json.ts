import { App } from "cdktf";
import type { PolicyJson } from "../../../modules/policy-document";
import { GenomicsWorkflowsStack } from "../../../stacks/genomics-workflows/stack";
import { parseSettings } from "../../../stacks/settings";
import { policyJson, rolePolicies } from "../../role-policies";
import { parsed, type TerraformJson } from "../../synth";

/** Settings as they stand in groundwork.yaml. */
export interface WrittenSettings {
  readonly region?: string;
  readonly tags?: Record<string, string>;
  readonly iam?: Record<string, unknown>;
  readonly network?: unknown;
  /** Of the system; the bucket is `{ create: acme-genomics }` unless it says otherwise. */
  readonly system?: Record<string, unknown>;
}

/** Settings as text, with the smallest right ones for what is left out; JSON is YAML. */
export function yamlOf({ system, ...rest }: WrittenSettings = {}): string {
  return JSON.stringify({
    name: "acme",
    account: "111122223333",
    region: "eu-west-2",
    network: "create",
    ...rest,
    systems: { "genomics-workflows": { bucket: { create: "acme-genomics" }, ...system } },
  });
}

/** What settings become. */
export function stackJson(written?: WrittenSettings): TerraformJson {
  const settings = parseSettings(yamlOf(written), "groundwork.yaml");
  const system = settings.systems["genomics-workflows"];
  if (!system) throw new Error("the settings must name genomics-workflows");
  return parsed(new GenomicsWorkflowsStack(new App(), settings, system));
}

/** The roles that do something by policies of ours. */
export type SystemRole = "instance" | "job" | "execution" | "nextflow" | "cromwell";

/** What a role may do: the policies attached to it or, where it existed, those to attach by hand. */
export function policiesOf(stack: TerraformJson, role: SystemRole): PolicyJson[] {
  const output = role === "instance" || role === "job" ? `batch_${role}` : role;
  const byHand = stack.output[`${output}_policy_to_attach`];
  return byHand ? [policyJson(stack, byHand.value)] : rolePolicies(stack, role);
}
