import { ref, Token } from "cdktf";
import type { AllocationStrategy, EnvironmentType } from "../modules/allocation-strategy";
import { and, type Condition, DeferredList, equal, not, present } from "../modules/deferred";
import { DeferredMap, type Things } from "../modules/deferred-map";
import { named } from "../modules/deferred-name";
import { existingByArn } from "../modules/existing";
import type { MoreBucketProps } from "../stacks/genomics-workflows/buckets";
import type { EnvironmentProps } from "../stacks/genomics-workflows/capacity";
import type { FileSystemsProps } from "../stacks/genomics-workflows/file-systems";
import type { QueueProps } from "../stacks/genomics-workflows/system";
import type { ToolProps } from "../stacks/genomics-workflows/tool-access";
import { withDefaults } from "./environment-defaults";
import type { RegistryModule } from "./registry-module";
import type { SettingsInputs } from "./settings-inputs";

/** More buckets, by the names that they are called by everywhere. */
export function moreBucketInputs(module: RegistryModule): Things<MoreBucketProps> {
  const name = "coalesce(item.create, item.existing)";
  const fields = `merge(item, {\nname = ${name}\nnumber = place + 2\n})`;
  const byName = ref(`{ for place, item in var.buckets : ${name} => ${fields} }`);
  const buckets = new DeferredMap<MoreBucketProps>(byName, (read) => ({
    name: read("name"),
    number: read("number"),
    create: present(read("create")),
    prefix: read("prefix"),
    forceDestroy: Token.asAny(read("force_destroy")),
    kmsKey: read("kms_key"),
    access: read("access") as MoreBucketProps["access"],
  }));
  return named(module, "more_buckets", buckets);
}

/** Environments by name. */
export function environmentInputs(module: RegistryModule, given: SettingsInputs): Things<EnvironmentProps> {
  const environments = given.things<EnvironmentProps>("environments", (read) => {
    const existing = Token.asString(ref(`try(${read("serviceRole")}.existing, null)`));
    return {
      type: read("type") as EnvironmentType,
      minVcpus: Token.asNumber(read("minVcpus")),
      maxVcpus: Token.asNumber(read("maxVcpus")),
      instanceTypes: Token.asList(read("instanceTypes")),
      allocationStrategy: read("allocationStrategy") as AllocationStrategy,
      bidPercentage: Token.asNumber(read("bidPercentage")),
      imageType: read("imageType"),
      serviceRole: {
        create: ref(`try(${read("serviceRole")}.create, false)`),
        existing: existingByArn(existing, present(existing)),
      },
    };
  });
  return withDefaults(module, environments);
}

/** Queues by name. */
export function queueInputs(given: SettingsInputs): Things<QueueProps> {
  return given.things<QueueProps>("queues", (read) => {
    const minutes = (reason: string) => Token.asNumber(ref(`try(${read("cancelAfterMinutes")}.${reason}, null)`));
    return {
      priority: Token.asNumber(read("priority")),
      environments: DeferredList.ofStrings(read("environments")),
      cancelAfterMinutes: {
        noCapacity: minutes("no_capacity"),
        exceedsMaxVcpus: minutes("exceeds_max_vcpus"),
        noInstanceFits: minutes("no_instance_fits"),
      },
    };
  });
}

/** A tool that sends jobs. */
export function toolInputs(
  module: RegistryModule,
  given: SettingsInputs,
  tool: "nextflow" | "cromwell",
  there: Condition,
): ToolProps {
  const runsOn = given.text(`${tool}.runsOn`);
  const exists = module.localCondition(`${tool}_role_exists`, and(there, not(present(runsOn))));
  return {
    there,
    onMachine: module.localCondition(`${tool}_on_machine`, equal(runsOn, "machine")),
    existing: existingByArn(given.text(`${tool}.existing`), exists),
  };
}

/** File systems that instances share. */
export function fileSystemInputs(given: SettingsInputs): FileSystemsProps {
  const at = (name: string) => `fileSystems.${name}`;
  return {
    efs: {
      create: given.flag(at("efs.create")),
      existing: given.text(at("efs.existing")),
      kmsKey: given.text(at("efs.kmsKey")),
    },
    lustre: {
      create: given.given(at("lustre.create")),
      existing: given.text(at("lustre.existing")),
      capacityGiB: given.number(at("lustre.create.capacityGiB")),
      mountName: given.text(at("lustre.mountName")),
    },
  };
}
