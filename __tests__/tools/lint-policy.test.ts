import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { policyKind } from "../../modules/escalation-rules";
import { policyFindings } from "../../modules/policy-findings";
import { lintPolicies } from "../../tools/lint-policy";
import { findPolicies } from "../../tools/lint-policy/policy-search";
import { policiesOf, type StackPolicy, stacksOf } from "../../tools/stack-policies";

const ROOT = join(__dirname, "..", "..");
const DOCUMENTS = join(ROOT, "__tests__", "documents");

const GOOD = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme/*" },
});
const WIDE = GOOD.replace("acme/*", "*");
const WRONG = GOOD.replace("s3:GetObject", "s3:ListObjectsV2").replace("acme/*", "acme");

describe("the report", () => {
  const files = [
    { name: "broken.json", text: `${GOOD.slice(0, -1)},}` },
    { name: "good.json", text: GOOD },
    { name: "missing.json", unreadable: "there is no such file" },
    { name: "role.json", text: `{ "PolicyName": "<bucket-name>-read",\n"PolicyDocument": ${WRONG} }` },
    { name: "none.json", text: '{"a": 1}' },
    { name: "wide.json", text: WIDE },
  ];

  test("names file, line, statement, rule, what is wrong and what to write, and counts", () => {
    expect(lintPolicies(files).findings.split("\n")).toEqual([
      "role.json:2: identity policy <bucket-name>-read.PolicyDocument",
      "  statement 1: unknown-action",
      "    IAM knows no action 's3:ListObjectsV2': write s3:ListBucket",
      "",
      "wide.json:1: identity policy",
      "  statement 1: any-resource (wide)",
      "    s3:GetObject: it reaches what other people and systems of the account have",
      "    instead: name the resources, hold them by a tag, or say why no name will do",
      "",
      "2 findings (1 wide) in 2 of 3 policies; 3 files could not be judged",
    ]);
  });

  test("says of every file that cannot be read why", () => {
    expect(lintPolicies(files).unreadable.split("\n")).toEqual([
      "broken.json:1:113: found '}', expected a name in double quotes: the comma before",
      "it is one too many",
      "missing.json: there is no such file",
      "none.json: no policy in it: a policy is an object with 'Statement', alone or",
      "anywhere in the file",
    ]);
  });

  test("calls a policy that IAM would not take only a policy", () => {
    const { findings } = lintPolicies([{ name: "p.json", text: GOOD.replace("Allow", "allow") }]);
    expect(findings.split("\n")).toEqual([
      "p.json:1: policy",
      "  malformed-policy",
      "    statement 1 must have 'Effect' Allow or Deny, got \"allow\"; nothing else of",
      "    the policy was looked at",
      "",
      "1 finding (0 wide) in 1 of 1 policy",
    ]);
  });

  test("keeps the placeholders of documentation readable", () => {
    const text = WRONG.replace("arn:aws:s3:::acme", "acme-<bucket-name>-${Account}-*");
    expect(lintPolicies([{ name: "p.json", text }]).findings).toContain(
      "the resource 'acme-<bucket-name>-${Account}-*' is no ARN",
    );
  });

  test.each([
    [0, [GOOD]],
    [1, [WRONG]],
    [1, [WIDE]],
    [1, [GOOD, WIDE, GOOD]],
    [1, [GOOD.replace("Allow", "allow")]],
    [2, ["{}"]],
    [2, [""]],
    [2, [WRONG, "{"]],
    [2, [JSON.stringify([JSON.parse(GOOD), '{"Statement": ['])]],
  ])("ends with %i for %j", (code, texts) => {
    expect(lintPolicies(texts.map((text, index) => ({ name: `${index}.json`, text }))).code).toBe(code);
  });
});

describe("the command", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "lint-policy-"));
    writeFileSync(join(folder, "good.json"), GOOD);
    writeFileSync(join(folder, "wrong.json"), WRONG);
    writeFileSync(join(folder, "latin.json"), Buffer.from([0x7b, 0xe9, 0x7d]));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function run(args: readonly string[], input = "") {
    const tool = join(ROOT, "tools", "lint-policy.ts");
    const loader = require.resolve("tsx/cjs");
    return spawnSync(process.execPath, ["--require", loader, tool, ...args], { cwd: folder, input, encoding: "utf8" });
  }

  test("looks at every file once, in order, and ends with 2 where one cannot be read", () => {
    const { status, stdout, stderr } = run([
      "wrong.json",
      "missing.json",
      ".",
      "latin.json",
      "good.json",
      "wrong.json",
    ]);
    expect(stdout).toMatch(
      /^wrong\.json:1: [\s\S]*1 finding \(0 wide\) in 1 of 2 policies; 3 files could not be judged\n$/,
    );
    expect(stderr.split("\n")).toEqual([
      ".: it is a directory: name the files in it",
      "latin.json: it is not text in UTF-8",
      "missing.json: there is no such file",
      "",
    ]);
    expect(status).toBe(2);
  });

  test("reads standard input for -", () => {
    expect(run(["-"], GOOD)).toMatchObject({ status: 0, stdout: "no findings in 1 policy\n", stderr: "" });
    expect(run(["-"], WRONG)).toMatchObject({ status: 1, stdout: expect.stringMatching(/^standard input:1: /) });
  });

  test("says what it takes when it is given nothing", () => {
    expect(run([])).toMatchObject({ status: 2, stderr: expect.stringContaining("npm run lint:policy -- FILE") });
  });
});

/** Defect of the page: policy, statement, rule, and what the message says. */
type Defects = Readonly<Record<string, readonly [policy: string, statement: string, rule: string, says?: string]>>;

