import type { Arn } from "../../modules/aws-environment";
import type { Statement } from "../../modules/policy-document";
import { iamLimits, iamRefusals } from "./iam-limits";
import type { DeployedStack, Reach } from "./reach";
import { stateLimits } from "./state-limits";
import { thingLimits } from "./thing-limits";

const S3 = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html";
const VIA_SERVICE = "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html";
const REFERENCE =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html";

/** Looking at what there is. Nothing in it is data, and none of it tells what is in a parameter. */
const LOOK: Readonly<Record<string, readonly string[]>> = {
  batch: ["Describe*", "ListTagsForResource"],
  ec2: ["Describe*"],
  elasticfilesystem: ["Describe*", "ListTagsForResource"],
  fsx: ["DescribeFileSystems", "ListTagsForResource"],
  iam: ["GetGroup", "GetInstanceProfile", "GetPolicy*", "GetRole*", "List*"],
  kms: ["DescribeKey"],
  logs: ["DescribeLogGroups", "ListTags*"],
  sqs: ["GetQueueAttributes", "ListQueueTags"],
  ssm: ["DescribeParameters", "ListTagsForResource"],
  sts: ["GetCallerIdentity"],
};

/** Keeping what has the stack's names. */
const KEEP: Readonly<Record<string, readonly string[]>> = {
  batch: ["Create*", "Delete*", "TagResource", "UntagResource", "Update*"],
  logs: ["CreateLogGroup", "DeleteLogGroup", "*RetentionPolicy", "TagResource", "UntagResource"],
  sqs: ["CreateQueue", "DeleteQueue", "SetQueueAttributes", "TagQueue", "UntagQueue"],
  ssm: ["AddTagsToResource", "DeleteParameter", "PutParameter", "RemoveTagsFromResource"],
};

const KEEP_BUCKETS = [
  "CreateBucket",
  "DeleteBucket",
  "DeleteBucketPolicy",
  "PutBucketPolicy",
  "PutBucketPublicAccessBlock",
  "PutBucketTagging",
  "PutBucketVersioning",
  "PutEncryption*",
  "PutLifecycle*",
];

/**
 * The most that the deploy role of a stack can do, whatever policies somebody gives it.
 *
 * An allow list: a service that the stack does not need is not in it. Each thing is held by its name, its path or the owner
 * tags; docs/decisions/0002-deployer-boundary.md says against what.
 */
export function deployBoundary(stack: DeployedStack, reach: Reach): Statement[] {
  return [
    look(reach),
    ...iamLimits(stack, reach),
    ...thingLimits(stack, reach),
    ...namedThings(stack, reach),
    ...buckets(reach, reach.calls("s3", KEEP_BUCKETS)),
    ...emptying(reach),
    ...parameters(stack, reach),
    ...stateLimits(stack, "deploy"),
    ...endpointNames(reach),
    ...keys(stack, reach),
    ...iamRefusals(stack, reach),
    ...dataRefusals(stack, reach),
  ];
}

/** The most that the plan role of a stack can do: look, and lock the state. It runs code that nobody has reviewed. */
export function planBoundary(stack: DeployedStack, reach: Reach): Statement[] {
  return [
    look(reach),
    ...buckets(reach, []),
    ...parameters(stack, reach),
    ...stateLimits(stack, "plan"),
    ...iamRefusals(stack, reach),
    ...dataRefusals(stack, reach),
  ];
}

function look(reach: Reach): Statement {
  return {
    sid: "LookAround",
    actions: Object.entries(LOOK).flatMap(([service, names]) => reach.calls(service, names)),
    resources: "*",
    because: "how things are set up is no data, and most of it is found by searching",
    source: REFERENCE,
  };
}

function namedThings({ aws, names }: DeployedStack, reach: Reach): Statement[] {
  const places: Readonly<Record<string, readonly Arn[]>> = {
    batch: ["compute-environment", "job-queue"].map((type) => aws.arn("batch", `${type}/${names.of("*")}`)),
    logs: [aws.arn("logs", `log-group:${names.pathOf("*")}`)],
    sqs: [aws.arn("sqs", names.of("*"))],
    ssm: [aws.arn("ssm", `parameter${names.pathOf("*")}`)],
  };
  const kept = Object.entries(KEEP).map(([service, calls]) => ({ service, actions: reach.calls(service, calls) }));
  const used = kept.filter(({ actions }) => actions.length > 0);
  if (used.length === 0) return [];
  return [
    {
      sid: "KeepWhatHasItsNames",
      actions: used.flatMap(({ actions }) => actions),
      resources: used.flatMap(({ service }) => places[service] ?? []),
      because: "all names of the stack begin alike",
      source: REFERENCE,
    },
  ];
}

