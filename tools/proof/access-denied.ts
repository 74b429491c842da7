import type { AwsCall } from "./aws-call";
import type { Answer } from "./aws-proxy";
import type { Check } from "./iam-checks";
import type { Verdict } from "./judge";

const REQUEST_ID = "00000000-0000-4000-8000-000000000000";

/**
 * AWS's sentence for a call that is not allowed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denialMessage(principal: string, { action, resource }: Check, verdict: Verdict): string {
  const on = resource === "*" ? "" : ` on resource: ${resource}`;
  const why =
    verdict === "ExplicitlyDenied"
      ? "with an explicit deny"
      : `because no identity-based policy allows the ${action} action`;
  return `User: ${principal} is not authorized to perform: ${action}${on} ${why}`;
}

/** AWS's answer to a call that is not allowed, in the words and the form of the call's protocol. */
export function accessDenied({ protocol, service }: AwsCall, message: string): Answer {
  const text = escaped(message);
  const xml = { "content-type": "text/xml" };
  const json = { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": "AccessDeniedException" };
  switch (protocol) {
    case "query":
      return {
        status: 403,
        headers: xml,
        body: `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${text}</Message></Error><RequestId>${REQUEST_ID}</RequestId></ErrorResponse>`,
      };
    case "ec2":
      return {
        status: 403,
        headers: xml,
        body: `<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not authorized to perform this operation. ${text}</Message></Error></Errors><RequestID>${REQUEST_ID}</RequestID></Response>`,
      };
    case "rest-xml":
      return {
        status: 403,
        headers: { "content-type": "application/xml" },
        body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message>${text}</Message><RequestId>${REQUEST_ID}</RequestId></Error>`,
      };
    case "json":
      return {
        status: 400,
        headers: json,
        body: JSON.stringify({ __type: `${service}#AccessDeniedException`, message, Message: message }),
      };
    case "rest-json":
      return { status: 403, headers: json, body: JSON.stringify({ message }) };
  }
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
