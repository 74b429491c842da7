import { type PolicyFinding, policyFindings } from "../../modules/policy-findings";

const ROLE = "arn:aws:iam::111122223333:role/acme-jobs";
const OBJECTS = "arn:aws:s3:::acme/*";
const READS = { Effect: "Allow", Action: "s3:GetObject", Resource: OBJECTS };
const TRUST = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } };

/** `statement rule severity`. */
function found(Statement: unknown, kind?: Parameters<typeof policyFindings>[1], account?: string): string[] {
  return policyFindings({ Statement }, kind, account).map(({ statement, rule, severity }) =>
    [statement, rule, severity].filter(Boolean).join(" "),
  );
}

test("a policy that names what it needs has no findings", () => {
  expect(found([READS, { ...READS, Sid: "Second" }])).toEqual([]);
  expect(found(TRUST)).toEqual([]);
});

test("findings are in the order of the statements, and in a statement by rule", () => {
  const statements = [
    { Effect: "Allow", Action: ["s3:listbucket", "s3:ListObjectsV2", "s3:PutObject"], Resource: "arn:aws:s3:::acme" },
    { Sid: "Assume", Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" },
  ];
  expect(found(statements)).toEqual([
    "1 dead-action",
    "1 letter-case",
    "1 unknown-action",
    "Assume assume-role escalation",
  ]);
});

describe("what the catalog and the rules both see is said once:", () => {
  test.each<[string, object, string[]]>([
    ["any role to any service", { Action: "iam:PassRole", Resource: "*" }, ["1 pass-role escalation"]],
    ["everything", { Action: "*", Resource: "*" }, ["1 administrator escalation"]],
    ["everything of IAM", { Action: "iam:*", Resource: "*" }, ["1 iam-wildcard escalation"]],
    ["everything of a service", { Action: "s3:*", Resource: OBJECTS }, ["1 wildcard-action"]],
    [
      "everything of IAM, and a mistake that is another matter",
      { Action: ["iam:*", "s3:ListObjectsV2"], Resource: "*" },
      ["1 iam-wildcard escalation", "1 unknown-action"],
    ],
    [
      "passing by a condition that only the catalog looks at",
      {
        Action: "iam:PassRole",
        Resource: ROLE,
        Condition: { StringLike: { "iam:PassedToService": "ec2.amazonaws.com" } },
      },
      ["1 pass-role escalation"],
    ],
  ])("%s", (_, statement, expected) => {
    expect(found({ Effect: "Allow", ...statement })).toEqual(expected);
  });

  test("passing a role says what it leads to, and which condition lets it through", () => {
    const Condition = { StringEqualsIfExists: { "iam:PassedToService": "ec2.amazonaws.com" } };
    const Statement = {
      Effect: "Allow",
      Action: ["iam:PassRole", "ec2:RunInstances"],
      Resource: [ROLE, "*"],
      Condition,
    };
    const passing = policyFindings({ Statement }).find(({ rule }) => rule === "pass-role");
    expect(passing?.message).toContain("by ec2:RunInstances");
    expect(passing?.instead).toMatch(
      /^'StringEqualsIfExists' lets a call without iam:PassedToService through: write StringEquals .*; iam:PassRole on '\*' passes any role/,
    );
  });
});

describe("a statement that IAM refuses is a finding:", () => {
  test.each<[string, object, string]>([
    ["identity", { ...READS, Resource: undefined }, "it does not say on what: write 'Resource' with the ARNs"],
    ["identity", { ...READS, Action: [] }, "'Action' is an empty list: write the actions"],
    ["identity", { ...READS, Resource: [] }, "'Resource' is an empty list: write the ARNs"],
    ["trust", { ...TRUST, Resource: ROLE }, "a trust policy speaks of its own role only: take 'Resource' out"],
    ["trust", { ...TRUST, Principal: undefined }, "it does not say who: write 'Principal'"],
    ["resource", READS, "it does not say who: write 'Principal'"],
  ])("%s policy %j", (kind, statement, message) => {
    const findings = policyFindings({ Statement: statement }, kind as Parameters<typeof policyFindings>[1]);
    expect(findings).toContainEqual({ rule: "malformed-policy", statement: "1", message });
  });

  test("a trust policy beside those who have none of it is told by what it says", () => {
    expect(found([TRUST, { ...TRUST, Principal: undefined }])).toEqual(["2 malformed-policy"]);
  });
});

test.each([
  [{ ...READS, Effect: "allow" }, "statement 1 must have 'Effect' Allow or Deny, got \"allow\""],
  [[READS, "s3:GetObject"], 'statement 2 must be an object, got "s3:GetObject"'],
  [null, "a policy must have 'Statement', one or a list of them, got null"],
  [[], "a policy must have a statement, got an empty list"],
])("a policy that cannot be read is one finding, and says that the rest was not looked at (%#)", (Statement, why) => {
  const message = `${why}; nothing else of the policy was looked at`;
  expect(policyFindings({ Statement })).toEqual<PolicyFinding[]>([{ rule: "malformed-policy", message }]);
});

test("the policy's own account is no foreign one", () => {
  const statement = { ...TRUST, Principal: { AWS: "arn:aws:iam::111122223333:root" } };
  expect(found(statement)).toEqual(["1 foreign-account escalation"]);
  expect(found(statement, "trust", "111122223333")).toEqual([]);
});
