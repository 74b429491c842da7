import type { Account, Tags } from "../account";
import type { AwsCall } from "../aws-call";
import { passRole, type Question, requestTags, resourceTags } from "./question";

interface ComputeResources {
  readonly instanceRole?: string;
  readonly spotIamFleetRole?: string;
}

/**
 * AWS Batch: things by name or ARN, tags with a check of their own, and roles that an environment passes on.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html
 */
export async function batch(call: AwsCall, account: Account): Promise<readonly Question[] | undefined> {
  const { operation, parameters } = call;
  const action = `batch:${operation}`;
  const { resourceArn, tags = {}, tagKeys } = parameters as { resourceArn?: string; tags?: Tags; tagKeys?: string[] };
  switch (operation) {
    case "DescribeComputeEnvironments":
    case "DescribeJobQueues":
      return [{ action, resource: "*" }];
    case "ListTagsForResource":
      return [await existing(action, resourceArn, "", account)];
    case "TagResource":
      return [await existing(action, resourceArn, "", account, requestTags(tags))];
    case "UntagResource":
      return [await existing(action, resourceArn, "", account, { "aws:TagKeys": [...(tagKeys ?? [])].sort() })];
  }
  const kind = /ComputeEnvironment$/.test(operation) ? "compute-environment" : "job-queue";
  const name = kind === "job-queue" ? parameters.jobQueue : parameters.computeEnvironment;
  const beside = [...(await environmentsOf(parameters, action, account)), ...(await rolesOf(parameters, account))];
  if (operation === "CreateComputeEnvironment" || operation === "CreateJobQueue") {
    const resource = arnOf(kind, parameters.computeEnvironmentName ?? parameters.jobQueueName, account);
    const asked = { action, resource, context: requestTags(tags) };
    const tagged = Object.keys(tags).length > 0 ? [{ ...asked, action: "batch:TagResource" }] : [];
    return [asked, ...tagged, ...beside];
  }
  return [await existing(action, name, kind, account), ...beside];
}

/** The environments that a queue is joined to: each is a resource of the call. */
async function environmentsOf(
  parameters: AwsCall["parameters"],
  action: string,
  account: Account,
): Promise<Question[]> {
  const order = (parameters.computeEnvironmentOrder ?? []) as readonly { computeEnvironment: string }[];
  return Promise.all(
    order.map(({ computeEnvironment }) => existing(action, computeEnvironment, "compute-environment", account)),
  );
}

/** @see https://docs.aws.amazon.com/batch/latest/userguide/IAM_policies.html */
async function rolesOf(
  { serviceRole, computeResources = {} }: AwsCall["parameters"],
  account: Account,
): Promise<Question[]> {
  const { instanceRole, spotIamFleetRole } = computeResources as ComputeResources;
  const roleArn = async (role: string) => (role.startsWith("arn:") ? role : (await account.role(role)).arn);
  return [
    ...(serviceRole ? [passRole(await roleArn(serviceRole as string), "batch.amazonaws.com")] : []),
    ...(instanceRole ? (await account.rolesIn(instanceRole)).map((role) => passRole(role, "ec2.amazonaws.com")) : []),
    ...(spotIamFleetRole ? [passRole(await roleArn(spotIamFleetRole), "spotfleet.amazonaws.com")] : []),
  ];
}

async function existing(
  action: string,
  nameOrArn: unknown,
  kind: string,
  account: Account,
  context: Question["context"] = {},
): Promise<Question> {
  const resource = arnOf(kind, nameOrArn, account);
  const { tags = {} } = await account.json("batch", `/v1/tags/${encodeURIComponent(resource)}`);
  return { action, resource, context: { ...context, ...resourceTags(tags as Tags) } };
}

function arnOf(kind: string, nameOrArn: unknown, account: Account): string {
  const text = String(nameOrArn);
  return text.startsWith("arn:") ? text : account.arn("batch", `${kind}/${text}`);
}
