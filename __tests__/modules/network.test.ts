import { Eip } from "@cdktf/provider-aws/lib/eip";
import { TerraformOutput, type TerraformStack, TerraformVariable } from "cdktf";
import { AwsEnvironment } from "../../modules/aws-environment";
import { itemsIf } from "../../modules/deferred-items";
import { type Egress, INTERFACE_ENDPOINTS, Network, type NetworkProps } from "../../modules/network";
import { addresses, all, type Block, only, synth, type TerraformJson } from "../synth";
import { addressesOf, wayTo } from "./network-ways";

const REGION = "eu-west-2";
const aws = AwsEnvironment.of({ account: "111122223333", region: REGION });

function make(stack: TerraformStack, props: Partial<NetworkProps> = {}): Network {
  const network = new Network(stack, "network", { aws, networkName: "acme-network", ...props });
  new TerraformOutput(stack, "vpc", { value: network.vpcId });
  new TerraformOutput(stack, "subnets", { value: network.subnetIds });
  if (network.publicSubnetId) new TerraformOutput(stack, "public", { value: network.publicSubnetId });
  return network;
}

const network = (props?: Partial<NetworkProps>) =>
  synth((stack) => {
    make(stack, props);
  });

/**
 * What a container instance calls, and the head machine with Session Manager.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
 */
const CALLED = {
  ECS: ["ecs", "ecs-agent", "ecs-telemetry"],
  ECR: ["ecr.api", "ecr.dkr"],
  S3: ["s3"],
  logs: ["logs"],
  Batch: ["batch"],
  EC2: ["ec2"],
  "Session Manager": ["ssm", "ssmmessages"],
};

describe.each<Egress>(["nat", "endpoints"])("a created network with egress '%s'", (egress) => {
  const stack = network({ egress });
  const subnets = stack.output.subnets?.value as string[];

  test.each(Object.entries(CALLED))("has a way from every private subnet to %s", (name, services) => {
    const ways = subnets.flatMap((subnet) => services.map((service) => wayTo(stack, subnet, service, REGION)));
    const way = name === "S3" ? "gateway endpoint" : egress === "nat" ? "NAT gateway" : "interface endpoint";
    expect(new Set(ways)).toEqual(new Set([way]));
  });

  test("has private subnets in two zones, whose instances get no public address", () => {
    expect(subnets).toEqual(["${aws_subnet.network_private_1.id}", "${aws_subnet.network_private_2.id}"]);
    const made = [stack.resource.aws_subnet?.network_private_1, stack.resource.aws_subnet?.network_private_2];
    expect(new Set(made.map((subnet) => subnet?.availability_zone)).size).toBe(2);
    for (const subnet of made) expect(subnet).not.toHaveProperty("map_public_ip_on_launch");
  });

  test("has subnets that do not overlap and lie within the network", () => {
    const [first, last] = addressesOf(only(stack.resource, "aws_vpc").cidr_block);
    const ranges = all(stack.resource, "aws_subnet")
      .map(({ cidr_block }) => addressesOf(cidr_block))
      .sort(([a], [b]) => a - b);
    ranges.forEach(([from, to], index) => {
      expect(from).toBeGreaterThan(index === 0 ? first - 1 : (ranges[index - 1]?.[1] ?? Number.NaN));
      expect(to).toBeLessThanOrEqual(last);
    });
  });

  test("says which routes and endpoints must be there before an instance starts", () => {
    const { resource } = synth((scope) => {
      new Eip(scope, "waits", { dependsOn: [...make(scope, { egress }).ways] });
    });
    const expected = addresses(stack).filter((address) =>
      /^aws_(route|route_table_association|vpc_endpoint|vpc_security_group_ingress_rule)\./.test(address),
    );
    const { depends_on: ways } = resource.aws_eip?.waits ?? {};
    expect([...(ways as string[])].sort()).toEqual(expected);
  });

  test("is named after the system, part by part", () => {
    const tagged = Object.entries(stack.resource)
      .filter(([type]) => !/association|^aws_route$/.test(type))
      .flatMap(([type]) => all(stack.resource, type));
    expect(tagged.filter(({ tags }) => !String((tags as Block | undefined)?.Name).startsWith("acme-network"))).toEqual(
      [],
    );
  });

  test("touches no default of the account", () => {
    expect(Object.keys(stack.resource).filter((type) => type.startsWith("aws_default_"))).toEqual([]);
    expect(Object.keys(stack.data)).toEqual(["aws_availability_zones"]);
  });
});

