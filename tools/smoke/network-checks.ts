import type { Seen } from "./data-sources";
import { cause, type Finding, ok, unseen } from "./finding";
import type { Endpoint, GroupRule, NatGateway, Route, SecurityGroup, Subnet } from "./network-questions";

/** Services that instances reach before a job starts; S3 is where ECR keeps the layers of images. */
export const SERVICES_FOR_INSTANCES = [
  "ecs",
  "ecs-agent",
  "ecs-telemetry",
  "ecr.api",
  "ecr.dkr",
  "logs",
  "s3",
] as const;

/** On Fargate there is no agent of ours. */
export const SERVICES_FOR_FARGATE = ["ecr.api", "ecr.dkr", "logs", "s3"] as const;

/** What was seen of a subnet. */
export interface SubnetView {
  readonly id: string;
  readonly subnet: Seen<Subnet>;
  /** NAT gateways that its routes lead to. */
  readonly nat: Seen<readonly NatGateway[]>;
  /** Endpoints by the service's name; looked at only where there is no other way. */
  readonly endpoints: ReadonlyMap<string, Seen<Endpoint>>;
  /** Security groups of the instances. */
  readonly groups: readonly string[];
  readonly services: readonly string[];
  /** Whether jobs run on Fargate, where each says whether it gets a public address. */
  readonly fargate: boolean;
}

/** Where a route of everything leads. */
type Way = { readonly leads: string } | { readonly broken: string } | { readonly unknown: string };

/**
 * Whether what starts in a subnet reaches ECS, ECR, S3 and the logs.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
 */
export function checkSubnet(view: SubnetView): Finding[] {
  const { id, subnet } = view;
  if ("missing" in subnet) return [cause(`subnet ${id} is gone`, "name a subnet that exists, and deploy again")];
  if (!("seen" in subnet)) return [unseen(`subnet ${id}: ${subnet.unseen}`)];
  const { freeAddresses } = subnet.seen;
  const room =
    freeAddresses > 0
      ? ok(`subnet ${id} has ${freeAddresses} free addresses`)
      : cause(`subnet ${id} has no free address`, "free some, or name another subnet");
  return [room, checkWay(view, subnet.seen)];
}

/** Whether everything can be reached by a route, so that endpoints need not be looked at. */
export function hasWayOut(view: SubnetView): boolean {
  if (!("seen" in view.subnet)) return true;
  const way = wayOut(view, view.subnet.seen);
  return way !== undefined && "leads" in way;
}

function checkWay(view: SubnetView, subnet: Subnet): Finding {
  const { id } = view;
  const way = wayOut(view, subnet);
  if (way && "leads" in way) return ok(`subnet ${id} reaches ECS, ECR, S3 and the logs by ${way.leads}`);
  const byEndpoint = view.services.filter((service) => reachedByEndpoint(view, subnet, service));
  const left = view.services.filter((service) => !byEndpoint.includes(service));
  if (left.length === 0) return ok(`subnet ${id} reaches ECS, ECR, S3 and the logs by endpoints`);
  if (way && "unknown" in way)
    return unseen(`subnet ${id} ${way.unknown}; whether ${left.join(", ")} can be reached there is not seen`);
  const reason = way ? way.broken : "has no route to 0.0.0.0/0";
  const unknown = left.map((service) => view.endpoints.get(service)).find((it) => it && "unseen" in it);
  if (unknown && "unseen" in unknown) return unseen(`subnet ${id} ${reason}; its endpoints: ${unknown.unseen}`);
  return cause(
    `subnet ${id} ${reason}, and no endpoint that works leads to ${left.join(", ")}`,
    "add a route to a NAT gateway, or those endpoints; deploy again where the network was created here",
  );
}

