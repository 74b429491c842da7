import { type Catalogue, needsOf, onAnything } from "../need";
import { claimed, otherTags, owned } from "../ownership";

const need = needsOf("fsx", "https://docs.aws.amazon.com/service-authorization/latest/reference/list_fsx.html");

/**
 * Lustre file systems: what is in them is data.
 *
 * FSx has no condition key that tells tags put as a file system is made from tags put on any other, so that whoever may make
 * one could make every file system its own. Making one is an administrator's.
 */
export const FSX: Catalogue = {
  aws_fsx_lustre_file_system: (_, place) => {
    const files = place.aws.arn("fsx", "file-system/*");
    return [
      need("plan", "DescribeLustre", "DescribeFileSystems", onAnything("DescribeFileSystems takes no file system")),
      need("administrator", "MakeLustre", "CreateFileSystem TagResource", claimed(place, files)),
      need("apply", "ChangeLustre", "UpdateFileSystem", owned(place, files), "day-2 operation"),
      need(
        "apply",
        "ChangeTagsOfLustre",
        "TagResource UntagResource",
        { ...owned(place, files), conditions: otherTags(place) },
        "day-2 operation",
      ),
      need("destroy", "DeleteLustre", "DeleteFileSystem", owned(place, files), "emulator gap"),
    ];
  },
};
