import { PARTITIONS } from "./partition";
import type { Rule } from "./rule";

const USER_GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const IAM_NAMES = `${USER_GUIDE}/reference_iam-quotas.html#reference_iam-quotas-names`;
const IAM_ARNS = `${USER_GUIDE}/reference_identifiers.html#identifiers-arns`;
const VPC = "https://docs.aws.amazon.com/vpc/latest/userguide";

const IAM_CHARACTERS = "[A-Za-z0-9_+=,.@-]";
const IAM_PATH_AND_NAME = `(${IAM_CHARACTERS}+/)*${IAM_CHARACTERS}+`;
const PARTITION = `(${PARTITIONS.join("|")})`;
const OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const FAMILY = "([a-z]+[0-9]+[a-z]*(-[a-z0-9]+)?|u-[0-9]+tb1)";
const SIZE = "(nano|micro|small|medium|large|[0-9]*xlarge|metal(-[0-9]+xl)?)";

/**
 * First word of every physical name.
 *
 * 20 characters: `<name>-<system>-<thing>` must fit the 64 of a role name, the longest system is `amazon-genomics-cli`
 * (19), and 23 are left for the thing. Everything else that is named takes more: 128 in Batch and launch templates.
 */
export const settingsName: Rule = {
  name: "a name",
  length: [2, 20],
  pattern: "^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
  refuses: [],
  allowed: "2 to 20 lower-case letters, digits and single hyphens; a letter first, no hyphen last",
  page: IAM_NAMES,
};

/**
 * A thing that settings name themselves, such as an environment or a queue.
 *
 * 15 characters: 23 are left behind `<name>-<system>-` ({@link settingsName}), and a role's name may add a word.
 */
export const thingName: Rule = {
  name: "a name",
  length: [1, 15],
  pattern: "^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
  refuses: [],
  allowed: "1 to 15 lower-case letters, digits and single hyphens; a letter first, no hyphen last",
  page: IAM_NAMES,
};

/** Account that everything is built in. */
export const accountId: Rule = {
  name: "an account number",
  length: [12, 12],
  pattern: "^[0-9]{12}$",
  refuses: [],
  allowed: "the 12 digits of an AWS account, in quotes",
  page: "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html",
};

/** Region of the three partitions; those of the isolated and the European sovereign partitions do not match. */
export const region: Rule = {
  name: "a region",
  length: [9, 16],
  pattern: "^(us-gov|[a-z]{2})-(north|south|east|west|central|northeast|northwest|southeast|southwest)-[0-9]{1,2}$",
  refuses: [],
  allowed: "a region of the partitions aws, aws-cn or aws-us-gov, such as eu-west-2",
  page: "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
};

/** Bucket that exists. */
export const bucketName: Rule = {
  name: "a bucket name",
  length: [3, 63],
  pattern: "^[a-z0-9][a-z0-9.-]*[a-z0-9]$",
  refuses: [
    ["[.][.]", "contains two dots in a row"],
    ["^[0-9]{1,3}([.][0-9]{1,3}){3}$", "is written like an IP address"],
    ["^(xn--|sthree-|amzn-s3-demo-)", "starts with xn--, sthree- or amzn-s3-demo-, which S3 keeps for itself"],
    [
      "(-s3alias|--ol-s3|[.]mrap|--x-s3|--table-s3)$",
      "ends with -s3alias, --ol-s3, .mrap, --x-s3 or --table-s3, which S3 keeps for other things",
    ],
  ],
  allowed: "3 to 63 lower-case letters, digits, hyphens and single dots; a letter or digit first and last",
  page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
};

/** Bucket to create: in the global namespace, where `-an` is kept for the account's regional one. */
export const newBucketName: Rule = {
  ...bucketName,
  refuses: [...bucketName.refuses, ["-an$", "ends with -an, which S3 keeps for the account's own regional namespace"]],
};

/**
 * Folder in a bucket, such as `runs/2026/`.
 *
 * Narrower than S3: no space and no quote, for the prefix also goes into the Nextflow configuration and the shell.
 */
export const objectPrefix: Rule = {
  name: "a prefix",
  length: [2, 512],
  pattern: "^([A-Za-z0-9!_.()=-]+/)+$",
  refuses: [
    ["^/", "starts with a slash: object keys do not"],
    ["//", "contains two slashes in a row"],
    ["(^|/)[.][.]?/", "contains . or .. as a folder, which tools resolve away"],
    ["[^/]$", "does not end with a slash: it would also match longer names"],
  ],
  allowed: "folders of letters, digits and !-_.()=, each ending with a slash, none before the first",
  page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html#object-key-guidelines",
};

