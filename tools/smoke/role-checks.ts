import { type Environment, nameIn, ofType, type StackResource } from "./batch-state";
import type { Seen } from "./data-sources";
import { cause, DEPLOY_AGAIN, type Finding, ok, unseen } from "./finding";
import type { Decision, Role } from "./questions";

/** A call of AWS on one resource. */
export interface Call {
  readonly action: string;
  readonly resource: string;
}

/** A policy as IAM has it. */
interface Policy {
  readonly Statement: OneOrMore<{
    readonly Effect: string;
    readonly Action?: OneOrMore<string>;
    readonly Resource?: OneOrMore<string>;
    readonly Principal?: "*" | { readonly Service?: OneOrMore<string> };
  }>;
}

type OneOrMore<T> = T | readonly T[];

/**
 * What the agent on an instance calls before a job can start there, and what writes the job's log.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/instance_IAM_role.html
 */
export function callsOfTheAgent({ name, clusterArn, serviceRole }: Environment): Call[] {
  const [partition, , region, account] = clusterArn.split(":").slice(1);
  const arn = (service: string, resource: string) => `arn:${partition}:${service}:${region}:${account}:${resource}`;
  // the last word is Batch's; an emulator calls the whole cluster otherwise
  const composed = isLinked(serviceRole) ? `AWSBatch-${name}-0f1e2d3c` : `${name}_Batch_0f1e2d3c`;
  const cluster = clusterArn.includes(name) ? nameIn(clusterArn) : composed;
  const instance = arn("ecs", `container-instance/${cluster}/0f1e2d3c4b5a`);
  const stream = arn("logs", "log-group:/aws/batch/job:log-stream:nf-groundwork-smoke/default/0f1e2d3c");
  return [
    { action: "ecs:DiscoverPollEndpoint", resource: "*" },
    { action: "ecs:RegisterContainerInstance", resource: arn("ecs", `cluster/${cluster}`) },
    { action: "ecs:SubmitTaskStateChange", resource: arn("ecs", `cluster/${cluster}`) },
    { action: "ecs:SubmitContainerStateChange", resource: arn("ecs", `cluster/${cluster}`) },
    { action: "ecs:Poll", resource: instance },
    { action: "ecs:StartTelemetrySession", resource: instance },
    { action: "ecr:GetAuthorizationToken", resource: "*" },
    { action: "logs:CreateLogStream", resource: stream },
    { action: "logs:PutLogEvents", resource: stream },
  ];
}

/**
 * What a role of the stack may do, by the policies that the stack has attached to it; undefined where the role is not the
 * stack's, or has a policy that is not.
 */
export function decisionsIn(
  resources: readonly StackResource[],
  roleName: string,
  calls: readonly Call[],
): Decision[] | undefined {
  if (!ofType(resources, "aws_iam_role").some(({ values }) => values.name === roleName)) return undefined;
  const attached = ofType(resources, "aws_iam_role_policy_attachment").filter(({ values }) => values.role === roleName);
  const policies = attached.map(({ values: { policy_arn } }) =>
    ofType(resources, "aws_iam_policy").find(({ values }) => values.arn === policy_arn),
  );
  if (policies.includes(undefined)) return undefined;
  const statements = policies.flatMap((policy) => many(parse(String(policy?.values.policy)).Statement));
  return calls.map(({ action, resource }) => {
    const fitting = statements.filter(
      ({ Action, Resource }) =>
        many(Action).some((pattern) => fits(pattern.toLowerCase(), action.toLowerCase())) &&
        many(Resource).some((pattern) => fits(pattern, resource)),
    );
    const allowed = fitting.length > 0 && fitting.every(({ Effect }) => Effect === "Allow");
    return { action, allowed };
  });
}

/** Whether instances get a role, and one that they may assume: `role` is that of the profile. */
export function checkProfile(profileName: string, profile: Seen<string>, role: Seen<Role>, principal: string): Finding {
  const profileOf = `instance profile ${profileName}`;
  if ("missing" in profile) return cause(`${profileOf} is gone: instances cannot start`, DEPLOY_AGAIN);
  if (!("seen" in profile)) return unseen(`${profileOf}: ${profile.unseen}`);
  if (profile.seen === "") return cause(`${profileOf} has no role: instances cannot join`, DEPLOY_AGAIN);
  return checkTrust(`role ${profile.seen} of ${profileOf}`, role, principal);
}

/** Whether a role is there for a service to assume. */
export function checkTrust(which: string, role: Seen<Role>, principal: string): Finding {
  if ("missing" in role) return cause(`${which} is gone`, DEPLOY_AGAIN);
  if (!("seen" in role)) return unseen(`${which}: ${role.unseen}`);
  const trusts = many(parse(role.seen.trust).Statement).some(
    ({ Effect, Principal }) =>
      Effect === "Allow" && (Principal === "*" || many(Principal?.Service).some((service) => service === principal)),
  );
  if (trusts) return ok(`${which} is there, for ${principal}`);
  return cause(`${which} does not let ${principal} assume it`, `let its trust policy name ${principal}`);
}

/** Whether the agent may do its work. */
export function checkAgent(profileName: string, decisions: Seen<readonly Decision[]>): Finding {
  const which = `the role of instance profile ${profileName}`;
  if (!("seen" in decisions)) {
    const reason = "unseen" in decisions ? decisions.unseen : "AWS knows none";
    return unseen(`what ${which} may do: ${reason}`, "compare it with the output instance_policy_to_attach");
  }
  const refused = [...new Set(decisions.seen.filter(({ allowed }) => !allowed).map(({ action }) => action))];
  if (refused.length === 0) return ok(`${which} may join the cluster, take tasks and write logs`);
  const todo = "attach what the output instance_policy_to_attach says, or, where the stack made the role";
  return cause(`${which} may not ${refused.join(", ")}: instances never join`, `${todo}, ${DEPLOY_AGAIN}`);
}

/**
 * Whether Batch's own role is there: the one that AWS makes on first use, which has no trust to get wrong.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/using-service-linked-roles.html
 */
export function checkLinkedRole(names: Seen<readonly string[]>): Finding {
  const which = "service-linked role AWSServiceRoleForBatch";
  if (!("seen" in names)) return unseen(`${which}: ${"unseen" in names ? names.unseen : "AWS knows none"}`);
  if (names.seen.includes("AWSServiceRoleForBatch")) return ok(`${which} is there`);
  const command = "aws iam create-service-linked-role --aws-service-name batch.amazonaws.com";
  return cause(`${which} is not there: Batch can start nothing`, `an administrator runs\n${command}`);
}

/** Whether an environment works with the role that AWS makes for Batch. */
export function isLinked(serviceRole: string): boolean {
  return serviceRole === "" || serviceRole.includes("/aws-service-role/");
}

function parse(policy: string): Policy {
  return JSON.parse(policy);
}

function many<T>(value: OneOrMore<T> | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}

/** Whether IAM's wildcards make a pattern fit. */
function fits(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`).test(text);
}
