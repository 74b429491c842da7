import {
  ESCALATION_RULES,
  type EscalationFinding,
  escalationFindings,
  policyKind,
} from "../../modules/escalation-rules";
import { BROAD_EXAMPLES } from "./escalation-examples/broad-examples";
import { DATA_EXAMPLES } from "./escalation-examples/data-examples";
import type { Example } from "./escalation-examples/example";
import { IAM_WRITE_EXAMPLES } from "./escalation-examples/iam-write-examples";
import { MACHINE_EXAMPLES } from "./escalation-examples/machine-examples";
import { ROLE_PASSING_EXAMPLES } from "./escalation-examples/role-passing-examples";
import { TRUST_EXAMPLES } from "./escalation-examples/trust-examples";

const ACCOUNT = "111122223333";

const EXAMPLES: Readonly<Record<string, Example>> = {
  ...BROAD_EXAMPLES,
  ...IAM_WRITE_EXAMPLES,
  ...ROLE_PASSING_EXAMPLES,
  ...MACHINE_EXAMPLES,
  ...DATA_EXAMPLES,
  ...TRUST_EXAMPLES,
};

function rules(statement: unknown, kind: Example["kind"] = "identity"): string[] {
  return escalationFindings({ Statement: statement }, kind, ACCOUNT).map(({ rule }) => rule);
}

test("every rule is shown by policies that it finds and policies that it lets pass", () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(ESCALATION_RULES.map(({ id }) => id).sort());
});

describe.each(Object.entries(EXAMPLES))("the rule %s", (id, { kind, planted, passes }) => {
  test.each(Object.entries(planted))("finds: %s", (_, statement) => {
    expect(rules(statement, kind)).toContain(id);
  });

  test.each(Object.entries(passes))("lets pass: %s", (_, statement) => {
    expect(rules(statement, kind)).not.toContain(id);
  });

  test("names a page for what it says", () => {
    const rule = ESCALATION_RULES.find((each) => each.id === id);
    expect(rule?.sources.length).toBeGreaterThan(0);
    for (const source of rule?.sources ?? []) expect(source).toMatch(/^https:\/\/\S+$/);
  });
});

describe("a finding", () => {
  test("names the statement, what is wrong and what to write", () => {
    const Statement = [
      { Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::acme" },
      { Sid: "Pass", Effect: "Allow", Action: ["iam:PassRole"], Resource: "*" },
      { Effect: "Allow", Action: ["lambda:CreateFunction"], Resource: "arn:aws:lambda:*:*:function:acme" },
    ];
    expect(escalationFindings({ Statement }, "identity")).toEqual<EscalationFinding[]>([
      {
        rule: "pass-role",
        severity: "escalation",
        statement: "Pass",
        index: 1,
        message:
          "iam:PassRole on any role to any service, by lambda:CreateFunction: a service that is handed a role does with it what the holder says",
        instead: "name the roles, or their path, and StringEquals on iam:PassedToService with the service principal",
      },
    ]);
  });

  test.each([
    "ec2:RunInstances",
    "ecs:RegisterTaskDefinition",
    "batch:RegisterJobDefinition",
    "glue:CreateDevEndpoint",
  ])("of a role that may be passed tells of %s, which hands it over", (action) => {
    const statement = { Effect: "Allow", Action: ["iam:PassRole", action], Resource: "*" };
    expect(escalationFindings({ Statement: [statement] }, "identity")[0]?.message).toContain(`by ${action}`);
  });

  test("numbers a statement without Sid from 1", () => {
    const Statement = { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" };
    expect(escalationFindings({ Statement }, "identity")).toMatchObject([{ statement: "1", index: 0 }]);
  });

  test("of everything is the only one of its statement", () => {
    expect(rules({ Effect: "Allow", Action: "*", Resource: "*" })).toEqual(["administrator"]);
    expect(rules({ Effect: "Allow", Action: ["iam:*", "sts:AssumeRole"], Resource: "*" })).toEqual(["iam-wildcard"]);
  });

  test("of a narrow rule is not repeated as a wide one", () => {
    expect(rules({ Effect: "Allow", Action: ["ssm:StartSession", "ssm:DescribeSessions"], Resource: "*" })).toEqual([
      "any-shell",
    ]);
  });
});

test("who may assume a role is asked nothing that is asked of what it may do", () => {
  const Principal = { Service: "ec2.amazonaws.com" };
  expect(rules({ Effect: "Allow", Action: "sts:AssumeRole", Principal }, "trust")).toEqual([]);
});

describe("the kind of a policy", () => {
  const lambda = { Service: "lambda.amazonaws.com" };

  test.each([
    ["identity", { Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
    ["trust", { Effect: "Allow", Action: "sts:AssumeRole", Principal: lambda }],
    ["resource", { Effect: "Allow", Action: "s3:GetObject", Resource: "*", Principal: "*" }],
  ])("is %s by whom and what it names", (kind, Statement) => {
    expect(policyKind({ Statement })).toBe(kind);
  });
});

describe("a policy that IAM would not take", () => {
  const allowed = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };

  test.each([
    [undefined, "a policy must have 'Statement', one or a list of them, got undefined"],
    [["s3:GetObject"], 'statement 1 must be an object, got "s3:GetObject"'],
    [[allowed, { ...allowed, Effect: "allow" }], "statement 2 must have 'Effect' Allow or Deny, got \"allow\""],
    [{ Effect: "Allow", Resource: "*" }, "statement 1 must have one of 'Action' and 'NotAction'"],
    [{ ...allowed, NotAction: "s3:*" }, "statement 1 must have one of 'Action' and 'NotAction'"],
    [
      { ...allowed, Resource: [{ Ref: "Bucket" }] },
      '\'Resource\' of statement 1 must be a text or a list of them, got {"Ref":"Bucket"}',
    ],
    [{ ...allowed, Principal: "ada" }, "'Principal' of statement 1 must be '*' or names by type, got \"ada\""],
    [
      { ...allowed, Condition: { Bool: true } },
      "'Condition' of statement 1 must be operators with keys and values, got {\"Bool\":true}",
    ],
  ])("is refused with its statement (%#)", (Statement, message) => {
    expect(() => escalationFindings({ Statement }, "identity")).toThrow(message);
  });
});