/** Namespace of container repositories, such as `acme-duet/`. */
export const repositoryPrefix: Rule = {
  name: "a repository prefix",
  length: [2, 200],
  pattern: "^[a-z][a-z0-9]*([._-][a-z0-9]+)*/([a-z0-9]+([._-][a-z0-9]+)*/)*$",
  refuses: [["[^/]$", "does not end with a slash: it would also match longer names"]],
  allowed: "lower-case letters, digits and single . _ - between them, a letter first, a slash last",
  page: "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html",
};

/** IAM path; 400 of IAM's 512 characters, for `<name>/<system>/` follows. */
export const iamPath: Rule = {
  name: "an IAM path",
  length: [1, 400],
  pattern: `^/(${IAM_CHARACTERS}+/)*$`,
  refuses: [["^/aws-(reserved|service-role)/", "starts with a path that AWS keeps for itself"]],
  allowed: "/, or words of letters, digits and _+=,.@- between slashes: /groundwork/",
  page: IAM_NAMES,
};

function iamName(name: string, longest: number): Rule {
  return {
    name,
    length: [1, longest],
    pattern: `^${IAM_CHARACTERS}+$`,
    refuses: [],
    allowed: `1 to ${longest} letters, digits and _+=,.@-`,
    page: IAM_NAMES,
  };
}

/** Role, without its path. */
export const roleName = iamName("a role name", 64);

/** Policy, without its path. */
export const policyName = iamName("a policy name", 128);

/** User, without its path. */
export const userName = iamName("a user name", 64);

/** Group of users, without its path. */
export const groupName = iamName("a group name", 128);

/** Instance profile, without its path. */
export const instanceProfileName = iamName("an instance profile name", 128);

function arn(name: string, resource: string, example: string, page: string): Rule {
  return {
    name,
    length: [20, 700],
    pattern: `^arn:${PARTITION}:${resource}$`,
    refuses: [],
    allowed: `${name}: arn:aws:${example}`,
    page,
  };
}

/** ARN of a role. */
export const roleArn = arn(
  "the ARN of a role",
  `iam::[0-9]{12}:role/${IAM_PATH_AND_NAME}`,
  "iam::<account>:role/<name>",
  IAM_ARNS,
);

/** ARN of somebody who can assume a role: a user, or the role that a sign-in gives them. Of an account it would be everybody. */
export const personArn: Rule = {
  ...arn(
    "the ARN of a user or role",
    `iam::[0-9]{12}:(user|role)/${IAM_PATH_AND_NAME}`,
    "iam::<account>:user/<name>",
    IAM_ARNS,
  ),
  refuses: [
    [":root$", "is an account: name the users and roles in it"],
    [":sts:", "is a session: name the role that it is of"],
  ],
};

/** ARN of a managed policy: the account's own, or one of AWS. */
export const policyArn = arn(
  "the ARN of a managed policy",
  `iam::([0-9]{12}|aws):policy/${IAM_PATH_AND_NAME}`,
  "iam::<account>:policy/<name>",
  IAM_ARNS,
);

/** ARN of an instance profile. */
export const instanceProfileArn = arn(
  "the ARN of an instance profile",
  `iam::[0-9]{12}:instance-profile/${IAM_PATH_AND_NAME}`,
  "iam::<account>:instance-profile/<name>",
  IAM_ARNS,
);

/** Instance profile, by its name or by its ARN. */
export const instanceProfile: Rule = {
  ...instanceProfileArn,
  name: "an instance profile",
  length: [1, 700],
  pattern: `(${instanceProfileName.pattern})|(${instanceProfileArn.pattern})`,
  allowed: `the name of an instance profile, or ${instanceProfileArn.allowed}`,
};

/** ARN of a KMS key. */
export const kmsKeyArn: Rule = {
  ...arn(
    "the ARN of a KMS key",
    "kms:[a-z0-9-]+:[0-9]{12}:key/([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})",
    "kms:<region>:<account>:key/<id>",
    "https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN",
  ),
  refuses: [[":alias/", "is an alias: policies are written for the key itself"]],
};

