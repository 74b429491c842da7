import type { Arn, AwsEnvironment } from "./aws-environment";
import { present, when } from "./deferred";
import type { Statement, Statements } from "./policy-document";

/** The script that creates, attaches and tags volumes, and the policy that its authors give. */
const SCRIPT = "https://github.com/awslabs/amazon-ebs-autoscale, bin/create-ebs-volume";
const EC2_ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html";
const EBS_KMS = "https://docs.aws.amazon.com/ebs/latest/userguide/how-ebs-encryption-works.html";

/** The tag by which the script finds the volumes that an instance made: its value is the instance's id. */
const MAKER = "source-instance";

/**
 * Whether the caller is the instance that a tag names: credentials of an instance end in its id.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 */
function itself(tag: "aws:RequestTag" | "aws:ResourceTag") {
  return { test: "StringLike", key: "aws:userid", values: [`*:\${${tag}/${MAKER}}`] };
}

/** Props of {@link growScratch}. */
export interface EbsAutoscaleProps {
  readonly aws: AwsEnvironment;
  /** Tags that the instances carry. */
  readonly ownerTags: Readonly<Record<string, string>>;
  /** KMS key that the account encrypts new volumes with by default. @default - AWS's own key, which needs no permission */
  readonly volumeKmsKeyArn?: Arn | undefined;
}

/**
 * What Amazon EBS Autoscale calls to make a file system larger while it is in use.
 *
 * Its authors allow all of it on every volume and instance of the account. Here an instance makes encrypted volumes that
 * carry its own id, and does with those, and no other, what the script does.
 */
export function growScratch({ aws, ownerTags, volumeKmsKeyArn }: EbsAutoscaleProps): Statements {
  const volumes = aws.arn("ec2", "volume/*");
  const instances = aws.arn("ec2", "instance/*");
  const ids = "EC2 makes the ids";
  const ours = Object.entries(ownerTags).map(([key, value]) => ({
    test: "StringEquals",
    key: `aws:ResourceTag/${key}`,
    values: [value],
  }));
  const encrypted = { test: "Bool", key: "ec2:Encrypted", values: ["true"] };
  return [
    {
      sid: "SeeVolumes",
      actions: ["ec2:DescribeTags", "ec2:DescribeVolumeStatus", "ec2:DescribeVolumes"],
      resources: "*",
      because: "these describe actions of EC2 take no resource",
      source: EC2_ACTIONS,
    },
    {
      sid: "CreateVolumesInItsOwnName",
      actions: ["ec2:CreateVolume"],
      resources: [volumes],
      because: `${ids}; the tag that the script sets holds it to volumes that name the caller as their maker`,
      conditions: [itself("aws:RequestTag"), encrypted],
      source: SCRIPT,
    },
    {
      sid: "TagVolumesWhenTheyAreCreated",
      actions: ["ec2:CreateTags"],
      resources: [volumes],
      because: `${ids}; tags are set by the call that creates the volume and by no other`,
      conditions: [
        { test: "StringEquals", key: "ec2:CreateAction", values: ["CreateVolume"] },
        itself("aws:RequestTag"),
      ],
      source: SCRIPT,
    },
    {
      sid: "UseItsOwnVolumes",
      actions: ["ec2:AttachVolume", "ec2:DeleteVolume", "ec2:DescribeVolumeAttribute"],
      resources: [volumes],
      because: `${ids}; the tag holds it to volumes that the caller made`,
      conditions: [itself("aws:ResourceTag")],
      source: SCRIPT,
    },
    {
      sid: "AttachVolumesToOurInstances",
      actions: ["ec2:AttachVolume"],
      resources: [instances],
      because: `${ids}; the tags hold it to instances of the environments`,
      conditions: ours,
      source: SCRIPT,
    },
    {
      sid: "LetVolumesEndWithTheInstance",
      actions: ["ec2:ModifyInstanceAttribute"],
      resources: [instances],
      because: `${ids}; the tags hold it to instances of the environments, the attribute to their volumes: user data is another`,
      conditions: [
        ...ours,
        // AWS publishes the key and not how it spells this value: its API has BlockDeviceMapping and blockDeviceMapping
        { test: "StringEqualsIgnoreCase", key: "ec2:Attribute", values: ["blockDeviceMapping"] },
      ],
      source: SCRIPT,
    },
    ...when<Statement>(present(volumeKmsKeyArn), ...useVolumeKey(aws, volumeKmsKeyArn as Arn)),
  ];
}

/** What a caller of CreateVolume and AttachVolume needs on a key of one's own. */
function useVolumeKey(aws: AwsEnvironment, key: Arn): Statement[] {
  const throughEc2 = { test: "StringEquals", key: "kms:ViaService", values: [aws.serviceEndpoint("ec2")] };
  return [
    {
      sid: "EncryptNewVolumes",
      actions: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
      resources: [key],
      conditions: [throughEc2],
      source: EBS_KMS,
    },
    {
      sid: "LetEbsUseTheKey",
      actions: ["kms:CreateGrant"],
      resources: [key],
      conditions: [throughEc2, { test: "Bool", key: "kms:GrantIsForAWSResource", values: ["true"] }],
      source: EBS_KMS,
    },
  ];
}
