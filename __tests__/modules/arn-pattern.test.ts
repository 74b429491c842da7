import { ArnPattern, withoutInterpolations } from "../../modules/arn-pattern";

const BUCKET = "arn:${Partition}:s3:::${BucketName}";
const OBJECT = "arn:${Partition}:s3:::${BucketName}/${ObjectName}";
const ROLE = "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}";
const PROFILE = "arn:${Partition}:iam::${Account}:instance-profile/${InstanceProfileNameWithPath}";
const IMAGE = "arn:${Partition}:ec2:${Region}::image/${ImageId}";
const STREAM = "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}:log-stream:${LogStreamName}";
const TOKEN = "${TfToken[TOKEN.12]}";

describe("a resource could be of a type", () => {
  test.each([
    ["arn:aws:s3:::acme", BUCKET],
    ["arn:aws-cn:s3:::acme", BUCKET],
    ["arn:*:s3:::acme", BUCKET],
    ["arn:aws:s3:::acme-*", BUCKET],
    ["arn:aws:s3:::acme-*", OBJECT],
    ["arn:aws:s3:::*", OBJECT],
    ["arn:aws:s3:::acme/*", OBJECT],
    ["arn:aws:s3:::acme/a?c", OBJECT],
    ["arn:aws:iam::111122223333:role/groundwork/acme/duet/job", ROLE],
    ["arn:aws:iam::111122223333:*", ROLE],
    ["arn:aws:iam::*", ROLE],
    ["arn:aws:ec2:eu-west-2::image/ami-1", IMAGE],
    ["arn:aws:ec2:*:*:image/*", IMAGE],
    ["arn:aws:logs:eu-west-2:111122223333:log-group:/aws/batch/job:*", STREAM],
    ["*", ROLE],
    [TOKEN, ROLE],
    [`${TOKEN}/*`, OBJECT],
    [`arn:${TOKEN}:iam::${TOKEN}:role/acme`, ROLE],
    ["arn:aws:s3:::${var.bucket}/*", OBJECT],
    ["arn:aws:s3:::${aws:username}", BUCKET],
    ['arn:aws:s3:::${lookup({ a = "b" }, "a")}/*', OBJECT],
    ["#{TfToken[TOKEN.3]}", BUCKET],
  ])("as '%s' of %s", (text, template) => {
    expect(new ArnPattern(text).couldBe([template])).toBe(true);
  });

  test.each([
    ["arn:aws:s3:::acme", OBJECT],
    ["arn:aws:s3:::acme/*", BUCKET],
    ["arn:aws:s3:::acme/", OBJECT],
    [`${TOKEN}/*`, BUCKET],
    ["arn:aws:iam::111122223333:instance-profile/acme", ROLE],
    ["arn:aws:iam::111122223333:role/*", PROFILE],
    [`arn:${TOKEN}:iam::${TOKEN}:role/acme`, PROFILE],
    ["arn:aws:iam:eu-west-2:111122223333:role/acme", ROLE],
    ["arn:aws:ec2:eu-west-2:111122223333:image/ami-1", IMAGE],
    ["arn:aws:logs:eu-west-2:111122223333:log-group:/aws/batch/job", STREAM],
    ["arn:aws:sns:*:*:*", ROLE],
  ])("but '%s' not of %s", (text, template) => {
    expect(new ArnPattern(text).couldBe([template])).toBe(false);
  });
});

describe("a resource has a defect", () => {
  test.each([
    ["acme", "is no ARN: write arn:<partition>:<service>:<region>:<account>:<resource>, or '*'"],
    [
      "arn:aws:s3:acme",
      "does not have the six parts of an ARN: arn:<partition>:<service>:<region>:<account>:<resource>",
    ],
    [
      "arn:aws:organizations::*:",
      "does not have the six parts of an ARN: arn:<partition>:<service>:<region>:<account>:<resource>",
    ],
    ["arn:aws-uk:s3:::acme", "is in no partition of AWS ('aws-uk'): write one of aws, aws-cn, aws-us-gov"],
  ])("'%s' %s", (text, defect) => {
    expect(new ArnPattern(text).defect).toBe(defect);
  });

  test.each([
    "*",
    "arn:aws:s3:::acme",
    "arn:aws-us-gov:s3:::acme",
    "arn:*:s3:::acme",
    TOKEN,
    `${TOKEN}/*`,
    `arn:${TOKEN}`,
    "arn:${data.aws_partition.current.partition}:s3:::acme",
  ])("unless it is like '%s'", (text) => {
    expect(new ArnPattern(text).defect).toBeUndefined();
  });
});

test.each([
  ["plain", "plain"],
  ["a${var.x}b", "a…b"],
  ["${f({ a = { b = 1 } })}-${c}", "…-…"],
  ["#{TfToken[TOKEN.0]}", "…"],
  ["user/&{aws:username}", "user/…"],
  ["a${never closed", "a…"],
  ["a$b#c&d{e}", "a$b#c&d{e}"],
  ["", ""],
])("the text '%s' without interpolations is '%s'", (text, expected) => {
  expect(withoutInterpolations(text, "…")).toBe(expected);
});

test("many wildcards are compared in a moment", () => {
  const started = performance.now();
  expect(new ArnPattern(`arn:aws:s3:::${"*a".repeat(60)}`).couldBe([`${OBJECT}b`])).toBe(false);
  expect(performance.now() - started).toBeLessThan(500);
});
