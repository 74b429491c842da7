import { Account } from "../../../tools/proof/account";
import type { AwsCall } from "../../../tools/proof/aws-call";

/** What an account answers, by operation: XML or JSON. */
export type Answers = Readonly<Record<string, string>>;

/** An account that answers as it is told to, and knows of nothing else. */
export function fakeAccount(answers: Answers = {}): Account {
  const call = async (
    _service: string,
    path: string,
    request: { body?: string; headers?: Record<string, string> } = {},
  ) => {
    const form = new URLSearchParams(request.body ?? "");
    const operation =
      form.get("Action") ?? request.headers?.["x-amz-target"]?.split(".").at(-1) ?? decodeURIComponent(path);
    const name = [...form].find(([key]) => /^\w+Name$|Arn$|Value\.1$/.test(key))?.[1];
    const text = answers[`${operation} ${name}`] ?? answers[operation];
    return new Response(text ?? "", { status: text === undefined ? 404 : 200 });
  };
  return new Account({ call } as never, "111122223333", "eu-west-2");
}

/** A call with its parameters, as it was read. */
export function call(
  service: string,
  operation: string,
  parameters: object = {},
  headers: AwsCall["headers"] = {},
): AwsCall {
  return { service, region: "eu-west-2", operation, parameters: { ...parameters }, headers, protocol: "query" };
}

/** Tags as IAM and EC2 answer them. */
export function tagsXml(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([key, value]) => `<item><key>${key}</key><value>${value}</value></item>`)
    .join("");
}
