import type { DataBlocks, Question } from "./data-sources";

/** A rule of a security group. */
export interface GroupRule {
  readonly egress: boolean;
  /** `tcp`, or `-1` for everything. */
  readonly protocol: string;
  readonly from: number | null;
  readonly to: number | null;
  readonly cidr: string | null;
  readonly group: string | null;
  readonly prefixList: string | null;
}

export interface SecurityGroup {
  readonly rules: readonly GroupRule[];
}

/** A route; of what it may lead to, the others are empty. */
export interface Route {
  readonly cidr_block: string;
  readonly gateway_id: string;
  readonly nat_gateway_id: string;
  readonly transit_gateway_id: string;
  readonly vpc_peering_connection_id: string;
  readonly network_interface_id: string;
  readonly vpc_endpoint_id: string;
  readonly local_gateway_id: string;
  readonly carrier_gateway_id: string;
  readonly core_network_arn: string;
}

export interface Subnet {
  readonly zone: string;
  readonly cidr: string;
  readonly freeAddresses: number;
  /** Whether instances get public addresses. */
  readonly publicAddresses: boolean;
  /** Whether names of endpoints lead to them. */
  readonly dns: boolean;
  /** Id of its route table. */
  readonly table: string;
  readonly routes: readonly Route[];
}

export interface NatGateway {
  readonly id: string;
  readonly state: string;
  /** `public` or `private`. */
  readonly connectivity: string;
  /** Routes of the subnet that it stands in. */
  readonly routes: readonly Route[];
}

export interface Endpoint {
  readonly type: "Gateway" | "Interface";
  readonly state: string;
  readonly privateDns: boolean;
  readonly tables: readonly string[];
  /** Of its security groups; none for a gateway. */
  readonly rules: readonly GroupRule[];
}

/** A security group with its rules. */
export function groupQuestion(id: string): Question {
  return (key) => {
    const group = `data.aws_security_group.${key}`;
    const data = { aws_security_group: { [key]: { id } }, ...ruleBlocks(key, `[${group}.id]`) };
    return { data, value: `\${{ rules = ${rulesOf(key)} }}` };
  };
}

/** A subnet with its routes: those of its own table, or of the network's main one. */
export function subnetQuestion(id: string): Question {
  return (key) => {
    const subnet = `data.aws_subnet.${key}`;
    const vpc = `data.aws_vpc.${key}`;
    const fields = [
      `zone = ${subnet}.availability_zone`,
      `cidr = ${subnet}.cidr_block`,
      `freeAddresses = ${subnet}.available_ip_address_count`,
      `publicAddresses = ${subnet}.map_public_ip_on_launch`,
      `dns = ${vpc}.enable_dns_support && ${vpc}.enable_dns_hostnames`,
      `table = data.aws_route_table.${key}.id`,
      `routes = data.aws_route_table.${key}.routes`,
    ];
    const data = { ...subnetBlocks(key, id), aws_vpc: { [key]: { id: `\${${subnet}.vpc_id}` } } };
    return { data, value: `\${{ ${fields.join(", ")} }}` };
  };
}

/** The NAT gateways that a subnet's routes lead to, each with the routes of the subnet that it stands in. */
export function natQuestion(subnetId: string): Question {
  return (key) => {
    const ids = `[for route in data.aws_route_table.${key}.routes : route.nat_gateway_id if route.nat_gateway_id != ""]`;
    const gateways = `data.aws_nat_gateway.${key}`;
    const each = { for_each: `\${${gateways}}` };
    const tables = (name: string) => `data.aws_route_tables.${key}_${name}[each.key].ids`;
    const blocks = subnetBlocks(key, subnetId);
    const fields =
      "id = nat.id, state = nat.state, connectivity = nat.connectivity_type, " +
      `routes = data.aws_route_table.${key}_nat[id].routes`;
    return {
      data: {
        ...blocks,
        aws_nat_gateway: { [key]: { for_each: `\${toset(${ids})}`, id: "${each.value}" } },
        aws_route_tables: {
          ...blocks.aws_route_tables,
          [`${key}_nat`]: { ...each, filter: [filter("association.subnet-id", ["${each.value.subnet_id}"])] },
          [`${key}_main`]: { ...each, vpc_id: "${each.value.vpc_id}", filter: [filter("association.main", ["true"])] },
        },
        aws_route_table: {
          ...blocks.aws_route_table,
          [`${key}_nat`]: { ...each, route_table_id: `\${concat(${tables("nat")}, ${tables("main")})[0]}` },
        },
      },
      value: `\${[for id, nat in ${gateways} : { ${fields} }]}`,
    };
  };
}

/**
 * The endpoint of a service in a subnet's network. In China some of their names begin with `cn.`; of S3 ECR needs the
 * gateway.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 */
export function endpointQuestion(
  service: string,
  { region, subnetId }: { readonly region: string; readonly subnetId: string },
): Question {
  return (key) => {
    const endpoint = `data.aws_vpc_endpoint.${key}`;
    const type: Endpoint["type"] = service === "s3" ? "Gateway" : "Interface";
    const names = [`com.amazonaws.${region}.${service}`, `cn.com.amazonaws.${region}.${service}`];
    const found = {
      vpc_id: `\${data.aws_subnet.${key}.vpc_id}`,
      filter: [filter("service-name", names), filter("vpc-endpoint-type", [type])],
    };
    const fields = [
      `type = ${endpoint}.vpc_endpoint_type`,
      `state = ${endpoint}.state`,
      `privateDns = ${endpoint}.private_dns_enabled`,
      `tables = ${endpoint}.route_table_ids`,
      `rules = ${rulesOf(key)}`,
    ];
    const data = {
      aws_subnet: { [key]: { id: subnetId } },
      aws_vpc_endpoint: { [key]: found },
      ...ruleBlocks(key, `${endpoint}.security_group_ids`),
    };
    return { data, value: `\${{ ${fields.join(", ")} }}` };
  };
}

/** A subnet and its route table. */
function subnetBlocks(key: string, id: string): DataBlocks {
  const ids = (name: string) => `data.aws_route_tables.${name}.ids`;
  return {
    aws_subnet: { [key]: { id } },
    aws_route_tables: {
      [key]: { filter: [filter("association.subnet-id", [id])] },
      [`${key}_usual`]: {
        vpc_id: `\${data.aws_subnet.${key}.vpc_id}`,
        filter: [filter("association.main", ["true"])],
      },
    },
    aws_route_table: { [key]: { route_table_id: `\${concat(${ids(key)}, ${ids(`${key}_usual`)})[0]}` } },
  };
}

/** The rules of security groups. */
function ruleBlocks(key: string, groups: string): DataBlocks {
  const ids = `flatten([for group in data.aws_vpc_security_group_rules.${key} : group.ids == null ? [] : group.ids])`;
  return {
    aws_vpc_security_group_rules: {
      [key]: { for_each: `\${toset(${groups})}`, filter: [filter("group-id", ["${each.value}"])] },
    },
    aws_vpc_security_group_rule: { [key]: { for_each: `\${toset(${ids})}`, security_group_rule_id: "${each.value}" } },
  };
}

function rulesOf(key: string): string {
  const fields = [
    "egress = rule.is_egress",
    "protocol = rule.ip_protocol",
    "from = rule.from_port",
    "to = rule.to_port",
    "cidr = rule.cidr_ipv4",
    "group = rule.referenced_security_group_id",
    "prefixList = rule.prefix_list_id",
  ];
  return `[for rule in data.aws_vpc_security_group_rule.${key} : { ${fields.join(", ")} }]`;
}

function filter(name: string, values: readonly string[]): object {
  return { name, values };
}
