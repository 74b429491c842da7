import { ADMINISTRATORS } from "../modules/iam-write-rules";
import { minorOf, type Release } from "../stacks/parallelcluster/releases";
import type { RegistryModule } from "./registry-module";
import type { Validation } from "./validation";

/** Policies for nodes that make nobody an administrator. */
export function checkAdditionalPolicies(module: RegistryModule): void {
  const pattern = JSON.stringify(ADMINISTRATORS.source.replaceAll("\\/", "/"));
  module.check("additional_policies", {
    condition: `\${!anytrue([for item in var.additional_policies : can(regex(${pattern}, item))])}`,
    error_message: "additional_policies must make no administrator: whoever logs in to a node has the node's rights.",
    refused: ["arn:aws:iam::aws:policy/AdministratorAccess"],
  });
}

/** What must hold between the inputs of `parallelcluster`. */
export function clusterRelations(): Validation[] {
  const restricted = (condition: string, error_message: string) =>
    unless(`var.iam_access != "restricted"`, condition, error_message);
  const from = (since: Release, given: string, words: string) =>
    unless(
      `!(${given})`,
      `local.minor_release >= ${minorOf(since)}`,
      `${words} since ${since}: choose a later release, or leave it out.`,
    );
  return [
    restricted(
      `var.scheduler == "slurm"`,
      "scheduler must be slurm with iam_access restricted: a configuration cannot name all roles that AWS Batch needs; choose iam_access boundary.",
    ),
    restricted(
      "var.roles == null ? true : var.roles",
      "roles must be true, or left out, with iam_access restricted: nobody else makes the roles then.",
    ),
    restricted(
      "var.resource_prefix == null",
      "resource_prefix must be left out with iam_access restricted: it is for what ParallelCluster makes in IAM, and it makes nothing then.",
    ),
    unless(
      "!var.login_nodes",
      `var.scheduler == "slurm"`,
      "login_nodes must be false with scheduler awsbatch: login nodes are for Slurm.",
    ),
    from("3.2", "var.cluster_prefix != null", "cluster_prefix: everything is tagged with its cluster's name"),
    from("3.4", "var.resource_prefix != null", "resource_prefix: ParallelCluster has it"),
    from("3.4", "var.functions_in_network", "functions_in_network: ParallelCluster has it"),
    from("3.7", "var.login_nodes", "login_nodes: ParallelCluster has them"),
    from("3.3", "var.features.database_secret != null", "features.database_secret: ParallelCluster has it"),
    from("3.8", "var.features.munge_key_secret != null", "features.munge_key_secret: ParallelCluster has it"),
  ];
}

function unless(excused: string, condition: string, error_message: string): Validation {
  return { condition: `\${${excused} || (${condition})}`, error_message };
}
