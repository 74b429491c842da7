import { type CatalogStatement, catalogFindings } from "../../modules/iam-catalog";

type Planted = Partial<CatalogStatement>;
type Condition = NonNullable<CatalogStatement["conditions"]>[number];

const BUCKET = "arn:aws:s3:::acme";
const OBJECTS = "arn:aws:s3:::acme/*";
const VOLUMES = "arn:aws:ec2:eu-west-2:111122223333:volume/*";
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

describe("the catalog finds conditions without effect", () => {
  const GET = "dead-condition-key: dynamodb:ListTables never carries 'aws:ResourceTag/team'";

  test.each<[string, Planted, string[]]>([
    [
      "a key that the action never carries",
      { actions: ["iam:GetRole"], resources: [ROLE], conditions: [is("iam:PassedToService")] },
      [
        "dead-condition-key: iam:GetRole never carries 'iam:PassedToService', so the statement does not allow it: it " +
          "carries iam:RoleTemplateARN, iam:PermissionsBoundary, iam:ResourceTag/${TagKey}, aws:ResourceTag/${TagKey}",
      ],
    ],
    [
      "a key that belongs to another of the action's resource types",
      { actions: ["ec2:CreateVolume"], resources: [VOLUMES], conditions: [is("ec2:SnapshotTime")] },
      [
        expect.stringMatching(
          /^dead-condition-key: ec2:CreateVolume never carries 'ec2:SnapshotTime', .* and \d+ more$/,
        ),
      ],
    ],
    [
      "one action of several",
      {
        actions: ["s3:ListBucket", "s3:GetBucketLocation"],
        resources: [BUCKET],
        conditions: [is("s3:prefix", "StringLike")],
      },
      [
        expect.stringMatching(
          /^dead-condition-key: s3:GetBucketLocation never carries 's3:prefix', so the statement does not/,
        ),
      ],
    ],
    [
      "a tag of the resource, which is not global, on an action without resource",
      { actions: ["dynamodb:ListTables"], conditions: [is("aws:ResourceTag/team")] },
      [`${GET}, so the statement does not allow it: it carries no key but the global ones`],
    ],
    [
      "a test that holds where the key is missing",
      { actions: ["dynamodb:ListTables"], conditions: [is("aws:ResourceTag/team", "StringNotEquals")] },
      [`${GET}, so the statement allows it whatever the value: it carries no key but the global ones`],
    ],
    [
      "a denial that never happens",
      { effect: "Deny", actions: ["dynamodb:ListTables"], conditions: [is("aws:ResourceTag/team")] },
      [`${GET}, so the statement does not deny it: it carries no key but the global ones`],
    ],
    [
      "a denial that always happens",
      { effect: "Deny", actions: ["dynamodb:ListTables"], conditions: [is("aws:ResourceTag/team", "Null", ["true"])] },
      [`${GET}, so the statement denies it whatever the value: it carries no key but the global ones`],
    ],
    [
      "a key that AWS does not have",
      { actions: ["iam:PassRole"], resources: [ROLE], conditions: [TO_EC2, is("iam:PassedToServices")] },
      [
        "unknown-condition-key: 'iam:PassedToServices' is no condition key of these actions: they carry " +
          "iam:PassedToService, iam:AssociatedResourceArn, iam:ResourceTag/${TagKey}, aws:ResourceTag/${TagKey}",
      ],
    ],
    [
      "a global key, misspelt",
      { conditions: [is("aws:SourceAcount")] },
      [expect.stringMatching(/^unknown-condition-key: 'aws:SourceAcount' .* they carry aws:SourceAccount, /)],
    ],
    [
      "a key on an action for which the reference lists none",
      { actions: ["iam:DeleteServiceLinkedRole"], resources: [LINKED], conditions: [is("iam:AWSServiceName")] },
      [
        "doubtful-condition-key: it is doubtful whether iam:DeleteServiceLinkedRole carries 'iam:AWSServiceName', the " +
          "authorization reference lists no such key: name the exact ARN of the role and leave the condition out",
      ],
    ],
    [
      "an operator, misspelt",
      { conditions: [is("aws:SourceAccount", "StringEqualsIfExist")] },
      ["unknown-operator: IAM knows no condition operator 'StringEqualsIfExist': the nearest is StringEqualsIfExists"],
    ],
    [
      "an operator in the wrong letter case",
      { conditions: [is("aws:SourceAccount", "forAnyValue:stringEquals")] },
      [
        "unknown-operator: IAM knows no condition operator 'forAnyValue:stringEquals': the nearest is ForAnyValue:StringEquals",
      ],
    ],
    [
      "a wildcard that is compared as a letter",
      { conditions: [is("aws:SourceArn", "StringNotEqualsIgnoreCase", [`${QUEUE}*`])] },
      [
        `literal-wildcard: 'StringNotEqualsIgnoreCase' takes the '*' of '${QUEUE}*' on 'aws:SourceArn' for an asterisk: ` +
          "write StringNotLike",
      ],
    ],
  ])("%s", (_, statement, findings) => {
    expect(found(statement)).toEqual(findings);
  });

  test.each<[string, Planted]>([
    [
      "global keys",
      {
        conditions: ["aws:SourceAccount", "aws:SourceArn", "AWS:sourceip", "aws:PrincipalTag/team"].map((key) =>
          is(key),
        ),
      },
    ],
    [
      "a key of the action",
      { actions: ["s3:ListBucket"], resources: [BUCKET], conditions: [is("s3:Prefix", "StringLike", ["a*"])] },
    ],
    [
      "a key of the resource type",
      { actions: ["batch:SubmitJob"], resources: [QUEUE], conditions: [is("aws:ResourceTag/team")] },
    ],
    ["tags of an object", { resources: [OBJECTS], conditions: [is("s3:ExistingObjectTag/team")] }],
    [
      "tags of an instance",
      { actions: ["ec2:TerminateInstances"], conditions: [is("ec2:ResourceTag/parallelcluster:node-type")] },
    ],
    [
      "tags of a secret",
      { actions: ["secretsmanager:GetSecretValue"], conditions: [is("secretsmanager:ResourceTag/team")] },
    ],
    [
      "tags on creation",
      {
        actions: ["ec2:CreateTags"],
        resources: [VOLUMES],
        conditions: [is("ec2:CreateAction"), is("aws:RequestTag/a"), is("aws:TagKeys", "ForAllValues:StringEquals")],
      },
    ],
    [
      "one action of a wildcard",
      { effect: "Deny", actions: ["s3:*"], resources: [BUCKET], conditions: [is("s3:prefix")] },
    ],
    [
      "claims of any identity provider",
      {
        actions: ["sts:AssumeRoleWithWebIdentity"],
        conditions: [is("oidc.example.com/id/1:sub"), is("token.actions.githubusercontent.com:aud")],
      },
    ],
    [
      "the service of a linked role",
      { actions: ["iam:CreateServiceLinkedRole"], resources: [LINKED], conditions: [is("iam:AWSServiceName")] },
    ],
    [
      "a key, a tag and a value not known yet",
      {
        actions: ["batch:SubmitJob"],
        resources: [QUEUE],
        conditions: [
          is(TOKEN),
          is(`aws:ResourceTag/${TOKEN}`),
          is("aws:SourceArn", "StringEquals", [TOKEN, "${var.any}"]),
        ],
      },
    ],
  ])("but lets pass %s", (_, statement) => {
    expect(found(statement)).toEqual([]);
  });
});
