import { type Check, checksOf } from "../../../tools/proof/iam-checks";
import { call, fakeAccount, tagsXml } from "./fake-account";

const IAM = "arn:aws:iam::111122223333";
const EC2 = "arn:aws:ec2:eu-west-2:111122223333";
const OWNER = { "groundwork:name": "acme", "groundwork:system": "duet" };

const role = (name: string, rest = "") => `<Role><Arn>${IAM}:role/labs/${name}</Arn>${rest}</Role>`;

/** Action and resource, a line each. */
function asked(checks: readonly Check[]): string[] {
  return checks.map(({ action, resource }) => `${action} ${resource}`);
}

describe("a call of IAM", () => {
  test("is asked about the role with its path, its tags and its boundary, which no request says", async () => {
    const boundary = `<PermissionsBoundaryArn>${IAM}:policy/limit</PermissionsBoundaryArn>`;
    const account = fakeAccount({ GetRole: role("acme", boundary + tagsXml({ owner: "ada" })) });
    expect(await checksOf(call("iam", "PutRolePolicy", { RoleName: "acme", PolicyName: "x" }), account)).toEqual([
      {
        operation: "iam:PutRolePolicy",
        action: "iam:PutRolePolicy",
        resource: `${IAM}:role/labs/acme`,
        context: { "aws:ResourceTag/owner": "ada", "iam:PermissionsBoundary": `${IAM}:policy/limit` },
      },
    ]);
  });

  test("that makes a role is asked about path, boundary and tags of the request, and tags besides", async () => {
    const parameters = {
      RoleName: "acme",
      Path: "/labs/",
      PermissionsBoundary: `${IAM}:policy/limit`,
      Tags: [{ Key: "owner", Value: "ada" }],
    };
    const checks = await checksOf(call("iam", "CreateRole", parameters), fakeAccount());
    const tags = { "aws:RequestTag/owner": "ada", "aws:TagKeys": ["owner"] };
    expect(checks).toMatchObject([
      {
        action: "iam:CreateRole",
        resource: `${IAM}:role/labs/acme`,
        context: { ...tags, "iam:PermissionsBoundary": `${IAM}:policy/limit` },
      },
      { action: "iam:TagRole", resource: `${IAM}:role/labs/acme`, context: tags },
    ]);
  });

  test("that attaches a policy is asked about the role and told the policy", async () => {
    const PolicyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    const account = fakeAccount({ GetRole: role("acme") });
    expect(await checksOf(call("iam", "AttachRolePolicy", { RoleName: "acme", PolicyArn }), account)).toMatchObject([
      { resource: `${IAM}:role/labs/acme`, context: { "iam:PolicyARN": PolicyArn } },
    ]);
  });

  test("that puts a role into an instance profile passes it to EC2", async () => {
    const account = fakeAccount({
      GetRole: role("acme"),
      GetInstanceProfile: `<InstanceProfile><Roles></Roles><Arn>${IAM}:instance-profile/labs/acme</Arn></InstanceProfile>`,
    });
    const parameters = { InstanceProfileName: "acme", RoleName: "acme" };
    expect(await checksOf(call("iam", "AddRoleToInstanceProfile", parameters), account)).toMatchObject([
      { action: "iam:AddRoleToInstanceProfile", resource: `${IAM}:instance-profile/labs/acme` },
      {
        action: "iam:PassRole",
        resource: `${IAM}:role/labs/acme`,
        context: { "iam:PassedToService": "ec2.amazonaws.com" },
      },
    ]);
  });

  test("that makes a linked role is told its service", async () => {
    const parameters = { AWSServiceName: "batch.amazonaws.com" };
    expect(await checksOf(call("iam", "CreateServiceLinkedRole", parameters), fakeAccount())).toMatchObject([
      {
        resource: `${IAM}:role/aws-service-role/batch.amazonaws.com/AWSServiceRole`,
        context: { "iam:AWSServiceName": "batch.amazonaws.com" },
      },
    ]);
  });
});

