import { catalogFindings } from "../../modules/iam-catalog";
import { catalogStatements, readStatements } from "../../modules/written-policy";

const ALLOWED = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme/*" };

/** What the catalog finds in the one statement of a policy. */
function rules(statement: object): string[] {
  return readStatements({ Statement: statement })
    .flatMap(catalogStatements)
    .flatMap(catalogFindings)
    .map(({ rule }) => rule);
}

test.each([
  [{ Version: "2012-10-17" }, ALLOWED],
  [{ Version: "2008-10-17" }, [ALLOWED]],
  [{}, [ALLOWED, { ...ALLOWED, Sid: "Second" }]],
])("a policy with %j is taken", (rest, Statement) => {
  expect(readStatements({ ...rest, Statement }).map(({ actions }) => actions[0])).toContain("s3:GetObject");
});

test.each([
  [{ Version: "2012-10-18", Statement: ALLOWED }, "'Version' of a policy must be 2012-10-17, got \"2012-10-18\""],
  [
    { Statement: [ALLOWED, { ...ALLOWED, Conditions: {} }] },
    "statement 2 must not have 'Conditions': the element most like it is 'Condition'",
  ],
  [
    { Statement: { ...ALLOWED, NotResource: "arn:aws:s3:::b" } },
    "statement 1 must have at most one of 'Resource' and 'NotResource'",
  ],
  [
    { Statement: { ...ALLOWED, Principal: "*", NotPrincipal: { AWS: "111122223333" } } },
    "statement 1 must have at most one of 'Principal' and 'NotPrincipal'",
  ],
])("a policy that IAM refuses is refused in words (%#)", (policy, message) => {
  expect(() => readStatements(policy)).toThrow(new Error(message));
});

test.each<[string, object, string[]]>([
  ["names actions that exist", ALLOWED, []],
  [
    "names a call in the place of an action",
    { ...ALLOWED, Action: "s3:ListObjectsV2", Resource: "arn:aws:s3:::acme" },
    ["unknown-action"],
  ],
  [
    "spares a call in the place of an action",
    { Effect: "Deny", NotAction: ["s3:ListObjectsV2", "iam:GetUser"], Resource: "*" },
    ["unknown-action"],
  ],
  ["spares every action of IAM", { Effect: "Deny", NotAction: ["iam:*", "sts:*"], Resource: "*" }, []],
  ["spares what is no ARN", { Effect: "Deny", Action: "s3:GetObject", NotResource: "acme/*" }, ["malformed-arn"]],
  ["spares a bucket", { Effect: "Deny", Action: "s3:GetObject", NotResource: "arn:aws:s3:::acme/*" }, []],
])("the catalog finds in a statement that %s: %j", (_, statement, expected) => {
  expect(rules(statement)).toEqual(expected);
});
