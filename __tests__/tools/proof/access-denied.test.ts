import { accessDenied, denialMessage } from "../../../tools/proof/access-denied";
import type { AwsCall, Protocol } from "../../../tools/proof/aws-call";

const CHECK = { operation: "iam:CreateRole", action: "iam:CreateRole", resource: "arn:aws:iam::1:role/a", context: {} };
const SENTENCE =
  "User: arn:aws:iam::1:role/deploy is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::1:role/a because no identity-based policy allows the iam:CreateRole action";

test("a denial says who, what and on what, as AWS does", () => {
  expect(denialMessage("arn:aws:iam::1:role/deploy", CHECK, "ImplicitlyDenied")).toBe(SENTENCE);
});

test("a denial by a statement that denies says so", () => {
  expect(denialMessage("arn:aws:iam::1:role/deploy", CHECK, "ExplicitlyDenied")).toMatch(/ with an explicit deny$/);
});

test("a denial of what takes no resource names none", () => {
  expect(denialMessage("a", { ...CHECK, resource: "*" }, "ImplicitlyDenied")).not.toContain("on resource");
});

test.each<[Protocol, number, string]>([
  ["query", 403, "<Code>AccessDenied</Code><Message>no &lt;name&gt;</Message>"],
  [
    "ec2",
    403,
    "<Code>UnauthorizedOperation</Code><Message>You are not authorized to perform this operation. no &lt;name&gt;",
  ],
  ["rest-xml", 403, "<Code>AccessDenied</Code><Message>no &lt;name&gt;</Message>"],
  ["rest-json", 403, '{"message":"no <name>"}'],
  ["json", 400, '"__type":"sqs#AccessDeniedException"'],
])("an answer of protocol %s has AWS's form", (protocol, status, part) => {
  const answer = accessDenied({ protocol, service: "sqs" } as AwsCall, "no <name>");
  expect(answer).toMatchObject({ status, body: expect.stringContaining(part) });
});