describe("a call of EC2", () => {
  test("that launches an instance is asked about everything that it takes and makes, and passes the role", async () => {
    const account = fakeAccount({
      GetInstanceProfile: `<InstanceProfile><Roles>${role("machine")}</Roles><Arn>${IAM}:instance-profile/labs/machine</Arn></InstanceProfile>`,
      DescribeImages: "<imageId>ami-0aaaaaaaaaaaaaaaa</imageId>",
      DescribeSubnets: "<vpcId>vpc-0ffffffffffffffff</vpcId>",
      "DescribeTags subnet-0bbbbbbbbbbbbbbbb": tagsXml(OWNER),
    });
    const parameters = {
      ImageId: "ami-0aaaaaaaaaaaaaaaa",
      SubnetId: "subnet-0bbbbbbbbbbbbbbbb",
      SecurityGroupId: ["sg-0cccccccccccccccc"],
      KeyName: "ada",
      IamInstanceProfile: { Name: "machine" },
      TagSpecification: [
        { ResourceType: "instance", Tag: [{ Key: "owner", Value: "ada" }] },
        { ResourceType: "volume", Tag: [{ Key: "owner", Value: "ada" }] },
      ],
    };
    const checks = await checksOf(call("ec2", "RunInstances", parameters), account);
    expect(asked(checks).sort()).toEqual([
      `ec2:CreateTags ${EC2}:instance/i-0123456789abcdef0`,
      `ec2:CreateTags ${EC2}:volume/vol-0123456789abcdef0`,
      `ec2:RunInstances ${EC2}:instance/i-0123456789abcdef0`,
      `ec2:RunInstances ${EC2}:key-pair/ada`,
      `ec2:RunInstances ${EC2}:network-interface/eni-0123456789abcdef0`,
      `ec2:RunInstances ${EC2}:security-group/sg-0cccccccccccccccc`,
      `ec2:RunInstances ${EC2}:subnet/subnet-0bbbbbbbbbbbbbbbb`,
      `ec2:RunInstances ${EC2}:volume/vol-0123456789abcdef0`,
      "ec2:RunInstances arn:aws:ec2:eu-west-2::image/ami-0aaaaaaaaaaaaaaaa",
      `iam:PassRole ${IAM}:role/labs/machine`,
    ]);
    const on = (resource: string) => checks.find((check) => check.resource.includes(resource))?.context;
    expect(on(":image/")).toEqual({ "ec2:Owner": "amazon" });
    expect(on(":subnet/")).toEqual({
      "aws:ResourceTag/groundwork:name": "acme",
      "aws:ResourceTag/groundwork:system": "duet",
      "ec2:Vpc": `${EC2}:vpc/vpc-0ffffffffffffffff`,
    });
    expect(on(":instance/")).toEqual({
      "aws:RequestTag/owner": "ada",
      "aws:TagKeys": ["owner"],
      "ec2:InstanceProfile": `${IAM}:instance-profile/labs/machine`,
    });
  });

  test("that makes a subnet is asked about the VPC as it is and the subnet as it will be", async () => {
    const account = fakeAccount({ DescribeTags: tagsXml(OWNER) });
    const parameters = {
      VpcId: "vpc-0aaaaaaaaaaaaaaaa",
      TagSpecification: [{ ResourceType: "subnet", Tag: [{ Key: "groundwork:name", Value: "acme" }] }],
    };
    const made = { "aws:RequestTag/groundwork:name": "acme", "aws:TagKeys": ["groundwork:name"] };
    expect(await checksOf(call("ec2", "CreateSubnet", parameters), account)).toEqual([
      {
        operation: "ec2:CreateSubnet",
        action: "ec2:CreateSubnet",
        resource: `${EC2}:vpc/vpc-0aaaaaaaaaaaaaaaa`,
        context: { "aws:ResourceTag/groundwork:name": "acme", "aws:ResourceTag/groundwork:system": "duet" },
      },
      {
        operation: "ec2:CreateSubnet",
        action: "ec2:CreateSubnet",
        resource: `${EC2}:subnet/subnet-0123456789abcdef0`,
        context: made,
      },
      {
        operation: "ec2:CreateSubnet",
        action: "ec2:CreateTags",
        resource: `${EC2}:subnet/subnet-0123456789abcdef0`,
        context: { ...made, "ec2:CreateAction": "CreateSubnet" },
      },
    ]);
  });

  test("that tags is asked about each thing, as it is and as it is wished for", async () => {
    const account = fakeAccount({ "DescribeTags vpc-0aaaaaaaaaaaaaaaa": tagsXml(OWNER) });
    const parameters = {
      ResourceId: ["vpc-0aaaaaaaaaaaaaaaa", "vol-0bbbbbbbbbbbbbbbb"],
      Tag: [{ Key: "a", Value: "b" }],
    };
    const tags = { "aws:RequestTag/a": "b", "aws:TagKeys": ["a"] };
    expect(await checksOf(call("ec2", "CreateTags", parameters), account)).toMatchObject([
      { resource: `${EC2}:vpc/vpc-0aaaaaaaaaaaaaaaa`, context: { ...tags, "aws:ResourceTag/groundwork:name": "acme" } },
      { resource: `${EC2}:volume/vol-0bbbbbbbbbbbbbbbb`, context: tags },
    ]);
  });

  test("on an association is asked about the address whose it is, or was until its NAT gateway was deleted", async () => {
    const item =
      "<item><allocationId>eipalloc-0aaaaaaaaaaaaaaaa</allocationId><associationId>eipassoc-0bbbbbbbbbbbbbbbb</associationId></item>";
    const answers: Record<string, string> = { DescribeAddresses: item };
    const account = fakeAccount(answers);
    const disassociate = call("ec2", "DisassociateAddress", { AssociationId: "eipassoc-0bbbbbbbbbbbbbbbb" });
    const expected = [`ec2:DisassociateAddress ${EC2}:elastic-ip/eipalloc-0aaaaaaaaaaaaaaaa`];
    await checksOf(call("ec2", "DeleteNatGateway", { NatGatewayId: "nat-0cccccccccccccccc" }), account);
    answers.DescribeAddresses = "";
    expect(asked(await checksOf(disassociate, account))).toEqual(expected);
    await expect(checksOf(disassociate, fakeAccount())).rejects.toThrow("must name something that is known");
  });

  test("that gives an instance another profile is asked about both, and passes the role", async () => {
    const account = fakeAccount({
      DescribeIamInstanceProfileAssociations: "<instanceId>i-0aaaaaaaaaaaaaaaa</instanceId>",
      GetInstanceProfile: `<InstanceProfile><Arn>${IAM}:instance-profile/labs/machine</Arn><Roles>${role("machine")}</Roles></InstanceProfile>`,
    });
    const IamInstanceProfile = { Name: "machine" };
    const parameters = { AssociationId: "iip-assoc-0bbbbbbbbbbbbbbbb", IamInstanceProfile };
    const checks = await checksOf(call("ec2", "ReplaceIamInstanceProfileAssociation", parameters), account);
    expect(asked(checks)).toEqual([
      `ec2:ReplaceIamInstanceProfileAssociation ${EC2}:instance/i-0aaaaaaaaaaaaaaaa`,
      `iam:PassRole ${IAM}:role/labs/machine`,
    ]);
    expect(checks[0]?.context).toEqual({ "ec2:NewInstanceProfile": `${IAM}:instance-profile/labs/machine` });
  });

  test("that tags a key pair names its id, and is asked about its name", async () => {
    const account = fakeAccount({ DescribeKeyPairs: `<keyName>ada</keyName>${tagsXml(OWNER)}` });
    const parameters = { ResourceId: ["key-0aaaaaaaaaaaaaaaa"], Tag: [{ Key: "a" }] };
    expect(await checksOf(call("ec2", "DeleteTags", parameters), account)).toMatchObject([
      { resource: `${EC2}:key-pair/ada`, context: { "aws:ResourceTag/groundwork:name": "acme", "aws:TagKeys": ["a"] } },
    ]);
  });

  test("that looks around takes no resource", async () => {
    const parameters = { VpcId: ["vpc-0aaaaaaaaaaaaaaaa"] };
    expect(asked(await checksOf(call("ec2", "DescribeVpcs", parameters), fakeAccount()))).toEqual([
      "ec2:DescribeVpcs *",
    ]);
  });

  test("with volumes under a key uses the key in the caller's name", async () => {
    const KmsKeyId = "arn:aws:kms:eu-west-2:111122223333:key/1";
    const parameters = {
      ImageId: "ami-0aaaaaaaaaaaaaaaa",
      SubnetId: "subnet-0bbbbbbbbbbbbbbbb",
      SecurityGroupId: ["sg-0cccccccccccccccc"],
      BlockDeviceMapping: [{ Ebs: { KmsKeyId } }],
    };
    const checks = await checksOf(call("ec2", "RunInstances", parameters), fakeAccount());
    const grant = checks.find(({ action }) => action === "kms:CreateGrant");
    expect(grant).toMatchObject({
      resource: KmsKeyId,
      context: { "kms:GrantIsForAWSResource": "true", "kms:ViaService": "ec2.eu-west-2.amazonaws.com" },
    });
  });

  test("that names nothing of what it must act on is refused", async () => {
    await expect(checksOf(call("ec2", "TerminateInstances", {}), fakeAccount())).rejects.toThrow(
      "ec2:TerminateInstances must name instance, got none",
    );
  });
});

