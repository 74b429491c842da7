import { actionsIn, CLAIMED, derivedOf, ec2, granted, OWNED, sids } from "../derived";

const ACCOUNT = "eu-west-2:111122223333";

/** What holds data, as small as it gets, with the statement that takes it away. */
const HOLDERS: Readonly<Record<string, readonly [object, string, string]>> = {
  aws_s3_bucket: [{ bucket: "acme-duet" }, "DeleteBuckets", "s3:DeleteBucket"],
  aws_cloudwatch_log_group: [{ name: "/groundwork/acme/duet/jobs" }, "DeleteLogGroups", "logs:DeleteLogGroup"],
  aws_sqs_queue: [{ name: "acme-duet-gradients" }, "DeleteMessageQueues", "sqs:DeleteQueue"],
  aws_efs_file_system: [{ encrypted: true }, "DeleteFileSystems", "elasticfilesystem:DeleteFileSystem"],
  aws_fsx_lustre_file_system: [{ storage_capacity: 1200 }, "DeleteLustre", "fsx:DeleteFileSystem"],
};

test.each(Object.entries(HOLDERS))(
  "%s holds data: who applies makes and changes it, and does not delete it",
  (type, [values, sid, action]) => {
    const derived = derivedOf({ [type]: { data: values as never } });
    expect(granted(derived, sid).phase).toBe("destroy");
    expect(actionsIn([...derived.plan, ...derived.apply])).not.toContain(action);
  },
);

describe("a bucket", () => {
  const bucket = (more: object = {}) => derivedOf({ aws_s3_bucket: { data: { bucket: "acme-duet", ...more } } });

  test("is read, made and set up by its name, with the actions that S3 checks", () => {
    const derived = derivedOf({
      aws_s3_bucket: { data: { bucket: "acme-duet" } },
      aws_s3_bucket_versioning: { data: { bucket: "${aws_s3_bucket.data.id}" } },
      aws_s3_bucket_public_access_block: { data: { bucket: "${aws_s3_bucket.data.id}" } },
    });
    expect(granted(derived, "MakeAndSetUpBuckets")).toEqual({
      phase: "apply",
      actions: ["s3:CreateBucket", "s3:PutBucketPublicAccessBlock", "s3:PutBucketTagging", "s3:PutBucketVersioning"],
      on: ["arn:aws:s3:::acme-duet"],
      if: [],
    });
    expect(granted(derived, "ReadBuckets").actions).toEqual(
      expect.arrayContaining(["s3:ListBucket", "s3:GetEncryptionConfiguration", "s3:GetBucketPublicAccessBlock"]),
    );
  });

  test("is never read or emptied", () => {
    expect(JSON.stringify(bucket().permissions)).not.toMatch(/:(Get|Put|Delete)Object|\/\*"/);
  });

  test("that may be destroyed with what is in it is emptied by who destroys it", () => {
    const derived = bucket({ force_destroy: true });
    expect(granted(derived, "EmptyBuckets")).toEqual({
      phase: "destroy",
      actions: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
      on: ["arn:aws:s3:::acme-duet/*"],
      if: [],
    });
    expect(granted(derived, "FindWhatIsInBuckets")).toMatchObject({
      phase: "destroy",
      actions: ["s3:ListBucketVersions"],
    });
    expect(actionsIn([...derived.plan, ...derived.apply])).not.toContain("s3:DeleteObject");
  });
});

test("a log group is known by its name, and kept with its retention", () => {
  const derived = derivedOf({ aws_cloudwatch_log_group: { logs: { name: "/groundwork/acme/duet/jobs" } } });
  expect(granted(derived, "ManageLogGroups")).toMatchObject({
    on: [`arn:aws:logs:${ACCOUNT}:log-group:/groundwork/acme/duet/jobs:*`],
    actions: expect.arrayContaining(["logs:CreateLogGroup", "logs:PutRetentionPolicy"]),
  });
});

test("a queue of messages is known by its name, and its messages are not read", () => {
  const derived = derivedOf({ aws_sqs_queue: { gradients: { name: "acme-duet-gradients" } } });
  expect(granted(derived, "ManageMessageQueues").on).toEqual([`arn:aws:sqs:${ACCOUNT}:acme-duet-gradients`]);
  expect(JSON.stringify(derived.permissions)).not.toMatch(/ReceiveMessage|SendMessage|PurgeQueue/);
});

describe("a shared file system", () => {
  const files = `arn:aws:elasticfilesystem:${ACCOUNT}:file-system/*`;
  const derived = derivedOf({
    aws_efs_file_system: { shared: { encrypted: true } },
    aws_efs_mount_target: {
      shared: {
        count: "${length([aws_subnet.a.id])}",
        file_system_id: "${aws_efs_file_system.shared.id}",
        subnet_id: "${element([aws_subnet.a.id], count.index)}",
        security_groups: ["sg-1"],
      },
    },
    aws_subnet: { a: { vpc_id: "vpc-1" } },
  });

  test("gets its tags as it is made, and is kept by them", () => {
    expect(granted(derived, "MakeFileSystems")).toMatchObject({ on: "*", if: CLAIMED });
    expect(granted(derived, "TagFileSystemsAsTheyAreMade")).toMatchObject({
      on: [files],
      if: ["elasticfilesystem:CreateAction StringEquals CreateFileSystem", ...CLAIMED],
    });
    expect(granted(derived, "ManageMountTargets")).toMatchObject({ on: [files], if: OWNED });
  });

  test("has interfaces that EFS alone makes and deletes", () => {
    expect(granted(derived, "ManageInterfacesThroughEfs")).toMatchObject({
      actions: expect.arrayContaining(["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"]),
      if: ["aws:ViaAWSService Bool true"],
    });
    expect(granted(derived, "JoinNetworksThroughEfs")).toMatchObject({
      on: ec2("subnet/*"),
      if: [...OWNED, "aws:ViaAWSService Bool true"],
    });
    expect(granted(derived, "JoinNetworksThroughEfsThatExist").on).toEqual(ec2("security-group/sg-1"));
  });

  test("with a key of one's own lets EFS alone use it", () => {
    const key = "arn:aws:kms:eu-west-2:111122223333:key/11111111-2222-3333-4444-555555555555";
    const withKey = derivedOf({ aws_efs_file_system: { shared: { kms_key_id: key } } });
    const through = "kms:ViaService StringEquals elasticfilesystem.eu-west-2.amazonaws.com";
    expect(granted(withKey, "UseKeysThroughServices")).toMatchObject({ phase: "apply", on: [key], if: [through] });
    expect(granted(withKey, "LetServicesUseKeys").if).toEqual([through, "kms:GrantIsForAWSResource Bool true"]);
  });
});

test("a file system of Lustre is made by an administrator, since its tags could be put on any other", () => {
  const derived = derivedOf({ aws_fsx_lustre_file_system: { lustre: { storage_capacity: 1200 } } });
  expect(granted(derived, "MakeLustre")).toMatchObject({ phase: "administrator", if: CLAIMED });
  expect(granted(derived, "ChangeTagsOfLustre").if).toEqual([
    ...OWNED,
    "aws:TagKeys ForAllValues:StringNotEquals groundwork:name or groundwork:system",
  ]);
  expect(sids(derived.permissions)).toContain("plan DescribeLustre");
});
