import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Construct } from "constructs";
import type { Arn, AwsEnvironment } from "./aws-environment";
import { type Condition, not, onlyIf, present, when, yesIf } from "./deferred";
import type { Times } from "./deferred-map";
import { PolicyDocument, type Statement, type Statements } from "./policy-document";

const SQS_ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html";
const SQS_KMS =
  "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html#sqs-what-permissions-for-sse";
const TLS_ONLY =
  "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html#enforce-encryption-data-in-transit";
const LAMBDA_SQS = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions";

/** Props of {@link MessageQueue}. */
export interface MessageQueueProps extends Times {
  readonly aws: AwsEnvironment;
  /** Name of the queue to create, or of the one that exists. */
  readonly queueName: string;
  /** Whether it is created; one that exists is never changed. @default true */
  readonly create?: Condition;
  /** KMS key that encrypts the messages. @default - the key that SQS manages (SSE-SQS) */
  readonly kmsKeyArn?: string;
  /**
   * Seconds for which a message that somebody works on is hidden from the others. For a Lambda function six times its
   * timeout, so that it is not done twice.
   * @default 30
   */
  readonly visibilityTimeoutSeconds?: number;
  /** @default - the provider's default tags */
  readonly tags?: Record<string, string>;
}

/**
 * A queue of messages (Amazon SQS), new or existing: encrypted, and refusing plain HTTP.
 *
 * Its policy comes with the queue and not after it, so that there is no moment without. An existing queue is left as it is:
 * what its own policy should say is {@link policyToMerge}.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html
 *
 * @example
 * const gradients = new MessageQueue(this, "gradients", { aws, queueName: names.of("gradients-1") });
 * job.allow(sendMessages({ aws, queues: [gradients] }));
 */
export class MessageQueue extends Construct {
  readonly queueName: string;
  /** Built from the name, so that policies can speak of the queue before it exists. */
  readonly queueArn: Arn;
  /** Where messages are sent to. */
  readonly queueUrl: string;
  readonly kmsKeyArn?: string | undefined;

  constructor(scope: Construct, id: string, props: MessageQueueProps) {
    super(scope, id);
    const { aws, queueName, create = true, kmsKeyArn, visibilityTimeoutSeconds = 30, tags, forEach } = props;
    this.queueName = queueName;
    this.queueArn = aws.arn("sqs", queueName);
    this.queueUrl = queueUrl(aws, queueName);
    this.kmsKeyArn = kmsKeyArn;
    onlyIf(create, (count) => {
      new SqsQueue(this, "queue", {
        count,
        forEach,
        name: queueName,
        visibilityTimeoutSeconds,
        kmsMasterKeyId: kmsKeyArn,
        // the provider refuses even a no beside a key
        sqsManagedSseEnabled: yesIf(not(present(kmsKeyArn))),
        policy: new PolicyDocument(this, "policy", { forEach, statements: queuePolicy(this.queueArn) }).json,
        tags,
      });
    });
  }

  /** What the policy of an existing queue should say, to merge into it by hand. */
  policyToMerge(): Statements {
    return queuePolicy(this.queueArn);
  }
}

/** Where messages are sent to, by the queue's name. */
export function queueUrl(aws: AwsEnvironment, queueName: string): string {
  return `https://${aws.serviceEndpoint("sqs")}/${aws.account}/${queueName}`;
}

/** What the policy of a queue says: plain HTTP is refused. */
export function queuePolicy(queueArn: Arn): Statements {
  return [
    {
      sid: "RefusePlainHttp",
      effect: "Deny",
      principals: [{ type: "*", identifiers: ["*"] }],
      actions: ["sqs:*"],
      resources: [queueArn],
      conditions: [{ test: "Bool", key: "aws:SecureTransport", values: ["false"] }],
      source: TLS_ONLY,
    },
  ];
}

/** Queues of messages that somebody works with; all of one key, or of none. */
export interface MessageAccess {
  readonly aws: AwsEnvironment;
  /** At least one. */
  readonly queues: readonly Pick<MessageQueue, "queueArn" | "kmsKeyArn">[];
}

/** Sending messages. */
export function sendMessages(access: MessageAccess): Statements {
  return [
    statement(access, "SendMessages", ["sqs:SendMessage"], SQS_ACTIONS),
    ...useKey(access, ["kms:Decrypt", "kms:GenerateDataKey"]),
  ];
}

/** Receiving messages and deleting those that are done: what a Lambda function needs whose trigger the queue is. */
export function receiveMessages(access: MessageAccess): Statements {
  const actions = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"];
  return [statement(access, "ReceiveMessages", actions, LAMBDA_SQS), ...useKey(access, ["kms:Decrypt"])];
}

/** Sending, receiving and deleting messages. */
export function exchangeMessages(access: MessageAccess): Statements {
  const [send, ...keys] = sendMessages(access);
  const [receive] = receiveMessages(access);
  // one statement for the key: what a sender needs covers what a receiver needs
  return [send, receive, ...keys].filter((one) => one !== undefined);
}

/** Finding queues by their names, and how many messages wait in them. */
export function findQueues(access: MessageAccess): Statements {
  return [
    {
      sid: "ListQueues",
      actions: ["sqs:ListQueues"],
      resources: "*",
      because: "the action takes no resource; it tells names and nothing else",
      source: SQS_ACTIONS,
    },
    statement(access, "LookAtQueues", ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"], SQS_ACTIONS),
  ];
}

/** Throwing away all messages that wait. */
export function purgeQueues(access: MessageAccess): Statements {
  return [statement(access, "PurgeQueues", ["sqs:PurgeQueue"], SQS_ACTIONS)];
}

function statement({ queues }: MessageAccess, sid: string, actions: readonly string[], source: string): Statement {
  return { sid, actions, resources: queues.map(({ queueArn }) => queueArn), source };
}

function useKey({ aws, queues }: MessageAccess, actions: readonly string[]): Statements {
  const key = queues[0]?.kmsKeyArn;
  return when<Statement>(present(key), {
    sid: "UseTheQueuesKey",
    actions,
    resources: [key as Arn],
    conditions: [{ test: "StringEquals", key: "kms:ViaService", values: [aws.serviceEndpoint("sqs")] }],
    source: SQS_KMS,
  });
}
