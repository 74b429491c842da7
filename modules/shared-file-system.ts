import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { Fn, type ITerraformDependable, TerraformCount, Token } from "cdktf";
import { Construct } from "constructs";
import { attribute, type Condition, choose, type List } from "./deferred";
import { perhaps, withTags } from "./deferred-text";
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
  readonly clientSecurityGroupIds: List<string>;
  /** @default - AWS's own key */
  readonly kmsKeyArn?: string | undefined;
  /** Whether destroying may delete it with what is in it. It must be applied before it counts. @default false */
  readonly forceDestroy?: boolean;
  /** @default true */
  readonly create?: Exclude<Condition, false>;
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
  /** Nothing where none is created. */
  readonly fileSystemId: string;
  /** What must be there before an instance mounts it. */
  readonly ways: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: SharedFileSystemProps) {
    super(scope, id);
    const { fileSystemName, kmsKeyArn, forceDestroy = false, create = true, tags } = props;
    const fileSystem = new EfsFileSystem(this, "file-system", {
      count: create === true ? undefined : choose(create, 1, 0),
      encrypted: true,
      kmsKeyId: kmsKeyArn,
      throughputMode: "elastic",
      tags: withTags(tags, { Name: fileSystemName }),
      lifecycle: { preventDestroy: !forceDestroy },
    });
    this.fileSystemId = perhaps(fileSystem, "id");
    this.ways = [this.mount(fileSystem, props, create)];
  }

  private mount(fileSystem: EfsFileSystem, props: SharedFileSystemProps, create: Condition): EfsMountTarget {
    const { fileSystemName, vpcId, subnetIds, clientSecurityGroupIds, tags } = props;
    const group = new SecurityGroup(this, "access", {
      groupName: fileSystemName,
      description: "NFS from the instances that share the file system",
      vpcId,
      inbound: [{ id: "nfs", port: 2049, securityGroupIds: clientSecurityGroupIds, description: "NFS" }],
      create,
      tags,
    });
    const count = TerraformCount.of(choose(create, Token.asNumber(Fn.lengthOf(subnetIds)), 0));
    return new EfsMountTarget(this, "mount-target", {
      count,
      fileSystemId: attribute(fileSystem, "id"),
      subnetId: Token.asString(Fn.element(subnetIds, count.index)),
      securityGroups: group.securityGroupIds,
    });
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
