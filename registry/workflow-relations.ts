import { ARM } from "../modules/instance-type";
import type { RegistryModule } from "./registry-module";
import { outsideOfBucket } from "./relations";
import type { Validation } from "./validation";

/** What the settings of `genomics-workflows` refuse in an input besides what its fields say. */
export function checkWorkflows(module: RegistryModule): void {
  const check = (input: string, condition: string, error_message: string, refused: unknown, ...path: string[]) =>
    module.check(input, { condition: `\${${condition}}`, error_message, refused, path });
  const ofEach = (input: string, test: string) => `alltrue([for item in values(var.${input}) : ${test}])`;
  check(
    "environments",
    ofEach(
      "environments",
      '!startswith(item.type, "FARGATE") || (item.min_vcpus == 0 && item.allocation_strategy == null && item.image_type == null)',
    ),
    "environments[*] of types FARGATE and FARGATE_SPOT must leave out min_vcpus, allocation_strategy and image_type: Fargate has no instances of yours.",
    { type: "FARGATE", min_vcpus: 1 },
    "*",
  );
  check("queues", "length(var.queues) > 0", "queues must have at least one queue: jobs are sent to a queue.", {});
  check(
    "queues",
    ofEach("queues", "length(item.environments) > 0"),
    "queues[*].environments must have at least one environment: a queue says where its jobs run.",
    { environments: [] },
    "*",
  );
  check(
    "buckets",
    "length(distinct([for item in var.buckets : coalesce(item.create, item.existing)])) == length(var.buckets)",
    "buckets must name each bucket once: name it once, with a folder that holds both.",
    [{ existing: "acme-results" }, { existing: "acme-results" }],
  );
  const capacity = "try(var.file_systems.lustre.create.capacity_gib, 1200)";
  check(
    "file_systems",
    `${capacity} == 1200 || (${capacity} > 0 && ${capacity} % 2400 == 0 && ${capacity} <= 240000)`,
    "file_systems.lustre.create.capacity_gib must be 1200, or a multiple of 2400.",
    { lustre: { create: { capacity_gib: 1300 } } },
  );
}

/** What must hold between a bucket that pipelines work in and the others. */
export function bucketRelations(): Validation[] {
  const inputs = "[for other in var.input_buckets : other.bucket == item.name && ";
  const prefix = (of: string) => `(${of}.prefix == null ? "" : ${of}.prefix)`;
  const overlaps = `(startswith(${prefix("item")}, ${prefix("other")}) || startswith(${prefix("other")}, ${prefix("item")}))`;
  return [
    outsideOfBucket("local.bucket_name", "var.bucket.prefix"),
    {
      condition: `\${!anytrue(flatten([for item in values(local.more_buckets) : ${inputs}${overlaps}]]))}`,
      error_message:
        "input_buckets must be places outside of buckets, which can be read already: leave it out, or give both a prefix.",
    },
    {
      condition: "${!contains(keys(local.more_buckets), local.bucket_name)}",
      error_message:
        "buckets must not name the bucket that pipelines work in: name it once, with a folder that holds both.",
    },
  ];
}

/** What must hold between a queue and the environments: those that it names are there, and are of one kind. */
export function queueRelations(): Validation[] {
  const named =
    "[for name in each.value.environments : var.environments[name] if contains(keys(var.environments), name)]";
  const isArm = `can(regex(${JSON.stringify(ARM.source)}, split(".", item.instance_types[0])[0]))`;
  const kind = `startswith(item.type, "FARGATE") ? "Fargate" : ${isArm} ? "arm64" : "x86_64"`;
  return [
    {
      condition: "${length(setsubtract(each.value.environments, keys(var.environments))) == 0}",
      error_message: "each of queues[*].environments must be the name of one of the environments.",
    },
    {
      condition: `\${length(distinct([for item in ${named} : ${kind}])) <= 1}`,
      error_message: "queues[*].environments must be of one kind: Fargate, or instances of one architecture.",
    },
  ];
}
