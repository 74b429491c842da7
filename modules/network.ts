import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Fn, type ITerraformDependable, propertyAccess, Token } from "cdktf";
import { Construct } from "constructs";
import type { AwsEnvironment } from "./aws-environment";
import { and, attribute, type Condition, choose, chooseList, equal, not, onlyIf } from "./deferred";
import { partsOf } from "./deferred-items";
import { named as byName } from "./deferred-name";
import { perhaps, withTags } from "./deferred-text";

/** How instances in private subnets reach what is outside the network. */
export type Egress = "nat" | "endpoints";

/** Zones of a created network: Batch asks two for instances before it gives up, and a third seldom helps. */
const ZONES = [0, 1] as const;

/**
 * Interface endpoints that container instances and a machine with Session Manager need where there is no NAT gateway.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
 * @see https://docs.aws.amazon.com/batch/latest/userguide/vpc-interface-endpoints.html
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */
export const INTERFACE_ENDPOINTS = [
  "batch",
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "ecs",
  "ecs-agent",
  "ecs-telemetry",
  "logs",
  "ssm",
  "ssmmessages",
] as const;

/** Endpoints whose service name starts with `cn.` in China. */
const CHINESE_NAMES: readonly string[] = ["batch", "ec2", "ecr.api", "ecr.dkr", "sqs"];

/** Props of {@link Network}. */
export interface NetworkProps {
  readonly aws: AwsEnvironment;
  /** First words of the names. */
  readonly networkName: string;
  /** Whether it is created; one that exists is never changed. @default true */
  readonly create?: Condition;
  /** The one that exists. */
  readonly vpcId?: string;
  /** The subnets that exist, where instances run. */
  readonly subnetIds?: string[];
  /** Addresses of a created network; between /16 and /24. @default "10.0.0.0/16" */
  readonly cidr?: string;
  /** @default "nat" */
  readonly egress?: Egress;
  /** Services that need an interface endpoint besides {@link INTERFACE_ENDPOINTS}: `sqs`. @default - none */
  readonly services?: readonly string[];
  /** @default - the provider's default tags */
  readonly tags?: Record<string, string>;
}

/**
 * A network for instances, existing or created.
 *
 * A created one has private subnets in two zones; S3 is reached by a gateway endpoint, which costs nothing, and the rest
 * by a NAT gateway or, where nothing may reach the Internet, by interface endpoints. With endpoints alone, images come
 * from ECR only and nothing reaches a machine from outside.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-example-private-subnets-nat.html
 */