/** AWS gives 8 or 17 hexadecimal digits; fewer are let through, for documents shorten them (`vpc-0a1`). */
function resourceId(name: string, prefix: string, page: string): Rule {
  return {
    name,
    length: [prefix.length + 2, prefix.length + 18],
    pattern: `^${prefix}-[0-9a-f]{1,17}$`,
    refuses: [],
    allowed: `${name}: ${prefix}- and hexadecimal digits`,
    page,
  };
}

/** Network that exists. */
export const vpcId = resourceId("the id of a VPC", "vpc", `${VPC}/configure-your-vpc.html`);

/** Part of a network, in one zone. */
export const subnetId = resourceId("the id of a subnet", "subnet", `${VPC}/configure-subnets.html`);

/** Security group that exists. */
export const securityGroupId = resourceId("the id of a security group", "sg", `${VPC}/vpc-security-groups.html`);

/** File system that exists, of EFS or of FSx. */
export const fileSystemId = resourceId(
  "the id of a file system",
  "fs",
  "https://docs.aws.amazon.com/efs/latest/ug/managing.html",
);

/** Name that clients mount a file system of FSx for Lustre by. */
export const lustreMountName: Rule = {
  name: "a mount name",
  length: [1, 8],
  pattern: "^[A-Za-z0-9_-]+$",
  refuses: [],
  allowed: "the mount name that FSx made, such as fsx or 3oolbbkm",
  page: "https://docs.aws.amazon.com/fsx/latest/LustreGuide/mount-fs-auto-mount-onreboot.html",
};

/** Archive that instances fetch at their start: narrower than S3 and URLs are, for it also goes into a shell script. */
export const archiveSource: Rule = {
  name: "the place of an archive",
  length: [12, 1024],
  pattern:
    "^(s3://[a-z0-9][a-z0-9.-]+[a-z0-9]|https://[A-Za-z0-9.-]+(:[0-9]+)?)(/[A-Za-z0-9_.+~=-]+)+[.](tgz|tar[.]gz)$",
  refuses: [
    ["^http:", "is plain HTTP, where anybody on the way may change it"],
    ["/[.][.]?/", "contains . or .. as a folder, which tools resolve away"],
  ],
  allowed: "s3://<bucket>/<key>.tgz or https://<host>/<path>.tgz, of letters, digits and _.+~=-",
  page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html#object-key-guidelines",
};

/** Checksum of a file, as sha256sum prints it. */
export const sha256: Rule = {
  name: "a SHA-256 checksum",
  length: [64, 64],
  pattern: "^[0-9a-f]+$",
  refuses: [],
  allowed: "64 hexadecimal digits in lower case, as sha256sum prints them",
  page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html",
};

/** Range of IPv4 addresses; that no bit is set behind the prefix, and how wide it may be, is checked where it is used. */
export const ipv4Range: Rule = {
  name: "an IPv4 range",
  length: [9, 18],
  pattern: `^(${OCTET}[.]){3}${OCTET}/(3[0-2]|[12]?[0-9])$`,
  refuses: [[":", "is an IPv6 range: the networks here speak IPv4"]],
  allowed: "an IPv4 range, such as 10.0.0.0/16",
  page: `${VPC}/vpc-cidr-blocks.html`,
};

const TAGS = "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html";
const TAG_CHARACTERS = "[\\p{L}\\p{Z}\\p{N}_.:/=+@-]";
const RESERVED_TAG: Rule["refuses"] = [["^[Aa][Ww][Ss]:", "starts with aws:, which AWS keeps for itself"]];

/** Name of a tag. */
export const tagKey: Rule = {
  name: "a tag key",
  length: [1, 128],
  pattern: `^${TAG_CHARACTERS}+$`,
  refuses: RESERVED_TAG,
  allowed: "1 to 128 letters, digits, spaces and _.:/=+-@",
  page: TAGS,
};

/** Value of a tag. */
export const tagValue: Rule = {
  name: "a tag value",
  length: [0, 256],
  pattern: `^${TAG_CHARACTERS}*$`,
  refuses: RESERVED_TAG,
  allowed: "up to 256 letters, digits, spaces and _.:/=+-@",
  page: TAGS,
};

/** Size of one machine. */
export const instanceType: Rule = {
  name: "an instance type",
  length: [4, 40],
  pattern: `^${FAMILY}[.]${SIZE}$`,
  refuses: [["^[^.]*$", "names a family and no size"]],
  allowed: "an instance type, such as t3.medium",
  page: "https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html",
};

