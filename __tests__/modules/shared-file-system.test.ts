import { TerraformVariable } from "cdktf";
import { SharedFileSystem } from "../../modules/shared-file-system";
import { only, synth } from "../synth";

const place = { fileSystemName: "acme-shared", vpcId: "vpc-0a1", clientSecurityGroupIds: ["sg-1", "sg-2"] };

describe("a shared file system", () => {
  const { resource } = synth((stack) => {
    new SharedFileSystem(stack, "shared", { ...place, subnetIds: ["subnet-1", "subnet-2"] });
  });

  test("is encrypted and kept", () => {
    expect(only(resource, "aws_efs_file_system")).toMatchObject({
      encrypted: true,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("has a mount target in each subnet, known now or when Terraform runs", () => {
    expect(only(resource, "aws_efs_mount_target")).toMatchObject({
      count: '${length(["subnet-1", "subnet-2"])}',
      subnet_id: '${element(["subnet-1", "subnet-2"], count.index)}',
    });
    const deferred = synth((stack) => {
      const subnets = new TerraformVariable(stack, "subnets", { type: "list(string)" });
      new SharedFileSystem(stack, "shared", { ...place, subnetIds: subnets.listValue });
    });
    expect(only(deferred.resource, "aws_efs_mount_target")).toMatchObject({
      count: "${length(var.subnets)}",
      subnet_id: "${element(var.subnets, count.index)}",
    });
  });

  test("is reached by NFS from the groups that are named, and by nobody else", () => {
    expect(Object.values(resource.aws_vpc_security_group_ingress_rule ?? {})).toEqual(
      ["sg-1", "sg-2"].map((referenced_security_group_id) =>
        expect.objectContaining({ from_port: 2049, to_port: 2049, referenced_security_group_id }),
      ),
    );
  });
});
