import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { type Condition, choose, first, type List, or, present } from "../../modules/deferred";
import { itemsIf } from "../../modules/deferred-items";
import { named } from "../../modules/deferred-name";
import { firstGiven } from "../../modules/deferred-text";
import type { AccessPlace } from "../../modules/instance-access";
import { LUSTRE_FOLDER, LustreFileSystem, mountLustre } from "../../modules/lustre-file-system";
import type { Network } from "../../modules/network";
import { mountShared, SHARED_FOLDER, SharedFileSystem } from "../../modules/shared-file-system";

/** File systems that instances share; what is left out is not there. */
export interface FileSystemsProps {
  readonly efs?: Wish & { readonly forceDestroy?: boolean; readonly kmsKey?: string | undefined };
  readonly lustre?: Wish & { readonly capacityGiB?: number; readonly mountName?: string };
}

/** A file system that is created or exists; neither where it turns out that none is wanted. */
interface Wish {
  /** @default false */
  readonly create?: Condition;
  /** Id of the one that exists. @default - none */
  readonly existing?: string;
}

/** Part of a shell script, which may not be there. */
export interface ScriptPart {
  readonly there: Condition;
  readonly text: string;
}

/** What instances mount. */
export interface FileSystems {
  readonly ids: Readonly<Record<"efs" | "lustre", string | undefined>>;
  readonly folders: readonly string[];
  /** Parts of the shell script that mounts them, as many as there are. */
  readonly scripts: readonly ScriptPart[];
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
  { groups, openGroups }: { groups: List<string>; openGroups: Condition },
): FileSystems {
  const place = { vpcId: network.vpcId, clientSecurityGroupIds: groups, tags };
  const createsShared = named(scope, "create_efs", efs?.create ?? false);
  const shared =
    createsShared === false
      ? undefined
      : new SharedFileSystem(scope, "shared", {
          ...place,
          create: createsShared,
          fileSystemName: names.of("shared"),
          subnetIds: network.subnetIds,
          kmsKeyArn: efs?.kmsKey,
          forceDestroy: efs?.forceDestroy,
        });
  const createsFast = named(scope, "create_lustre", lustre?.create ?? false);
  const fast =
    createsFast === false
      ? undefined
      : new LustreFileSystem(scope, "lustre", {
          ...place,
          create: createsFast,
          fileSystemName: names.of("lustre"),
          subnetId: first(network.subnetIds),
          capacityGiB: lustre?.capacityGiB as number,
          openClients: openGroups,
        });
  const efsId = named(scope, "efs_id", one(createsShared, shared?.fileSystemId, efs?.existing));
  const lustreId = named(scope, "lustre_id", one(createsFast, fast?.fileSystemId, lustre?.existing));
  const dnsName = named(
    scope,
    "lustre_dns_name",
    one(createsFast, fast?.dnsName, `${firstGiven(lustre?.existing, "")}.${aws.serviceEndpoint("fsx")}`),
  );
  const mountName = named(scope, "lustre_mount_name", one(createsFast, fast?.mountName, lustre?.mountName));
  const hasEfs = named(scope, "has_efs", or(createsShared, present(efs?.existing)));
  const hasLustre = named(scope, "has_lustre", or(createsFast, present(lustre?.existing)));
  return {
    ids: { efs: efsId, lustre: lustreId },
    folders: [...itemsIf(hasEfs, SHARED_FOLDER), ...itemsIf(hasLustre, LUSTRE_FOLDER)],
    scripts: [
      { there: hasEfs, text: mountShared(efsId ?? "") },
      { there: hasLustre, text: mountLustre({ dnsName: dnsName ?? "", mountName: mountName ?? "" }) },
    ],
    ways: [...(shared?.ways ?? []), ...(fast?.ways ?? [])],
  };
}

/** What there is of the one that is created, or of the one that exists. */
function one(create: Condition, created: string | undefined, existing: string | undefined): string | undefined {
  if (created === undefined || create === false) return existing;
  return create === true || existing === undefined ? created : choose(create, created, existing);
}
