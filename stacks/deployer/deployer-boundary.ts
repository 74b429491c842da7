import type { Arn } from "../../modules/aws-environment";
import type { Statement } from "../../modules/policy-document";
import { iamLimits, iamRefusals } from "./iam-limits";
import type { DeployedStack, Reach } from "./reach";
import { thingLimits } from "./thing-limits";

const S3 = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html";
const BACKEND = "https://developer.hashicorp.com/terraform/language/backend/s3";
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
  ssm: ["DescribeParameters", "ListTagsForResource"],
};

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
    ...buckets(reach, [
      "s3:CreateBucket",
      "s3:DeleteBucket*",
      "s3:PutBucket*",
      "s3:PutEncryption*",
      "s3:PutLifecycle*",
    ]),
    ...emptying(reach),
    ...parameters(stack, reach),
    ...state(stack, ["s3:GetObject", "s3:PutObject"]),
    ...keys(stack, reach),
    ...iamRefusals(stack),
    ...refusals(stack, reach),
  ];
}

/** The most that the plan role of a stack can do: look, and lock the state. It runs code that nobody has reviewed. */
export function planBoundary(stack: DeployedStack, reach: Reach): Statement[] {
  return [
    look(reach),
    ...buckets(reach, []),
    ...parameters(stack, reach),
    ...state(stack, ["s3:GetObject"]),
    ...iamRefusals(stack),
    ...refusals(stack, reach),
  ];
}

function look(reach: Reach): Statement {
  const services = Object.entries(LOOK).filter(([service]) => reach.uses(service));
  return {
    sid: "LookAtWhatIsThere",
    actions: [
      "sts:GetCallerIdentity",
      ...services.flatMap(([service, names]) => names.map((it) => `${service}:${it}`)),
    ],
    resources: "*",
    because: "how things are set up is no data, and most of it is found by searching",
    source: REFERENCE,
  };
}

/** What has the stack's names. */
function namedThings({ aws, names }: DeployedStack, reach: Reach): Statement[] {
  const places: readonly (readonly [service: string, actions: readonly string[], resources: readonly Arn[]])[] = [
    [
      "batch",
      ["Create*", "Delete*", "TagResource", "UntagResource", "Update*"],
      [aws.arn("batch", `compute-environment/${names.of("*")}`), aws.arn("batch", `job-queue/${names.of("*")}`)],
    ],
    [
      "logs",
      [
        "CreateLogGroup",
        "DeleteLogGroup",
        "DeleteRetentionPolicy",
        "PutRetentionPolicy",
        "TagResource",
        "UntagResource",
      ],
      [aws.arn("logs", `log-group:${names.pathOf("*")}`)],
    ],
    [
      "sqs",
      [
        "CreateQueue",
        "DeleteQueue",
        "GetQueueAttributes",
        "ListQueueTags",
        "SetQueueAttributes",
        "TagQueue",
        "UntagQueue",
      ],
      [aws.arn("sqs", names.of("*"))],
    ],
    [
      "ssm",
      ["AddTagsToResource", "DeleteParameter", "PutParameter", "RemoveTagsFromResource"],
      [aws.arn("ssm", `parameter${names.pathOf("*")}`)],
    ],
  ];
  const used = places.filter(([service]) => reach.uses(service));
  if (used.length === 0) return [];
  return [
    {
      sid: "KeepWhatHasItsNames",
      actions: used.flatMap(([service, actions]) => actions.map((action) => `${service}:${action}`)),
      resources: used.flatMap(([, , resources]) => resources),
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
  if (!reach.calls("ssm:GetParameter")) return [];
  return [
    {
      sid: "ReadParametersThatAreNoSecret",
      actions: ["ssm:GetParameter", "ssm:GetParameters"],
      resources: [
        `arn:${aws.partition}:ssm:${aws.region}::parameter/aws/service/*`,
        aws.arn("ssm", `parameter${names.pathOf("*")}`),
      ],
      because: "what AWS publishes, and the stack's own, of which none is a SecureString",
      source: "https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html",
    },
  ];
}

/** The state of the one stack, and its lock, which whoever plans sets and takes away. */
function state({ aws, state }: DeployedStack, actions: readonly string[]): Statement[] {
  if (state === undefined) return [];
  const bucket = aws.bucketArn(state.bucket);
  const key: Statement = {
    sid: "UseTheKeyOfTheState",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [state.kmsKey as Arn],
    conditions: [{ test: "StringEquals", key: "kms:ViaService", values: [aws.serviceEndpoint("s3")] }],
    source: BACKEND,
  };
  return [
    { sid: "FindItsState", actions: ["s3:ListBucket"], resources: [bucket], source: BACKEND },
    { sid: "UseItsState", actions, resources: [`${bucket}/${state.key}`], source: BACKEND },
    {
      sid: "LockItsState",
      actions: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      resources: [`${bucket}/${state.key}.tflock`],
      source: BACKEND,
    },
    ...(state.kmsKey === undefined ? [] : [key]),
  ];
}

/** Keys of what is made encrypted: AWS's services use them for the deployer, and nobody else does. */
function keys({ aws }: DeployedStack, { keys }: Reach): Statement[] {
  if (keys.length === 0) return [];
  const services = ["ec2", "elasticfilesystem", "fsx"].map((service) => aws.serviceEndpoint(service));
  const viaService = { test: "StringEquals", key: "kms:ViaService", values: services };
  return [
    {
      sid: "LetServicesUseItsKeys",
      actions: ["kms:CreateGrant"],
      resources: keys,
      conditions: [viaService, { test: "Bool", key: "kms:GrantIsForAWSResource", values: ["true"] }],
      source: VIA_SERVICE,
    },
    {
      sid: "UseItsKeysThroughServices",
      actions: ["kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
      resources: keys,
      conditions: [viaService],
      source: VIA_SERVICE,
    },
  ];
}

function refusals({ aws }: DeployedStack, { buckets }: Reach): Statement[] {
  const through = ["secretsmanager", "ssm"].map((service) => aws.serviceEndpoint(service));
  return [
    ...(buckets.length === 0
      ? []
      : [
          {
            sid: "ReadNoData",
            effect: "Deny" as const,
            actions: ["s3:GetObject*", "s3:PutObject*"],
            resources: buckets.map((bucket): Arn => `${bucket}/*`),
            because: "whoever writes a bucket's policy could name itself there",
            source: S3,
          },
        ]),
    {
      sid: "DecryptNoParameter",
      effect: "Deny",
      actions: ["kms:Decrypt"],
      resources: "*",
      because: "the key of AWS's that encrypts a SecureString lets in whoever may read the parameter",
      conditions: [{ test: "StringEquals", key: "kms:ViaService", values: through }],
      source: VIA_SERVICE,
    },
  ];
}
