import * as rules from "../../modules/aws-rules";
import type { Rule } from "../../modules/rule";

export interface Examples {
  readonly rule: Rule;
  readonly right: readonly string[];
  /** Value and what is wrong with it. */
  readonly wrong: Readonly<Record<string, string>>;
}

const ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ5mpNbN7Rj1Qk0oVYcX9mS4mKk0n5m1Yl8yq2m4Zt7a";
const RSA = `ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ${"C7vbqa".repeat(56)}==`;
const KEY = "key/12345678-90ab-cdef-1234-567890abcdef";

/** What each rule lets through and what it refuses; also held against Terraform, in rule.e2e.ts. */
export const EXAMPLES: Readonly<Record<keyof typeof rules, Examples>> = {
  settingsName: {
    rule: rules.settingsName,
    right: ["acme", "a1", "lab-2", "a2345678901234567890"],
    wrong: {
      "": "is empty",
      a: "has 1 of at least 2 characters",
      a23456789012345678901: "has 21 characters, at most 20 fit",
      Acme: "is not a name",
      "1st": "is not a name",
      "-acme": "is not a name",
      "acme-": "is not a name",
      "ac--me": "is not a name",
      ac_me: "is not a name",
      "ac.me": "is not a name",
      äcme: "is not a name",
    },
  },
  thingName: {
    rule: rules.thingName,
    right: ["spot", "on-demand", "g5", "a23456789012345"],
    wrong: {
      "": "is empty",
      a234567890123456: "has 16 characters, at most 15 fit",
      Spot: "is not a name",
      "5g": "is not a name",
      on_demand: "is not a name",
      "on--demand": "is not a name",
      "spot-": "is not a name",
    },
  },
  clusterPrefix: {
    rule: rules.clusterPrefix,
    right: ["chem-", "hpc", "Lab2-"],
    wrong: {
      a: "has 1 of at least 2 characters",
      "-chem": "is not the beginning of a cluster's name",
      "2chem": "is not the beginning of a cluster's name",
      chem_: "is not the beginning of a cluster's name",
      "chem*": "contains a wildcard, which a policy would widen",
    },
  },
  iamResourcePrefix: {
    rule: rules.iamResourcePrefix,
    right: ["/hpc/", "hpc-", "/hpc/team/chem-", "a_+=,.@b"],
    wrong: {
      "/": "is not a prefix of ParallelCluster's",
      "hpc/chem": "is not a prefix of ParallelCluster's",
      "//hpc/": "is not a prefix of ParallelCluster's",
      "/hpc/*": "contains a wildcard, which a policy would widen",
      [`/hpc/${"a".repeat(31)}`]: "has a name of more than 30 characters",
      "/aws-service-role/hpc-": "starts with a path that AWS keeps for itself",
    },
  },
  secretArn: {
    rule: rules.secretArn,
    right: ["arn:aws:secretsmanager:eu-west-2:111122223333:secret:hpc/directory-a1B2c3"],
    wrong: {
      "arn:aws:secretsmanager:eu-west-2:111122223333:secret:directory": "is not the ARN of a secret",
      "arn:aws:secretsmanager:eu-west-2:111122223333:secret:*": "contains a wildcard, which a policy would widen",
    },
  },
  hostedZoneId: {
    rule: rules.hostedZoneId,
    right: ["Z0123456789ABCDEFGHIJ", "Z1"],
    wrong: {
      "/hostedzone/Z1": "starts with /hostedzone/: the id is what follows",
      z1: "is not the id of a hosted zone",
    },
  },
  fileSystemId: {
    rule: rules.fileSystemId,
    right: ["fs-0123456789abcdef0", "fs-12345678"],
    wrong: { "fs-": "is not the id of a file system", "efs-12345678": "is not the id of a file system" },
  },
  lustreMountName: {
    rule: rules.lustreMountName,
    right: ["fsx", "3oolbbkm"],
    wrong: { "": "is empty", "/fsx": "is not a mount name", "123456789": "has 9 characters, at most 8 fit" },
  },
  archiveSource: {
    rule: rules.archiveSource,
    right: ["s3://acme-genomics/tools/ebs-autoscale-2.4.7.tgz", "https://files.example.com:8443/a/b.tar.gz"],
    wrong: {
      "http://files.example.com/a.tgz": "is plain HTTP, where anybody on the way may change it",
      "s3://acme-genomics/tools/../a.tgz": "contains . or .. as a folder, which tools resolve away",
      "https://files.example.com/a.zip": "is not the place of an archive",
      'https://files.example.com/a";reboot.tgz': "is not the place of an archive",
      "https://files.example.com/a$(reboot).tgz": "is not the place of an archive",
      "s3://acme-genomics": "is not the place of an archive",
    },
  },
  sha256: {
    rule: rules.sha256,
    right: ["0".repeat(64), "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    wrong: {
      ["0".repeat(63)]: "has 63 of at least 64 characters",
      ["A".repeat(64)]: "is not a SHA-256 checksum",
      "": "is empty",
    },
  },
  accountId: {
    rule: rules.accountId,
    right: ["111122223333", "000000000000"],
    wrong: {
      "11112222333": "is not an account number",
      "1111222233334": "is not an account number",
      "1111-2222-33": "is not an account number",
      "１11122223333": "is not an account number",
    },
  },
  region: {
    rule: rules.region,
    right: ["eu-west-2", "us-gov-west-1", "cn-northwest-1", "ap-southeast-7", "mx-central-1", "il-central-1"],
    wrong: {
      "eu-wset-2": "is not a region",
      "eu-west-2a": "is not a region",
      "EU-WEST-2": "is not a region",
      "us-iso-east-1": "is not a region",
      "eusc-de-east-1": "is not a region",
      "aws-global": "is not a region",
    },
  },
  bucketName: {
    rule: rules.bucketName,
    right: ["abc", "acme-duet", "1.2.3", "acme.runs.2026", "acme-111122223333-eu-west-2-an", "a".repeat(63)],
    wrong: {
      ab: "has 2 of at least 3 characters",
      ["a".repeat(64)]: "has 64 characters, at most 63 fit",
      "Acme-duet": "is not a bucket name",
      acme_duet: "is not a bucket name",
      "-acme": "is not a bucket name",
      "acme-": "is not a bucket name",
      "acme.": "is not a bucket name",
      "s3://acme/x": "is not a bucket name",
      "acme..duet": "contains two dots in a row",
      "192.168.5.4": "is written like an IP address",
      "xn--acme": "starts with xn--, sthree- or amzn-s3-demo-, which S3 keeps for itself",
      "sthree-acme": "starts with xn--, sthree- or amzn-s3-demo-, which S3 keeps for itself",
      "amzn-s3-demo-bucket": "starts with xn--, sthree- or amzn-s3-demo-, which S3 keeps for itself",
      "acme-s3alias": "ends with -s3alias, --ol-s3, .mrap, --x-s3 or --table-s3, which S3 keeps for other things",
      "acme--euw2-az1--x-s3":
        "ends with -s3alias, --ol-s3, .mrap, --x-s3 or --table-s3, which S3 keeps for other things",
    },
  },
  newBucketName: {
    rule: rules.newBucketName,
    right: ["acme-duet", "acme-an-1", "acme-fan"],
    wrong: {
      "acme-111122223333-eu-west-2-an": "ends with -an, which S3 keeps for the account's own regional namespace",
      "acme..duet": "contains two dots in a row",
    },
  },
  objectPrefix: {
    rule: rules.objectPrefix,
    right: ["runs/", "runs/2026/", "Sample_1.v2/", "year=2026/(final)!/", "..a/"],
    wrong: {
      runs: "does not end with a slash: it would also match longer names",
      "/runs/": "starts with a slash: object keys do not",
      "runs//2026/": "contains two slashes in a row",
      "runs/../": "contains . or .. as a folder, which tools resolve away",
      "./runs/": "contains . or .. as a folder, which tools resolve away",
      "my runs/": "is not a prefix",
      "it's/": "is not a prefix",
      "läufe/": "is not a prefix",
      [`${"a".repeat(512)}/`]: "has 513 characters, at most 512 fit",
    },
  },
  repositoryPrefix: {
    rule: rules.repositoryPrefix,
    right: ["acme-duet/", "acme/duet/", "a.b_c-d/1/"],
    wrong: {
      "acme-duet": "does not end with a slash: it would also match longer names",
      "Acme/": "is not a repository prefix",
      "1acme/": "is not a repository prefix",
      "acme--duet/": "is not a repository prefix",
      "acme//": "is not a repository prefix",
    },
  },
  iamPath: {
    rule: rules.iamPath,
    right: ["/", "/groundwork/", "/org/unit_1/"],
    wrong: {
      "groundwork/": "is not an IAM path",
      "/groundwork": "is not an IAM path",
      "//": "is not an IAM path",
      "/a b/": "is not an IAM path",
      "/aws-service-role/batch/": "starts with a path that AWS keeps for itself",
    },
  },
  roleName: {
    rule: rules.roleName,
    right: ["ecsInstanceRole", "a+b=c,d.e@f_g-h", "a".repeat(64)],
    wrong: {
      "a b": "is not a role name",
      "a/b": "is not a role name",
      ["a".repeat(65)]: "has 65 characters, at most 64 fit",
    },
  },
  policyName: {
    rule: rules.policyName,
    right: ["boundary", "a".repeat(128)],
    wrong: { "a:b": "is not a policy name", ["a".repeat(129)]: "has 129 characters, at most 128 fit" },
  },
  userName: {
    rule: rules.userName,
    right: ["ada", "grace.hopper@example.org", "a".repeat(64)],
    wrong: {
      "a/b": "is not a user name",
      "arn:aws:iam::111122223333:user/ada": "is not a user name",
      ["a".repeat(65)]: "has 65 characters, at most 64 fit",
    },
  },
  groupName: {
    rule: rules.groupName,
    right: ["scientists", "a".repeat(128)],
    wrong: { "a b": "is not a group name", ["a".repeat(129)]: "has 129 characters, at most 128 fit" },
  },
  jobDefinitionPrefix: {
    rule: rules.jobDefinitionPrefix,
    right: ["nf-", "isotropic-", "a"],
    wrong: {
      "": "is empty",
      "-nf": "is not the beginning of a job definition's name",
      "nf-*": "contains a wildcard, which a policy would widen",
    },
  },
  numberedQueues: {
    rule: rules.numberedQueues,
    right: ["GradientQueue_", "acme-gradients-"],
    wrong: {
      GradientQueue_1: "ends with a digit: the workflow adds the number itself",
      "gradients.fifo": "is not a queue's name without its number",
    },
  },
  instanceProfileName: {
    rule: rules.instanceProfileName,
    right: ["ecsInstanceRole", "a".repeat(128)],
    wrong: { "a/b": "is not an instance profile name" },
  },
  roleArn: {
    rule: rules.roleArn,
    right: [
      "arn:aws:iam::111122223333:role/ci",
      "arn:aws-cn:iam::111122223333:role/path/to/ci",
      "arn:aws-us-gov:iam::111122223333:role/ci",
    ],
    wrong: {
      "arn:aws:iam::111122223333:user/ada": "is not the ARN of a role",
      "arn:aws:iam::aws:role/ci": "is not the ARN of a role",
      "arn:aws-iso:iam::111122223333:role/ci": "is not the ARN of a role",
      "arn:aws:iam::111122223333:role//ci": "is not the ARN of a role",
      "arn:aws:iam::111122223333:role/": "is not the ARN of a role",
      "arn:aws:sts::111122223333:assumed-role/ci/x": "is not the ARN of a role",
      ci: "is not the ARN of a role",
    },
  },
  personArn: {
    rule: rules.personArn,
    right: [
      "arn:aws:iam::111122223333:user/ada",
      "arn:aws-cn:iam::111122223333:user/labs/ada",
      "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_science_0123456789abcdef",
    ],
    wrong: {
      "arn:aws:iam::111122223333:root": "is an account: name the users and roles in it",
      "arn:aws:iam::111122223333:group/scientists": "is not the ARN of a user or role",
      "arn:aws:sts::111122223333:assumed-role/ci/x": "is a session: name the role that it is of",
      "111122223333": "is not the ARN of a user or role",
      ada: "is not the ARN of a user or role",
    },
  },
  policyArn: {
    rule: rules.policyArn,
    right: ["arn:aws:iam::111122223333:policy/boundary", "arn:aws:iam::aws:policy/PowerUserAccess"],
    wrong: { "arn:aws:iam::111122223333:role/boundary": "is not the ARN of a managed policy" },
  },
  instanceProfileArn: {
    rule: rules.instanceProfileArn,
    right: ["arn:aws:iam::111122223333:instance-profile/ecs/instance"],
    wrong: { "arn:aws:iam::111122223333:role/instance": "is not the ARN of an instance profile" },
  },
  instanceProfile: {
    rule: rules.instanceProfile,
    right: ["ecsInstanceRole", "arn:aws:iam::111122223333:instance-profile/ecsInstanceRole"],
    wrong: {
      "arn:aws:iam::111122223333:role/instance": "is not an instance profile",
      "a/b": "is not an instance profile",
    },
  },
  kmsKeyArn: {
    rule: rules.kmsKeyArn,
    right: [
      `arn:aws:kms:eu-west-2:111122223333:${KEY}`,
      "arn:aws:kms:eu-west-2:111122223333:key/mrk-1234567890abcdef1234567890abcdef",
    ],
    wrong: {
      "arn:aws:kms:eu-west-2:111122223333:alias/data": "is an alias: policies are written for the key itself",
      [`arn:aws:kms::111122223333:${KEY}`]: "is not the ARN of a KMS key",
      "12345678-90ab-cdef-1234-567890abcdef": "is not the ARN of a KMS key",
    },
  },
  vpcId: {
    rule: rules.vpcId,
    right: ["vpc-0a1", "vpc-1a2b3c4d", "vpc-0123456789abcdef0"],
    wrong: {
      "vpc-0123456789abcdef01": "is not the id of a VPC",
      "vpc-xyz": "is not the id of a VPC",
      "subnet-1": "is not the id of a VPC",
    },
  },
  subnetId: {
    rule: rules.subnetId,
    right: ["subnet-1", "subnet-0123456789abcdef0"],
    wrong: { "vpc-1a2b3c4d": "is not the id of a subnet" },
  },
  securityGroupId: {
    rule: rules.securityGroupId,
    right: ["sg-0123456789abcdef0"],
    wrong: { default: "is not the id of a security group" },
  },
  ipv4Range: {
    rule: rules.ipv4Range,
    right: ["0.0.0.0/0", "10.0.0.0/16", "203.0.113.7/32", "255.255.255.255/9"],
    wrong: {
      "10.0.0.0": "is not an IPv4 range",
      "10.10.10.10": "is not an IPv4 range",
      "10.0.0.0/33": "is not an IPv4 range",
      "256.0.0.0/8": "is not an IPv4 range",
      "10.0.0/16": "is not an IPv4 range",
      "010.0.0.0/8": "is not an IPv4 range",
      "::/0": "is an IPv6 range: the networks here speak IPv4",
      "2001:db8::/32": "is an IPv6 range: the networks here speak IPv4",
    },
  },
  tagKey: {
    rule: rules.tagKey,
    right: ["owner", "cost centre", "a_b.c:d/e=f+g-h@i", "Größe", "部署", "k".repeat(128)],
    wrong: {
      "": "is empty",
      "aws:x": "starts with aws:, which AWS keeps for itself",
      "AWS:x": "starts with aws:, which AWS keeps for itself",
      "a<b": "is not a tag key",
      ["k".repeat(129)]: "has 129 characters, at most 128 fit",
    },
  },
  tagValue: {
    rule: rules.tagValue,
    right: ["", "genomics", "ada@example.org", "v".repeat(256)],
    wrong: {
      "aws:x": "starts with aws:, which AWS keeps for itself",
      "a;b": "is not a tag value",
      ["v".repeat(257)]: "has 257 characters, at most 256 fit",
    },
  },
  instanceType: {
    rule: rules.instanceType,
    right: ["t3.medium", "c6i.32xlarge", "p6-b200.48xlarge", "u-6tb1.112xlarge", "m7i.metal-24xl", "is4gen.8xlarge"],
    wrong: {
      t3: "names a family and no size",
      "t3.medum": "is not an instance type",
      "T3.medium": "is not an instance type",
      medium: "names a family and no size",
    },
  },
  batchInstanceType: {
    rule: rules.batchInstanceType,
    right: ["optimal", "default_x86_64", "default_arm64", "c6i", "g5.2xlarge", "p6e-gb200"],
    wrong: {
      optmal: "is not an instance type or family",
      c: "is not an instance type or family",
      "c6i.": "is not an instance type or family",
      "c6i.*": "contains a wildcard, which a policy would widen",
    },
  },
  sshPublicKey: {
    rule: rules.sshPublicKey,
    right: [ED25519, `${ED25519} ada@laptop`, RSA, `${RSA} two words`],
    wrong: {
      [ED25519.slice(0, -1)]: "is not an SSH public key",
      [`${ED25519.slice(0, -1)} ada`]: "is not an SSH public key",
      [`${ED25519}\n`]: "contains a line break or another control character",
      [`from="10.0.0.0/8" ${ED25519}`]: "is not an SSH public key",
      "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBDnVQpxjQ8":
        "is of a kind that EC2 does not import",
      "-----BEGIN OPENSSH PRIVATE KEY-----": "is a private key, which belongs to nobody but you",
    },
  },
};
