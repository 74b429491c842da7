import { Token } from "cdktf";
import { ALLOCATION_STRATEGIES, type AllocationStrategy } from "../modules/allocation-strategy";
import { anyMatch, choose, equal } from "../modules/deferred";
import { type Things, thingsWith } from "../modules/deferred-map";
import { named } from "../modules/deferred-name";
import { firstGiven } from "../modules/deferred-text";
import { GPU } from "../modules/instance-type";
import type { EnvironmentProps } from "../stacks/slim/environments";
import type { RegistryModule } from "./registry-module";
import type { SettingsInputs } from "./settings-inputs";

/** Environments by name, with the defaults that depend on other fields. */
export function environmentInputs(module: RegistryModule, given: SettingsInputs): Things<EnvironmentProps> {
  const things = given.things<EnvironmentProps>("environments", (read) => ({
    type: read("type") as "SPOT" | "EC2",
    minVcpus: Token.asNumber(read("minVcpus")),
    maxVcpus: Token.asNumber(read("maxVcpus")),
    instanceTypes: Token.asList(read("instanceTypes")),
    allocationStrategy: read("allocationStrategy") as AllocationStrategy,
    bidPercentage: Token.asNumber(read("bidPercentage")),
    imageType: read("imageType"),
    processors: Token.asNumber(read("processors")),
    multiNode: Token.asAny(read("multiNode")),
  }));
  const [spot] = ALLOCATION_STRATEGIES.SPOT;
  const [onDemand] = ALLOCATION_STRATEGIES.EC2;
  return named(
    module,
    "environments",
    thingsWith(things, ({ type, instanceTypes, allocationStrategy, imageType }) => ({
      allocationStrategy: firstGiven(allocationStrategy, choose(equal(type, "SPOT"), spot, onDemand)),
      imageType: firstGiven(imageType, choose(anyMatch(instanceTypes, GPU), "ECS_AL2023_NVIDIA", "ECS_AL2023")),
    })),
  );
}
