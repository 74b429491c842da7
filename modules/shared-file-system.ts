import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { Fn, type ITerraformDependable, TerraformCount, Token } from "cdktf";
import { Construct } from "constructs";
import { SecurityGroup } from "./security-group";

/** Where instances mount it. */
export const SHARED_FOLDER = "/mnt/efs";

/** Props of {@link SharedFileSystem}. */
export interface SharedFileSystemProps {
  readonly fileSystemName: string;
  readonly vpcId: string;
  /** Subnets of different zones: EFS has one mount target in each zone. */
  readonly subnetIds: string[];
  /** Groups of those that mount it. */
  readonly clientSecurityGroupIds: readonly string[];
  /** @default - AWS's own key */
  readonly kmsKeyArn?: string | undefined;
  /** Whether destroying may delete it with what is in it. It must be applied before it counts. @default false */
  readonly forceDestroy?: boolean;
  /** @default - the provider's default tags */
  readonly tags?: Record<string, string>;
}

/**
 * A folder that all instances see: an encrypted file system of EFS, reached from their security groups only.
 *
 * EFS deletes a file system whatever is in it, so a plan that would destroy it is refused unless `forceDestroy` says so.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/how-it-works.html
 */
export class SharedFileSystem extends Construct {
  readonly fileSystemId: string;
  /** What must be there before an instance mounts it. */
  readonly ways: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: SharedFileSystemProps) {
    super(scope, id);
    const { fileSystemName, vpcId, subnetIds, clientSecurityGroupIds, kmsKeyArn, forceDestroy = false, tags } = props;
    const fileSystem = new EfsFileSystem(this, "file-system", {
      encrypted: true,
      kmsKeyId: kmsKeyArn,
      throughputMode: "elastic",
      tags: { ...tags, Name: fileSystemName },
      lifecycle: { preventDestroy: !forceDestroy },
    });
    const group = new SecurityGroup(this, "access", {
      groupName: fileSystemName,
      description: "NFS from the instances that share the file system",
      vpcId,
      inbound: clientSecurityGroupIds.map((securityGroupId, index) => ({
        id: `nfs-${index + 1}`,
        port: 2049,
        securityGroupId,
        description: "NFS",
      })),
      tags,
    });
    const count = TerraformCount.of(Token.asNumber(Fn.lengthOf(subnetIds)));
    const targets = new EfsMountTarget(this, "mount-target", {
      count,
      fileSystemId: fileSystem.id,
      subnetId: Token.asString(Fn.element(subnetIds, count.index)),
      securityGroups: [group.securityGroupId as string],
    });
    this.fileSystemId = fileSystem.id;
    this.ways = [targets];
  }
}

/** Part of a shell script: mounts a file system of EFS, encrypted on the way. */
export function mountShared(fileSystemId: string, folder = SHARED_FOLDER): string {
  return `
mount_shared() {
  dnf install -y -q amazon-efs-utils
  mkdir -p ${folder}
  mount -t efs -o tls,_netdev ${fileSystemId}:/ ${folder} || return 1
  echo "${fileSystemId}:/ ${folder} efs tls,_netdev,nofail 0 0" | tee -a /etc/fstab
}
mount_shared || echo "groundwork: the file system ${fileSystemId} is not at ${folder}" >&2
`;
}
