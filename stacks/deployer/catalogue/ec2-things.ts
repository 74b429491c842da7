import type { Arn } from "../../../modules/aws-environment";
import type { Value } from "../configured-resource";
import { equals, type Need, needsOf, onAnything, type StackPlace, type Target } from "../need";
import { claimed, otherTags, owned, ownedOrGiven, requested } from "../ownership";
import type { Unrecorded } from "../permission";

/** The page that EC2's actions, resources and condition keys come from. */
export const EC2_PAGE = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_ec2.html";

/** Kinds of things that EC2 has, as ARNs write them. */
export type Ec2Kind =
  | "elastic-ip"
  | "instance"
  | "internet-gateway"
  | "key-pair"
  | "launch-template"
  | "natgateway"
  | "network-interface"
  | "placement-group"
  | "route-table"
  | "security-group"
  | "security-group-rule"
  | "subnet"
  | "volume"
  | "vpc"
  | "vpc-endpoint";

const need = needsOf("ec2", EC2_PAGE);

/** A thing of EC2 by its id or name; all of its kind by `*`. */
export function ec2Arn({ aws }: StackPlace, kind: Ec2Kind, id = "*"): Arn {
  return aws.arn("ec2", `${kind}/${id}`);
}

/** All things of some kinds that carry the owner tags. */
export function ours(place: StackPlace, ...kinds: Ec2Kind[]): Target {
  return owned(place, ...kinds.map((kind) => ec2Arn(place, kind)));
}

/** Things of a kind as they are made, with the owner tags on them. */
export function made(place: StackPlace, kind: Ec2Kind): Target {
  return claimed(place, ec2Arn(place, kind));
}

/** What is looked at before and after every change: EC2 takes no resource for it. */
export function describe(operations: string): Need {
  return need("plan", "DescribeWhatEc2Has", operations, onAnything("EC2's Describe actions take no resource"));
}

/** What is looked at in the course of changes only. */
export function describeToChange(operations: string): Need {
  return need(
    "apply",
    "DescribeInTheCourseOfChanges",
    operations,
    onAnything("EC2's Describe actions take no resource"),
  );
}

/** What a call takes besides what it makes: things of the stack by their tags, those that exist by their ids. */
export function using(
  place: StackPlace,
  kind: Ec2Kind,
  sid: string,
  operations: string,
  things: readonly Value[],
  unrecorded?: Unrecorded,
): Need[] {
  return things.map((thing) => {
    const target = ownedOrGiven(place, thing, (id) => ec2Arn(place, kind, id));
    return need("apply", typeof thing === "string" ? `${sid}ThatExist` : sid, operations, target, unrecorded);
  });
}

/** Tags that a call puts on what it makes, and changes of them later, but for the owner tags. */
export function tagging(place: StackPlace, kind: Ec2Kind, creation: string): Need[] {
  const things = ours(place, kind);
  return [
    need("apply", "TagThingsAsTheyAreMade", "CreateTags", {
      ...things,
      conditions: [equals("ec2:CreateAction", creation), ...requested(place)],
    }),
    need(
      "apply",
      "ChangeTagsOfThings",
      "CreateTags DeleteTags",
      { ...things, conditions: otherTags(place) },
      "day-2 operation",
    ),
  ];
}
