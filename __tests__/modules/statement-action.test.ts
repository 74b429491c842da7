import { type CatalogStatement, catalogFindings } from "../../modules/iam-catalog";

type Planted = Partial<CatalogStatement>;
type Condition = NonNullable<CatalogStatement["conditions"]>[number];

const BUCKET = "arn:aws:s3:::acme";
const OBJECTS = "arn:aws:s3:::acme/*";
const TEMPLATE = "arn:aws:ec2:eu-west-2:111122223333:launch-template/*";
const TOKEN = "${TfToken[TOKEN.12]}";
const TO_EC2 = { test: "StringEquals", key: "iam:PassedToService", values: ["ec2.amazonaws.com"] };

const is = (key: string, test = "StringEquals", values = ["x"]): Condition => ({ test, key, values });

const found = ({ effect = "Allow", actions = ["s3:GetObject"], resources = ["*"], conditions }: Planted) =>
  catalogFindings({ sid: "Planted", effect, actions, resources, conditions }).map(
    ({ rule, message }) => `${rule}: ${message}`,
  );

describe("the catalog names what is wrong with an action", () => {
  test.each<[string, string]>([
    ["s3:ListObjectsV2", "unknown-action: IAM knows no action 's3:ListObjectsV2': write s3:ListBucket"],
    [
      "s3:ListObjectVersions",
      "unknown-action: IAM knows no action 's3:ListObjectVersions': write s3:ListBucketVersions",
    ],
    ["s3:CopyObject", "unknown-action: IAM knows no action 's3:CopyObject': write s3:GetObject and s3:PutObject"],
    ["s3:GetObjet", "unknown-action: IAM knows no action 's3:GetObjet': the nearest is s3:GetObject"],
    ["s3:Xyz", "unknown-action: IAM knows no action 's3:Xyz': take it out, or write the one that is meant"],
    ["GetObject", "unknown-action: 'GetObject' is no action: write <service>:<Action>, such as s3:GetObject"],
    ["s3:", "unknown-action: 's3:' is no action: write <service>:<Action>, such as s3:GetObject"],
    ["s3:Get:Object", "unknown-action: 's3:Get:Object' is no action: write <service>:<Action>, such as s3:GetObject"],
    [
      "batsch:SubmitJob",
      "unknown-service: IAM knows no service 'batsch', as in 'batsch:SubmitJob': the nearest is batch",
    ],
    ["efs:Backup", "unknown-service: IAM knows no service 'efs', as in 'efs:Backup': the nearest is elasticfilesystem"],
    ["s*:Get", "unknown-service: the service of 's*:Get' takes no wildcard: write an action for each service"],
    [
      "../actions/s3:Get",
      "unknown-service: IAM knows no service '../actions/s3', as in '../actions/s3:Get': take it out, or write the one that is meant",
    ],
    ["SNS:DeleteTopic", "letter-case: 'SNS:DeleteTopic': write sns:DeleteTopic"],
    ["ec2:describeVolumes", "letter-case: 'ec2:describeVolumes': write ec2:DescribeVolumes"],
    ["*", "wildcard-action: '*' allows everything: list the actions that are needed"],
    [
      "ec2:*Volume",
      "wildcard-action: 'ec2:*Volume' allows what AWS adds later too: list the actions that are needed; it stands for " +
        "ec2:AttachVolume, ec2:CreateVolume, ec2:DeleteVolume, ec2:DetachVolume, ec2:ImportVolume, ec2:ModifyVolume",
    ],
    [
      "ec2:*Volumen",
      "unknown-action: 'ec2:*Volumen' matches no action of IAM: take it out, or write the action that is meant",
    ],
  ])("'%s'", (action, finding) => {
    const conditions = action === "*" ? [TO_EC2] : undefined;
    expect(found({ actions: [action], conditions }).filter((each) => !each.startsWith("pass-role"))).toEqual([finding]);
  });

  test("and nothing where it is right, or not known yet", () => {
    expect(found({ actions: ["s3:GetObject", "sts:GetCallerIdentity", TOKEN, "${var.service}:Get"] })).toEqual([]);
  });

  test("a wildcard says which of its actions the resources let it do", () => {
    expect(found({ actions: ["ec2:*LaunchTemplate*"], resources: [TEMPLATE] })).toEqual([
      "wildcard-action: 'ec2:*LaunchTemplate*' allows what AWS adds later too: list the actions that are needed; of the " +
        "8 it stands for, these act on the resources: ec2:CreateLaunchTemplate, ec2:CreateLaunchTemplateVersion, " +
        "ec2:DeleteLaunchTemplate, ec2:DeleteLaunchTemplateVersions, ec2:ModifyLaunchTemplate",
    ]);
  });

  test("a denial may have wildcards, but not ones that deny nothing", () => {
    const deny = { effect: "Deny", conditions: [is("aws:SecureTransport", "Bool", ["false"])] } as const;
    expect(found({ ...deny, actions: ["s3:*"], resources: [BUCKET, OBJECTS] })).toEqual([]);
    expect(found({ ...deny, actions: ["*"] })).toEqual([]);
    expect(found({ ...deny, actions: ["s3:ListAllMy*"], resources: [BUCKET] })).toEqual([
      "dead-action: s3:ListAllMyBuckets denies nothing here: it cannot be held to a resource, give it a statement of its own with resource '*'",
    ]);
    expect(found({ ...deny, actions: ["s3:Nothing*"] })).toHaveLength(1);
  });
});
