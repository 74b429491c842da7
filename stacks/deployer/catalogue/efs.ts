import type { Arn } from "../../../modules/aws-environment";
import { type Catalogue, equals, needsOf, type StackPlace } from "../need";
import { claimed, otherTags, owned, ownedOrGiven, requested } from "../ownership";
import { linkedRole } from "./linked-role";

const need = needsOf(
  "elasticfilesystem",
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_efs.html",
);

/** File systems: what is in them is data; mount targets are only a way to it. */
export const EFS: Catalogue = {
  aws_efs_file_system: (_, place) => {
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
    ];
  },

  aws_efs_mount_target: (target, place) =>
    target.all("file_system_id").flatMap((files) => {
      const fileSystems = ownedOrGiven(place, files, (id) => fileSystemArn(place, id));
      return [
        need("plan", "ReadMountTargets", "DescribeMountTargets DescribeMountTargetSecurityGroups", fileSystems),
        need("apply", "ManageMountTargets", "CreateMountTarget DeleteMountTarget", fileSystems),
        need("apply", "ManageMountTargets", "ModifyMountTargetSecurityGroups", fileSystems, "day-2 operation"),
        ...linkedRole(place, "elasticfilesystem"),
      ];
    }),
};

function fileSystemArn({ aws }: StackPlace, id: string): Arn {
  return aws.arn("elasticfilesystem", `file-system/${id}`);
}