const BATCH = "Additional user policy when using AWS Batch scheduler";
const FSX = "Additional user policy when using Amazon FSx for Lustre";
const IMAGE = "User policy to use image build features";
const BASE = "Base user policy";

/** The defects that the pages of the five systems name, where their documents have them. */
const NAMED: Readonly<Record<string, Defects>> = {
  duet: {
    "s3:ListObjectsV2 is no action": ["S3 Permissions", "1", "unknown-action", "s3:ListObjectsV2"],
    "ECR on *": ["Other Essential Permissions", "1", "any-resource", "ecr:"],
    "Batch on *": ["Other Essential Permissions", "2", "any-resource", "batch:TerminateJob"],
    "ECS and EC2 on *": ["Other Essential Permissions", "3", "any-resource", "ecs:DescribeTasks"],
  },
  "genomics-workflows": {
    "s3:* on bucket and objects": ["s3bucket-access-<region>", "1", "wildcard-action", "'s3:*'"],
    "bucket administration of the job role": ["BatchJobRole: S3Bucket-Access", "3", "wildcard-action", "'s3:*'"],
    "the autoscale policy on *": ["ebs-autoscale-<region>", "1", "any-resource", "ec2:DeleteVolume"],
    "user data could be rewritten": ["ebs-autoscale-<region>", "1", "instance-attribute", "user data"],
    "the console's ec2:*Volume": ["ebs-autoscale-policy", "1", "wildcard-action", "'ec2:*Volume'"],
    "every customer of Batch": ["BatchServiceRole: trust", "1", "service-for-anybody", "batch.amazonaws.com"],
    "every customer of Spot Fleet": ["BatchSpotFleetRole: trust", "1", "service-for-anybody", "spotfleet."],
    "every customer of ECS": ["BatchJobRole: trust", "1", "service-for-anybody", "ecs-tasks."],
  },
  "amazon-genomics-cli": {
    "s3:ListObjectVersions is no action": ["agc-admin-policy", "3", "unknown-action", "s3:ListObjectVersions"],
    "ListTables takes no ARN": ["agc-admin-policy", "6", "dead-action", "dynamodb:ListTables"],
    "DescribeParameters takes no ARN": ["agc-admin-policy", "10", "dead-action", "ssm:DescribeParameters"],
    "ListStacks takes no ARN": ["agc-admin-policy", "13", "dead-action", "cloudformation:ListStacks"],
    "DescribeLogGroups takes no such ARN": ["agc-user-policy", "13", "dead-action", "logs:DescribeLogGroups"],
    "VPC describes take no ARN": ["agc-user-policy-cdk", "4", "dead-action", "ec2:DescribeVpcs"],
    // what is left of the wildcard has none of its describes
    "launch template describes take no ARN": [
      "agc-user-policy-cdk",
      "4",
      "wildcard-action",
      "of the 8 it stands for, these act on the resources: ec2:CreateLaunchTemplate, ec2:CreateLaunchTemplateVersion, ec2:DeleteLaunchTemplate, ec2:DeleteLaunchTemplateVersions, ec2:GetLaunchTemplateData, ec2:ModifyLaunchTemplate",
    ],
    "servicediscovery on what it cannot take": ["agc-user-policy", "11", "dead-action", "servicediscovery:"],
    "any bucket may be deleted": ["agc-admin-policy", "2", "any-resource", "s3:DeleteBucket,"],
    "roles of any name Agc-* may be created": ["agc-user-policy-cdk", "1", "unbounded-principal", "iam:CreateRole"],
    "… with any policy": ["agc-user-policy-cdk", "1", "role-policy", "iam:PutRolePolicy"],
    "… and passed": ["agc-user-policy-cdk", "1", "pass-role", "to any service"],
  },
  parallelcluster: {
    "PassRole lists instance profiles": [IMAGE, "IAMPassRole", "dead-resource", "instance-profile/parallelcluster/*"],
    "… of the head node": ["Head node, Slurm", "5", "dead-resource", "instance-profile/parallelcluster/*"],
    "… of the head node with Batch": ["Head node, AWS Batch", "3", "dead-resource", "instance-profile/"],
    "CreateServiceLinkedRole on no such path": [
      "Privileged IAM access mode",
      "IamRole",
      "dead-action",
      "iam:CreateServiceLinkedRole",
    ],
    "… with a boundary": ["PermissionsBoundary mode", "IamRole", "dead-action", "iam:CreateServiceLinkedRole"],
    "DeleteServiceLinkedRole by AWSServiceName": [BATCH, "2", "doubtful-condition-key", "iam:AWSServiceName"],
    "… for FSx": [FSX, "1", "doubtful-condition-key", "iam:AWSServiceName"],
    "s3:PutObject on a bucket": [FSX, "4", "dead-action", "s3:PutObject"],
    "IfExists on PassedToService": [BASE, "IamPassRole", "pass-role", "StringEqualsIfExists"],
    "… with Batch": [BATCH, "IamPassRole", "pass-role", "StringEqualsIfExists"],
    "… in restricted mode": ["Restricted IAM access mode", "IamPassRole", "pass-role", "StringEqualsIfExists"],
    "SNS: casing": [IMAGE, "SNS", "letter-case", "'SNS:DeleteTopic'"],
    "… of the cleanup role": ["AWS Lambda cleanup role", "13", "letter-case", "'SNS:Unsubscribe'"],
    "cloudformation:*": [BASE, "CloudFormation", "wildcard-action", "'cloudformation:*'"],
    "s3:*": [BASE, "S3ResourcesBucket", "wildcard-action", "'s3:*'"],
    "elasticfilesystem:*": [BASE, "EFS", "wildcard-action", "'elasticfilesystem:*'"],
    "ecr:*": [BATCH, "ECR", "wildcard-action", "'ecr:*'"],
    "batch:*": [BATCH, "Batch", "wildcard-action", "'batch:*'"],
    "events:*": [BATCH, "AmazonCloudWatchEvents", "wildcard-action", "'events:*'"],
    "codebuild:*": [BATCH, "3", "wildcard-action", "'codebuild:*'"],
    "fsx:*": [FSX, "FSx", "wildcard-action", "'fsx:*'"],
  },
  slim: {
    "s3:ListBucketByTags is no action": [
      "SLIM-Extras_for_Lambda: LambdaBatchExecutionPolicy",
      "VisualEditor0",
      "unknown-action",
      "s3:ListBucketByTags",
    ],
    "any queue and job": ["SLIM-Extras_for_Lambda: LambdaBatchExecutionPolicy", "VisualEditor0", "any-resource"],
  },
  "aws-managed-policies": {
    "AWSLambdaFullAccess passes roles": ["AWSLambdaFullAccess", "1", "pass-role", "to any service"],
    "AWSLambdaRole invokes any function": ["AWSLambdaRole", "1", "any-resource", "lambda:InvokeFunction"],
    "full SQS": ["AmazonSQSFullAccess", "1", "wildcard-action", "'sqs:*'"],
    "full S3": ["AmazonS3FullAccess", "1", "wildcard-action", "'s3:*'"],
    "AmazonS3ReadOnlyAccess reads every bucket": ["AmazonS3ReadOnlyAccess", "1", "any-resource", "s3:"],
    "AmazonSSMManagedInstanceCore reads every parameter": ["AmazonSSMManagedInstanceCore", "1", "any-secret", "ssm:"],
  },
};

