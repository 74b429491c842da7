import type { Arn } from "../../modules/aws-environment";
import type { PolicyCondition } from "../../modules/policy-document";
import { groupBy, type Right, serviceOf, waysOut } from "./rights";

/** One way to say with fewer characters what a service's rights are, at the price of allowing more. */
export interface Coarsening {
  /** What is lost, as reports have it. */
  readonly loses: string;
  /** Services that it is not for. */
  readonly never: readonly string[];
  /** The one service that it is for. @default - every other */
  readonly only?: string;
  readonly coarsen: (rights: readonly Right[]) => readonly Right[];
}

/** Services in which a wider resource is a secret, or somebody's rights: their names and conditions stay. */
const SECRET = ["iam", "kms", "s3", "secretsmanager", "ssm", "sts"];

const SAYS_WHOSE = /ResourceTag|CreateAction/;

/** Not Run, Send, Start or Submit, by which something runs under somebody's role. */
const VERBS = [
  ...["Add", "Associate", "Attach", "Authorize", "Create", "Delete", "Deregister", "Detach", "Disassociate", "Get"],
  ...["Modify", "Put", "Register", "Remove", "Replace", "Revoke", "Tag", "Untag", "Update"],
];

/** The ways, from the one that loses least. */
export const COARSENINGS: readonly Coarsening[] = [
  {
    loses: "the account in ARNs: no other account lets these roles in without saying so itself",
    never: SECRET,
    coarsen: (rights) => rights.map((right) => ({ ...right, resource: inAnyAccount(right.resource) })),
  },
  {
    loses: "which of the actions is for which of the resources",
    never: [],
    coarsen: (rights) => groupBy(rights, ({ conditions }) => JSON.stringify(conditions)).flatMap(eachOnEach),
  },
  {
    loses: "which value of a condition is for which of the actions",
    never: ["sts"],
    coarsen: (rights) => groupBy(rights, ({ conditions }) => conditions.map(nameOf).join()).flatMap(withAllValues),
  },
  {
    loses: "names, but for what several begin with",
    never: ["kms", "sts"],
    coarsen: (rights) => {
      const shortened = sharedBeginnings(rights.map(({ resource }) => resource));
      return rights.map((right) => ({ ...right, resource: shortened.get(right.resource) ?? right.resource }));
    },
  },
  {
    loses: "which linked role is made, where its service is named",
    never: [],
    only: "iam",
    coarsen: (rights) => rights.map(anyLinkedRole),
  },
  ...["Describe", "List"].map((verb) => byVerb(verb, SECRET)),
  ...["Describe", "List"].map((verb) => byVerb(verb, [], "ssm")),
  ...["Get", "List"].map((verb) => byVerb(verb, [], "iam")),
  ...["DeleteBucket", "GetBucket", "PutBucket"].map((verb) => byVerb(verb, [], "s3")),
  {
    loses: "which policies are attached, where roles have a boundary",
    never: [],
    coarsen: (rights) => rights.map((right) => ({ ...right, conditions: withoutPolicies(right.conditions) })),
  },
  {
    loses: "conditions, but for those on tags",
    never: SECRET,
    coarsen: (rights) =>
      rights.map((right) =>
        unlessWayOut(right, { conditions: right.conditions.filter(({ key }) => SAYS_WHOSE.test(key)) }),
      ),
  },
  {
    loses: "the names of resources",
    never: SECRET,
    coarsen: (rights) => rights.map((right) => unlessWayOut(right, { resource: "*" })),
  },
  ...VERBS.map((verb) => byVerb(verb, SECRET)),
  {
    loses: "which actions are meant",
    never: [...SECRET, "ec2"],
    coarsen: (rights) => rights.map((right) => ({ ...right, action: `${serviceOf(right)}:*`, resource: "*" as const })),
  },
  {
    loses: "conditions on tags",
    never: SECRET,
    coarsen: (rights) => rights.map((right) => unlessWayOut(right, { conditions: [] })),
  },
];

function inAnyAccount(resource: Arn | "*"): Arn | "*" {
  return resource.replace(/^(arn:[^:]*:[^:]*:[^:]*:)\d{12}:/, "$1*:") as Arn | "*";
}

