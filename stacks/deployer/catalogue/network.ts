import { type Catalogue, type CatalogueEntry, needsOf } from "../need";
import { describe, describeToChange, EC2_PAGE, made, ours, tagging, using } from "./ec2-things";

const need = needsOf("ec2", EC2_PAGE);

/** Networks, and the ways into them and out; nothing in one is data. */
export const NETWORK: Catalogue = {
  aws_vpc: (_, place) => [
    describe("DescribeVpcs DescribeNetworkAcls DescribeRouteTables DescribeSecurityGroups"),
    need("plan", "ReadVpcs", "DescribeVpcAttribute", ours(place, "vpc")),
    need("apply", "CreateVpcs", "CreateVpc", made(place, "vpc")),
    need("apply", "ChangeVpcs", "ModifyVpcAttribute DeleteVpc", ours(place, "vpc")),
    ...tagging(place, "vpc", "CreateVpc"),
  ],

  aws_subnet: (subnet, place) => [
    describe("DescribeSubnets"),
    need("apply", "CreateSubnets", "CreateSubnet", made(place, "subnet")),
    ...subnet.all("vpc_id").map((vpc) => using(place, "vpc", "PutThingsIntoVpcs", "CreateSubnet", vpc)),
    need("apply", "DeleteSubnets", "DeleteSubnet", ours(place, "subnet")),
    describeToChange("DescribeNetworkInterfaces"),
    ...tagging(place, "subnet", "CreateSubnet"),
  ],

  aws_internet_gateway: (gateway, place) => [
    describe("DescribeInternetGateways"),
    need("apply", "CreateInternetGateways", "CreateInternetGateway", made(place, "internet-gateway")),
    need(
      "apply",
      "ChangeInternetGateways",
      "AttachInternetGateway DetachInternetGateway DeleteInternetGateway",
      ours(place, "internet-gateway"),
    ),
    ...gateway
      .all("vpc_id")
      .map((vpc) => using(place, "vpc", "PutThingsIntoVpcs", "AttachInternetGateway DetachInternetGateway", vpc)),
    ...tagging(place, "internet-gateway", "CreateInternetGateway"),
  ],

  aws_route_table: (table, place) => [
    describe("DescribeRouteTables"),
    need("apply", "CreateRouteTables", "CreateRouteTable", made(place, "route-table")),
    ...table.all("vpc_id").map((vpc) => using(place, "vpc", "PutThingsIntoVpcs", "CreateRouteTable", vpc)),
    need("apply", "DeleteRouteTables", "DeleteRouteTable", ours(place, "route-table")),
    ...tagging(place, "route-table", "CreateRouteTable"),
  ],

  aws_route: (route, place) => [
    describe("DescribeRouteTables"),
    ...route.all("route_table_id").flatMap((table) => [
      using(place, "route-table", "RouteInRouteTables", "CreateRoute DeleteRoute", table),
      {
        ...using(place, "route-table", "ReplaceRoutesInRouteTables", "ReplaceRoute", table),
        unrecorded: "day-2 operation" as const,
      },
    ]),
  ],

  aws_route_table_association: (association, place) => [
    describe("DescribeRouteTables"),
    ...association
      .all("route_table_id")
      .map((table) =>
        using(place, "route-table", "PutSubnetsOnRouteTables", "AssociateRouteTable DisassociateRouteTable", table),
      ),
    ...association
      .all("subnet_id")
      .map((subnet) =>
        using(place, "subnet", "GiveSubnetsRouteTables", "AssociateRouteTable DisassociateRouteTable", subnet),
      ),
  ],

  aws_eip: (address, place) => {
    const attached = address.has("instance");
    return [
      describe("DescribeAddresses DescribeAddressesAttribute"),
      need("apply", "AllocateAddresses", "AllocateAddress", made(place, "elastic-ip")),
      need("apply", "ReleaseAddresses", "ReleaseAddress DisassociateAddress", ours(place, "elastic-ip")),
      ...(attached
        ? [need("apply", "GiveAddressesToInstances", "AssociateAddress", ours(place, "elastic-ip", "instance"))]
        : []),
      ...tagging(place, "elastic-ip", "AllocateAddress"),
    ];
  },

  aws_nat_gateway: (gateway, place) => [
    describe("DescribeNatGateways"),
    need("apply", "CreateNatGateways", "CreateNatGateway", made(place, "natgateway")),
    ...gateway
      .all("subnet_id")
      .map((subnet) => using(place, "subnet", "PutNatGatewaysIntoSubnets", "CreateNatGateway", subnet)),
    ...gateway
      .all("allocation_id")
      .map((address) => using(place, "elastic-ip", "GiveAddressesToNatGateways", "CreateNatGateway", address)),
    need("apply", "DeleteNatGateways", "DeleteNatGateway", ours(place, "natgateway")),
    ...tagging(place, "natgateway", "CreateNatGateway"),
  ],

  aws_vpc_endpoint: (endpoint, place) => [
    describe("DescribeVpcEndpoints DescribePrefixLists"),
    need("apply", "CreateEndpoints", "CreateVpcEndpoint", made(place, "vpc-endpoint")),
    need("apply", "DeleteEndpoints", "DeleteVpcEndpoints", ours(place, "vpc-endpoint")),
    need("apply", "ChangeEndpoints", "ModifyVpcEndpoint", ours(place, "vpc-endpoint"), "day-2 operation"),
    ...endpoint.all("vpc_id").map((vpc) => using(place, "vpc", "PutThingsIntoVpcs", "CreateVpcEndpoint", vpc)),
    ...endpoint
      .all("route_table_ids")
      .map((table) => using(place, "route-table", "PutEndpointsOnRouteTables", "CreateVpcEndpoint", table)),
    ...endpoint
      .all("subnet_ids")
      .map((subnet) => using(place, "subnet", "PutEndpointsIntoSubnets", "CreateVpcEndpoint", subnet)),
    ...endpoint
      .all("security_group_ids")
      .map((group) => using(place, "security-group", "PutEndpointsIntoSecurityGroups", "CreateVpcEndpoint", group)),
    ...(endpoint.flag("private_dns_enabled") ? [zoneOfEndpoint] : []),
    ...tagging(place, "vpc-endpoint", "CreateVpcEndpoint"),
  ],

  aws_security_group: (group, place) => [
    describe("DescribeSecurityGroups"),
    describeToChange("DescribeNetworkInterfaces"),
    need("apply", "CreateSecurityGroups", "CreateSecurityGroup", made(place, "security-group")),
    ...group.all("vpc_id").map((vpc) => using(place, "vpc", "PutThingsIntoVpcs", "CreateSecurityGroup", vpc)),
    need("apply", "DeleteSecurityGroups", "DeleteSecurityGroup", ours(place, "security-group")),
    // AWS lets everything out of a new group; the provider takes that rule away
    need("apply", "ChangeRulesOfSecurityGroups", "RevokeSecurityGroupEgress", ours(place, "security-group")),
    ...tagging(place, "security-group", "CreateSecurityGroup"),
  ],

  aws_vpc_security_group_egress_rule: rule("Egress"),
  aws_vpc_security_group_ingress_rule: rule("Ingress"),

  "data.aws_availability_zones": () => [describe("DescribeAvailabilityZones")],
};

/** An endpoint's private names stand in a zone that belongs to AWS. */
const zoneOfEndpoint = needsOf("route53", EC2_PAGE)(
  "apply",
  "NameEndpoints",
  "AssociateVPCWithHostedZone",
  { resources: "*", because: "the zone with an endpoint's private names is AWS's, and has no id before it is made" },
  "emulator gap",
);

function rule(direction: "Egress" | "Ingress"): CatalogueEntry {
  const authorize = `AuthorizeSecurityGroup${direction}`;
  return (each, place) => [
    describe("DescribeSecurityGroupRules"),
    need("apply", "CreateRules", authorize, made(place, "security-group-rule")),
    ...each.all("security_group_id").flatMap((group) => [
      using(
        place,
        "security-group",
        "ChangeRulesOfSecurityGroups",
        `${authorize} RevokeSecurityGroup${direction}`,
        group,
      ),
      {
        ...using(place, "security-group", "RewriteRulesOfSecurityGroups", "ModifySecurityGroupRules", group),
        unrecorded: "day-2 operation" as const,
      },
    ]),
    need("apply", "RewriteRules", "ModifySecurityGroupRules", ours(place, "security-group-rule"), "day-2 operation"),
    ...tagging(place, "security-group-rule", authorize),
  ];
}
