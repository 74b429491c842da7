import type { Construct } from "constructs";
import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import { type Condition, each, not } from "../../modules/deferred";
import { itemsOf } from "../../modules/deferred-items";
import { attributesByName } from "../../modules/deferred-map";
import { named } from "../../modules/deferred-name";
import { byText, upTo } from "../../modules/deferred-text";
import { thingForEach } from "../../modules/deferred-things";
import { type MessageAccess, MessageQueue, queuePolicy, queueUrl } from "../../modules/message-queue";
import { PolicyDocument } from "../../modules/policy-document";

/**
 * Seconds for which a gradient that is summed up is hidden: six times the minute that the published function has.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-eventsource
 */
const VISIBILITY_TIMEOUT = 360;

/** As many queues as there may be. */
export const MOST_CHUNKS = 20;

/** Props of {@link gradientQueues}. */
export interface GradientQueuesProps {
  /** Name of the queues without their number. */
  readonly baseName: string;
  /** Whether they are created; those that exist are never changed. */
  readonly create: Condition;
  /** How many there are: `1` behind the name, `2`, … */
  readonly chunks: number;
  readonly kmsKey?: string | undefined;
}

/** Queues that gradients are announced in, new or existing. */
export interface GradientQueues {
  /** What permissions to work with them speak of. */
  readonly access: MessageAccess;
  /** By the queues' names. */
  readonly urls: Readonly<Record<string, string>>;
  readonly arns: Readonly<Record<string, string>>;
  /** What the policies of queues that exist should say. Undefined where they are created. */
  readonly policiesToMerge?: Readonly<Record<string, string>> | undefined;
}

/** One queue for each chunk of a gradient. */
export function gradientQueues(
  scope: Construct,
  { aws, tags }: { readonly aws: AwsEnvironment; readonly tags?: Record<string, string> | undefined },
  { baseName, create, chunks, kmsKey }: GradientQueuesProps,
): GradientQueues {
  const queueNames = named(
    scope,
    "gradient_queue_names",
    upTo(chunks, (number) => `${baseName}${number}`),
  );
  thingForEach(queueNames, create, (queueName, forEach, place) => {
    new MessageQueue(scope, numbered("gradients", place), {
      aws,
      forEach,
      queueName,
      kmsKeyArn: kmsKey,
      visibilityTimeoutSeconds: VISIBILITY_TIMEOUT,
      tags,
    });
  });
  const queueArn = (queueName: string): Arn => aws.arn("sqs", queueName);
  let policiesToMerge: Record<string, string> | undefined;
  thingForEach(queueNames, not(create), (queueName, forEach, place) => {
    const { document, json } = new PolicyDocument(scope, numbered("queue-policy-to-merge", place), {
      forEach,
      statements: queuePolicy(queueArn(queueName)),
    });
    policiesToMerge = forEach ? attributesByName(document, "minified_json") : { ...policiesToMerge, [queueName]: json };
  });
  const arns = itemsOf<Arn>(each(queueNames, queueArn), MOST_CHUNKS);
  return {
    access: { aws, queues: arns.map((arn) => ({ queueArn: arn, kmsKeyArn: kmsKey })) },
    urls: byText(queueNames, (queueName) => queueUrl(aws, queueName)),
    arns: byText(queueNames, queueArn),
    policiesToMerge,
  };
}

/** The id of one of several, or of all of them where their number is not known yet. */
function numbered(thing: string, place?: number): string {
  return place === undefined ? thing : `${thing}-${place}`;
}
