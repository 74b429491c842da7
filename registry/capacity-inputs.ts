import { ALLOCATION_STRATEGIES, type AllocationStrategy } from "../modules/allocation-strategy";
import type { BatchCapacity } from "../modules/batch-environment";
import { anyMatch, choose, each, equal } from "../modules/deferred";
import { firstGiven } from "../modules/deferred-text";
import { GPU } from "../modules/instance-type";
import type { RegistryModule } from "./registry-module";
import type { SettingsInputs } from "./settings-inputs";
import { wantedInput } from "./system-inputs";

/** How much capacity there is, and of what kind, with the defaults that depend on other fields. */
export function capacityInputs(module: RegistryModule, given: SettingsInputs, section: string): BatchCapacity {
  const at = (name: string) => (section === "" ? name : `${section}.${name}`);
  const type = given.text<"SPOT" | "EC2">(at("type"));
  const types = given.texts(at("instanceTypes"));
  const [spot] = ALLOCATION_STRATEGIES.SPOT;
  const [onDemand] = ALLOCATION_STRATEGIES.EC2;
  const usual = choose<AllocationStrategy>(equal(type, "SPOT"), spot, onDemand);
  const strategy = firstGiven(given.text(at("allocationStrategy")), usual);
  return {
    type,
    minVcpus: given.number(at("minVcpus")),
    maxVcpus: given.number(at("maxVcpus")),
    instanceTypes: each(types, (it) => it),
    allocationStrategy: module.localText<AllocationStrategy>("allocation_strategy", strategy as AllocationStrategy),
    bidPercentage: given.number(at("bidPercentage")),
    imageType: firstGiven(given.text(at("imageType")), choose(anyMatch(types, GPU), "ECS_AL2023_NVIDIA", "ECS_AL2023")),
    volumeGiB: given.number(at("volumeGiB")),
    volumeKmsKey: given.text(at("volumeKmsKey")),
    serviceRole: wantedInput(given, at("serviceRole")),
  };
}