describe("a call of Batch", () => {
  const BATCH = "arn:aws:batch:eu-west-2:111122223333";

  test("that makes an environment passes its three roles, each to its service", async () => {
    const account = fakeAccount({
      GetInstanceProfile: `<InstanceProfile><Roles>${role("instance")}</Roles></InstanceProfile>`,
    });
    const parameters = {
      computeEnvironmentName: "acme",
      serviceRole: `${IAM}:role/labs/service`,
      computeResources: {
        instanceRole: `${IAM}:instance-profile/labs/instance`,
        spotIamFleetRole: `${IAM}:role/labs/fleet`,
      },
      tags: { owner: "ada" },
    };
    const checks = await checksOf(call("batch", "CreateComputeEnvironment", parameters), account);
    expect(asked(checks)).toEqual([
      `batch:CreateComputeEnvironment ${BATCH}:compute-environment/acme`,
      `batch:TagResource ${BATCH}:compute-environment/acme`,
      `iam:PassRole ${IAM}:role/labs/service`,
      `iam:PassRole ${IAM}:role/labs/instance`,
      `iam:PassRole ${IAM}:role/labs/fleet`,
    ]);
    expect(checks.flatMap(({ context }) => context["iam:PassedToService"] ?? [])).toEqual([
      "batch.amazonaws.com",
      "ec2.amazonaws.com",
      "spotfleet.amazonaws.com",
    ]);
  });

  test("that joins a queue to environments is asked about each of them", async () => {
    const parameters = {
      jobQueue: "acme",
      computeEnvironmentOrder: [{ computeEnvironment: `${BATCH}:compute-environment/a` }, { computeEnvironment: "b" }],
    };
    expect(asked(await checksOf(call("batch", "UpdateJobQueue", parameters), fakeAccount()))).toEqual([
      `batch:UpdateJobQueue ${BATCH}:job-queue/acme`,
      `batch:UpdateJobQueue ${BATCH}:compute-environment/a`,
      `batch:UpdateJobQueue ${BATCH}:compute-environment/b`,
    ]);
  });
});

