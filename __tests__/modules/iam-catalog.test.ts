import { type CatalogStatement, catalogFindings } from "../../modules/iam-catalog";

type Planted = Partial<CatalogStatement>;
type Condition = NonNullable<CatalogStatement["conditions"]>[number];

const BUCKET = "arn:aws:s3:::acme";
const OBJECTS = "arn:aws:s3:::acme/*";
const TABLE = "arn:aws:dynamodb:eu-west-2:111122223333:table/Agc*";
const STACK = "arn:aws:cloudformation:eu-west-2:111122223333:stack/Agc-*";
const TEMPLATE = "arn:aws:ec2:eu-west-2:111122223333:launch-template/*";
const QUEUE = "arn:aws:batch:eu-west-2:111122223333:job-queue/acme";
const ROLE = "arn:aws:iam::111122223333:role/groundwork/acme/duet/job";
const LINKED = "arn:aws:iam::111122223333:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch";
const TOKEN = "${TfToken[TOKEN.12]}";
const TO_EC2 = { test: "StringEquals", key: "iam:PassedToService", values: ["ec2.amazonaws.com"] };

const is = (key: string, test = "StringEquals", values = ["x"]): Condition => ({ test, key, values });

const found = ({ effect = "Allow", actions = ["s3:GetObject"], resources = ["*"], conditions }: Planted) =>
  catalogFindings({ sid: "Planted", effect, actions, resources, conditions }).map(
    ({ rule, message }) => `${rule}: ${message}`,
  );