test("the list of defects is of every document", () => {
  expect(readdirSync(DOCUMENTS).sort()).toEqual(
    Object.keys(NAMED)
      .map((name) => `${name}.json`)
      .sort(),
  );
});

describe.each(Object.entries(NAMED))("what the page of %s names is found:", (document, defects) => {
  const { policies } = findPolicies(readFileSync(join(DOCUMENTS, `${document}.json`), "utf8"));

  test.each(Object.entries(defects))("%s", (_, [name, statement, rule, says = ""]) => {
    const policy = policies.find(({ place }) => place === `policies[${name}].policy` || place === `${name}.policy`);
    const found = policy ? policyFindings(policy.policy, policy.kind, policy.account) : [];
    const messages = found
      .filter((finding) => finding.rule === rule && finding.statement === statement)
      .map(({ message, instead }) => `${message} ${instead}`);
    expect(messages).toContainEqual(expect.stringContaining(says));
  });
});

describe("our own policies, written as JSON, have no findings but wide ones with a reason in the source", () => {
  const examples = ["groundwork.yaml", ...readdirSync(join(ROOT, "examples")).map((name) => join("examples", name))];
  const policies = examples.flatMap((file) =>
    [...stacksOf(readFileSync(join(ROOT, file))).values()].flatMap((stack) =>
      policiesOf(stack).map((policy): [string, StackPolicy] => [`${file}: ${stack.node.id} ${policy.title}`, policy]),
    ),
  );

  test.each(policies)("%s", (_, { policy, statements, limits }) => {
    const { policies: written } = findPolicies(JSON.stringify(policy));
    expect(written).toHaveLength(1);
    const unexplained = written
      .flatMap((found) => policyFindings(found.policy))
      .filter(
        ({ severity, rule, statement }) =>
          // in JSON nobody can tell that a policy is a boundary, which may have patterns
          !(severity === "wide" || (limits && rule === "wildcard-action")) ||
          statements.find(({ sid }) => sid === statement)?.because === undefined,
      );
    expect(unexplained).toEqual([]);
  });

  test("and they are of every kind", () => {
    const kinds = new Set(policies.map(([, { policy }]) => policyKind(policy)));
    expect([...kinds].sort()).toEqual(["identity", "resource", "trust"]);
  });
});
