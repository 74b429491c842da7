import type { Arn } from "../../../modules/aws-environment";
import type { ConfiguredResource } from "../configured-resource";
import { type Catalogue, equals, type Need, needsOf, type StackPlace, type Target } from "../need";
import { claimed, otherTags, owned, ownedOrGiven, requested } from "../ownership";
import { describe, describeToChange, EC2_PAGE, ec2Arn, using } from "./ec2-things";
import { useKey } from "./kms";
import { linkedRole } from "./linked-role";

const need = needsOf(
  "elasticfilesystem",
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_efs.html",
);

const inEc2 = needsOf("ec2", EC2_PAGE);

/** File systems: what is in them is data; mount targets are only a way to it. */
export const EFS: Catalogue = {
  aws_efs_file_system: (fileSystem, place) => {
    const files = fileSystemArn(place, "*");
    return [
      need("plan", "ReadFileSystems", "DescribeFileSystems DescribeLifecycleConfiguration", owned(place, files)),
      need("apply", "MakeFileSystems", "CreateFileSystem", {
        ...claimed(place),
        resources: "*",
        because: "CreateFileSystem takes no file system; it must carry the owner tags",
      }),
      need("apply", "TagFileSystemsAsTheyAreMade", "TagResource", {
        ...claimed(place, files),
        conditions: [equals("elasticfilesystem:CreateAction", "CreateFileSystem"), ...requested(place)],
      }),
      need(
        "apply",
        "ChangeFileSystems",
        "UpdateFileSystem PutLifecycleConfiguration",
        owned(place, files),
        "day-2 operation",
      ),
      need(
        "apply",
        "ChangeTagsOfFileSystems",
        "TagResource UntagResource",
        { ...owned(place, files), conditions: otherTags(place) },
        "day-2 operation",
      ),
      need("destroy", "DeleteFileSystems", "DeleteFileSystem", owned(place, files)),
      ...fileSystem.names("kms_key_id").flatMap((key) => useKey("elasticfilesystem", place, key as Arn)),
    ];
  },

  aws_efs_mount_target: (target, place) =>
    target.all("file_system_id").flatMap((files) => {
      const fileSystems = ownedOrGiven(place, files, (id) => fileSystemArn(place, id));
      return [
        need("plan", "ReadMountTargets", "DescribeMountTargets DescribeMountTargetSecurityGroups", fileSystems),
        need("apply", "ManageMountTargets", "CreateMountTarget DeleteMountTarget", fileSystems),
        need("apply", "ManageMountTargets", "ModifyMountTargetSecurityGroups", fileSystems, "day-2 operation"),
        ...interfaces(target, place),
        ...linkedRole(place, "elasticfilesystem"),
      ];
    }),
};

function fileSystemArn({ aws }: StackPlace, id: string): Arn {
  return aws.arn("elasticfilesystem", `file-system/${id}`);
}

/**
 * The network interface of a mount target, which EFS makes and deletes in the caller's name; the caller itself may not.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html
 */
function interfaces(target: ConfiguredResource, place: StackPlace): Need[] {
  const through = { test: "Bool", key: "aws:ViaAWSService", values: ["true"] };
  const all: Target = {
    resources: [ec2Arn(place, "network-interface")],
    conditions: [through],
    because: "EFS makes the interface of a mount target and gives it no tags; only AWS's services may do this",
  };
  const joined = (kind: "security-group" | "subnet", attribute: string) =>
    using(place, kind, "JoinNetworksThroughEfs", "CreateNetworkInterface", target.all(attribute)).map((each) => ({
      ...each,
      conditions: [...(each.conditions ?? []), through],
    }));
  return [
    describe("DescribeNetworkInterfaceAttribute"),
    inEc2("apply", "ManageInterfacesThroughEfs", "CreateNetworkInterface DeleteNetworkInterface", all),
    inEc2("apply", "ManageInterfacesThroughEfs", "ModifyNetworkInterfaceAttribute", all, "day-2 operation"),
    ...joined("subnet", "subnet_id"),
    ...joined("security-group", "security_groups"),
    describeToChange("DescribeNetworkInterfaces DescribeSubnets"),
  ];
}
