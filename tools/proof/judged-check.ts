import { actionFacts, isKey } from "../../modules/iam-reference";
import type { PolicyJson } from "../../modules/policy-document";
import type { Check } from "./iam-checks";
import { type Access, type Asked, type RequestContext, type Verdict, verdict, verdictUnchecked } from "./judge";

/** Keys that services have of their own for the tags of a resource. */
const TWINS: Readonly<Record<string, string>> = {
  ec2: "ec2:ResourceTag/",
  iam: "iam:ResourceTag/",
  ssm: "ssm:resourceTag/",
};

/** Services that stand in one region of a partition, whichever region is worked in. */
const GLOBAL: Readonly<Record<string, string>> = { iam: "us-east-1" };

/**
 * What AWS would say to a recorded question.
 *
 * Keys have the policy that AWS gives them, by which IAM policies of the account count:
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function judgeCheck(access: Access, check: Check): Promise<Verdict> {
  return verdict(heldTo(access, check), asked(check));
}

/** The same, much faster, of a question that has been judged before or is made from one. */
export function judgeKnownCheck(access: Access, check: Check): Promise<Verdict> {
  return verdictUnchecked(heldTo(access, check), asked(check));
}

function asked(check: Check): Asked {
  const { action, resource } = check;
  return { action, resource, context: contextOf(check) };
}

function heldTo(access: Access, { action, resource }: Check): Access {
  const account = resource.split(":")[4];
  const own = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*", Resource: "*" };
  const resourcePolicy = action.startsWith("kms:") ? { Version: "2012-10-17" as const, Statement: [own] } : undefined;
  return {
    ...access,
    policies: access.policies.map((policy) => about(action, policy)),
    boundary: access.boundary && about(action, access.boundary),
    resourcePolicy,
  };
}

/** A policy less the statements on other actions, which have no say; the judge reads all of what it is given each time. */
function about(action: string, { Version, Statement }: PolicyJson): PolicyJson {
  const speaks = ({ Action }: Record<string, unknown>) =>
    [Action].flat().some((pattern) => wildcard(String(pattern)).test(action));
  return { Version, Statement: Statement.filter(speaks) };
}

const wildcards = new Map<string, RegExp>();

/** IAM's wildcards. Letter case matters in ARNs, and not in actions. */
export function wildcard(pattern: string): RegExp {
  const flags = pattern.startsWith("arn:") ? "s" : "is";
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  const made = () => new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, flags);
  const known = wildcards.get(pattern) ?? made();
  wildcards.set(pattern, known);
  return known;
}

/**
 * Every condition key of a question, as AWS has them when it decides: those that were recorded, those that follow from
 * them, and those that every request carries.
 */
function contextOf({ action, resource, context }: Check): RequestContext {
  const [service = ""] = action.split(":");
  const [, , , region, account] = resource.split(":");
  return {
    ...context,
    ...twinsOf(action, context),
    "aws:SecureTransport": "true",
    "aws:ViaAWSService": context["aws:ViaAWSService"] ?? "false",
    "aws:RequestedRegion": GLOBAL[service] ?? (region || REGION),
    ...(account && { "aws:ResourceAccount": account }),
  };
}

/**
 * Keys that questions carry wherever AWS has them; of any other nobody could say whether a request would.
 *
 * A condition that must find its key only fails without it. One that is content to find none, or denies, would go wrong
 * unseen.
 */
const CARRIED = new RegExp(
  `^(${[
    "aws:(RequestTag/.+|TagKeys|ResourceTag/.+|SecureTransport|ViaAWSService|RequestedRegion|ResourceAccount)",
    "aws:Principal(Arn|Account)",
    "(ec2|iam):ResourceTag/.+|ssm:resourceTag/.+",
    "ec2:(CreateAction|InstanceProfile|NewInstanceProfile|Owner|Vpc)",
    "elasticfilesystem:(CreateAction|Encrypted)",
    "iam:(AWSServiceName|PassedToService|PermissionsBoundary|PolicyARN)",
    "kms:(EncryptionContext:.+|GrantIsForAWSResource|ViaService)",
    "s3:(prefix|delimiter|max-keys|if-none-match|x-amz-.+)",
  ].join("|")})$`,
  "i",
);

/** Whether conditions on a key can be judged. */
export function isCarried(key: string): boolean {
  return CARRIED.test(key);
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