describe("a call of S3", () => {
  test.each([
    ["HeadBucket", { Bucket: "acme" }, ["s3:ListBucket arn:aws:s3:::acme"]],
    ["DeleteBucketEncryption", { Bucket: "acme" }, ["s3:PutEncryptionConfiguration arn:aws:s3:::acme"]],
    ["GetBucketCors", { Bucket: "acme" }, ["s3:GetBucketCORS arn:aws:s3:::acme"]],
    ["DeleteObject", { Bucket: "acme", Key: "a/b", versionId: "1" }, ["s3:DeleteObjectVersion arn:aws:s3:::acme/a/b"]],
    [
      "PutObjectTagging",
      { Bucket: "acme", Key: "a", versionId: "1" },
      ["s3:PutObjectVersionTagging arn:aws:s3:::acme/a"],
    ],
    ["ListBuckets", {}, ["s3:ListAllMyBuckets *"]],
    [
      "DeleteObjects",
      { Bucket: "acme", Objects: [{ Key: "a", VersionId: "1" }, { Key: "b" }] },
      ["s3:DeleteObjectVersion arn:aws:s3:::acme/a", "s3:DeleteObject arn:aws:s3:::acme/b"],
    ],
  ])("%s is asked under IAM's name for it", async (operation, parameters, expected) => {
    expect(asked(await checksOf(call("s3", operation, parameters), fakeAccount()))).toEqual(expected);
  });

  test("that lists is told the prefix, one that creates the headers", async () => {
    const listing = await checksOf(call("s3", "ListObjectsV2", { Bucket: "acme", prefix: "env:/" }), fakeAccount());
    expect(listing[0]?.context).toEqual({ "s3:prefix": "env:/" });
    const lock = await checksOf(
      call("s3", "PutObject", { Bucket: "acme", Key: "a" }, { "if-none-match": "*" }),
      fakeAccount(),
    );
    expect(lock[0]?.context).toEqual({ "s3:if-none-match": "*" });
  });

  test("that writes under a key makes a data key for that object", async () => {
    const headers = { "x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:eu-west-2:111122223333:key/1" };
    const checks = await checksOf(call("s3", "PutObject", { Bucket: "acme", Key: "a" }, headers), fakeAccount());
    expect(checks[1]).toMatchObject({
      action: "kms:GenerateDataKey",
      context: {
        "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme/a",
        "kms:ViaService": "s3.eu-west-2.amazonaws.com",
      },
    });
  });
});

