import { Token } from "cdktf";
import type { AllocationStrategy } from "../modules/allocation-strategy";
import type { Things } from "../modules/deferred-map";
import type { EnvironmentProps } from "../stacks/slim/environments";
import { withDefaults } from "./environment-defaults";
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
  return withDefaults(module, things);
}
