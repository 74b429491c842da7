import type { Calls } from "../../contract-calls";
import type { Who } from "./agc-json";
import { BOUNDARY_CONTRACT } from "./boundary-contract";
import { CONTEXTS_CONTRACT } from "./contexts-contract";
import { CORE_CONTRACT } from "./core-contract";
import { PEOPLE_CONTRACT } from "./people-contract";
import type { Kind } from "./things";

/** Calls that AGC, its CDK or CloudFormation for them make. */
export interface Entry extends Calls<Kind> {
  readonly who: readonly Who[];
  /** The page or the source that has them. */
  readonly page: string;
}

/** Everything that anybody may do: nothing in the policies is outside of this list. */
export const CONTRACT: readonly Entry[] = [
  ...PEOPLE_CONTRACT,
  ...CORE_CONTRACT,
  ...CONTEXTS_CONTRACT,
  ...BOUNDARY_CONTRACT,
];