describe("a call of another service", () => {
  test.each([
    [
      "ssm",
      "GetParameter",
      { Name: "/acme/a" },
      ["ssm:GetParameter arn:aws:ssm:eu-west-2:111122223333:parameter/acme/a"],
    ],
    [
      "ssm",
      "GetParameter",
      { Name: "/aws/service/a" },
      ["ssm:GetParameter arn:aws:ssm:eu-west-2::parameter/aws/service/a"],
    ],
    ["ssm", "DescribeParameters", {}, ["ssm:DescribeParameters *"]],
    [
      "logs",
      "CreateLogGroup",
      { logGroupName: "/acme", tags: { a: "b" } },
      [
        "logs:CreateLogGroup arn:aws:logs:eu-west-2:111122223333:log-group:/acme:log-stream:",
        "logs:TagResource arn:aws:logs:eu-west-2:111122223333:log-group:/acme",
      ],
    ],
    [
      "sqs",
      "CreateQueue",
      { QueueName: "acme", tags: { a: "b" } },
      [
        "sqs:CreateQueue arn:aws:sqs:eu-west-2:111122223333:acme",
        "sqs:TagQueue arn:aws:sqs:eu-west-2:111122223333:acme",
      ],
    ],
    [
      "sqs",
      "DeleteQueue",
      { QueueUrl: "http://127.0.0.1:4000/111122223333/acme" },
      ["sqs:DeleteQueue arn:aws:sqs:eu-west-2:111122223333:acme"],
    ],
    ["sts", "GetCallerIdentity", {}, []],
  ])("%s %s %j", async (service, operation, parameters, expected) => {
    expect(asked(await checksOf(call(service, operation, parameters), fakeAccount()))).toEqual(expected);
  });

  test("to a mount target is asked about the file system, and EC2 about the interface that comes with it", async () => {
    const account = fakeAccount({ DescribeSubnets: "<vpcId>vpc-0ffffffffffffffff</vpcId>" });
    const parameters = {
      FileSystemId: "fs-0aaaaaaaaaaaaaaaa",
      SubnetId: "subnet-0bbbbbbbbbbbbbbbb",
      SecurityGroups: ["sg-0cccccccccccccccc"],
    };
    expect(asked(await checksOf(call("elasticfilesystem", "CreateMountTarget", parameters), account))).toEqual([
      "elasticfilesystem:CreateMountTarget arn:aws:elasticfilesystem:eu-west-2:111122223333:file-system/fs-0aaaaaaaaaaaaaaaa",
      "ec2:DescribeSubnets *",
      "ec2:DescribeNetworkInterfaces *",
      `ec2:CreateNetworkInterface ${EC2}:network-interface/eni-0123456789abcdef0`,
      `ec2:CreateNetworkInterface ${EC2}:subnet/subnet-0bbbbbbbbbbbbbbbb`,
      `ec2:CreateNetworkInterface ${EC2}:security-group/sg-0cccccccccccccccc`,
    ]);
  });

  test("on a mount target that is gone is asked about the file system that it belonged to", async () => {
    const path = "/2015-02-01/mount-targets?MountTargetId=fsmt-1";
    const target = { FileSystemId: "fs-0aaaaaaaaaaaaaaaa", NetworkInterfaceId: "eni-0bbbbbbbbbbbbbbbb" };
    const answers: Record<string, string> = { [path]: JSON.stringify({ MountTargets: [target] }) };
    const account = fakeAccount(answers);
    const deleted = await checksOf(
      call("elasticfilesystem", "DeleteMountTarget", { MountTargetId: "fsmt-1" }),
      account,
    );
    expect(deleted.map(({ action }) => action)).toEqual([
      "elasticfilesystem:DeleteMountTarget",
      "ec2:DeleteNetworkInterface",
    ]);
    delete answers[path];
    const looked = await checksOf(
      call("elasticfilesystem", "DescribeMountTargets", { MountTargetId: "fsmt-1" }),
      account,
    );
    expect(looked[0]?.resource).toMatch(/file-system\/fs-0aaaaaaaaaaaaaaaa$/);
  });

  test.each([
    ["lambda", "CreateFunction"],
    ["sts", "AssumeRole"],
    ["ec2", "MakeCoffee"],
    ["iam", "CreateRoleForMe"],
    ["sqs", "ListMessageMoveTasks"],
  ])("%s %s, which nobody has looked up, is refused and never taken for allowed", async (service, operation) => {
    await expect(checksOf(call(service, operation), fakeAccount())).rejects.toThrow(
      `the proof does not know what IAM is asked about ${service}:${operation}: add it to tools/proof/checks`,
    );
  });
});
