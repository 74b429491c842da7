import { LustreFileSystem } from "../../modules/lustre-file-system";
import { addresses, only, synth } from "../synth";

function fileSystem(openClients: boolean) {
  return synth((stack) => {
    new LustreFileSystem(stack, "fast", {
      fileSystemName: "acme-fast",
      vpcId: "vpc-0a1",
      subnetId: "subnet-1",
      capacityGiB: 2400,
      clientSecurityGroupIds: ["sg-1"],
      openClients,
    });
  });
}

const backRules = (json: ReturnType<typeof fileSystem>) =>
  addresses(json).filter((address) => address.includes("back"));

describe("a file system of Lustre", () => {
  test("is scratch of the size that is named, in a group of its own", () => {
    expect(only(fileSystem(true).resource, "aws_fsx_lustre_file_system")).toMatchObject({
      deployment_type: "SCRATCH_2",
      storage_capacity: 2400,
      security_group_ids: ["${aws_security_group.fast_access.id}"],
    });
  });

  test("opens the clients' group to its servers where it is ours, and never changes one that existed", () => {
    expect(backRules(fileSystem(true))).toHaveLength(2);
    expect(backRules(fileSystem(false))).toEqual([]);
  });
});
