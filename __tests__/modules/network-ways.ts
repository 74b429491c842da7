import { all, type Block, type TerraformJson } from "../synth";

/**
 * How an instance in a subnet reaches a service of AWS, followed through a stack's JSON from reference to reference.
 *
 * @returns `interface endpoint`, `gateway endpoint` or `NAT gateway`
 * @throws where the way breaks off, with the place
 */
export function wayTo(stack: TerraformJson, subnet: string, service: string, region: string): string {
  const here = referred(stack, subnet);
  const endpoint = all(stack.resource, "aws_vpc_endpoint").find(({ service_name }) =>
    [`com.amazonaws.${region}.${service}`, `cn.com.amazonaws.${region}.${service}`].includes(String(service_name)),
  );
  if (endpoint?.vpc_endpoint_type === "Interface") return byInterface(stack, endpoint, subnet, here);
  const table = tableOf(stack, subnet);
  if (endpoint) {
    const tables = endpoint.route_table_ids as string[];
    if (!tables.includes(table)) throw new Error(`the endpoint of ${service} is in no route of ${table}`);
    return "gateway endpoint";
  }
  return byNat(stack, table, here.vpc_id);
}

function byInterface(stack: TerraformJson, endpoint: Block, subnet: string, { vpc_id: vpc }: Block): string {
  const { service_name: name, vpc_id: vpcId, security_group_ids: groups } = endpoint;
  if (vpcId !== vpc) throw new Error(`${name} is in another network`);
  if (!(endpoint.subnet_ids as string[]).includes(subnet)) throw new Error(`${name} has no address in ${subnet}`);
  const { enable_dns_support: support, enable_dns_hostnames: hostnames } = referred(stack, String(vpc));
  if (!endpoint.private_dns_enabled || !support || !hostnames)
    throw new Error(`the usual name of ${name} leads out of the network`);
  const letsIn = all(stack.resource, "aws_vpc_security_group_ingress_rule").some(
    ({ security_group_id: group, ip_protocol: protocol, from_port: from, to_port: to, cidr_ipv4: range }) =>
      (groups as string[]).includes(String(group)) &&
      protocol === "tcp" &&
      Number(from) <= 443 &&
      Number(to) >= 443 &&
      within(range, referred(stack, subnet).cidr_block),
  );
  if (!letsIn) throw new Error(`the security groups of ${name} let no HTTPS in from ${subnet}`);
  return "interface endpoint";
}

function byNat(stack: TerraformJson, table: string, vpc: unknown): string {
  const nat = routeOut(stack, table).nat_gateway_id;
  if (!nat) throw new Error(`${table} has no route through a NAT gateway`);
  const { subnet_id: subnet, allocation_id: address } = referred(stack, String(nat));
  if (referred(stack, String(address)).domain !== "vpc") throw new Error(`${nat} has no address`);
  const gateway = routeOut(stack, tableOf(stack, String(subnet))).gateway_id;
  if (!gateway) throw new Error(`the subnet of ${nat} has no route to the Internet`);
  if (referred(stack, String(gateway)).vpc_id !== vpc) throw new Error(`${gateway} is in another network`);
  return "NAT gateway";
}

function tableOf(stack: TerraformJson, subnet: string): string {
  const found = all(stack.resource, "aws_route_table_association").filter(({ subnet_id }) => subnet_id === subnet);
  if (found.length !== 1) throw new Error(`${subnet} must be in one route table, got ${found.length}`);
  return String(found[0]?.route_table_id);
}

function routeOut(stack: TerraformJson, table: string): Block {
  const found = all(stack.resource, "aws_route").filter(
    ({ route_table_id, destination_cidr_block }) => route_table_id === table && destination_cidr_block === "0.0.0.0/0",
  );
  if (found.length !== 1) throw new Error(`${table} must have one route out, got ${found.length}`);
  return found[0] as Block;
}

/** The resource that a text like `${aws_subnet.private_1.id}` refers to. */
function referred(stack: TerraformJson, reference: string): Block {
  const [, type = "", name = ""] = /^\$\{(\w+)\.(\w+)\.id\}$/.exec(reference) ?? [];
  const found = stack.resource[type]?.[name];
  if (!found) throw new Error(`${reference} refers to nothing`);
  return found;
}

/** First and last address of a range: `10.0.0.0/16`, or the `cidrsubnet(…)` of one. */
export function addressesOf(range: unknown): readonly [first: number, last: number] {
  const part = /^\$\{cidrsubnet\("([^"]+)", (\d+), (\d+)\)\}$/.exec(String(range));
  const [address = "", prefix = ""] = (part?.[1] ?? String(range)).split("/");
  const [bits, index] = part ? [Number(part[2]), Number(part[3])] : [0, 0];
  const size = 2 ** (32 - Number(prefix) - bits);
  const first = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0) + index * size;
  if (!Number.isInteger(first) || index >= 2 ** bits) throw new Error(`${range} is no range`);
  return [first, first + size - 1];
}

function within(outer: unknown, inner: unknown): boolean {
  const [first, last] = addressesOf(outer);
  const [from, to] = addressesOf(inner);
  return first <= from && to <= last;
}
