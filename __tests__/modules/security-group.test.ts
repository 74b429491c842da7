import { TerraformVariable } from "cdktf";
import { DeferredList } from "../../modules/deferred";
import { SecurityGroup, type SecurityGroupProps } from "../../modules/security-group";
import { all, only, synth } from "../synth";

function group(props: Partial<SecurityGroupProps> = {}) {
  return synth((stack) => {
    new SecurityGroup(stack, "batch", { groupName: "acme", description: "instances", vpcId: "vpc-1", ...props });
  });
}

describe("a security group", () => {
  test("lets nothing in and everything out", () => {
    const json = group();
    expect(all(json.resource, "aws_vpc_security_group_ingress_rule")).toEqual([]);
    expect(only(json.resource, "aws_vpc_security_group_egress_rule")).toMatchObject({
      ip_protocol: "-1",
      cidr_ipv4: "0.0.0.0/0",
    });
  });

  test("lets those in it reach each other where that is asked for, and nobody else", () => {
    const json = group({ amongThemselves: true });
    expect(only(json.resource, "aws_vpc_security_group_ingress_rule")).toEqual({
      security_group_id: "${aws_security_group.batch.id}",
      referenced_security_group_id: "${aws_security_group.batch.id}",
      ip_protocol: "-1",
      description: "Those in the group reach each other",
    });
  });

  test("lets named addresses in to one port, each by a rule of its own", () => {
    const ssh = { port: 22, description: "SSH" };
    const { resource } = group({
      inbound: [
        { ...ssh, id: "office", cidr: "203.0.113.0/24" },
        { ...ssh, id: "lab", cidr: "2001:db8::/32" },
      ],
    });
    const common = {
      security_group_id: "${aws_security_group.batch.id}",
      ip_protocol: "tcp",
      from_port: 22,
      to_port: 22,
      description: "SSH",
    };
    expect(resource.aws_vpc_security_group_ingress_rule).toEqual({
      batch_office: { ...common, cidr_ipv4: "203.0.113.0/24" },
      batch_lab: { ...common, cidr_ipv6: "2001:db8::/32" },
    });
  });

  test("lets a list of ranges in, each by a rule of its own or by for_each", () => {
    const ssh = { id: "ssh", port: 22, description: "SSH" };
    const { resource } = group({ inbound: [{ ...ssh, cidrs: ["203.0.113.0/24", "198.51.100.7/32"] }] });
    expect(Object.keys(resource.aws_vpc_security_group_ingress_rule ?? {})).toEqual([
      "batch_ssh_198_51_100_7_32",
      "batch_ssh_203_0_113_0_24",
    ]);
    const deferred = synth((stack) => {
      const cidrs = DeferredList.ofStrings(new TerraformVariable(stack, "cidrs", { type: "list(string)" }).value);
      const inbound = [{ ...ssh, cidrs }];
      new SecurityGroup(stack, "batch", { groupName: "acme", description: "d", vpcId: "vpc-1", inbound });
    });
    expect(only(deferred.resource, "aws_vpc_security_group_ingress_rule")).toMatchObject({
      for_each: "${toset(var.cidrs)}",
      cidr_ipv4: "${each.value}",
      from_port: 22,
    });
  });

  test("has its name, description, network and tags", () => {
    const { resource } = group({ tags: { owner: "genomics" } });
    expect(only(resource, "aws_security_group")).toEqual({
      name: "acme",
      description: "instances",
      vpc_id: "vpc-1",
      tags: { owner: "genomics" },
    });
  });

  test("is made by count with all of its rules where Terraform knows whether", () => {
    const { resource } = synth((stack) => {
      const create = new TerraformVariable(stack, "create", { type: "bool" }).booleanValue;
      const inbound = [{ id: "ssh", port: 22, cidr: "203.0.113.0/24", description: "SSH" }];
      new SecurityGroup(stack, "batch", { groupName: "acme", description: "d", vpcId: "vpc-1", create, inbound });
    });
    for (const blocks of Object.values(resource))
      for (const block of Object.values(blocks)) expect(block.count).toBe("${var.create ? 1 : 0}");
    expect(only(resource, "aws_vpc_security_group_ingress_rule").security_group_id).toBe(
      "${aws_security_group.batch[0].id}",
    );
  });

  test("that is not made has no rules", () => {
    expect(group({ create: false, amongThemselves: true }).resource).toEqual({});
  });
});
