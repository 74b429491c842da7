import { App } from "cdktf";
import type { PolicyJson } from "../../../modules/policy-document";
import { AmazonGenomicsCliStack } from "../../../stacks/amazon-genomics-cli/stack";
import { parseSettings } from "../../../stacks/settings";
import type { Access } from "../../../tools/proof/judge";
import { policyJson } from "../../role-policies";
import { all, parsed, type TerraformJson } from "../../synth";

/** Settings as they stand in groundwork.yaml. */
export interface WrittenSettings {
  readonly name?: string;
  readonly region?: string;
  readonly tags?: Record<string, string>;
  readonly iam?: Record<string, unknown>;
  /** Of `systems.amazon-genomics-cli`. */
  readonly agc?: Record<string, unknown>;
}

/** Settings as a text, with the smallest right ones for what is left out. */
export function yamlOf({ agc = {}, ...rest }: WrittenSettings = {}): string {
  const least = { name: "acme", account: "111122223333", region: "eu-west-2", network: "create" };
  // JSON is YAML
  return JSON.stringify({ ...least, ...rest, systems: { "amazon-genomics-cli": agc } });
}

/** What settings become. */
export function agcJson(written?: WrittenSettings): TerraformJson {
  const settings = parseSettings(yamlOf(written), "groundwork.yaml");
  const agc = settings.systems["amazon-genomics-cli"];
  if (!agc) throw new Error("the settings must name amazon-genomics-cli");
  return parsed(new AmazonGenomicsCliStack(new App(), settings, agc));
}

/** Whose rights the stack is about: people, what CloudFormation works with, and what AGC makes, at its most. */
export const WHO = ["admin", "user-cdk", "user", "core", "contexts", "boundary"] as const;

export type Who = (typeof WHO)[number];

/** The policies of somebody; none where the settings' boundary takes the place of ours. */
export function agcPolicies(stack: TerraformJson, who: Who): PolicyJson[] {
  // policies that pass the quota are numbered
  const name = new RegExp(`-amazon-genomics-cli-${who}(-\\d+)?$`);
  const made = all(stack.resource, "aws_iam_policy").filter((policy) => name.test(String(policy.name)));
  return made.map(({ policy }) => policyJson(stack, policy));
}

const EVERYTHING: PolicyJson = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

/**
 * What a call of somebody is held to: of the boundary, that of a role which is allowed everything within it.
 *
 * @param principal default: a role of a context
 */
export function agcAccess(stack: TerraformJson, who: Who, principal = principalIn("aws")): Access {
  const policies = agcPolicies(stack, who);
  return who === "boundary" ? { policies: [EVERYTHING], boundary: policies[0], principal } : { policies, principal };
}

export function principalIn(partition: string): string {
  return `arn:${partition}:iam::111122223333:role/Agc-Context-demo-ada-spot-TaskBatchJobRole-1A2B3C4D5E6F7`;
}
