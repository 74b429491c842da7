import type { Arn } from "../../modules/aws-environment";
import type { PolicyCondition } from "../../modules/policy-document";
import type { Value } from "./configured-resource";
import { equals, type StackPlace, type Target } from "./need";

/**
 * Whose a thing is whose id AWS assigns: that is said by two tags, which a thing gets as it is made and never after.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
 */
const ID = "AWS assigns the id; the owner tags, which a thing gets only as it is made, say whose it is";

/** Things that are made, with the owner tags on them. */
export function claimed(place: StackPlace, ...types: Arn[]): Target {
  return { resources: types, conditions: requested(place), because: ID };
}

/** A request that puts the owner tags on something. */
export function requested(place: StackPlace): PolicyCondition[] {
  return tags("aws:RequestTag", place);
}

/** Things that carry the owner tags. */
export function owned(place: StackPlace, ...types: Arn[]): Target {
  return { resources: types, conditions: tags("aws:ResourceTag", place), because: ID };
}

/** A thing that is referred to: one of the stack by its tags, one that exists by its id. */
export function ownedOrGiven(place: StackPlace, value: Value, arnOf: (id: string) => Arn): Target {
  return typeof value === "string" ? { resources: [arnOf(value)] } : owned(place, arnOf("*"));
}

/** Tags of things that carry the owner tags, and never those themselves. */
export function otherTags(place: StackPlace): PolicyCondition[] {
  return [
    ...tags("aws:ResourceTag", place),
    { test: "ForAllValues:StringNotEquals", key: "aws:TagKeys", values: Object.keys(place.ownerTags).sort() },
  ];
}

function tags(key: string, { ownerTags }: StackPlace): PolicyCondition[] {
  return Object.entries(ownerTags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([tag, value]) => equals(`${key}/${tag}`, value));
}
