import type { Account, Tags } from "../account";
import type { AwsCall } from "../aws-call";
import type { RequestContext } from "../judge";

/** What IAM is asked before a call goes through: one action on one resource. */
export interface Question {
  /** `iam:PassRole`. */
  readonly action: string;
  /** One ARN, or `*` for an action that takes none. */
  readonly resource: string;
  /** Condition keys that the request carries. */
  readonly context?: RequestContext;
}

/**
 * What IAM is asked about the calls of one service.
 *
 * @returns undefined for an operation that nobody has looked up yet; empty for one that takes no permission
 */
export type Mapping = (call: AwsCall, account: Account) => Promise<readonly Question[] | undefined>;

/** Keys of a request that sets tags. */
export function requestTags(tags: Tags): RequestContext {
  const keys = Object.keys(tags).sort();
  if (keys.length === 0) return {};
  return { ...prefixed("aws:RequestTag/", tags), "aws:TagKeys": keys };
}

/** Keys of a request on a thing that has tags. */
export function resourceTags(tags: Tags): RequestContext {
  return prefixed("aws:ResourceTag/", tags);
}

/** The same tags under the key that a service has of its own: `ec2:ResourceTag/`. */
export function prefixed(prefix: string, tags: Tags): RequestContext {
  return Object.fromEntries(
    Object.keys(tags)
      .sort()
      .map((key) => [prefix + key, tags[key] as string]),
  );
}

/** Tags from a list as most services take them: `[{ Key, Value }]`. */
export function tagList(list: unknown): Tags {
  const entries = Array.isArray(list) ? list : [];
  return Object.fromEntries(entries.map(({ Key, Value }: { Key: string; Value?: string }) => [Key, Value ?? ""]));
}

/** Passing a role to a service, which IAM checks at the call that hands it over. */
export function passRole(role: string, service: string): Question {
  return { action: "iam:PassRole", resource: role, context: { "iam:PassedToService": service } };
}
