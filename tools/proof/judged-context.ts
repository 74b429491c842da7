import { actionFacts, isKey } from "../../modules/iam-reference";
import type { Check } from "./iam-checks";
import type { RequestContext } from "./judge";

/** Keys that services have of their own for the tags of a resource. */
const TWINS: Readonly<Record<string, string>> = {
  ec2: "ec2:ResourceTag/",
  iam: "iam:ResourceTag/",
  ssm: "ssm:resourceTag/",
};

/** Services that stand in one region of a partition, whichever region is worked in. */
const GLOBAL: Readonly<Record<string, string>> = { iam: "us-east-1" };

/**
 * Every condition key of a question, as AWS has them when it decides: those that were recorded, those that follow from
 * them, and those that every request carries.
 */
export function judgedContext({ action, resource, context }: Check): RequestContext {
  const [service = ""] = action.split(":");
  const [, , , region, account] = resource.split(":");
  return {
    ...context,
    ...twinsOf(action, context),
    "aws:SecureTransport": "true",
    "aws:RequestedRegion": GLOBAL[service] ?? (region || REGION),
    ...(account && { "aws:ResourceAccount": account }),
  };
}

/** Region of every recording. */
const REGION = "eu-west-2";

function twinsOf(action: string, context: RequestContext): RequestContext {
  const facts = actionFacts(action);
  const keys = (facts?.resourceTypes ?? []).flatMap(({ conditionKeys }) => conditionKeys);
  const prefix = TWINS[action.split(":")[0] ?? ""];
  if (!prefix || !keys.some((key) => isKey(key, `${prefix}x`))) return {};
  const tags = Object.entries(context).filter(([key]) => key.startsWith("aws:ResourceTag/"));
  return Object.fromEntries(tags.map(([key, value]) => [prefix + key.slice("aws:ResourceTag/".length), value]));
}