describe("a created network with a NAT gateway", () => {
  test("has a public subnet for a machine that is reached from the Internet", () => {
    expect(network().output.public?.value).toBe("${aws_subnet.network_public.id}");
  });

  test("pays for no interface endpoint", () => {
    expect(all(network().resource, "aws_vpc_endpoint").map((endpoint) => endpoint.vpc_endpoint_type)).toEqual([
      "Gateway",
    ]);
  });

  test("needs its internet gateway before an address and the NAT gateway", () => {
    const { resource } = network();
    for (const type of ["aws_eip", "aws_nat_gateway"])
      expect(only(resource, type).depends_on).toEqual(["aws_internet_gateway.network"]);
  });
});

describe("a created network with endpoints", () => {
  const stack = network({ egress: "endpoints", cidr: "10.20.0.0/20" });

  test("has no way to the Internet, and nothing of it is public", () => {
    for (const type of ["aws_internet_gateway", "aws_nat_gateway", "aws_eip", "aws_route"])
      expect(all(stack.resource, type)).toEqual([]);
    expect(stack.output).not.toHaveProperty("public");
  });

  test("has one interface endpoint for each service", () => {
    const made = all(stack.resource, "aws_vpc_endpoint").filter((one) => one.vpc_endpoint_type === "Interface");
    expect(made.map(({ service_name }) => service_name).sort()).toEqual(
      INTERFACE_ENDPOINTS.map((service) => `com.amazonaws.eu-west-2.${service}`).sort(),
    );
  });

  test("has an endpoint that a system needs under a condition only where it holds", () => {
    const json = synth((stack) => {
      const uses = new TerraformVariable(stack, "uses", { type: "bool" }).value;
      make(stack, { egress: "endpoints", services: itemsIf(uses, "secretsmanager") });
    });
    const endpoints = json.resource.aws_vpc_endpoint ?? {};
    expect(endpoints.network_secretsmanager?.count).toBe("${var.uses ? 1 : 0}");
    expect(endpoints.network_ssm).not.toHaveProperty("count");
  });

  test("has endpoints for the services that a system needs besides, by China's names there", () => {
    const [home, china] = ["eu-west-2", "cn-north-1"].map((region) => {
      const aws = AwsEnvironment.of({ account: "111122223333", region });
      const { resource } = network({ aws, egress: "endpoints", services: ["sqs"] });
      return all(resource, "aws_vpc_endpoint").map(({ service_name }) => service_name);
    });
    expect(home).toContain("com.amazonaws.eu-west-2.sqs");
    expect(china).toContain("cn.com.amazonaws.cn-north-1.sqs");
    expect(home).toHaveLength(INTERFACE_ENDPOINTS.length + 2);
  });

  test("lets HTTPS in to the endpoints from its own addresses and nothing else", () => {
    expect(only(stack.resource, "aws_vpc_security_group_ingress_rule")).toMatchObject({
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
      cidr_ipv4: "10.20.0.0/20",
    });
  });

  test("has the names of China's endpoints, where some begin with cn.", () => {
    const region = "cn-north-1";
    const chinese = network({ aws: AwsEnvironment.of({ account: "111122223333", region }), egress: "endpoints" });
    const names = all(chinese.resource, "aws_vpc_endpoint").map(({ service_name }) => String(service_name));
    const withPrefix = names.filter((name) => name.startsWith("cn.")).map((name) => name.split(`${region}.`)[1]);
    // VPC_ENDPOINT_SERVICE_EXCEPTIONS of the AWS CDK
    expect(withPrefix.sort()).toEqual(["batch", "ec2", "ecr.api", "ecr.dkr"]);
    expect(names).toContain(`com.amazonaws.${region}.s3`);
  });
});

