import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { first } from "../../modules/deferred";
import type { AccessPlace } from "../../modules/instance-access";
import { LUSTRE_FOLDER, LustreFileSystem, mountLustre } from "../../modules/lustre-file-system";
import type { Network } from "../../modules/network";
import { mountShared, SHARED_FOLDER, SharedFileSystem } from "../../modules/shared-file-system";

/** File systems that instances share; what is left out is not there. */
export interface FileSystemsProps {
  readonly efs?:
    | { readonly create: true; readonly forceDestroy: boolean; readonly kmsKey?: string | undefined }
    | { readonly existing: string }
    | undefined;
  readonly lustre?:
    | { readonly create: { readonly capacityGiB: number } }
    | { readonly existing: string; readonly mountName: string }
    | undefined;
}

/** What instances mount. */
export interface FileSystems {
  readonly ids: Readonly<Record<"efs" | "lustre", string | undefined>>;
  readonly folders: readonly string[];
  /** Part of the shell script that mounts them. */
  readonly script: string;
  /** Attributes that stand in the script by their places. */
  readonly scriptValues: Readonly<Record<string, string>>;
  /** What must be there before an instance starts. */
  readonly ways: readonly ITerraformDependable[];
}

interface Props extends Pick<AccessPlace, "aws" | "names" | "tags"> {
  readonly network: Network;
  readonly fileSystems: FileSystemsProps;
}

/** The file systems of a system, new or existing, reached from the instances' security groups only. */
export function fileSystems(
  scope: Construct,
  { aws, names, network, fileSystems: { efs, lustre }, tags }: Props,
  { groups, openGroups }: { groups: readonly string[]; openGroups: boolean },
): FileSystems {
  const place = { vpcId: network.vpcId, clientSecurityGroupIds: groups, tags };
  const shared =
    efs && "create" in efs
      ? new SharedFileSystem(scope, "shared", {
          ...place,
          fileSystemName: names.of("shared"),
          subnetIds: network.subnetIds,
          kmsKeyArn: efs.kmsKey,
          forceDestroy: efs.forceDestroy,
        })
      : undefined;
  const fast =
    lustre && "create" in lustre
      ? new LustreFileSystem(scope, "lustre", {
          ...place,
          fileSystemName: names.of("lustre"),
          subnetId: first(network.subnetIds),
          capacityGiB: lustre.create.capacityGiB,
          openClients: openGroups,
        })
      : undefined;
  const known = lustre && "existing" in lustre ? lustre : undefined;
  const lustreAt = known && {
    dnsName: `${known.existing}.${aws.serviceEndpoint("fsx")}`,
    mountName: known.mountName,
  };
  return {
    ids: {
      efs: shared?.fileSystemId ?? (efs && "existing" in efs ? efs.existing : undefined),
      lustre: fast?.fileSystemId ?? known?.existing,
    },
    folders: [...(efs ? [SHARED_FOLDER] : []), ...(lustre ? [LUSTRE_FOLDER] : [])],
    script: [
      ...(efs ? [mountShared("existing" in efs ? efs.existing : EFS_ID)] : []),
      ...(lustre ? [mountLustre(lustreAt ?? { dnsName: LUSTRE_DNS, mountName: LUSTRE_MOUNT })] : []),
    ].join(""),
    scriptValues: {
      ...(shared && { [EFS_ID]: shared.fileSystemId }),
      ...(fast && { [LUSTRE_DNS]: fast.dnsName, [LUSTRE_MOUNT]: fast.mountName }),
    },
    ways: [...(shared?.ways ?? []), ...(fast?.ways ?? [])],
  };
}

const EFS_ID = "@EFS-ID@";
const LUSTRE_DNS = "@LUSTRE-DNS@";
const LUSTRE_MOUNT = "@LUSTRE-MOUNT@";
