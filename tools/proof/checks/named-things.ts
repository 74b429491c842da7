import type { Account, Tags } from "../account";
import type { AwsCall } from "../aws-call";
import type { Parameters } from "../form-parameters";
import { type Mapping, requestTags, resourceTags, tagList } from "./question";

/** A service whose things are named in the request, whose actions have the operations' names, and that speaks JSON. */
interface NamedThings {
  /** Name of the thing in a request; undefined where it is about none. */
  readonly nameIn: (parameters: Parameters) => string | undefined;
  readonly arn: (name: string, operation: string, account: Account) => string;
  /** Operations about none or all of them. */
  readonly lists: readonly string[];
  /** The operation that makes one, and the action that tags which it takes too where the request has tags. */
  readonly creates: readonly [operation: string, tagging: string];
  /** The operation that lists tags, and its request. */
  readonly tagsOf: (name: string, account: Account) => readonly [target: string, request: object];
}

/** Parameters by their path; public ones belong to no account. */
const parameters: NamedThings = {
  nameIn: ({ Name, ResourceId }) => (Name ?? ResourceId) as string | undefined,
  arn: (name, _, account) => {
    const arn = account.arn("ssm", `parameter/${name.replace(/^\//, "")}`);
    return name.startsWith("/aws/service/") ? arn.replace(`:${account.number}:`, "::") : arn;
  },
  lists: ["DescribeParameters"],
  creates: ["PutParameter", "AddTagsToResource"],
  tagsOf: (name) => ["AmazonSSM.ListTagsForResource", { ResourceType: "Parameter", ResourceId: name }],
};

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html */
const queues: NamedThings = {
  nameIn: ({ QueueName, QueueUrl }) =>
    (QueueName ??
      String(QueueUrl ?? "")
        .split("/")
        .at(-1)) as string | undefined,
  arn: (name, _, account) => account.arn("sqs", name),
  lists: ["ListQueues"],
  creates: ["CreateQueue", "TagQueue"],
  tagsOf: (name, { number }) => ["AmazonSQS.ListQueueTags", { QueueUrl: `http://localhost/${number}/${name}` }],
};

/**
 * Log groups. All but tags is checked on an ARN that goes on to the log streams, of which it names none: AWS's own message is
 * "not authorized to perform logs:PutRetentionPolicy on resource: arn:aws:logs:…:log-group:<name>:log-stream:".
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
 */
const logGroups: NamedThings = {
  nameIn: ({ logGroupName, resourceArn }) =>
    (logGroupName ?? /:log-group:([^:]+)/.exec(String(resourceArn ?? ""))?.[1]) as string | undefined,
  arn: (name, operation, account) => {
    const arn = account.arn("logs", `log-group:${name}`);
    return /^(Tag|Untag|ListTagsFor)Resource$/.test(operation) ? arn : `${arn}:log-stream:`;
  },
  lists: ["DescribeLogGroups"],
  creates: ["CreateLogGroup", "TagResource"],
  tagsOf: (name, account) => [
    "Logs_20140328.ListTagsForResource",
    { resourceArn: account.arn("logs", `log-group:${name}`) },
  ],
};

export const ssm = mapping(parameters);
export const sqs = mapping(queues);
export const logs = mapping(logGroups);

function mapping(things: NamedThings): Mapping {
  return async ({ service, operation, parameters }, account) => {
    const action = `${service}:${operation}`;
    if (things.lists.includes(operation)) return [{ action, resource: "*" }];
    const name = things.nameIn(parameters);
    if (!name) return undefined;
    const set = tagsIn(parameters);
    const context = { ...tagKeysIn(parameters), ...requestTags(set) };
    const [creates, tagging] = things.creates;
    const made = operation === creates;
    const existing = made ? {} : resourceTags(await currentTags(service, things.tagsOf(name, account), account));
    return [
      { action, resource: things.arn(name, operation, account), context: { ...context, ...existing } },
      ...(made && Object.keys(set).length > 0
        ? [{ action: `${service}:${tagging}`, resource: things.arn(name, tagging, account), context }]
        : []),
    ];
  };
}

/** The three services answer with tags in three ways. */
async function currentTags(
  service: AwsCall["service"],
  [target, request]: readonly [string, object],
  account: Account,
): Promise<Tags> {
  const { TagList, ...answer } = await account.target(service, target, request);
  return TagList ? tagList(TagList) : tagsIn(answer);
}

/** Tags as a list or as a section, under either spelling. */
function tagsIn({ Tags, tags }: Parameters): Tags {
  const given = Tags ?? tags ?? {};
  return Array.isArray(given) ? tagList(given) : (given as Tags);
}

function tagKeysIn({ TagKeys, tagKeys }: Parameters): { "aws:TagKeys"?: string[] } {
  const removed = TagKeys ?? tagKeys;
  return Array.isArray(removed) ? { "aws:TagKeys": [...removed].sort() } : {};
}
