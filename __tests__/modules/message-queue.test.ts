import { TerraformIterator, TerraformVariable } from "cdktf";
import { AwsEnvironment } from "../../modules/aws-environment";
import {
  exchangeMessages,
  findQueues,
  MessageQueue,
  type MessageQueueProps,
  purgeQueues,
  receiveMessages,
  sendMessages,
} from "../../modules/message-queue";
import { policyJson, type Statements, statementFindings } from "../../modules/policy-document";
import { allowed } from "../../tools/proof/judge";
import { all, only, statements, synth } from "../synth";

const aws = AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" });
const KEY = "arn:aws:kms:eu-west-2:111122223333:key/12345678-90ab-cdef-1234-567890abcdef";
const OURS = "arn:aws:sqs:eu-west-2:111122223333:acme-gradients-1";

function queueJson(props: Partial<MessageQueueProps> = {}) {
  return synth((stack) => {
    new MessageQueue(stack, "gradients", { aws, queueName: "acme-gradients-1", ...props });
  });
}

describe("a message queue", () => {
  test("is encrypted by SQS, and shows a message again after 30 seconds", () => {
    expect(only(queueJson().resource, "aws_sqs_queue")).toMatchObject({
      name: "acme-gradients-1",
      sqs_managed_sse_enabled: true,
      visibility_timeout_seconds: 30,
    });
  });

  test("is encrypted with a key of one's own, and says nothing of SQS's then, which the provider refuses", () => {
    const queue = only(queueJson({ kmsKeyArn: KEY }).resource, "aws_sqs_queue");
    expect(queue).toMatchObject({ kms_master_key_id: KEY });
    expect(queue).not.toHaveProperty("sqs_managed_sse_enabled");
  });

  test("has the key that a module's variable names, or SQS's", () => {
    const json = synth((stack) => {
      const key = new TerraformVariable(stack, "key", { type: "string" });
      new MessageQueue(stack, "gradients", { aws, queueName: "acme-gradients-1", kmsKeyArn: key.stringValue });
    });
    expect(only(json.resource, "aws_sqs_queue")).toMatchObject({
      kms_master_key_id: "${var.key}",
      sqs_managed_sse_enabled: "${!(var.key != null) ? true : null}",
    });
  });

  test("of each of several goes by their names, with its policy", () => {
    const json = synth((stack) => {
      const forEach = TerraformIterator.fromList(["acme-gradients-1", "acme-gradients-2"]);
      new MessageQueue(stack, "gradients", { aws, queueName: forEach.value, forEach });
    });
    const each = '${toset(["acme-gradients-1", "acme-gradients-2"])}';
    expect(only(json.resource, "aws_sqs_queue")).toMatchObject({
      for_each: each,
      name: "${each.value}",
      policy: "${data.aws_iam_policy_document.gradients_policy[each.key].minified_json}",
    });
    expect(json.data.aws_iam_policy_document?.gradients_policy).toMatchObject({ for_each: each });
  });

  test("refuses plain HTTP from its first moment on", () => {
    const json = queueJson();
    expect(only(json.resource, "aws_sqs_queue").policy).toBe(
      "${data.aws_iam_policy_document.gradients_policy.minified_json}",
    );
    expect(statements(json, "gradients_policy")).toEqual([
      {
        sid: "RefusePlainHttp",
        effect: "Deny",
        actions: ["sqs:*"],
        principals: [{ type: "*", identifiers: ["*"] }],
        resources: [OURS],
        condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
      },
    ]);
  });

  test("that exists is not touched", () => {
    const json = queueJson({ create: false });
    expect(all(json.resource, "aws_sqs_queue")).toEqual([]);
    expect(json.data).toEqual({});
  });

  test.each([
    ["eu-west-2", "https://sqs.eu-west-2.amazonaws.com/111122223333/acme-gradients-1"],
    ["cn-north-1", "https://sqs.cn-north-1.amazonaws.com.cn/111122223333/acme-gradients-1"],
    ["us-gov-west-1", "https://sqs.us-gov-west-1.amazonaws.com/111122223333/acme-gradients-1"],
  ])("in %s is reached at %s", (region, url) => {
    synth((stack) => {
      const there = AwsEnvironment.of({ account: "111122223333", region });
      expect(new MessageQueue(stack, "q", { aws: there, queueName: "acme-gradients-1" }).queueUrl).toBe(url);
    });
  });
});

type Grant = (access: { aws: AwsEnvironment; queues: MessageQueue[] }) => Statements;

function granted(grant: Grant, kmsKeyArn?: string): Statements {
  let made: Statements = [];
  synth((stack) => {
    made = grant({ aws, queues: [new MessageQueue(stack, "q", { aws, queueName: "acme-gradients-1", kmsKeyArn })] });
  });
  return made;
}

describe.each<[string, Grant, string[], string[]]>([
  ["sending", sendMessages, ["SendMessage"], ["ReceiveMessage", "DeleteMessage", "PurgeQueue"]],
  [
    "receiving",
    receiveMessages,
    ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"],
    ["SendMessage", "PurgeQueue"],
  ],
  ["exchanging", exchangeMessages, ["SendMessage", "ReceiveMessage", "DeleteMessage"], ["PurgeQueue", "DeleteQueue"]],
  ["finding", findQueues, ["GetQueueUrl", "GetQueueAttributes"], ["ReceiveMessage", "SendMessage"]],
  ["purging", purgeQueues, ["PurgeQueue"], ["DeleteQueue", "SetQueueAttributes", "AddPermission"]],
])("%s messages", (_title, grant, may, mayNot) => {
  const ask = (action: string, resource: string) =>
    allowed({ policies: [policyJson(granted(grant))] }, { action: `sqs:${action}`, resources: [resource] });

  test.each(may)("allows %s on the queue, and on no other", async (action) => {
    expect(await ask(action, OURS)).toBe(true);
    expect(await ask(action, `${OURS}0`)).toBe(false);
    expect(await ask(action, "arn:aws:sqs:eu-west-2:111122223333:orders")).toBe(false);
  });

  test.each(mayNot)("does not allow %s", async (action) => {
    expect(await ask(action, OURS)).toBe(false);
  });

  test("has no finding", () => {
    expect(statementFindings(granted(grant, KEY))).toEqual([]);
  });
});

describe("a queue with a key of one's own", () => {
  const ask = (grant: Grant, action: string, service: string) =>
    allowed(
      { policies: [policyJson(granted(grant, KEY))], resourcePolicy: accountDecides() },
      { action, resources: [KEY], context: { "kms:ViaService": `${service}.eu-west-2.amazonaws.com` } },
    );

  test("lets senders make data keys and receivers decrypt, through SQS alone", async () => {
    expect(await ask(sendMessages, "kms:GenerateDataKey", "sqs")).toBe(true);
    expect(await ask(sendMessages, "kms:GenerateDataKey", "s3")).toBe(false);
    expect(await ask(receiveMessages, "kms:Decrypt", "sqs")).toBe(true);
    expect(await ask(receiveMessages, "kms:GenerateDataKey", "sqs")).toBe(false);
    expect(await ask(exchangeMessages, "kms:GenerateDataKey", "sqs")).toBe(true);
  });
});

/** What a key's policy says by default. */
function accountDecides() {
  const root = "arn:aws:iam::111122223333:root";
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: root }, Action: ["kms:*"], Resource: ["*"] }],
  } as const;
}
