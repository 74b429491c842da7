import { ALLOCATION_STRATEGIES } from "../modules/allocation-strategy";
import { ARM, GPU, WITHOUT_IMAGE } from "../modules/instance-type";
import type { RegistryModule } from "./registry-module";
import { all, type Validation } from "./validation";

/**
 * What must hold between fields, as the settings have it: a validation where they are of one input, a precondition of an
 * output where they are of several, which Terraform below 1.9 cannot relate.
 */

/** Ranges of a network that is created: as wide as the settings allow, and no bit set behind the prefix. */
export function checkNetwork(module: RegistryModule): void {
  const cidr = "var.network.create.cidr";
  module.check("network", {
    condition: `\${var.network.create == null ? true : ${isRange(cidr, 16, 24)}}`,
    error_message:
      "network.create.cidr must be an IPv4 range from /16 to /24 without a bit behind its prefix, such as 10.0.0.0/16.",
    refused: { create: { cidr: "10.0.0.1/16" } },
  });
}

/** Ranges that may reach a machine by SSH: never the whole Internet. */
export function checkSsh(module: RegistryModule, input: string): void {
  const from = `try(var.${input}.ssh.from, [])`;
  module.check(input, {
    condition: `\${alltrue([for item in ${from} : ${isRange("item", 8, 32)}])}`,
    error_message: `each of ${input}.ssh.from must be an IPv4 range of /8 to /32 without a bit behind its prefix, such as 203.0.113.0/24; never the whole Internet.`,
    path: ["ssh", "from"],
    refused: ["0.0.0.0/0"],
  });
}

/** What is no range at all is another check's matter. */
function isRange(cidr: string, widest: number, narrowest: number): string {
  const prefix = `split("/", ${cidr})[1]`;
  return `try(${all(
    `tonumber(${prefix}) >= ${widest}`,
    `tonumber(${prefix}) <= ${narrowest}`,
    `cidrhost(${cidr}, 0) == split("/", ${cidr})[0]`,
  )}, true)`;
}

/** A profile brings its role: both are fields of an input. */
export function checkInstanceRole(module: RegistryModule, input: string): void {
  module.check(input, {
    ...oneOfRoleAndProfile(
      `try(var.${input}.instance_role, null)`,
      `try(var.${input}.instance_profile, null)`,
      `${input}.`,
    ),
    refused: {
      instance_role: { existing: "arn:aws:iam::111122223333:role/theirs" },
      instance_profile: { existing: "theirs" },
    },
  });
}

/** A profile brings its role: both are given by expressions. */
export function oneOfRoleAndProfile(role: string, profile: string, section = ""): Validation {
  return {
    condition: `\${${role} == null || ${profile} == null}`,
    error_message: `${section}instance_role must be left out beside instance_profile: an instance profile brings its role.`,
  };
}

/** What AWS refuses in an environment with instances, or in each of several by name. */
export function checkCapacity(module: RegistryModule, input: string, several = false): void {
  const at = several ? "item" : `var.${input}`;
  const anyOf = (pattern: RegExp) => `anytrue([for type in ${at}.instance_types : ${isOf(pattern)}])`;
  const check = (condition: string, message: string, refused: object) =>
    module.check(input, {
      condition: several ? `\${alltrue([for item in values(var.${input}) : ${condition}])}` : `\${${condition}}`,
      error_message: several ? message.replace(input, `${input}[*]`) : message,
      path: several ? ["*"] : [],
      refused,
    });
  const onDemand = JSON.stringify(ALLOCATION_STRATEGIES.EC2);
  check(`${at}.min_vcpus <= ${at}.max_vcpus`, `${input}.min_vcpus must be at most max_vcpus.`, {
    min_vcpus: 2,
    max_vcpus: 1,
  });
  check(
    `${at}.type != "EC2" || ${at}.allocation_strategy == null ? true : contains(${onDemand}, ${at}.allocation_strategy)`,
    `${input}.allocation_strategy must be ${ALLOCATION_STRATEGIES.EC2.join(" or ")} for type EC2.`,
    { type: "EC2", allocation_strategy: "SPOT_CAPACITY_OPTIMIZED" },
  );
  check(
    `${at}.type == "SPOT" || ${at}.bid_percentage == null`,
    `${input}.bid_percentage must be left out for type EC2: a share of the on-demand price is paid for SPOT only.`,
    { type: "EC2", bid_percentage: 50 },
  );
  check(
    `length(distinct([for type in ${at}.instance_types : ${isOf(ARM)}])) <= 1`,
    `${input}.instance_types must be of one architecture.`,
    { instance_types: ["c6i", "c7g"] },
  );
  check(
    `!${anyOf(new RegExp(WITHOUT_IMAGE.map(([families]) => families.source).join("|")))}`,
    `${input}.instance_types must be types that Batch has an image for: ${WITHOUT_IMAGE.map(([, why]) => why).join("; ")}.`,
    { instance_types: ["p2.xlarge"] },
  );
  check(
    `${at}.image_type == "ECS_AL2023" ? !${anyOf(GPU)} : true`,
    `${input}.image_type must be ECS_AL2023_NVIDIA, or left out, for instance types with a GPU, which jobs do not see with ECS_AL2023.`,
    { instance_types: ["g5"], image_type: "ECS_AL2023" },
  );
  check(
    `${at}.image_type == "ECS_AL2023_NVIDIA" ? ${anyOf(GPU)} : true`,
    `${input}.image_type must be ECS_AL2023, or left out, where no instance type has a GPU.`,
    { instance_types: ["c6i"], image_type: "ECS_AL2023_NVIDIA" },
  );
}

function isOf(family: RegExp): string {
  return `can(regex(${JSON.stringify(family.source)}, split(".", type)[0]))`;
}

/** Input buckets that do not overlap with each other. */
export function checkInputBuckets(module: RegistryModule, input = "input_buckets"): void {
  const inputs = `var.${input}`;
  const other = `[for other in slice(${inputs}, 0, place) : ${overlaps("item", "other")}]`;
  module.check(input, {
    condition: `\${!anytrue(flatten([for place, item in ${inputs} : ${other}]))}`,
    error_message: `${input} must name each place once: none may overlap with another.`,
    refused: [{ bucket: "reference-genomes" }, { bucket: "reference-genomes", prefix: "hg38/" }],
  });
}

/** Input buckets that are no place in a work bucket, which can be read already. */
export function outsideOfBucket(name: string, prefix: string): Validation {
  const work = `{ bucket = ${name}, prefix = ${prefix} }`;
  return {
    condition: `\${!anytrue([for item in var.input_buckets : ${overlaps("item", work)}])}`,
    error_message:
      "input_buckets must be places outside of the work bucket, which can be read already: leave it out, or give both a prefix.",
  };
}

/** Whether a folder is in another one of the same bucket, or the other in it; none is the whole bucket. */
function overlaps(one: string, other: string): string {
  const prefix = (of: string) => `(${of}.prefix == null ? "" : ${of}.prefix)`;
  const [a, b] = [prefix(one), prefix(other)];
  return `${one}.bucket == ${other}.bucket && (startswith(${a}, ${b}) || startswith(${b}, ${a}))`;
}
