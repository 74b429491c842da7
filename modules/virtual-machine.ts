import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { KeyPair } from "@cdktf/provider-aws/lib/key-pair";
import { Fn, type ITerraformDependable, Op } from "cdktf";
import { Construct } from "constructs";
import {
  addDynamic,
  and,
  attribute,
  type Condition,
  choose,
  isDeferred,
  onlyIf,
  present,
  split,
  when,
} from "./deferred";
import { perhaps, withTags } from "./deferred-text";
import type { InstanceProfile } from "./instance-profile";
import { ARM, architectureOf } from "./instance-type";
import type { Statement, Statements } from "./policy-document";

/**
 * Public parameters that hold the newest image of Amazon Linux 2023.
 *
 * @see https://docs.aws.amazon.com/linux/al2023/ug/ec2.html#launch-via-cli
 */
const NEWEST_IMAGE = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default";

/** Props of {@link VirtualMachine}. */
export interface VirtualMachineProps {
  readonly machineName: string;
  /** @default "t3.medium" */
  readonly instanceType?: string;
  readonly subnetId: string;
  readonly securityGroupIds: string[];
  readonly instanceProfile: InstanceProfile;
  /** Size of the root volume, in GiB. @default 30 */
  readonly rootGiB?: number;
  /** Size of a second volume, in GiB. @default - no second volume */
  readonly dataGiB?: number;
  /** KMS key of the volumes. @default - the account's default key for volumes */
  readonly volumeKmsKeyArn?: string;
  /** Public half of the key that SSH lets in. @default - no SSH key: Session Manager */
  readonly publicKey?: string;
  /** Whether there is such a key, where Terraform may not know the key yet. @default - where one is given */
  readonly hasPublicKey?: Condition;
  /** Whether it gets a public address at its start, which it needs in a public subnet. @default - as the subnet says */
  readonly publicAddress?: Condition;
  /** Whether it has an address that outlives a stop. @default false */
  readonly elasticIp?: Condition;
  /** @default true */
  readonly create?: Condition;
  /** What must be there before it starts. @default - none */
  readonly dependsOn?: readonly ITerraformDependable[];
  /** @default - the provider's default tags */
  readonly tags?: Record<string, string>;
}

/**
 * A machine that somebody works on: encrypted volumes, version 2 of the metadata service, no private key anywhere.
 *
 * It starts from the newest Amazon Linux 2023 and keeps that image, since replacing it with each new one would throw away
 * what lies on its disk. To renew it, save what is on it and run `terraform apply -replace=<its address>`.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html
 */
export class VirtualMachine extends Construct {
  /** Undefined where none is created. */
  readonly instanceId?: string;
  readonly privateIp?: string;
  /** Undefined without an Elastic IP. */
  readonly publicIp?: string;

  constructor(scope: Construct, id: string, props: VirtualMachineProps) {
    super(scope, id);
    const { create = true, elasticIp = false } = props;
    const instance = onlyIf(create, (count) => this.instance(count, props));
    if (!instance) return;
    this.instanceId = perhaps(instance, "id");
    this.privateIp = perhaps(instance, "private_ip");
    const { tags, machineName } = props;
    const address = onlyIf(
      and(create, elasticIp),
      (count) =>
        new Eip(this, "eip", {
          count,
          domain: "vpc",
          instance: attribute(instance, "id"),
          tags: withTags(tags, { Name: machineName }),
        }),
    );
    this.publicIp = address && perhaps(address, "public_ip");
  }

  private instance(count: number | undefined, props: VirtualMachineProps): Instance {
    const { machineName, instanceType = "t3.medium", subnetId, securityGroupIds, instanceProfile } = props;
    const { rootGiB = 30, dataGiB, volumeKmsKeyArn, publicKey, publicAddress } = props;
    const { create = true, dependsOn = [], tags, hasPublicKey = present(publicKey) } = props;
    const image = new DataAwsSsmParameter(this, "image", {
      count,
      name: `${NEWEST_IMAGE}-${choose(isArm(instanceType), "arm64", "x86_64")}`,
    });
    const keyPair = onlyIf(
      and(create, hasPublicKey),
      (one) =>
        new KeyPair(this, "key-pair", { count: one, keyName: machineName, publicKey: publicKey as string, tags }),
    );
    // a volume is not a resource of its own here, so that tags reach it only by its name
    const volume = {
      encrypted: true,
      volumeType: "gp3",
      kmsKeyId: volumeKmsKeyArn,
      tags: withTags(tags, { Name: machineName }),
    };
    const data = split(when(present(dataGiB), { ...volume, deviceName: "/dev/sdf", volumeSize: dataGiB as number }));
    const instance = new Instance(this, "instance", {
      count,
      ami: attribute(image, "insecure_value"),
      instanceType,
      subnetId,
      vpcSecurityGroupIds: securityGroupIds,
      iamInstanceProfile: instanceProfile.profileName,
      associatePublicIpAddress: publicAddress,
      keyName: keyPair && perhaps(keyPair, "key_name"),
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      rootBlockDevice: { ...volume, volumeSize: rootGiB },
      ...(data.known.length > 0 && { ebsBlockDevice: data.known }),
      tags: withTags(tags, { Name: machineName }),
      lifecycle: { ignoreChanges: ["ami"] },
      dependsOn: [...dependsOn],
    });
    addDynamic(instance, "ebs_block_device", data.dynamic, (it) => ({
      device_name: it.deviceName,
      volume_size: it.volumeSize,
      volume_type: it.volumeType,
      encrypted: it.encrypted,
      kms_key_id: it.kmsKeyId,
      tags: it.tags,
    }));
    return instance;
  }
}

/** Whether an instance type is Graviton's. */
function isArm(instanceType: string): Condition {
  if (!isDeferred(instanceType)) return architectureOf(instanceType) === "arm64";
  const family = Fn.element(Fn.split(".", instanceType), 0);
  return Op.gte(Fn.lengthOf(Fn.regexall(ARM.source, family)), 1);
}

/** What the agent of Session Manager calls; `AmazonSSMManagedInstanceCore` would read every parameter of the account. */
export function sessionManager(): Statements {
  const statement: Statement = {
    sid: "OpenSessionsByTheAgent",
    actions: [
      "ssm:UpdateInstanceInformation",
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ],
    resources: "*",
    because: "channels of ssmmessages take no resource, and an instance reports only on itself",
    source:
      "https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html",
  };
  return [statement];
}
