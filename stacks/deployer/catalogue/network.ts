import { type Catalogue, type CatalogueEntry, needsOf, type StackPlace, type Target } from "../need";
import { describe, describeToChange, EC2_PAGE, type Ec2Kind, ec2Arn, made, ours, tagging, using } from "./ec2-things";

const need = needsOf("ec2", EC2_PAGE);

const CHANGE = "ChangeAndTakeDownNetworks";
const ATTACH = "AttachInternetGateway DetachInternetGateway";
const ASSOCIATE = "AssociateRouteTable DisassociateRouteTable";

/** Networks, and the ways into them and out; nothing in one is data. */
export const NETWORK: Catalogue = {
  aws_vpc: (_, place) => [
    describe("DescribeVpcs DescribeNetworkAcls DescribeRouteTables DescribeSecurityGroups"),
    need("plan", "ReadVpcs", "DescribeVpcAttribute", ours(place, "vpc")),
    need("apply", "CreateVpcs", "CreateVpc", made(place, "vpc")),
    need("apply", CHANGE, "ModifyVpcAttribute", ours(place, "vpc")),
    need("apply", CHANGE, "DeleteVpc", ours(place, "vpc")),
    ...tagging(place, "vpc", "CreateVpc"),
  ],

  aws_subnet: (subnet, place) => [
    describe("DescribeSubnets"),
    describeToChange("DescribeNetworkInterfaces"),
    need("apply", "CreateSubnets", "CreateSubnet", made(place, "subnet")),
    ...using(place, "vpc", "PutThingsIntoVpcs", "CreateSubnet", subnet.all("vpc_id")),
    need("apply", CHANGE, "DeleteSubnet", ours(place, "subnet")),
    ...tagging(place, "subnet", "CreateSubnet"),
  ],

  aws_internet_gateway: (gateway, place) => [
    describe("DescribeInternetGateways"),
    need("apply", "CreateInternetGateways", "CreateInternetGateway", made(place, "internet-gateway")),
    need("apply", CHANGE, ATTACH, ours(place, "internet-gateway")),
    ...using(place, "vpc", CHANGE, ATTACH, gateway.all("vpc_id")),
    need("apply", CHANGE, "DeleteInternetGateway", ours(place, "internet-gateway")),
    ...tagging(place, "internet-gateway", "CreateInternetGateway"),
  ],

  aws_route_table: (table, place) => [
    describe("DescribeRouteTables"),
    need("apply", "CreateRouteTables", "CreateRouteTable", made(place, "route-table")),
    ...using(place, "vpc", "PutThingsIntoVpcs", "CreateRouteTable", table.all("vpc_id")),
    need("apply", CHANGE, "DeleteRouteTable", ours(place, "route-table")),
    ...tagging(place, "route-table", "CreateRouteTable"),
  ],

  aws_route: (route, place) => [
    describe("DescribeRouteTables"),
    ...using(place, "route-table", CHANGE, "CreateRoute DeleteRoute", route.all("route_table_id")),
    ...using(place, "route-table", CHANGE, "ReplaceRoute", route.all("route_table_id"), "day-2 operation"),
  ],

  aws_route_table_association: (association, place) => [
    describe("DescribeRouteTables"),
    ...using(place, "route-table", "PutSubnetsOnRouteTables", ASSOCIATE, association.all("route_table_id")),
    ...using(place, "subnet", "PutSubnetsOnRouteTables", ASSOCIATE, association.all("subnet_id")),
  ],

  aws_eip: (address, place) => [
    describe("DescribeAddresses DescribeAddressesAttribute"),
    need("apply", "AllocateAddresses", "AllocateAddress", made(place, "elastic-ip")),
    need("apply", CHANGE, "ReleaseAddress DisassociateAddress", ours(place, "elastic-ip")),
    need("apply", "TakeAddressesOffInterfaces", "DisassociateAddress", interfaces(place), "emulator gap"),
    ...(address.has("instance")
      ? [need("apply", "GiveAddressesToInstances", "AssociateAddress", ours(place, "elastic-ip", "instance"))]
      : []),
    ...tagging(place, "elastic-ip", "AllocateAddress"),
  ],

  aws_nat_gateway: (gateway, place) => [
    describe("DescribeNatGateways"),
    need("apply", "CreateNatGateways", "CreateNatGateway", made(place, "natgateway")),
    ...using(place, "subnet", "PutNatGatewaysIntoNetworks", "CreateNatGateway", gateway.all("subnet_id")),
    ...using(place, "elastic-ip", "PutNatGatewaysIntoNetworks", "CreateNatGateway", gateway.all("allocation_id")),
    need("apply", CHANGE, "DeleteNatGateway", ours(place, "natgateway")),
    ...tagging(place, "natgateway", "CreateNatGateway"),
  ],

  aws_vpc_endpoint: (endpoint, place) => {
    const into = (kind: Ec2Kind, attribute: string) =>
      using(place, kind, "PutEndpointsIntoNetworks", "CreateVpcEndpoint", endpoint.all(attribute));
    return [
      describe("DescribeVpcEndpoints DescribePrefixLists"),
      ...(endpoint.has("subnet_ids") ? [describe("DescribeNetworkInterfaces")] : []),
      need("apply", "CreateEndpoints", "CreateVpcEndpoint", made(place, "vpc-endpoint")),
      ...into("vpc", "vpc_id"),
      ...into("route-table", "route_table_ids"),
      ...into("subnet", "subnet_ids"),
      ...into("security-group", "security_group_ids"),
      need("apply", "ChangeEndpoints", "ModifyVpcEndpoint", ours(place, "vpc-endpoint"), "day-2 operation"),
      need("apply", CHANGE, "DeleteVpcEndpoints", ours(place, "vpc-endpoint")),
      ...(endpoint.flag("private_dns_enabled") ? [zoneOfEndpoint] : []),
      ...tagging(place, "vpc-endpoint", "CreateVpcEndpoint"),
    ];
  },

  aws_security_group: (group, place) => [
    describe("DescribeSecurityGroups"),
    describeToChange("DescribeNetworkInterfaces"),
    need("apply", "CreateSecurityGroups", "CreateSecurityGroup", made(place, "security-group")),
    ...using(place, "vpc", "PutThingsIntoVpcs", "CreateSecurityGroup", group.all("vpc_id")),
    // AWS lets everything out of a new group; the provider takes that rule away
    need("apply", "SetRulesOfSecurityGroups", "RevokeSecurityGroupEgress", ours(place, "security-group")),
    need("apply", CHANGE, "DeleteSecurityGroup", ours(place, "security-group")),
    ...tagging(place, "security-group", "CreateSecurityGroup"),
  ],

  aws_vpc_security_group_egress_rule: rule("Egress"),
  aws_vpc_security_group_ingress_rule: rule("Ingress"),

  "data.aws_availability_zones": () => [describe("DescribeAvailabilityZones")],
};

/** The interfaces that addresses are on: AWS's page names them, and the recordings' emulator knows none. */
function interfaces(place: StackPlace): Target {
  return {
    resources: [ec2Arn(place, "network-interface")],
    because: "the interface is a gateway's or an instance's and carries no tags; the address must be the stack's own",
  };
}

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
  return (each, place) => {
    const groups = each.all("security_group_id");
    const both = `${authorize} RevokeSecurityGroup${direction}`;
    return [
      describe("DescribeSecurityGroupRules"),
      need("apply", "CreateRules", authorize, made(place, "security-group-rule")),
      ...using(place, "security-group", "SetRulesOfSecurityGroups", both, groups),
      ...using(place, "security-group", "RewriteRules", "ModifySecurityGroupRules", groups, "day-2 operation"),
      need("apply", "RewriteRules", "ModifySecurityGroupRules", ours(place, "security-group-rule"), "day-2 operation"),
      ...tagging(place, "security-group-rule", authorize),
    ];
  };
}
