import { checkGroup, checkSubnet, hasWayOut, type SubnetView } from "../../../tools/smoke/network-checks";
import type { Endpoint, GroupRule, NatGateway, Route, Subnet } from "../../../tools/smoke/network-questions";
import { line } from "./things";

const NOWHERE: Route = {
  cidr_block: "0.0.0.0/0",
  gateway_id: "",
  nat_gateway_id: "",
  transit_gateway_id: "",
  vpc_peering_connection_id: "",
  network_interface_id: "",
  vpc_endpoint_id: "",
  local_gateway_id: "",
  carrier_gateway_id: "",
  core_network_arn: "",
};
const TO_NAT = { ...NOWHERE, nat_gateway_id: "nat-1" };
const TO_INTERNET = { ...NOWHERE, gateway_id: "igw-1" };

const SUBNET: Subnet = {
  zone: "eu-west-2a",
  cidr: "10.0.64.0/18",
  freeAddresses: 4091,
  publicAddresses: false,
  dns: true,
  table: "rtb-1",
  routes: [TO_NAT],
};
const NAT: NatGateway = { id: "nat-1", state: "available", connectivity: "public", routes: [TO_INTERNET] };

const HTTPS: GroupRule = {
  egress: false,
  protocol: "tcp",
  from: 443,
  to: 443,
  cidr: "10.0.0.0/16",
  group: null,
  prefixList: null,
};
const INTERFACE: Endpoint = { type: "Interface", state: "available", privateDns: true, tables: [], rules: [HTTPS] };
const GATEWAY: Endpoint = { type: "Gateway", state: "available", privateDns: false, tables: ["rtb-1"], rules: [] };

const SERVICES = ["ecs", "s3"];

function view(subnet: Partial<Subnet>, changed: Partial<SubnetView> = {}): SubnetView {
  return {
    id: "subnet-1",
    subnet: { seen: { ...SUBNET, ...subnet } },
    nat: { seen: [NAT] },
    endpoints: new Map(),
    groups: ["sg-1"],
    services: SERVICES,
    fargate: false,
    ...changed,
  };
}

function byEndpoints(ecs: Partial<Endpoint>, s3: Partial<Endpoint> = {}, subnet: Partial<Subnet> = {}): SubnetView {
  const endpoints = new Map([
    ["ecs", { seen: { ...INTERFACE, ...ecs } }],
    ["s3", { seen: { ...GATEWAY, ...s3 } }],
  ]);
  return view({ routes: [], ...subnet }, { nat: { seen: [] }, endpoints });
}

/** What is said of the way, as one line. */
function way(of: SubnetView): string {
  return checkSubnet(of).map(line)[1] as string;
}

describe("a subnet", () => {
  test("that leads by a NAT gateway to the Internet is ok, and no endpoint need be looked at", () => {
    expect(checkSubnet(view({})).map(line)).toEqual([
      "ok: subnet subnet-1 has 4091 free addresses",
      "ok: subnet subnet-1 reaches ECS, ECR, S3 and the logs by NAT gateway nat-1",
    ]);
    expect(hasWayOut(view({}))).toBe(true);
  });

  test.each([
    ["without a route", {}, {}, "has no route to 0.0.0.0/0"],
    ["with a route of its network alone", { routes: [{ ...TO_NAT, cidr_block: "10.0.0.0/8" }] }, {}, "has no route"],
    ["whose NAT gateway is gone", { routes: [TO_NAT] }, { nat: { missing: true as const } }, "nat-1, which is gone"],
    [
      "whose NAT gateway failed",
      { routes: [TO_NAT] },
      { nat: { seen: [{ ...NAT, state: "failed" }] } },
      "which is failed",
    ],
    [
      "whose NAT gateway has no way on",
      { routes: [TO_NAT] },
      { nat: { seen: [{ ...NAT, routes: [] }] } },
      "whose own subnet has no route",
    ],
    ["of the Internet without public addresses", { routes: [TO_INTERNET] }, {}, "no public address"],
  ])("%s is a cause", (_, subnet, changed, expected) => {
    const said = way(view({ routes: [], ...subnet }, changed));
    expect(said).toMatch(/^cause: /);
    expect(said).toContain(expected);
    expect(said).toContain("no endpoint that works leads to ecs, s3");
  });

  test("of the Internet with public addresses is ok; on Fargate it depends on the job", () => {
    const subnet = { routes: [TO_INTERNET], publicAddresses: true };
    expect(way(view(subnet))).toBe("ok: subnet subnet-1 reaches ECS, ECR, S3 and the logs by Internet gateway igw-1");
    expect(way(view(subnet, { fargate: true }))).toMatch(/^unseen: .*assignPublicIp/);
  });

  test.each([
    ["a transit gateway", { ...NOWHERE, transit_gateway_id: "tgw-1" }, "leads everything to tgw-1"],
    ["a firewall's network interface", { ...NOWHERE, network_interface_id: "eni-1" }, "leads everything to eni-1"],
  ])("that leads to %s is not followed", (_, route, expected) => {
    expect(way(view({ routes: [route] }))).toMatch(/^unseen: /);
    expect(way(view({ routes: [route] }))).toContain(expected);
  });

  test("that these credentials may not follow is not seen", () => {
    expect(way(view({}, { nat: { unseen: "these credentials may not call DescribeNatGateways" } }))).toMatch(
      /^unseen: /,
    );
  });

  test("without a free address is a cause, with one it is not", () => {
    expect(checkSubnet(view({ freeAddresses: 0 }))[0]?.result).toBe("cause");
    expect(checkSubnet(view({ freeAddresses: 1 }))[0]?.result).toBe("ok");
  });

  test("that is gone is a cause", () => {
    expect(checkSubnet(view({}, { subnet: { missing: true } })).map(line)).toEqual([
      "cause: subnet subnet-1 is gone → name a subnet that exists, and deploy again",
    ]);
  });
});

