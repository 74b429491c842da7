import { FsxLustreFileSystem } from "@cdktf/provider-aws/lib/fsx-lustre-file-system";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { and, type Condition, choose, type List } from "./deferred";
import { perhaps, withTags } from "./deferred-text";
import { thingAtEachPlace } from "./deferred-things";
import { SecurityGroup } from "./security-group";

/** Where instances mount it. */
export const LUSTRE_FOLDER = "/mnt/fsx";

/**
 * Ports between clients and file servers, both ways.
 *
 * @see https://docs.aws.amazon.com/fsx/latest/LustreGuide/limit-access-security-groups.html
 */
const PORTS = [
  { id: "lustre", port: 988, toPort: 988 },
  { id: "lustre-more", port: 1018, toPort: 1023 },
] as const;

/** Props of {@link LustreFileSystem}. */
export interface LustreFileSystemProps {
  readonly fileSystemName: string;
  readonly vpcId: string;
  readonly subnetId: string;
  /** 1,200, or a multiple of 2,400. */
  readonly capacityGiB: number;
  /** Groups of those that mount it. */
  readonly clientSecurityGroupIds: List<string>;
  /** Whether those groups are ours to open to the file servers; groups that exist are never changed. */
  readonly openClients: Condition;
  /** @default true */
  readonly create?: Exclude<Condition, false>;
  /** @default - the provider's default tags */
  readonly tags?: Record<string, string>;
}

/**
 * A fast file system for as long as a project runs: FSx for Lustre, of the kind that keeps no second copy.
 *
 * What is in it is scratch: it is gone when the file system is destroyed, or when one of its servers fails.
 *
 * @see https://docs.aws.amazon.com/fsx/latest/LustreGuide/using-fsx-lustre.html
 */
export class LustreFileSystem extends Construct {
  /** Nothing, and so are the others, where none is created. */
  readonly fileSystemId: string;
  readonly dnsName: string;
  readonly mountName: string;
  /** What must be there before an instance mounts it. */
  readonly ways: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: LustreFileSystemProps) {
    super(scope, id);
    const { fileSystemName, vpcId, subnetId, capacityGiB, clientSecurityGroupIds, create = true, tags } = props;
    const group = new SecurityGroup(this, "access", {
      groupName: fileSystemName,
      description: "Lustre from the instances that share the file system",
      vpcId,
      inbound: PORTS.map((ports) => ({ ...ports, securityGroupIds: clientSecurityGroupIds, description: "Lustre" })),
      amongThemselves: true,
      create,
      tags,
    });
    const opened = this.openClients(group, props, create);
    const fileSystem = new FsxLustreFileSystem(this, "file-system", {
      count: create === true ? undefined : choose(create, 1, 0),
      deploymentType: "SCRATCH_2",
      // clients of Amazon Linux 2023 speak to 2.12 and later
      fileSystemTypeVersion: "2.15",
      storageCapacity: capacityGiB,
      subnetIds: [subnetId],
      securityGroupIds: group.securityGroupIds,
      tags: withTags(tags, { Name: fileSystemName }),
    });
    this.fileSystemId = perhaps(fileSystem, "id");
    this.dnsName = perhaps(fileSystem, "dns_name");
    this.mountName = perhaps(fileSystem, "mount_name");
    this.ways = [fileSystem, ...opened];
  }

  /** The file servers call back: where the clients' groups are ours, they are opened to them. */
  private openClients(group: SecurityGroup, props: LustreFileSystemProps, create: Condition): ITerraformDependable[] {
    const { clientSecurityGroupIds, openClients, tags } = props;
    const opened: ITerraformDependable[] = [];
    for (const { id, port, toPort } of PORTS)
      thingAtEachPlace(clientSecurityGroupIds, and(create, openClients), (securityGroupId, place) => {
        const many = typeof place === "number" ? { name: `${id}-back-${place}` } : { name: `${id}-back`, count: place };
        const rule = new VpcSecurityGroupIngressRule(this, many.name, {
          count: many.count,
          securityGroupId,
          description: "Lustre from the file servers",
          ipProtocol: "tcp",
          fromPort: port,
          toPort,
          referencedSecurityGroupId: group.securityGroupId,
          tags,
        });
        opened.push(rule);
      });
    return opened;
  }
}

/** Part of a shell script: mounts a file system of FSx for Lustre. */
export function mountLustre({ dnsName, mountName }: Readonly<Record<"dnsName" | "mountName", string>>): string {
  return `
mount_lustre() {
  dnf install -y -q lustre-client || return 1
  mkdir -p ${LUSTRE_FOLDER}
  mount -t lustre -o relatime,flock ${dnsName}@tcp:/${mountName} ${LUSTRE_FOLDER} || return 1
  echo "${dnsName}@tcp:/${mountName} ${LUSTRE_FOLDER} lustre relatime,flock,_netdev,nofail 0 0" | tee -a /etc/fstab
}
mount_lustre || echo "groundwork: the file system ${dnsName} is not at ${LUSTRE_FOLDER}" >&2
`;
}
