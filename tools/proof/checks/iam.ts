import { actionFacts } from "../../../modules/iam-reference";
import type { Account } from "../account";
import type { AwsCall } from "../aws-call";
import type { RequestContext } from "../judge";
import { passRole, type Question, requestTags, resourceTags, tagList } from "./question";

/** Resource types, and the parameter that names one. */
const NAMED = {
  role: "RoleName",
  "instance-profile": "InstanceProfileName",
  policy: "PolicyArn",
  user: "UserName",
  group: "GroupName",
} as const;

type Kind = keyof typeof NAMED;

/** Operations that tag what they make, with a check of its own. */
const TAGGING: Readonly<Record<string, string>> = {
  CreateInstanceProfile: "iam:TagInstanceProfile",
  CreatePolicy: "iam:TagPolicy",
  CreateRole: "iam:TagRole",
};

/** IAM: operation and action have one name; what a request acts on has a path that the request does not say. */
export async function iam(call: AwsCall, account: Account): Promise<readonly Question[] | undefined> {
  const { operation, parameters } = call;
  const action = `iam:${operation}`;
  const given = parameters as Readonly<Record<string, string | undefined>>;
  if (operation === "CreateServiceLinkedRole") return [linkedRole(given, account)];
  const facts = actionFacts(action);
  if (!facts) return undefined;
  const context = requestContext(call);
  if (facts.wildcardOnly) return [{ action, resource: "*", context }];
  let thing: Awaited<ReturnType<typeof actsOn>>;
  for (const { name } of facts.resourceTypes) thing ??= await actsOn(name as Kind, call, account);
  if (!thing) return undefined;
  const question = { action, resource: thing.resource, context: { ...context, ...thing.context } };
  const tagging = TAGGING[operation];
  return [
    question,
    ...(tagging && given.Tags
      ? [{ action: tagging, resource: thing.resource, context: requestTags(tagList(given.Tags)) }]
      : []),
    // an instance profile hands its role to EC2: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
    ...(operation === "AddRoleToInstanceProfile" ? [await intoProfile(given.RoleName as string, account)] : []),
  ];
}

async function actsOn(
  kind: Kind,
  { operation, parameters }: AwsCall,
  account: Account,
): Promise<{ resource: string; context: RequestContext } | undefined> {
  const given = parameters as Readonly<Record<string, string | undefined>>;
  if (operation === `Create${pascal(kind)}`) {
    const name = kind === "policy" ? given.PolicyName : given[NAMED[kind]];
    return { resource: account.arn("iam", `${kind}${given.Path ?? "/"}${name}`), context: {} };
  }
  const name = given[NAMED[kind] ?? ""];
  if (name === undefined) return undefined;
  const { arn, tags } = await account.inIam(kind, name);
  const boundary = kind === "role" && given.PermissionsBoundary === undefined && (await account.role(name)).boundary;
  return {
    resource: arn,
    context: {
      ...resourceTags(tags),
      ...(boundary && { "iam:PermissionsBoundary": boundary }),
    },
  };
}

function requestContext({ parameters }: AwsCall): RequestContext {
  const { PermissionsBoundary, PolicyArn, Tags, TagKeys } = parameters;
  return {
    ...requestTags(tagList(Tags)),
    ...(Array.isArray(TagKeys) && { "aws:TagKeys": [...TagKeys].sort() }),
    ...(typeof PermissionsBoundary === "string" && { "iam:PermissionsBoundary": PermissionsBoundary }),
    ...(typeof PolicyArn === "string" && { "iam:PolicyARN": PolicyArn }),
  };
}

async function intoProfile(role: string, account: Account): Promise<Question> {
  return passRole((await account.role(role)).arn, "ec2.amazonaws.com");
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html */
function linkedRole({ AWSServiceName = "" }: Readonly<Record<string, string | undefined>>, account: Account): Question {
  // IAM chooses the name, so that policies have a wildcard there
  const resource = account.arn("iam", `role/aws-service-role/${AWSServiceName}/AWSServiceRole`);
  return { action: "iam:CreateServiceLinkedRole", resource, context: { "iam:AWSServiceName": AWSServiceName } };
}

function pascal(kind: string): string {
  return kind.replace(/(^|-)(\w)/g, (_, _dash, letter: string) => letter.toUpperCase());
}