describe("the catalog finds that actions and resources do not fit", () => {
  const alone = "it cannot be held to a resource, give it a statement of its own with resource '*'";

  test.each<[string, string[], string[], string[]]>([
    [
      "an object's action on a bucket",
      ["s3:PutObject"],
      [BUCKET],
      [
        "dead-action: s3:PutObject allows nothing here: add a resource that it acts on, object " +
          "(arn:<Partition>:s3:::<BucketName>/<ObjectName>), accesspointobject " +
          "(arn:<Partition>:s3:<Region>:<Account>:accesspoint/<AccessPointName>/object/<ObjectName>), or take it out",
      ],
    ],
    [
      "a bucket's action on objects",
      ["s3:ListBucket", "s3:GetObject"],
      [OBJECTS],
      [
        "dead-action: s3:ListBucket allows nothing here: add a resource that it acts on, bucket " +
          "(arn:<Partition>:s3:::<BucketName>), accesspoint " +
          "(arn:<Partition>:s3:<Region>:<Account>:accesspoint/<AccessPointName>), or take it out",
      ],
    ],
    [
      "a bucket that no action is for",
      ["s3:GetObject"],
      [BUCKET, OBJECTS],
      [
        `dead-resource: no action of the statement acts on '${BUCKET}': take it out, or add the action that it is meant for`,
      ],
    ],
    [
      "ListTables on tables",
      ["dynamodb:ListTables"],
      [TABLE],
      [`dead-action: dynamodb:ListTables allows nothing here: ${alone}`],
    ],
    [
      "DescribeParameters on parameters",
      ["ssm:DescribeParameters"],
      ["arn:aws:ssm:*:111122223333:parameter/agc/*"],
      [`dead-action: ssm:DescribeParameters allows nothing here: ${alone}`],
    ],
    [
      "DescribeLogGroups on log groups",
      ["logs:DescribeLogGroups"],
      ["arn:aws:logs:*:111122223333:log-group:*"],
      [`dead-action: logs:DescribeLogGroups allows nothing here: ${alone}`],
    ],
    [
      "ListStacks on stacks",
      ["cloudformation:ListStacks"],
      [STACK],
      [`dead-action: cloudformation:ListStacks allows nothing here: ${alone}`],
    ],
    [
      "descriptions of launch templates and VPCs on ARNs",
      ["ec2:DescribeLaunchTemplates", "ec2:DescribeVpcs"],
      [TEMPLATE],
      [
        `dead-action: ec2:DescribeLaunchTemplates allows nothing here: ${alone}`,
        `dead-action: ec2:DescribeVpcs allows nothing here: ${alone}`,
      ],
    ],
    [
      "servicediscovery's creation of a namespace on ARNs",
      ["servicediscovery:CreatePrivateDnsNamespace"],
      ["arn:aws:servicediscovery:*:111122223333:*/*"],
      [`dead-action: servicediscovery:CreatePrivateDnsNamespace allows nothing here: ${alone}`],
    ],
    [
      "a service-linked role on a path that none has",
      ["iam:CreateServiceLinkedRole"],
      ["arn:aws:iam::111122223333:role/parallelcluster/*"],
      [
        "dead-action: iam:CreateServiceLinkedRole allows nothing here: add a resource that it acts on, role " +
          "(arn:<Partition>:iam::<Account>:role/aws-service-role/<ServicePrincipal>/<RoleName>), or take it out",
      ],
    ],
    [
      "an ARN of another service",
      ["sqs:SendMessage"],
      ["arn:aws:sns:eu-west-2:111122223333:topic"],
      [
        "dead-action: sqs:SendMessage allows nothing here: add a resource that it acts on, queue " +
          "(arn:<Partition>:sqs:<Region>:<Account>:<QueueName>), or take it out",
      ],
    ],
    [
      "an ARN of fewer than six parts",
      ["s3:ListBucket"],
      ["arn:aws:s3:acme"],
      [
        "malformed-arn: the resource 'arn:aws:s3:acme' does not have the six parts of an ARN: " +
          "arn:<partition>:<service>:<region>:<account>:<resource>",
      ],
    ],
    [
      "a name in the place of an ARN, and the rest of the statement as if it were right",
      ["s3:ListBucket", "s3:ListAllMyBuckets"],
      ["acme"],
      [
        "malformed-arn: the resource 'acme' is no ARN: write arn:<partition>:<service>:<region>:<account>:<resource>, or '*'",
      ],
    ],
    [
      "an unknown action judged as what it means",
      ["s3:GetObject", "s3:ListObjectsV2"],
      [OBJECTS, TABLE],
      [
        "unknown-action: IAM knows no action 's3:ListObjectsV2': write s3:ListBucket",
        "dead-action: s3:ListBucket allows nothing here: add a resource that it acts on, bucket " +
          "(arn:<Partition>:s3:::<BucketName>), accesspoint " +
          "(arn:<Partition>:s3:<Region>:<Account>:accesspoint/<AccessPointName>), or take it out",
        `dead-resource: no action of the statement acts on '${TABLE}': take it out, or add the action that it is meant for`,
      ],
    ],
  ])("%s", (_, actions, resources, findings) => {
    expect(found({ actions, resources })).toEqual(findings);
  });

  test.each<[string, string[], string[]]>([
    ["every resource of '*'", ["dynamodb:ListTables", "s3:PutObject"], ["*"]],
    ["one type of the several that a call needs", ["ec2:RunInstances"], ["arn:aws:ec2:*:111122223333:subnet/*"]],
    ["several types of one call", ["batch:SubmitJob"], [QUEUE, "arn:aws:batch:*:111122223333:job-definition/nf-*:*"]],
    ["objects through a wildcard in the bucket's name", ["s3:PutObject", "s3:ListBucket"], ["arn:aws:s3:::acme-*"]],
    ["China and GovCloud", ["s3:GetObject"], ["arn:aws-cn:s3:::acme/*", "arn:aws-us-gov:s3:::acme/*"]],
    ["a value not known yet", ["s3:GetObject", "dynamodb:ListTables"], [TOKEN]],
    ["values not known yet", ["s3:GetObject", "s3:ListBucket"], [`${TOKEN}/*`, "arn:${var.p}:s3:::${var.bucket}"]],
    [
      "a policy variable",
      ["s3:GetObject"],
      ["arn:aws:s3:::acme/${aws:username}/*", "arn:aws:s3:::acme/&{aws:userid}/*"],
    ],
    ["an action not known yet", [TOKEN], [BUCKET]],
    ["a service-linked role on its path", ["iam:CreateServiceLinkedRole"], [LINKED]],
  ])("but lets pass %s", (_, actions, resources) => {
    expect(found({ actions, resources })).toEqual([]);
  });
});

