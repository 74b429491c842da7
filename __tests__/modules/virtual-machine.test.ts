import { Instance } from "@cdktf/provider-aws/lib/instance";
import { TerraformOutput, type TerraformStack, TerraformVariable } from "cdktf";
import { AwsEnvironment } from "../../modules/aws-environment";
import { InstanceProfile } from "../../modules/instance-profile";
import { ARM } from "../../modules/instance-type";
import { statementFindings } from "../../modules/policy-document";
import { ServiceRole } from "../../modules/service-role";
import { sessionManager, VirtualMachine, type VirtualMachineProps } from "../../modules/virtual-machine";
import { all, only, synth } from "../synth";

const aws = AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" });
const KEY = "arn:aws:kms:eu-west-2:111122223333:key/0a1b2c3d-0000-4000-8000-0123456789ab";
const PUBLIC_KEY = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${"A".repeat(43)}`;

function make(stack: TerraformStack, props: Partial<VirtualMachineProps>): VirtualMachine {
  const role = new ServiceRole(stack, "role", {
    aws,
    service: "ec2",
    roleName: "acme-machine",
    path: "/",
    description: "Runs pipelines",
  });
  const made = new VirtualMachine(stack, "machine", {
    machineName: "acme-machine",
    subnetId: "subnet-1",
    securityGroupIds: ["sg-1"],
    instanceProfile: new InstanceProfile(stack, "profile", { profileName: "acme-machine", path: "/", role }),
    ...props,
  });
  const { instanceId, privateIp, publicIp } = made;
  for (const [id, value] of Object.entries({ instanceId, privateIp, publicIp }))
    if (value) new TerraformOutput(stack, id, { value });
  return made;
}

const machine = (props: Partial<VirtualMachineProps> = {}) =>
  synth((stack) => {
    make(stack, props);
  });

describe("a virtual machine", () => {
  test("has an encrypted disk, version 2 of the metadata service, no key and no address of its own", () => {
    expect(only(machine().resource, "aws_instance")).toEqual({
      ami: "${data.aws_ssm_parameter.machine_image.insecure_value}",
      instance_type: "t3.medium",
      subnet_id: "subnet-1",
      vpc_security_group_ids: ["sg-1"],
      iam_instance_profile: "${aws_iam_instance_profile.profile.name}",
      metadata_options: { http_endpoint: "enabled", http_tokens: "required", http_put_response_hop_limit: 1 },
      root_block_device: { encrypted: true, volume_type: "gp3", volume_size: 30, tags: { Name: "acme-machine" } },
      lifecycle: { ignore_changes: ["ami"] },
      depends_on: [],
      tags: { Name: "acme-machine" },
    });
  });

  test.each([
    ["t3.medium", "x86_64"],
    ["c6i.4xlarge", "x86_64"],
    ["t4g.small", "arm64"],
    ["c7gn.large", "arm64"],
  ])("of type %s starts from the newest image for %s", (instanceType, architecture) => {
    expect(only(machine({ instanceType }).data, "aws_ssm_parameter")).toEqual({
      name: `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`,
    });
  });

  test("has a second volume where one is asked for, and encrypts both with the key", () => {
    const instance = only(machine({ rootGiB: 50, dataGiB: 200, volumeKmsKeyArn: KEY }).resource, "aws_instance");
    const encrypted = { encrypted: true, kms_key_id: KEY, volume_type: "gp3" };
    expect(instance.root_block_device).toMatchObject({ ...encrypted, volume_size: 50 });
    expect(instance.ebs_block_device).toMatchObject([{ ...encrypted, volume_size: 200, device_name: "/dev/sdf" }]);
  });

  test("takes the public half of a key, and makes none", () => {
    const { resource } = machine({ publicKey: PUBLIC_KEY });
    expect(only(resource, "aws_key_pair")).toMatchObject({ key_name: "acme-machine", public_key: PUBLIC_KEY });
    expect(only(resource, "aws_instance").key_name).toBe("${aws_key_pair.machine.key_name}");
    expect(Object.keys(resource)).not.toContain("tls_private_key");
  });

  test("has an Elastic IP where one is asked for", () => {
    const { resource, output } = machine({ elasticIp: true, publicAddress: true });
    expect(only(resource, "aws_eip")).toMatchObject({ domain: "vpc", instance: "${aws_instance.machine.id}" });
    expect(only(resource, "aws_instance").associate_public_ip_address).toBe(true);
    expect(output.publicIp?.value).toBe("${aws_eip.machine.public_ip}");
    expect(machine().output).not.toHaveProperty("publicIp");
  });

  test("has its tags on itself, its volumes and its address", () => {
    const { resource } = machine({ elasticIp: true, dataGiB: 1, tags: { owner: "genomics" } });
    const tags = { owner: "genomics", Name: "acme-machine" };
    const instance = only(resource, "aws_instance");
    expect(instance).toMatchObject({ tags, root_block_device: { tags }, ebs_block_device: [{ tags }] });
    expect(only(resource, "aws_eip")).toMatchObject({ tags });
  });

  test("waits for what it is told to wait for", () => {
    const { resource } = synth((stack) => {
      const first = new Instance(stack, "first", {});
      make(stack, { dependsOn: [first] });
    });
    expect(resource.aws_instance?.machine?.depends_on).toEqual(["aws_instance.first"]);
  });

  test("that is not made leaves nothing", () => {
    const { resource, data, output } = machine({ create: false, elasticIp: true, publicKey: PUBLIC_KEY });
    for (const type of ["aws_instance", "aws_eip", "aws_key_pair"]) expect(all(resource, type)).toEqual([]);
    expect(all(data, "aws_ssm_parameter")).toEqual([]);
    expect(output).toEqual({});
  });
});

describe("a virtual machine whose values Terraform knows", () => {
  const { resource, data } = synth((stack) => {
    const variable = (name: string, type = "string") => new TerraformVariable(stack, name, { type });
    make(stack, {
      create: variable("create", "bool").booleanValue,
      elasticIp: variable("elastic_ip", "bool").booleanValue,
      publicKey: variable("public_key").stringValue,
      instanceType: variable("instance_type").stringValue,
      rootGiB: variable("root_gib", "number").numberValue,
    });
  });

  test("is made by count, and nothing is made for one that is not", () => {
    expect(only(resource, "aws_instance").count).toBe("${var.create ? 1 : 0}");
    expect(only(resource, "aws_eip").count).toBe("${(var.create && var.elastic_ip) ? 1 : 0}");
    expect(only(resource, "aws_key_pair").count).toBe("${(var.create && (var.public_key != null)) ? 1 : 0}");
  });

  test("has an image for the architecture of its type", () => {
    const arm = `length(regexall("${ARM.source}", element(split(".", var.instance_type), 0))) >= 1`;
    expect(only(data, "aws_ssm_parameter").name).toBe(
      `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-\${(${arm}) ? "arm64" : "x86_64"}`,
    );
  });

  test("has the size that the variable says", () => {
    expect(only(resource, "aws_instance").root_block_device).toMatchObject({ volume_size: "${var.root_gib}" });
  });
});

describe("what Session Manager's agent may call", () => {
  test("is right in the catalog's eyes, and no more than the five calls of the page", () => {
    expect(statementFindings(sessionManager())).toEqual([]);
    expect(sessionManager().flatMap(({ actions }) => actions)).toEqual([
      "ssm:UpdateInstanceInformation",
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ]);
  });
});
