import type { Things } from "../../contract-calls";
import { type ComputeKind, computeThings } from "./compute-things";
import { type IamKind, iamThings } from "./iam-things";
import { type LimitKind, limitThings } from "./limit-things";
import { type NetworkKind, networkThings } from "./network-things";
import { makerOf, type Place } from "./place";
import { type StackKind, stackThings } from "./stack-things";

/** Kinds of things that calls act on. */
export type Kind = IamKind | NetworkKind | StackKind | ComputeKind | LimitKind;

/** The things of each kind: ours, and somebody else's that look like them. */
export function thingsOf(place: Place): Record<Kind, Things> {
  const arn = makerOf(place);
  return {
    ...iamThings(place),
    ...networkThings(arn),
    ...stackThings(place, arn),
    ...computeThings(place, arn),
    ...limitThings(place, arn),
  };
}