describe("the catalog finds an iam:PassRole that reaches too far", () => {
  const write = "write StringEquals on iam:PassedToService with the service principal";

  test.each<[string, Planted, string[]]>([
    [
      "for any service",
      { resources: [ROLE] },
      [`iam:PassRole hands the role to any service: ${write}, such as ec2.amazonaws.com`],
    ],
    [
      "for calls without the key",
      { resources: [ROLE], conditions: [{ ...TO_EC2, test: "StringEqualsIfExists" }] },
      [`'StringEqualsIfExists' lets a call without iam:PassedToService through: ${write}`],
    ],
    [
      "for services like one",
      { resources: [ROLE], conditions: [{ ...TO_EC2, test: "StringLike" }] },
      [`'StringLike' does not hold iam:PassRole to exact services: ${write}`],
    ],
    ["of any role", { conditions: [TO_EC2] }, ["iam:PassRole on '*' passes any role: name the roles, or their path"]],
    [
      "of any role of the account",
      { resources: ["arn:aws:iam::111122223333:role/*"], conditions: [TO_EC2] },
      ["iam:PassRole on 'arn:aws:iam::111122223333:role/*' passes any role: name the roles, or their path"],
    ],
    [
      "among other actions",
      { actions: ["iam:*"] },
      [
        `iam:PassRole hands the role to any service: ${write}, such as ec2.amazonaws.com`,
        "iam:PassRole on '*' passes any role: name the roles, or their path",
      ],
    ],
  ])("%s", (_, statement, messages) => {
    const all = found({ actions: ["iam:PassRole"], ...statement });
    expect(all.filter((finding) => !finding.startsWith("wildcard-action"))).toEqual(
      messages.map((each) => `pass-role: ${each}`),
    );
  });

  test("of an instance profile, which is no role", () => {
    const profile = "arn:aws:iam::111122223333:instance-profile/parallelcluster/*";
    expect(found({ actions: ["iam:PassRole"], resources: [ROLE, profile], conditions: [TO_EC2] })).toEqual([
      `dead-resource: no action of the statement acts on '${profile}': name the role, iam:PassRole passes nothing else`,
    ]);
    expect(found({ actions: ["iam:PassRole"], resources: [profile], conditions: [TO_EC2] })).toEqual([
      "dead-action: iam:PassRole allows nothing here: add a resource that it acts on, role (arn:<Partition>:iam::<Account>:role/<RoleNameWithPath>), or take it out",
    ]);
  });

  test("but lets pass a role, a path and a denial", () => {
    expect(found({ actions: ["iam:PassRole"], resources: [ROLE, TOKEN], conditions: [TO_EC2] })).toEqual([]);
    expect(
      found({ actions: ["iam:PassRole"], resources: ["arn:aws:iam::*:role/acme/*"], conditions: [TO_EC2] }),
    ).toEqual([]);
    expect(found({ effect: "Deny", actions: ["iam:PassRole"] })).toEqual([]);
  });
});

test("a trust policy has no resources and is judged by its actions and conditions", () => {
  const trust = (conditions: Condition[]) =>
    catalogFindings({ sid: "Trust", effect: "Allow", actions: ["sts:AssumeRole"], conditions });
  expect(trust([is("aws:SourceAccount"), is("sts:ExternalId")])).toEqual([]);
  expect(trust([is("s3:prefix")]).map(({ rule }) => rule)).toEqual(["dead-condition-key"]);
});

test("the findings of a statement come together, each once, and always in the same order", () => {
  const statement: CatalogStatement = {
    sid: "Everything",
    effect: "Allow",
    actions: ["iam:PassRole", "s3:HeadBucket", "S3:GetObject", "s3:List*", "s3:HeadBucket"],
    resources: [BUCKET, OBJECTS, TABLE, "acme"],
    conditions: [is("s3:nothing", "Stringequals"), { ...TO_EC2, test: "StringEqualsIfExists" }],
  };
  const rules = catalogFindings(statement).map(({ rule }) => rule);
  expect(rules).toEqual([
    ...["unknown-action", "letter-case", "wildcard-action"],
    ...["dead-resource", "malformed-arn"],
    ...["unknown-operator", "unknown-condition-key"],
    ...["dead-condition-key", "dead-condition-key", "dead-condition-key"],
    "pass-role",
  ]);
  expect(catalogFindings(statement)).toEqual(catalogFindings({ ...statement }));
  jest.isolateModules(() => {
    const again = jest.requireActual<typeof import("../../modules/iam-catalog")>("../../modules/iam-catalog");
    expect(again.catalogFindings(statement)).toEqual(catalogFindings(statement));
  });
});