describe("a subnet without a route out", () => {
  test("is ok where every service has an endpoint that lets it in", () => {
    expect(way(byEndpoints({}))).toBe("ok: subnet subnet-1 reaches ECS, ECR, S3 and the logs by endpoints");
    expect(hasWayOut(byEndpoints({}))).toBe(false);
  });

  test.each([
    ["is for everything", { ...HTTPS, protocol: "-1", from: null, to: null }],
    ["names the instances' security group", { ...HTTPS, cidr: null, group: "sg-1" }],
    ["is for a range of ports", { ...HTTPS, from: 0, to: 65535 }],
    ["is for just this subnet", { ...HTTPS, cidr: "10.0.64.0/18" }],
  ])("is ok where the rule %s", (_, rule) => {
    expect(way(byEndpoints({ rules: [rule] }))).toMatch(/^ok: /);
  });

  test.each([
    ["is pending", byEndpoints({ state: "pending" })],
    ["has no private name", byEndpoints({ privateDns: false })],
    ["is in a network without names", byEndpoints({}, {}, { dns: false })],
    ["lets nothing in", byEndpoints({ rules: [] })],
    ["lets things out only", byEndpoints({ rules: [{ ...HTTPS, egress: true }] })],
    ["lets HTTP in", byEndpoints({ rules: [{ ...HTTPS, from: 80, to: 80 }] })],
    ["lets UDP in", byEndpoints({ rules: [{ ...HTTPS, protocol: "udp" }] })],
    ["lets the other subnet in", byEndpoints({ rules: [{ ...HTTPS, cidr: "10.0.0.0/18" }] })],
    ["lets half of the subnet in", byEndpoints({ rules: [{ ...HTTPS, cidr: "10.0.64.0/19" }] })],
    ["lets another security group in", byEndpoints({ rules: [{ ...HTTPS, cidr: null, group: "sg-2" }] })],
  ])("is a cause where an endpoint %s", (_, of) => {
    expect(way(of)).toMatch(/^cause: .* leads to ecs →/);
  });

  test("is a cause where the gateway of S3 is in another route table", () => {
    expect(way(byEndpoints({}, { tables: ["rtb-2"] }))).toMatch(/^cause: .* leads to s3 →/);
  });

  test("is not seen where endpoints may not be read", () => {
    const endpoints = new Map([["ecs", { unseen: "these credentials may not call DescribeVpcEndpoints" }]]);
    expect(way(view({ routes: [] }, { endpoints }))).toMatch(/^unseen: .*DescribeVpcEndpoints/);
  });
});

describe("a security group", () => {
  const OUT: GroupRule = { ...HTTPS, egress: true, cidr: "0.0.0.0/0" };

  test.each([
    ["ok", [OUT]],
    ["ok", [{ ...OUT, protocol: "-1", from: -1, to: -1 }]],
    ["cause", []],
    ["cause", [{ ...OUT, egress: false }]],
    ["cause", [{ ...OUT, from: 80, to: 80 }]],
    ["unseen", [{ ...OUT, cidr: "10.0.0.0/16" }]],
    ["unseen", [{ ...OUT, cidr: null, prefixList: "pl-1" }]],
  ])("is %s with rules %j", (expected, rules) => {
    expect(checkGroup("sg-1", { seen: { rules } }).result).toBe(expected);
  });

  test("that is gone is a cause", () => {
    expect(checkGroup("sg-1", { missing: true }).result).toBe("cause");
  });
});
