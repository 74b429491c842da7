import { type Catalogue, needsOf, on } from "../need";

const need = needsOf("sqs", "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html");

/** Queues of messages: the messages are data. */
export const SQS: Catalogue = {
  aws_sqs_queue: (queue, { aws }) => {
    const target = on(aws.arn("sqs", queue.named("name")));
    return [
      need("plan", "ReadMessageQueues", "GetQueueAttributes ListQueueTags", target),
      need("apply", "ManageMessageQueues", "CreateQueue TagQueue", target),
      need("apply", "ManageMessageQueues", "SetQueueAttributes UntagQueue", target, "day-2 operation"),
      need("destroy", "DeleteMessageQueues", "DeleteQueue", target),
    ];
  },
};
