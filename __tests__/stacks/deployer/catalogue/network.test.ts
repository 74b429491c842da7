import { CLAIMED, derivedOf, ec2, granted, OWNED, sids } from "../derived";

const vpc = { aws_vpc: { network: { cidr_block: "10.0.0.0/16" } } };
const inVpc = { vpc_id: "${aws_vpc.network.id}" };

describe("a network of a stack", () => {
  const derived = derivedOf({
    ...vpc,
    aws_subnet: { private: inVpc },
    aws_internet_gateway: { network: inVpc },
    aws_route_table: { private: inVpc },
    aws_security_group: { machines: inVpc },
  });

  test.each([
    ["CreateVpcs", "ec2:CreateVpc", "vpc/*"],
    ["CreateSubnets", "ec2:CreateSubnet", "subnet/*"],
    ["CreateInternetGateways", "ec2:CreateInternetGateway", "internet-gateway/*"],
    ["CreateRouteTables", "ec2:CreateRouteTable", "route-table/*"],
    ["CreateSecurityGroups", "ec2:CreateSecurityGroup", "security-group/*"],
  ])("is made with the owner tags on it: %s", (sid, action, thing) => {
    expect(granted(derived, sid)).toEqual({ phase: "apply", actions: [action], on: ec2(thing), if: CLAIMED });
  });

  test("gets tags as it is made, and only those that say whose it is", () => {
    expect(granted(derived, "TagThingsAsTheyAreMade")).toEqual({
      phase: "apply",
      actions: ["ec2:CreateTags"],
      on: ec2("internet-gateway/*", "route-table/*", "security-group/*", "subnet/*", "vpc/*"),
      if: [
        "ec2:CreateAction StringEquals CreateInternetGateway or CreateRouteTable or CreateSecurityGroup or CreateSubnet or CreateVpc",
        ...CLAIMED,
      ],
    });
  });

  test("gets other tags later, where it carries the owner tags, and never those", () => {
    expect(granted(derived, "ChangeTagsOfThings").if).toEqual([
      ...OWNED,
      "aws:TagKeys ForAllValues:StringNotEquals groundwork:name or groundwork:system",
    ]);
  });

  test("is changed and taken down where it carries the owner tags", () => {
    expect(granted(derived, "ChangeAndTakeDownNetworks")).toMatchObject({
      phase: "apply",
      if: OWNED,
      actions: expect.arrayContaining(["ec2:DeleteVpc", "ec2:DeleteSubnet", "ec2:DeleteSecurityGroup"]),
    });
  });

  test("takes things into it by its tags", () => {
    expect(granted(derived, "PutThingsIntoVpcs")).toEqual({
      phase: "apply",
      actions: ["ec2:CreateRouteTable", "ec2:CreateSecurityGroup", "ec2:CreateSubnet"],
      on: ec2("vpc/*"),
      if: OWNED,
    });
  });
});

test("a network that exists is known by its id, and takes nothing but what the stack puts there", () => {
  const derived = derivedOf({ aws_security_group: { machines: { vpc_id: "vpc-0a1" } } });
  expect(granted(derived, "PutThingsIntoVpcsThatExist")).toEqual({
    phase: "apply",
    actions: ["ec2:CreateSecurityGroup"],
    on: ec2("vpc/vpc-0a1"),
    if: [],
  });
  expect(sids(derived.permissions)).not.toContain("apply CreateVpcs");
});

test("rules are set in groups of the stack, by tag", () => {
  const rule = { security_group_id: "${aws_security_group.machines.id}", cidr_ipv4: "0.0.0.0/0" };
  const derived = derivedOf({
    ...vpc,
    aws_security_group: { machines: inVpc },
    aws_vpc_security_group_ingress_rule: { ssh: rule },
  });
  expect(granted(derived, "SetRulesOfSecurityGroups")).toEqual({
    phase: "apply",
    actions: ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"],
    on: ec2("security-group/*"),
    if: OWNED,
  });
  expect(granted(derived, "CreateRules")).toMatchObject({ on: ec2("security-group-rule/*"), if: CLAIMED });
});

test("an address of an instance is given to instances of the stack only", () => {
  const derived = derivedOf({
    ...vpc,
    aws_subnet: { public: inVpc },
    aws_instance: { machine: { ami: "ami-1", instance_type: "t3.medium", subnet_id: "${aws_subnet.public.id}" } },
    aws_eip: { machine: { domain: "vpc", instance: "${aws_instance.machine.id}" } },
  });
  expect(granted(derived, "GiveAddressesToInstances")).toMatchObject({
    on: ec2("elastic-ip/*", "instance/*"),
    if: OWNED,
  });
});

test("a gateway stands in a subnet of the stack, with an address of the stack", () => {
  const derived = derivedOf({
    ...vpc,
    aws_subnet: { public: inVpc },
    aws_eip: { nat: { domain: "vpc" } },
    aws_nat_gateway: { nat: { subnet_id: "${aws_subnet.public.id}", allocation_id: "${aws_eip.nat.id}" } },
  });
  expect(granted(derived, "PutNatGatewaysIntoNetworks")).toMatchObject({
    on: ec2("elastic-ip/*", "subnet/*"),
    if: OWNED,
  });
  expect(sids(derived.permissions)).not.toContain("apply GiveAddressesToInstances");
});

test("an endpoint with private names associates them, and one without does not", () => {
  const endpoint = (more: object) =>
    sids(derivedOf({ ...vpc, aws_vpc_endpoint: { batch: { ...inVpc, ...more } } }).permissions);
  expect(endpoint({ private_dns_enabled: true })).toContain("apply NameEndpoints");
  expect(endpoint({})).not.toContain("apply NameEndpoints");
});
