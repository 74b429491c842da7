import type { Arn, AwsEnvironment } from "./aws-environment";
import { and, any, type Condition, each, type List, present, when } from "./deferred";
import { repeatThings, type Things } from "./deferred-map";
import type { Statement, Statements } from "./policy-document";

const EBS_KEYS = "https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html";
const SPOT_KEYS =
  "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/service-linked-roles-spot-instance-requests.html";
const S3_KEYS = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html";

/** Props of {@link keyPolicyToMerge}. */
export interface KeyPolicyProps {
  readonly aws: AwsEnvironment;
  /** Key of the volumes of instances that Batch starts. @default - none */
  readonly volumeKey?: string | undefined;
  /** Whether Batch starts spot instances, and whether it asks a spot fleet for them. @default - neither */
  readonly spot?: { readonly instances: Condition; readonly fleet: Condition };
  /** Keys of the objects in buckets. @default - none */
  readonly bucketKeys?: readonly (string | undefined)[];
  /** More of them, each with the number of its statement. @default - none */
  readonly moreBucketKeys?: Things<NumberedKey>;
  /** Roles that read and write those objects; where there are none, none are named. */
  readonly roleArns: List<Arn>;
}

/** A key with a number. */
export interface NumberedKey {
  readonly number: string;
  readonly key: string;
}

/**
 * What the policies of KMS keys of one's own should say, to merge into them by hand; each statement names its key.
 *
 * Batch itself needs nothing on a key: it starts instances through EC2 Auto Scaling, whose linked role does. The linked
 * roles must be there first, for KMS refuses a policy that names a role which is not. Our own roles are named for keys of
 * other accounts, or with a policy that does not leave permissions to IAM.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
 */
export function keyPolicyToMerge(props: KeyPolicyProps): Statements {
  const {
    aws,
    volumeKey,
    spot = { instances: false, fleet: false },
    bucketKeys = [],
    moreBucketKeys = {},
    roleArns,
  } = props;
  const linked = (service: string, name: string): Arn =>
    aws.iamArn(`role/aws-service-role/${service}.amazonaws.com/AWSServiceRoleFor${name}`);
  const starters: [name: string, role: Arn, source: string, there: Condition][] = [
    ["AutoScaling", linked("autoscaling", "AutoScaling"), EBS_KEYS, true],
    ["SpotInstances", linked("spot", "EC2Spot"), SPOT_KEYS, spot.instances],
    ["SpotFleet", linked("spotfleet", "EC2SpotFleet"), SPOT_KEYS, spot.fleet],
  ];
  const useObjects = (number: string, key: Arn): Statement => ({
    sid: `LetRolesUseObjects${number}`,
    principals: [{ type: "AWS", identifiers: each(roleArns, (arn) => arn) }],
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [key],
    conditions: [{ test: "StringEquals", key: "kms:ViaService", values: [aws.serviceEndpoint("s3")] }],
    source: S3_KEYS,
  });
  return [
    ...starters.flatMap(([name, role, source, there]) =>
      when(and(present(volumeKey), there), ...letStart(name, role, volumeKey as Arn, source)),
    ),
    ...bucketKeys.flatMap((key, index) =>
      when(and(any(roleArns), present(key)), useObjects(`${index === 0 ? "" : index + 1}`, key as Arn)),
    ),
    ...when(
      any(roleArns),
      ...repeatThings(moreBucketKeys, "statement", ({ number, key }) => [useObjects(number, key as Arn)]),
    ),
  ];
}

/** What starting an instance with an encrypted volume takes: using the key, and letting EC2 use it. */
function letStart(name: string, role: Arn, key: Arn, source: string): Statement[] {
  const principals = [{ type: "AWS", identifiers: [role] }] as const;
  return [
    {
      sid: `Let${name}EncryptVolumes`,
      principals,
      actions: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
      resources: [key],
      source,
    },
    {
      sid: `Let${name}HandTheKeyToEc2`,
      principals,
      actions: ["kms:CreateGrant"],
      resources: [key],
      conditions: [{ test: "Bool", key: "kms:GrantIsForAWSResource", values: ["true"] }],
      source,
    },
  ];
}
