import { actionFacts } from "../../modules/iam-reference";
import type { DerivedPolicies } from "../../stacks/deployer/derivation";
import { type Allowance, allowancesOf, resourcesOf } from "./allowance";
import { ASSIGNED } from "./assigned-ids";
import type { Check } from "./iam-checks";
import type { RequestContext } from "./judge";
import type { Recording } from "./recording";

/** A question that must be answered with no. */
export interface Probe {
  /** What is wrong with it: `iam:PassedToService is codebuild.amazonaws.com`. */
  readonly wrong: string;
  readonly check: Check;
}

/** Services that do things with a role, those that nobody's stack is deployed with too. */
const SERVICES = [
  "batch",
  "cloudformation",
  "codebuild",
  "ec2",
  "ecs-tasks",
  "lambda",
  "organizations",
  "sagemaker",
  "spotfleet",
  "ssm",
  "states",
];

const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
const OTHER_BOUNDARY = "arn:aws:iam::111122223333:policy/somebody-elses-boundary";

/**
 * Questions that differ from recorded ones, or from what a statement says, in the one thing that holds them: the service that
 * a role is passed to, the policy that is attached, the service of a linked role, the boundary, the owner tags.
 */
export function probesOf(derived: DerivedPolicies, recording: Recording): Probe[] {
  const recorded = Object.values(recording.phases).flat();
  const probes = [...recorded.flatMap(twisted), ...allowancesOf(derived, "destroy").flatMap(serving)];
  // a statement may be written for the very value that a probe has
  const byText = new Map(probes.map((probe) => [JSON.stringify(probe), probe]));
  const genuine = new Set(recorded.map(textOf));
  return [...byText.values()].filter(({ check }) => !genuine.has(textOf(check)));
}

/** The probes that got through. */
export async function letThrough(derived: DerivedPolicies, probes: readonly Probe[]): Promise<Probe[]> {
  const allowances = allowancesOf(derived, "destroy");
  const through: Probe[] = [];
  for (const probe of probes) {
    const allowing = await Promise.all(allowances.map((allowance) => allowance.allows(probe.check)));
    if (allowing.includes(true)) through.push(probe);
  }
  return through;
}

function twisted(check: Check): Probe[] {
  const { action, context } = check;
  if (!/Write/.test(actionFacts(action)?.accessLevel ?? "")) return [];
  const set = (key: string, value: string): Probe => ({
    wrong: `${key} is ${value}`,
    check: { ...check, context: { ...context, [key]: value } },
  });
  const has = (key: string) => key in context;
  return [
    ...(has("iam:PassedToService") ? SERVICES.map((name) => set("iam:PassedToService", `${name}.amazonaws.com`)) : []),
    ...(has("iam:PolicyARN") ? [set("iam:PolicyARN", ADMINISTRATOR)] : []),
    ...(has("iam:AWSServiceName") ? [set("iam:AWSServiceName", "organizations.amazonaws.com")] : []),
    ...(has("iam:PermissionsBoundary")
      ? [
          set("iam:PermissionsBoundary", OTHER_BOUNDARY),
          {
            wrong: "no iam:PermissionsBoundary",
            check: { ...check, context: lacking(context, "iam:PermissionsBoundary") },
          },
        ]
      : []),
    ...owners(check, "aws:ResourceTag/groundwork:"),
    // what is tagged as it is made, is made by another action, which is held to the tags
    ...("ec2:CreateAction" in context ? [] : owners(check, "aws:RequestTag/groundwork:")),
    ...(action === "ec2:CreateTags" && !("ec2:CreateAction" in context) ? taking(check) : []),
  ];
}

/** Things of another system, and those that nobody has said whose they are; what has a name is told by it. */
function owners(check: Check, prefix: string): Probe[] {
  const { action, resource, context } = check;
  const keys = Object.keys(context).filter((key) => key.startsWith(prefix));
  if (!action.startsWith("ec2:") || !resource.endsWith(ASSIGNED) || keys.length === 0) return [];
  const other = Object.fromEntries(keys.map((key) => [key, "somebody-else"]));
  const asked = (wrong: string, changed: RequestContext) => ({ wrong, check: { ...check, context: changed } });
  return [
    asked(`${prefix} is somebody else`, { ...context, ...other }),
    asked(`no ${prefix}`, lacking(context, ...keys)),
  ];
}

/** Taking over what is somebody else's, by tags. */
function taking(check: Check): Probe[] {
  const own = Object.entries(check.context).filter(([key]) => key.startsWith("aws:ResourceTag/groundwork:"));
  if (own.length === 0) return [];
  const tags = own.map(([key, value]) => [key.replace("ResourceTag", "RequestTag"), value]);
  const keys = own.map(([key]) => key.slice("aws:ResourceTag/".length));
  const context = { ...Object.fromEntries(tags), "aws:TagKeys": keys };
  return [{ wrong: "it carries no tags, and gets the owner's", check: { ...check, context } }];
}

/** Actions that are held by the service they are for, and the key that names it. */
const FOR_SERVICES = [
  ["iam:PassRole", "iam:PassedToService"],
  ["iam:CreateServiceLinkedRole", "iam:AWSServiceName"],
] as const;

/** What a statement passes roles for and makes linked roles of, whether a run does or not. */
function serving({ statement }: Allowance): Probe[] {
  const { actions, conditions = [] } = statement;
  return FOR_SERVICES.filter(([action]) => actions.includes(action)).flatMap(([action, key]) => {
    const meant = conditions.filter((each) => each.key === key).flatMap(({ values }) => values);
    const others = SERVICES.map((name) => `${name}.amazonaws.com`).filter((service) => !meant.includes(service));
    return resourcesOf(statement).flatMap((resource) =>
      others.map((service) => ({
        wrong: `${key} is ${service}`,
        check: {
          operation: "a service",
          action,
          resource: resource.replaceAll("*", "x"),
          context: { [key]: service },
        },
      })),
    );
  });
}

function lacking(context: RequestContext, ...keys: string[]): RequestContext {
  return Object.fromEntries(Object.entries(context).filter(([key]) => !keys.includes(key)));
}

function textOf({ action, resource, context }: Check): string {
  return JSON.stringify([action, resource, Object.entries(context).sort()]);
}
