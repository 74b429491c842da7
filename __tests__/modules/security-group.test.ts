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

  test("that is not made has no rules", () => {
    expect(group({ create: false, amongThemselves: true }).resource).toEqual({});
  });
});
