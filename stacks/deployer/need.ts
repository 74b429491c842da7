import { actionsChecked } from "../../modules/api-operations";
import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import { actionFacts } from "../../modules/iam-reference";
import type { PolicyCondition } from "../../modules/policy-document";
import type { ConfiguredResource } from "./configured-resource";
import type { Phase, Unrecorded } from "./permission";

/** What something is needed on, and under which condition. */
export type Target = {
  readonly conditions?: readonly PolicyCondition[];
  /** Resources of which not each is there: why. @default - all of them are */
  readonly either?: Unrecorded;
} & (
  | { readonly resources: readonly Arn[]; readonly because?: string }
  | { readonly resources: "*"; readonly because: string }
);

/** One thing that deploying a resource takes. */
export type Need = Target & {
  readonly phase: Phase;
  /** Sid of the statement: a verb phrase, `CreateRoles`. Needs of several resources with the same one become one. */
  readonly sid: string;
  readonly actions: readonly string[];
  readonly source: string;
  /** Why no recorded run calls it. @default - one does */
  readonly unrecorded?: Unrecorded;
};

/** What a stack is deployed into. */
export interface StackPlace {
  readonly aws: AwsEnvironment;
  /** Tags that say whose a thing is: everything of the stack that takes tags carries them. */
  readonly ownerTags: Readonly<Record<string, string>>;
  /** Who makes the account's service-linked roles: whoever uses one first, or an administrator. */
  readonly serviceLinkedRoles: "reuse" | "create";
}

/** What a resource or a data source of one type takes to deploy. */
export type CatalogueEntry = (resource: ConfiguredResource, place: StackPlace) => Need[];

/** Entries by type; a data source's begins with `data.`. */
export type Catalogue = Readonly<Record<string, CatalogueEntry>>;

/**
 * A writer of needs for one service.
 *
 * @param source the page that the operations' actions and resources come from
 * @returns a function of phase, Sid, operations as the provider calls them (`HeadBucket GetBucketAcl`), and target
 */
export function needsOf(service: string, source: string) {
  return (phase: Phase, sid: string, operations: string, target: Target, unrecorded?: Unrecorded): Need => ({
    ...target,
    phase,
    sid,
    actions: operations.split(" ").flatMap((operation) => actionsOf(`${service}:${operation}`)),
    source,
    ...(unrecorded && { unrecorded }),
  });
}

/** What has these ARNs, and no other. */
export function on(...resources: Arn[]): Target {
  return { resources };
}

/** What cannot be told by name, as IAM takes no resource for it. */
export function onAnything(because: string): Target {
  return { resources: "*", because };
}

/** A test that a request must pass. */
export function equals(key: string, ...values: string[]): PolicyCondition {
  return { test: "StringEquals", key, values };
}

/** Actions have the operation's name, in IAM's letters, but for those that `api-operations` knows. */
function actionsOf(operation: string): readonly string[] {
  const checked = actionsChecked(operation);
  return checked.length > 0 ? checked : [actionFacts(operation)?.action ?? operation];
}