/** Every action that is for a name on every name; those on everything as they are. */
function eachOnEach(rights: readonly Right[]): Right[] {
  const named = rights.filter(({ resource }) => resource !== "*");
  const resources = [...new Set(named.map(({ resource }) => resource))];
  const actions = [...new Map(named.map((right) => [right.action, right])).values()];
  return [
    ...rights.filter(({ resource }) => resource === "*"),
    ...actions.flatMap((right) => resources.map((resource): Right => ({ ...right, resource }))),
  ];
}

/** Rights under tests of the same keys, each with the values of all. */
function withAllValues(rights: readonly Right[]): Right[] {
  const [{ conditions: shared }] = rights as [Right, ...Right[]];
  const conditions = shared.map((condition): PolicyCondition => {
    const values = rights.flatMap(
      (right) => right.conditions.find((each) => nameOf(each) === nameOf(condition))?.values ?? [],
    );
    return { ...condition, values: [...new Set(values)].sort() };
  });
  return rights.map((right) => ({ ...right, conditions }));
}

function nameOf({ test, key }: PolicyCondition): string {
  return `${test} ${key}`;
}

function anyLinkedRole(right: Right): Right {
  const named = right.conditions.some(({ key }) => key === "iam:AWSServiceName");
  const resource = named ? (right.resource.replace(/(:role\/aws-service-role\/).*$/, "$1*") as Arn) : right.resource;
  return { ...right, resource };
}

function withoutPolicies(conditions: readonly PolicyCondition[]): readonly PolicyCondition[] {
  const bounded = conditions.some(({ key }) => key === "iam:PermissionsBoundary");
  return bounded ? conditions.filter(({ key }) => key !== "iam:PolicyARN") : conditions;
}

/** Type of a thing and path before its name; of an object its bucket. */
const PLACE = /^(?:[^:]*:){2}s3:::[^/]*[/]?|^(?:[^:]*:){5}(?:.*[/:])?/;

/** Letters that names must share, for what begins with them to be few. */
const FEWEST = 4;

/** For each ARN what those of its type, or in its bucket, begin with. */
function sharedBeginnings(resources: readonly (Arn | "*")[]): Map<Arn | "*", Arn> {
  const named = [...new Set(resources)].filter((resource) => resource !== "*");
  const found = groupBy(named, (arn) => PLACE.exec(arn)?.[0] ?? arn)
    .filter((kind) => kind.length > 1)
    .flatMap((kind) => {
      const place = PLACE.exec(kind[0] as string)?.[0].length ?? 0;
      const start = beginning(kind, place);
      return start.length < place + FEWEST ? [] : kind.map((arn) => [arn, `${start}*` as Arn] as const);
    });
  return new Map(found);
}

function beginning(texts: readonly string[], from: number): string {
  const [first = ""] = texts;
  let end = from;
  while (end < first.length && first[end] !== "*" && texts.every((text) => text[end] === first[end])) end++;
  return first.slice(0, end);
}

/** Actions of a verb as a pattern, where there are several on the same. */
function byVerb(verb: string, never: readonly string[], only?: string): Coarsening {
  const isMeant = (right: Right) => right.action.startsWith(`${serviceOf(right)}:${verb}`);
  const on = ({ resource, conditions }: Right) => resource + JSON.stringify(conditions);
  return {
    loses: `which ${verb} actions are meant`,
    never,
    ...(only && { only }),
    coarsen: (rights) =>
      groupBy(rights, (right) => `${isMeant(right)} ${on(right)}`).flatMap((group) => {
        const [first] = group as [Right, ...Right[]];
        return isMeant(first) && group.length > 1 ? [{ ...first, action: `${serviceOf(first)}:${verb}*` }] : group;
      }),
  };
}

/** A right that is wider, unless it would be a way to administrator. */
function unlessWayOut(right: Right, wider: Partial<Right>): Right {
  const made = { ...right, ...wider };
  return waysOut([made]) > waysOut([right]) ? right : made;
}
