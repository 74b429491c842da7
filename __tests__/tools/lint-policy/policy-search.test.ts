import { policyFindings } from "../../../modules/policy-findings";
import { findPolicies } from "../../../tools/lint-policy/policy-search";

const STATEMENT = { Effect: "Allow", Action: "s3:ListObjectsV2", Resource: "arn:aws:s3:::acme" };
const POLICY = { Version: "2012-10-17", Statement: [STATEMENT] };
const TRUST = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: { Service: "batch.amazonaws.com" }, Action: "sts:AssumeRole" },
};
const TEXT = JSON.stringify(POLICY);
const ENCODED = encodeURIComponent(TEXT);

/** Where the policies are and what is found in them: `place: rule`. */
function found(value: unknown): string[] {
  const { policies, mistakes } = findPolicies(typeof value === "string" ? value : JSON.stringify(value));
  expect(mistakes).toEqual([]);
  return policies.map(({ place, policy, kind, account }) => {
    return `${place}: ${policyFindings(policy, kind, account).map(({ rule }) => rule)}`;
  });
}

test.each<[string, unknown, string[]]>([
  ["a document", POLICY, [": unknown-action"]],
  ["a document after a byte order mark", `\uFEFF${TEXT}`, [": unknown-action"]],
  ["a document without Version, with one statement", { Statement: STATEMENT }, [": unknown-action"]],
  ["a statement", STATEMENT, [": unknown-action"]],
  ["a list of statements, which are one policy", [STATEMENT, STATEMENT], [": unknown-action,unknown-action"]],
  ["a list of documents", [POLICY, TRUST], ["[0]: unknown-action", "[1]: service-for-anybody"]],
  ["a URL-encoded document", ENCODED, [": unknown-action"]],
  ["a text with a document", JSON.stringify(TEXT), [": unknown-action"]],
  ["a text with a URL-encoded document", JSON.stringify(ENCODED), [": unknown-action"]],
  [
    "what CloudFormation takes for an inline policy",
    { PolicyName: "read", PolicyDocument: POLICY },
    ["read.PolicyDocument: unknown-action"],
  ],
  [
    "a list of inline policies",
    [{ PolicyName: "read", PolicyDocument: POLICY }],
    ["[read].PolicyDocument: unknown-action"],
  ],
  [
    "a version of a managed policy",
    { PolicyVersion: { Document: POLICY, VersionId: "v3", IsDefaultVersion: true } },
    ["PolicyVersion.Document: unknown-action"],
  ],
  [
    "a role, as get-role gives it",
    {
      Role: {
        RoleName: "jobs",
        Arn: "arn:aws:iam::111122223333:role/jobs",
        AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(TRUST)),
      },
    },
    ["Role[jobs].AssumeRolePolicyDocument: service-for-anybody"],
  ],
  [
    "a role that trusts its own account",
    {
      Role: {
        Arn: "arn:aws:iam::111122223333:role/jobs",
        AssumeRolePolicyDocument: { Statement: { ...TRUST.Statement, Principal: { AWS: "111122223333" } } },
      },
    },
    ["Role.AssumeRolePolicyDocument: "],
  ],
  ["a bucket's policy, as get-bucket-policy gives it", { Policy: TEXT }, ["Policy: unknown-action"]],
  [
    "a template",
    {
      Resources: {
        Jobs: {
          Type: "AWS::IAM::Role",
          Properties: {
            AssumeRolePolicyDocument: TRUST,
            Policies: [{ PolicyName: "read", PolicyDocument: POLICY }],
          },
        },
        Reads: { Type: "AWS::IAM::ManagedPolicy", Properties: { PolicyDocument: POLICY } },
      },
    },
    [
      "Resources.Jobs.Properties.AssumeRolePolicyDocument: service-for-anybody",
      "Resources.Jobs.Properties.Policies[read].PolicyDocument: unknown-action",
      "Resources.Reads.Properties.PolicyDocument: unknown-action",
    ],
  ],
  [
    "a trust policy that names nobody, by the name it has",
    { AssumeRolePolicyDocument: { Statement: { Effect: "Allow", Action: "sts:AssumeRole" } } },
    ["AssumeRolePolicyDocument: malformed-policy"],
  ],
  ["a document that IAM would not take", { Version: "2012-10-17", Statement: "all" }, [": malformed-policy"]],
  ["rules of a web firewall, which are no policy", { Statement: { GeoMatchStatement: {} } }, []],
  ["something else", { Effect: "Allow", name: "x", list: [1, null, "{", "Statement"] }, []],
])("the search finds the policies in %s", (_, value, expected) => {
  expect(found(value)).toEqual(expected);
});

test("a policy has the line where it begins", () => {
  const text = JSON.stringify([{ PolicyName: "a", PolicyDocument: POLICY }, TEXT], undefined, 1);
  expect(findPolicies(text).policies.map(({ line }) => line)).toEqual([4, 1]);
});

test("functions of a template are the text that they stand for, and of a condition both sides count", () => {
  const Statement = [
    {
      Sid: "Read",
      Effect: "Allow",
      Action: ["s3:GetObject", { "Fn::If": ["Writes", "s3:PutObject", { Ref: "AWS::NoValue" }] }],
      Resource: [
        { "Fn::Sub": "arn:${AWS::Partition}:s3:::${Bucket}/*" },
        { "Fn::Sub": ["arn:aws:s3:::${Name}", { Name: "acme" }] },
        { "Fn::Join": ["", [{ "Fn::GetAtt": ["Bucket", "Arn"] }, "/*"]] },
        { "Fn::GetAtt": "Bucket.Arn" },
        { "Fn::ImportValue": "shared" },
        { "Fn::If": ["Own", { Ref: "Bucket" }, "*"] },
      ],
      Condition: { "Fn::If": ["Own", { Bool: { "aws:SecureTransport": "true" } }, { Ref: "AWS::NoValue" }] },
    },
    { "Fn::If": ["Own", STATEMENT, { Ref: "AWS::NoValue" }] },
  ];
  expect(findPolicies(JSON.stringify({ Version: "2012-10-17", Statement })).policies[0]?.policy.Statement).toEqual([
    {
      Sid: "Read",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject"],
      Resource: [
        "arn:${AWS::Partition}:s3:::${Bucket}/*",
        "arn:aws:s3:::${Name}",
        "${Bucket.Arn}/*",
        "${Bucket.Arn}",
        "${ImportValue}",
        "${Bucket}",
        "*",
      ],
      Condition: { Bool: { "aws:SecureTransport": "true" } },
    },
    STATEMENT,
  ]);
});

test("a text that should be a policy is a mistake, and the search goes on", () => {
  const { policies, mistakes } = findPolicies(
    JSON.stringify({ a: { Policy: TEXT.replace("]", "") }, b: { Policy: TEXT }, c: "%7B%22Statement%zz" }),
  );
  expect(policies.map(({ place }) => place)).toEqual(["b.Policy"]);
  expect(mistakes).toEqual([
    "the text at a.Policy, in its line 1, column 115: found '}', expected ',' or ']'",
    "the text at c, in its line 1, column 16: found a '%' that is no URL encoding of UTF-8",
  ]);
});
