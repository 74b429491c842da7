import { App } from "cdktf";
import type { PolicyJson } from "../../../modules/policy-document";
import { ParallelClusterStack } from "../../../stacks/parallelcluster/stack";
import { parseSettings } from "../../../stacks/settings";
import { policyJson } from "../../role-policies";
import { all, parsed, type TerraformJson } from "../../synth";

/** Settings as they stand in groundwork.yaml. */
export interface WrittenSettings {
  readonly name?: string;
  readonly region?: string;
  readonly tags?: Record<string, string>;
  readonly iam?: Record<string, unknown>;
  /** Of `systems.parallelcluster`. */
  readonly parallelcluster?: Record<string, unknown>;
}

/** Settings as a text, with the smallest right ones for what is left out. */
export function yamlOf({ parallelcluster, ...rest }: WrittenSettings = {}): string {
  const least = { name: "acme", account: "111122223333", region: "eu-west-2", network: "create" };
  // JSON is YAML
  return JSON.stringify({ ...least, ...rest, systems: { parallelcluster: parallelcluster ?? {} } });
}

/** The stack that settings make. */
export function parallelclusterStack(written?: WrittenSettings): ParallelClusterStack {
  const settings = parseSettings(yamlOf(written), "groundwork.yaml");
  if (!settings.systems.parallelcluster) throw new Error("the settings must name parallelcluster");
  return new ParallelClusterStack(new App(), settings, settings.systems.parallelcluster);
}

/** What settings become. */
export function parallelclusterJson(written?: WrittenSettings): TerraformJson {
  return parsed(parallelclusterStack(written));
}

/** The roles, by the last part of their names; users have policies of their own. */
export const ROLES = ["head-node", "compute", "login-node", "functions", "builder", "cleanup"] as const;

export type Who = (typeof ROLES)[number] | "user";

const USERS = ["base", "iam", "awsbatch", "login", "fsx", "efs", "image", "logs"];

/** Policies by name; those that pass the quota are numbered. */
export function policiesOf(stack: TerraformJson, ...things: readonly string[]): Record<string, PolicyJson> {
  const made = all(stack.resource, "aws_iam_policy").filter(({ name }) =>
    new RegExp(`-parallelcluster-(${things.join("|")})(-\\d+)?$`).test(String(name)),
  );
  return Object.fromEntries(made.map(({ name, policy }) => [String(name), policyJson(stack, policy)]));
}

/** What somebody may do. */
export function whoPolicies(stack: TerraformJson, who: Who): PolicyJson[] {
  return Object.values(policiesOf(stack, ...(who === "user" ? USERS : [who])));
}

/** All features, for stacks that are to have everything. */
export const FEATURES = {
  fsx: { buckets: ["acme-lustre"] },
  efs: true,
  imageBuild: true,
  directorySecret: "arn:aws:secretsmanager:eu-west-2:111122223333:secret:hpc/directory-a1B2c3",
  databaseSecret: "arn:aws:secretsmanager:eu-west-2:111122223333:secret:hpc/database-a1B2c3",
  mungeKeySecret: "arn:aws:secretsmanager:eu-west-2:111122223333:secret:hpc/munge-a1B2c3",
  hostedZones: ["Z0123456789ABCDEFGHIJ"],
};

/** Buckets of data that nodes read and write. */
export const DATA = [{ bucket: "acme-references" }, { bucket: "acme-results", prefix: "hpc/", write: true }];