export class Network extends Construct {
  readonly vpcId: string;
  /** Where instances run. */
  readonly subnetIds: string[];
  /** Whether there is a subnet that is reached from the Internet. */
  readonly hasPublicSubnet: Condition;
  /** Where a machine stands that is reached from the Internet. Undefined where there is none. */
  readonly publicSubnetId?: string;
  /** What must be there before an instance reaches anything: routes and endpoints. Empty where the network exists. */
  readonly ways: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { create = true, vpcId, subnetIds = [], egress = "nat" } = props;
    const made = onlyIf(create, (count) => this.make(count, create, props));
    this.vpcId = made ? choose(create, made.vpcId, vpcId ?? "") : (vpcId as string);
    this.subnetIds = made ? chooseList(create, made.subnetIds, subnetIds) : subnetIds;
    this.hasPublicSubnet = and(create, equal(egress, "nat"));
    this.publicSubnetId = made?.publicSubnetId;
    this.ways = made?.ways ?? [];
  }

  private make(count: number | undefined, create: Condition, props: NetworkProps) {
    const { aws, networkName, cidr = "10.0.0.0/16", egress = "nat", services = [], tags } = props;
    const named = (thing?: string) => withTags(tags, { Name: thing ? `${networkName}-${thing}` : networkName });
    const zones = new DataAwsAvailabilityZones(this, "zones", {
      state: "available",
      // local and wavelength zones have none of the instances and endpoints that are needed
      filter: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
    });
    const zone = (index: number) => Token.asString(propertyAccess(zones.names, [index]));
    const range = (index: number) => Fn.cidrsubnet(cidr, 2, index);

    const vpc = new Vpc(this, "vpc", {
      count,
      cidrBlock: cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: named(),
    });
    const vpcId = attribute(vpc, "id");
    const subnets = ZONES.map((index) => {
      const subnet = new Subnet(this, `private-${index + 1}`, {
        count,
        vpcId,
        cidrBlock: range(index),
        availabilityZone: zone(index),
        tags: named(`private-${index + 1}`),
      });
      return attribute(subnet, "id");
    });
    const routeTable = new RouteTable(this, "private", { count, vpcId, tags: named("private") });
    const routeTableId = attribute(routeTable, "id");
    const associations = subnets.map(
      (subnetId, index) =>
        new RouteTableAssociation(this, `private-${index + 1}-route`, { count, subnetId, routeTableId }),
    );
    const s3 = new VpcEndpoint(this, "s3", {
      count,
      vpcId,
      serviceName: `com.amazonaws.${aws.region}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: [routeTableId],
      tags: named("s3"),
    });

    const byNat = equal(egress, "nat");
    const gateway = onlyIf(byName(this, "nat", and(create, byNat)), (one) =>
      this.natGateway(one, { vpcId, cidrBlock: range(ZONES.length), zone: zone(0), routeTableId, named }),
    );
    const endpoints = onlyIf(byName(this, "endpoints", and(create, not(byNat))), (one) =>
      this.interfaceEndpoints(one, { aws, vpcId, cidr, subnetIds: subnets, services, networkName, named }),
    );
    const ways = [...associations, s3, ...(gateway?.ways ?? []), ...(endpoints ?? [])];
    return { vpcId, subnetIds: subnets, publicSubnetId: gateway?.subnetId, ways };
  }

  /** A public subnet with the gateway in it, and the private subnets' way out through it. */
  private natGateway(count: number | undefined, { vpcId, cidrBlock, zone, routeTableId, named }: PublicPart) {
    const internet = new InternetGateway(this, "internet-gateway", { count, vpcId, tags: named() });
    const gatewayId = attribute(internet, "id");
    const subnet = new Subnet(this, "public", {
      count,
      vpcId,
      cidrBlock,
      availabilityZone: zone,
      tags: named("public"),
    });
    const subnetId = attribute(subnet, "id");
    const routes = new RouteTable(this, "public-routes", { count, vpcId, tags: named("public") });
    const publicTableId = attribute(routes, "id");
    const everywhere = { count, destinationCidrBlock: "0.0.0.0/0" };
    const internetRoute = new Route(this, "internet", { ...everywhere, routeTableId: publicTableId, gatewayId });
    const publicRoute = new RouteTableAssociation(this, "public-route", {
      count,
      subnetId,
      routeTableId: publicTableId,
    });
    const address = new Eip(this, "nat", { count, domain: "vpc", tags: named("nat"), dependsOn: [internet] });
    const nat = new NatGateway(this, "nat-gateway", {
      count,
      allocationId: attribute(address, "id"),
      subnetId,
      tags: named(),
      dependsOn: [internet],
    });
    const natGatewayId = attribute(nat, "id");
    const outside = new Route(this, "outside", { ...everywhere, routeTableId, natGatewayId });
    return { subnetId: perhaps(subnet, "id"), ways: [internetRoute, publicRoute, outside] };
  }

  /** An endpoint for each service, which answers to the network's own addresses. */
  private interfaceEndpoints(
    count: number | undefined,
    { aws, vpcId, cidr, subnetIds, services, networkName, named }: EndpointPart,
  ): ITerraformDependable[] {
    const group = new AwsSecurityGroup(this, "endpoints", {
      count,
      name: `${networkName}-endpoints`,
      description: "Lets the network reach the interface endpoints",
      vpcId,
      tags: named("endpoints"),
    });
    const securityGroupId = attribute(group, "id");
    const https = new VpcSecurityGroupIngressRule(this, "endpoints-https", {
      count,
      securityGroupId,
      description: "HTTPS from the network",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: cidr,
      tags: named("endpoints"),
    });
    const wanted = partsOf([...INTERFACE_ENDPOINTS, ...services]);
    const endpoints = wanted.flatMap(({ texts, condition = true }) =>
      texts.map((service) => {
        const chinese = CHINESE_NAMES.includes(service) ? choose(equal(aws.partition, "aws-cn"), "cn.", "") : "";
        return new VpcEndpoint(this, service.replace(".", "-"), {
          count: condition === true ? count : choose(condition, count ?? 1, 0),
          vpcId,
          serviceName: `${chinese}com.amazonaws.${aws.region}.${service}`,
          vpcEndpointType: "Interface",
          privateDnsEnabled: true,
          subnetIds,
          securityGroupIds: [securityGroupId],
          tags: named(service),
        });
      }),
    );
    return [https, ...endpoints];
  }
}

interface PublicPart {
  readonly vpcId: string;
  readonly cidrBlock: string;
  readonly zone: string;
  readonly routeTableId: string;
  readonly named: (thing?: string) => Record<string, string>;
}

interface EndpointPart {
  readonly aws: AwsEnvironment;
  readonly vpcId: string;
  readonly cidr: string;
  readonly subnetIds: string[];
  readonly services: readonly string[];
  readonly networkName: string;
  readonly named: (thing?: string) => Record<string, string>;
}
