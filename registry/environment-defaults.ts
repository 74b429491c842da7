import { ALLOCATION_STRATEGIES, type AllocationStrategy } from "../modules/allocation-strategy";
import { anyMatch, choose, equal } from "../modules/deferred";
import { type Things, thingsWith } from "../modules/deferred-map";
import { named } from "../modules/deferred-name";
import { firstGiven } from "../modules/deferred-text";
import { GPU } from "../modules/instance-type";
import type { RegistryModule } from "./registry-module";

interface Environment {
  readonly type: string;
  readonly instanceTypes?: readonly string[];
  readonly allocationStrategy?: AllocationStrategy;
  readonly imageType?: string;
}

/** Environments by name, with the defaults that depend on other fields. */
export function withDefaults<T extends Environment>(module: RegistryModule, environments: Things<T>): Things<T> {
  const [spot] = ALLOCATION_STRATEGIES.SPOT;
  const [onDemand] = ALLOCATION_STRATEGIES.EC2;
  const complete = thingsWith<Environment>(
    environments,
    ({ type, instanceTypes = [], allocationStrategy, imageType }) => ({
      allocationStrategy: firstGiven(allocationStrategy, choose(equal(type, "SPOT"), spot, onDemand)),
      imageType: firstGiven(imageType, choose(anyMatch(instanceTypes, GPU), "ECS_AL2023_NVIDIA", "ECS_AL2023")),
    }),
  );
  return named(module, "environments", complete as Things<T>);
}
