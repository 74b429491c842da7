import { LaunchTemplate as AwsLaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { attribute, type Condition, choose, equal, isDeferred } from "./deferred";
import { Expression } from "./deferred-expression";
import type { Times } from "./deferred-map";
import { onlyWhen } from "./deferred-text";
import { SCRATCH_DEVICE } from "./scratch-volume";

/** Bytes of user data, before it is encoded. */
export const USER_DATA_BYTES = 16_384;

/** Who gets the instance's credentials by the metadata service. */
export type MetadataReach = "instance" | "containers";

/** Props of {@link LaunchTemplate}. */
export interface LaunchTemplateProps extends Times {
  /** At least three characters. */
  readonly templateName: string;
  readonly description: string;
  /** Size of the root volume, in GiB. */
  readonly volumeGiB: number;
  /** Size of a second volume at {@link SCRATCH_DEVICE}, in GiB. @default - none */
  readonly scratchGiB?: number;
  /** KMS key of the volumes. @default - the account's default key for volumes */
  readonly volumeKmsKeyArn?: string;
  /**
   * Whether containers reach the metadata service (two hops) or the instance alone (one): containers need it where
   * jobs borrow the instance's role because they have none of their own.
   */
  readonly metadataReach: MetadataReach;
  /** Shell script that runs at the first start; it must hold no secret. @default - none */
  readonly script?: string;
  /** Whether there is anything in the script, where that is not known yet. @default true */
  readonly hasScript?: Condition;
  /** Tags of instances and volumes. */
  readonly instanceTags?: Record<string, string>;
  /** How many of it there are, where that is not known yet. @default - one */
  readonly count?: number;
  /** @default - the provider's default tags */
  readonly tags?: Record<string, string>;
}

/**
 * How instances of a compute environment are started: an encrypted gp3 root volume and version 2 of the metadata service.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/launch-templates.html
 */
export class LaunchTemplate extends Construct {
  readonly launchTemplateId: string;
  /** What changes with each version, for what must be replaced then. */
  readonly versionReference: string;

  constructor(scope: Construct, id: string, props: LaunchTemplateProps) {
    super(scope, id);
    const { templateName, description, volumeGiB, scratchGiB, volumeKmsKeyArn, metadataReach } = props;
    const { script, hasScript = true, instanceTags, tags, forEach, count } = props;
    const volume = (deviceName: string, volumeSize: number) => ({
      deviceName,
      ebs: {
        volumeSize,
        volumeType: "gp3",
        encrypted: "true",
        kmsKeyId: volumeKmsKeyArn,
        deleteOnTermination: "true",
      },
    });
    const template = new AwsLaunchTemplate(this, "launch-template", {
      forEach,
      count,
      name: templateName,
      description,
      updateDefaultVersion: true,
      blockDeviceMappings: [
        // the root device of Amazon Linux 2023, which the ECS-optimized images are made of
        volume("/dev/xvda", volumeGiB),
        ...(scratchGiB === undefined ? [] : [volume(SCRATCH_DEVICE, scratchGiB)]),
      ],
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: choose(equal(metadataReach, "containers"), 2, 1),
      },
      userData: script === undefined ? undefined : onlyWhen(hasScript, base64(multipart(script))),
      tagSpecifications:
        instanceTags && ["instance", "volume"].map((resourceType) => ({ resourceType, tags: instanceTags })),
      tags,
    });
    const each = forEach ? "[each.key]" : count === undefined ? "" : "[0]";
    this.launchTemplateId = attribute(template, "id");
    this.versionReference = `${template.terraformResourceType}.${template.friendlyUniqueId}${each}.latest_version`;
  }
}

/**
 * A text in Base64 that Terraform leaves as it is, braces, quotes and backslashes too, but for values that it alone knows.
 *
 * `rawString` of cdktf 0.21 escapes neither backslashes nor `%{`, and breaks a token in the text.
 */
function base64(text: string): string {
  const parts = text.split(/(\$\{TfToken\[[^\]]*\]\})/).filter((part) => part !== "");
  const kept = parts.map((part) =>
    isDeferred(part) ? part : Token.asString(Fn.rawString(part.replaceAll("\\", "\\\\").replaceAll("%{", "%%{"))),
  );
  return Token.asString(
    new Expression((written) => {
      const [first, ...more] = kept.map(written);
      return `base64encode(${more.length === 0 ? first : `join("", [${[first, ...more].join(", ")}])`})`;
    }),
  );
}

/** Batch merges its own user data with ours, and takes it only as a MIME multi-part archive. */
function multipart(script: string): string {
  const boundary = "==GROUNDWORK==";
  const text = [
    "MIME-Version: 1.0",
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    "",
    `--${boundary}`,
    'Content-Type: text/x-shellscript; charset="us-ascii"',
    "",
    script.trim(),
    "",
    `--${boundary}--`,
    "",
  ].join("\n");
  const bytes = Buffer.byteLength(text);
  if (bytes > USER_DATA_BYTES) {
    throw new Error(
      `user data must have at most ${USER_DATA_BYTES} bytes, got ${bytes}: fetch what is larger at the start`,
    );
  }
  return text;
}