describe("the way that is followed", () => {
  const SUBNET = "${aws_subnet.network_private_2.id}";
  type Change = readonly [what: string, egress: Egress, service: string, broken: Broken];
  type Broken = (resource: Record<string, Record<string, Record<string, unknown>>>) => void;

  test.each<Change>([
    ["the route out is missing", "nat", "ecs", ({ aws_route }) => delete aws_route?.network_outside],
    ["the NAT gateway's route is missing", "nat", "ecs", ({ aws_route }) => delete aws_route?.network_internet],
    [
      "the NAT gateway stands in a private subnet",
      "nat",
      "ecs",
      ({ aws_nat_gateway }) => Object.assign(aws_nat_gateway?.network ?? {}, { subnet_id: SUBNET }),
    ],
    [
      "the subnet is in no route table",
      "nat",
      "s3",
      ({ aws_route_table_association: all }) => delete all?.network_private_2_route,
    ],
    [
      "S3 is in no route table",
      "endpoints",
      "s3",
      ({ aws_vpc_endpoint }) => Object.assign(aws_vpc_endpoint?.network_s3 ?? {}, { route_table_ids: [] }),
    ],
    [
      "the usual name leads out",
      "endpoints",
      "logs",
      ({ aws_vpc_endpoint }) => Object.assign(aws_vpc_endpoint?.network_logs ?? {}, { private_dns_enabled: false }),
    ],
    [
      "the endpoint is in one subnet only",
      "endpoints",
      "logs",
      ({ aws_vpc_endpoint }) => Object.assign(aws_vpc_endpoint?.network_logs ?? {}, { subnet_ids: [] }),
    ],
    [
      "an endpoint is missing",
      "endpoints",
      "ecs-agent",
      ({ aws_vpc_endpoint }) => delete aws_vpc_endpoint?.network_ecs_agent,
    ],
    [
      "the security group lets nobody in",
      "endpoints",
      "ecr.dkr",
      (resource) => delete resource.aws_vpc_security_group_ingress_rule,
    ],
    [
      "the security group lets others in",
      "endpoints",
      "ecr.dkr",
      ({ aws_vpc_security_group_ingress_rule: rules }) =>
        Object.assign(rules?.network_endpoints_https ?? {}, { cidr_ipv4: "192.168.0.0/16" }),
    ],
  ])("breaks off where %s", (_, egress, service, broken) => {
    const stack = structuredClone(network({ egress })) as TerraformJson;
    expect(wayTo(stack, SUBNET, service, REGION)).toBeDefined();
    broken(stack.resource as Parameters<Broken>[0]);
    expect(() => wayTo(stack, SUBNET, service, REGION)).toThrow();
  });
});

describe("a network that exists", () => {
  const stack = network({ create: false, vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] });

  test("is never changed, nor looked at", () => {
    expect(stack.resource).toEqual({});
    expect(stack.data).toEqual({});
  });

  test("is what its ids say", () => {
    expect(stack.output.vpc?.value).toBe("vpc-1");
    expect(stack.output.subnets?.value).toEqual(["subnet-1", "subnet-2"]);
    expect(stack.output).not.toHaveProperty("public");
  });
});

describe("a network whose values Terraform knows", () => {
  const stack = synth((scope) => {
    const variable = (name: string, type: string) => new TerraformVariable(scope, name, { type });
    const made = new Network(scope, "network", {
      aws: AwsEnvironment.lookup(scope),
      networkName: variable("name", "string").stringValue,
      create: variable("create", "bool").booleanValue,
      vpcId: variable("vpc_id", "string").stringValue,
      subnetIds: variable("subnet_ids", "list(string)").listValue,
      cidr: variable("cidr", "string").stringValue,
      egress: variable("egress", "string").stringValue as Egress,
    });
    new TerraformOutput(scope, "vpc", { value: made.vpcId });
    new TerraformOutput(scope, "subnets", { value: made.subnetIds });
  });

  test("is made by count, and either its NAT gateway or its endpoints", () => {
    expect(only(stack.resource, "aws_vpc").count).toBe("${var.create ? 1 : 0}");
    const nat = '${(var.create && (var.egress == "nat")) ? 1 : 0}';
    expect(only(stack.resource, "aws_nat_gateway").count).toBe(nat);
    expect(stack.resource.aws_vpc_endpoint?.network_logs?.count).toBe(
      '${(var.create && !(var.egress == "nat")) ? 1 : 0}',
    );
  });

  test("is the created one or the existing one", () => {
    expect(stack.output.vpc?.value).toBe("${var.create ? aws_vpc.network[0].id : var.vpc_id}");
    expect(stack.output.subnets?.value).toBe(
      "${var.create ? [aws_subnet.network_private_1[0].id, aws_subnet.network_private_2[0].id] : var.subnet_ids}",
    );
  });

  test("has the endpoints' names by the partition that Terraform finds", () => {
    expect(stack.resource.aws_vpc_endpoint?.network_batch?.service_name).toBe(
      '${(data.aws_partition.this.partition == "aws-cn") ? "cn." : ""}com.amazonaws.${data.aws_region.this.name}.batch',
    );
  });
});