/** What Batch may start: sizes, families, and the bundles that it keeps up to date by itself. */
export const batchInstanceType: Rule = {
  name: "an instance type or family",
  length: [2, 40],
  pattern: `^(optimal|default_x86_64|default_arm64|${FAMILY}([.]${SIZE})?)$`,
  refuses: [],
  allowed: "an instance type (c6i.4xlarge), a family (c6i), optimal, default_x86_64 or default_arm64",
  page: "https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html",
};

/** First letters of names of job definitions, such as `nf-`. */
export const jobDefinitionPrefix: Rule = {
  name: "the beginning of a job definition's name",
  length: [1, 100],
  pattern: "^[A-Za-z0-9][A-Za-z0-9_-]*$",
  refuses: [],
  allowed: "1 to 100 letters, digits, _ and -; a letter or digit first",
  page: "https://docs.aws.amazon.com/batch/latest/APIReference/API_RegisterJobDefinition.html",
};

/** Queues of messages that exist and are numbered, without the number: `GradientQueue_` of `GradientQueue_1`. */
export const numberedQueues: Rule = {
  name: "a queue's name without its number",
  length: [1, 78],
  pattern: "^[A-Za-z0-9_-]*[A-Za-z_-]$",
  refuses: [["[0-9]$", "ends with a digit: the workflow adds the number itself"]],
  allowed: "up to 78 letters, digits, _ and -, no digit last: GradientQueue_ for GradientQueue_1",
  page: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html",
};

const PCLUSTER = "https://docs.aws.amazon.com/parallelcluster/latest/ug";

/** First letters of names of clusters of ParallelCluster, such as `chem-`. */
export const clusterPrefix: Rule = {
  name: "the beginning of a cluster's name",
  length: [2, 30],
  pattern: "^[A-Za-z][A-Za-z0-9-]*$",
  refuses: [],
  allowed: "2 to 30 letters, digits and hyphens, a letter first: chem- for chem-run1",
  page: `${PCLUSTER}/pcluster.create-cluster-v3.html`,
};

/** Path, first letters of names, or both, of what ParallelCluster makes in IAM: its Iam/ResourcePrefix. */
export const iamResourcePrefix: Rule = {
  name: "a prefix of ParallelCluster's",
  length: [2, 200],
  pattern: `^(/(${IAM_CHARACTERS}+/)+)?${IAM_CHARACTERS}*$`,
  refuses: [
    ["[^/]{31}$", "has a name of more than 30 characters"],
    ["^/aws-(reserved|service-role)/", "starts with a path that AWS keeps for itself"],
  ],
  allowed: "/<path>/, <name> or /<path>/<name>, as Iam/ResourcePrefix of a configuration",
  page: `${PCLUSTER}/Iam-v3.html`,
};

/** ARN of a secret, with the six characters that Secrets Manager adds to its name. */
export const secretArn = arn(
  "the ARN of a secret",
  "secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}",
  "secretsmanager:<region>:<account>:secret:<name>-<6 characters>",
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html",
);

/** Hosted zone of Route 53 that exists. */
export const hostedZoneId: Rule = {
  name: "the id of a hosted zone",
  length: [2, 32],
  pattern: "^Z[A-Z0-9]+$",
  refuses: [["^/hostedzone/", "starts with /hostedzone/: the id is what follows"]],
  allowed: "the id of a hosted zone: Z and capital letters or digits",
  page: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZone.html",
};

/** SSH public key, one line; EC2 takes RSA and ED25519 and no other kind. */
export const sshPublicKey: Rule = {
  name: "an SSH public key",
  length: [80, 2048],
  pattern:
    "^(ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI[A-Za-z0-9+/]{43}|ssh-rsa AAAAB3NzaC1yc2EA[A-Za-z0-9+/]+={0,2})( [ -#&-)+->@-~]+)?$",
  refuses: [
    ["PRIVATE KEY", "is a private key, which belongs to nobody but you"],
    ["^(ecdsa|sk|ssh-dss)", "is of a kind that EC2 does not import"],
  ],
  allowed: "one line that starts with ssh-ed25519 or ssh-rsa, as ssh-keygen writes it to <file>.pub",
  page: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportKeyPair.html",
};