/** Where the route of everything leads; undefined where there is none. */
function wayOut({ nat, fargate }: SubnetView, subnet: Subnet): Way | undefined {
  const route = everywhere(subnet.routes);
  if (!route) return undefined;
  if (route.nat_gateway_id) return wayByNat(route.nat_gateway_id, nat);
  if (!route.gateway_id.startsWith("igw-")) return { unknown: `leads everything to ${target(route)}` };
  const gateway = `Internet gateway ${route.gateway_id}`;
  if (fargate) return { unknown: `leads to ${gateway}, which lets out only jobs with assignPublicIp: ENABLED` };
  if (subnet.publicAddresses) return { leads: gateway };
  return { broken: `leads to ${gateway} and gives instances no public address, without which nothing comes back` };
}

function wayByNat(id: string, nat: Seen<readonly NatGateway[]>): Way {
  if ("missing" in nat) return { broken: `leads to NAT gateway ${id}, which is gone` };
  if (!("seen" in nat)) return { unknown: `leads to NAT gateway ${id} (${nat.unseen})` };
  const gateway = nat.seen.find((one) => one.id === id);
  if (!gateway) return { broken: `leads to NAT gateway ${id}, which is gone` };
  if (gateway.state !== "available") return { broken: `leads to NAT gateway ${id}, which is ${gateway.state}` };
  if (gateway.connectivity !== "public") return { unknown: `leads to NAT gateway ${id}, a private one` };
  const onward = everywhere(gateway.routes);
  if (!onward) return { broken: `leads to NAT gateway ${id}, whose own subnet has no route to 0.0.0.0/0` };
  if (!onward.gateway_id.startsWith("igw-")) return { unknown: `leads by NAT gateway ${id} to ${target(onward)}` };
  return { leads: `NAT gateway ${id}` };
}

function everywhere(routes: readonly Route[]): Route | undefined {
  return routes.find(({ cidr_block }) => cidr_block === "0.0.0.0/0");
}

function target(route: Route): string {
  const { cidr_block, ...targets } = route;
  return Object.values(targets).find((id) => id !== "" && id !== null) ?? "nothing";
}

function reachedByEndpoint({ endpoints, groups }: SubnetView, subnet: Subnet, service: string): boolean {
  const endpoint = endpoints.get(service);
  if (!endpoint || !("seen" in endpoint) || endpoint.seen.state !== "available") return false;
  const { type, privateDns, tables, rules } = endpoint.seen;
  if (type === "Gateway") return tables.includes(subnet.table);
  const letsUsIn = (rule: GroupRule) =>
    (rule.cidr !== null && within(rule.cidr, subnet.cidr)) || (rule.group !== null && groups.includes(rule.group));
  return privateDns && subnet.dns && rules.some((rule) => !rule.egress && letsHttps(rule) && letsUsIn(rule));
}

/** Whether a security group lets instances call services, which they do by HTTPS. */
export function checkGroup(id: string, group: Seen<SecurityGroup>): Finding {
  const which = `security group ${id}`;
  if ("missing" in group) return cause(`${which} is gone`, "name one that exists, and deploy again");
  if (!("seen" in group)) return unseen(`${which}: ${group.unseen}`);
  const out = group.seen.rules.filter((rule) => rule.egress && letsHttps(rule));
  if (out.some(({ cidr }) => cidr === "0.0.0.0/0")) return ok(`${which} lets HTTPS out`);
  if (out.length === 0)
    return cause(`${which} lets no HTTPS out`, "let TCP 443 out to 0.0.0.0/0; deploy again where it was created here");
  const where = out.map(({ cidr, prefixList, group: other }) => cidr || prefixList || other || "IPv6 addresses");
  return unseen(`${which} lets HTTPS out to ${where.join(", ")} alone; whether that is enough is not seen`);
}

function letsHttps({ protocol, from, to }: GroupRule): boolean {
  if (protocol === "-1") return true;
  return protocol === "tcp" && Number(from) <= 443 && Number(to) >= 443;
}

/** Whether a range of IPv4 addresses lies in another. */
function within(outer: string, inner: string): boolean {
  const [first, last] = addresses(outer);
  const [from, to] = addresses(inner);
  return first <= from && to <= last;
}

function addresses(range: string): readonly [first: number, last: number] {
  const [address = "", prefix] = range.split("/");
  const size = 2 ** (32 - Number(prefix));
  const first = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return [first, first + size - 1];
}