function buckets({ buckets }: Reach, changes: readonly string[]): Statement[] {
  if (buckets.length === 0) return [];
  return [
    {
      sid: changes.length > 0 ? "KeepItsBuckets" : "LookAtItsBuckets",
      actions: ["s3:Get*Configuration", "s3:GetBucket*", "s3:ListBucket", ...changes],
      resources: buckets,
      because: "how its buckets are set up, which is a dozen calls",
      source: S3,
    },
  ];
}

function emptying({ buckets, objects }: Reach): Statement[] {
  if (objects.length === 0) return [];
  return [
    {
      sid: "EmptyItsBuckets",
      actions: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ListBucketVersions"],
      resources: [...objects, ...buckets.filter((bucket) => objects.includes(`${bucket}/*`))],
      because: "the settings let these be destroyed with whatever is in them",
      source: S3,
    },
  ];
}

function parameters({ aws, names }: DeployedStack, reach: Reach): Statement[] {
  const read = reach.parameters;
  if (read.length === 0) return [];
  const published: Arn = `arn:${aws.partition}:ssm:${aws.region}:*:parameter/aws/service/*`;
  const own = aws.arn("ssm", `parameter${names.pathOf("*")}`);
  const isOwn = (arn: Arn) => arn.startsWith(own.slice(0, -1));
  return [
    {
      sid: "ReadParameters",
      actions: ["ssm:GetParameter"],
      resources: [...(read.some((arn) => !isOwn(arn)) ? [published] : []), ...(read.some(isOwn) ? [own] : [])],
      because: "what AWS publishes, and the stack's own, of which none is a SecureString",
      source: "https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html",
    },
  ];
}

/** Private names of endpoints stand in zones of AWS's. */
function endpointNames(reach: Reach): Statement[] {
  const actions = reach.calls("route53", ["AssociateVPCWithHostedZone"]);
  if (actions.length === 0) return [];
  const because = "the zone with an endpoint's private names is AWS's, and has no id before it is made";
  return [{ sid: "NameEndpoints", actions, resources: "*", because, source: REFERENCE }];
}

/** Keys of what is made encrypted: AWS's services use them for the deployer, and nobody else does. */
function keys({ aws }: DeployedStack, { keys }: Reach): Statement[] {
  if (keys.length === 0) return [];
  const services = ["ec2", "elasticfilesystem", "fsx"].map((service) => aws.serviceEndpoint(service));
  const viaService = { test: "StringEquals", key: "kms:ViaService", values: services };
  return [
    {
      sid: "GrantItsKeys",
      actions: ["kms:CreateGrant"],
      resources: keys,
      conditions: [viaService, { test: "Bool", key: "kms:GrantIsForAWSResource", values: ["true"] }],
      source: VIA_SERVICE,
    },
    {
      sid: "UseItsKeys",
      actions: ["kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
      resources: keys,
      conditions: [viaService],
      source: VIA_SERVICE,
    },
  ];
}

/** What is said aloud: a resource policy that names a session is enough beside a boundary that is silent. */
function dataRefusals({ aws }: DeployedStack, { buckets }: Reach): Statement[] {
  const decrypt: Statement = {
    sid: "DecryptNoParameter",
    effect: "Deny",
    actions: ["kms:Decrypt"],
    resources: "*",
    because: "the key of AWS's that encrypts a SecureString lets in whoever may read the parameter",
    conditions: [{ test: "StringEquals", key: "kms:ViaService", values: [aws.serviceEndpoint("ssm")] }],
    source: VIA_SERVICE,
  };
  if (buckets.length === 0) return [decrypt];
  return [
    {
      sid: "LeaveData",
      effect: "Deny",
      actions: ["s3:GetObject*", "s3:PutObject*"],
      resources: buckets.map((bucket): Arn => `${bucket}/*`),
      because: "whoever writes a bucket's policy could name itself there",
      source: S3,
    },
    decrypt,
  ];
}
