import { App } from "cdktf";
import type { PolicyJson } from "../../../modules/policy-document";
import { DuetStack } from "../../../stacks/duet/stack";
import { parseSettings } from "../../../stacks/settings";
import { policyJson, rolePolicies } from "../../role-policies";
import { parsed, type TerraformJson } from "../../synth";

/** Settings as they stand in groundwork.yaml. */
export interface WrittenSettings {
  readonly account?: string;
  readonly region?: string;
  readonly tags?: Record<string, string>;
  readonly iam?: Record<string, unknown>;
  readonly state?: Record<string, unknown>;
  readonly network?: unknown;
  /** Of `systems.duet`; the bucket is `{ create: acme-duet }` unless it says otherwise. */
  readonly duet?: Record<string, unknown>;
}

/** The stack that settings make, with the smallest right settings for what is left out. */
export function duetStack({ duet, ...rest }: WrittenSettings = {}, outdir?: string): DuetStack {
  const yaml = {
    name: "acme",
    account: "111122223333",
    region: "eu-west-2",
    network: "create",
    ...rest,
    systems: { duet: { bucket: { create: "acme-duet" }, ...duet } },
  };
  // JSON is YAML
  const settings = parseSettings(JSON.stringify(yaml), "groundwork.yaml");
  if (!settings.systems.duet) throw new Error("the settings must name duet");
  return new DuetStack(new App({ outdir }), settings, settings.systems.duet);
}

/** What settings become. */
export function duetJson(written?: WrittenSettings): TerraformJson {
  return parsed(duetStack(written));
}

/** The roles of duet that do something by policies of ours. */
export type DuetRole = "machine" | "instance";

/** What a role may do: the policies attached to it or, where it existed, those to attach by hand. */
export function duetPolicies(stack: TerraformJson, role: DuetRole): PolicyJson[] {
  const byHand = stack.output[`${role}_policy_to_attach`];
  return byHand ? [policyJson(stack, byHand.value)] : rolePolicies(stack, role);
}
