import type { Things } from "../../contract-calls";
import { ELSEWHERE, type Maker } from "./place";

/** Parts of the core stack's network, with the call that makes each. */
const MADE_BY = {
  vpc: "CreateVpc",
  subnet: "CreateSubnet",
  "route-table": "CreateRouteTable",
  "internet-gateway": "CreateInternetGateway",
  natgateway: "CreateNatGateway",
  "elastic-ip": "AllocateAddress",
  "security-group": "CreateSecurityGroup",
  "vpc-endpoint": "CreateVpcEndpoint",
} as const;

type Part = keyof typeof MADE_BY;

export type NetworkKind =
  | Part
  | `new ${Part}`
  | `${Part} as it is made`
  | "security group of a context"
  | "new launch template"
  | "launch template"
  | "network interface"
  | "any security group"
  | "any subnet"
  | "any VPC"
  | "instance of a context"
  | "volume of a context"
  | "launch template as it is made";

const STACK = "aws:ResourceTag/aws:cloudformation:stack-name";
const ID = "0123456789abcdef0";

/** Things of EC2; ids that AWS assigns are made up. */
export function networkThings(arn: Maker): Record<NetworkKind, Things> {
  const of = (type: string, context?: Record<string, string>) => arn("ec2", `${type}/${type}-${ID}`, { context });
  const outside = (type: string, context?: Record<string, string>) => ({
    "another account's": arn("ec2", `${type}/${type}-${ID}`, { context, owner: ELSEWHERE }),
    "another region's": arn("ec2", `${type}/${type}-${ID}`, { context, region: "xx-other-1" }),
  });
  const madeBy = (type: string, stack: string, ...others: string[]): Things => ({
    ours: { [`of stack ${stack}`]: of(type, { [STACK]: stack }) },
    theirs: {
      ...Object.fromEntries(others.map((other) => [`of stack ${other}`, of(type, { [STACK]: other })])),
      "of no stack": of(type),
      "of a tag that anybody sets": of(type, { "aws:ResourceTag/stack-name": stack }),
      ...outside(type, { [STACK]: stack }),
    },
  });
  const asMade = (type: string, ...calls: string[]): Things => ({
    ours: Object.fromEntries(calls.map((call) => [`by ${call}`, of(type, { "ec2:CreateAction": call })])),
    theirs: {
      "by an instance that starts": of(type, { "ec2:CreateAction": "ImportInstance" }),
      "when it is there already": of(type),
    },
  });
  const fresh = (type: string): Things => ({ ours: { "": of(type) }, theirs: outside(type) });
  const agc = { "aws:ResourceTag/application-name": "agc" };
  const tagged = (type: string): Things => ({
    ours: { "with AGC's tag": of(type, agc) },
    theirs: {
      "without a tag": of(type),
      "another project's": of(type, { "aws:ResourceTag/application-name": "duet" }),
    },
  });

  const parts = Object.entries(MADE_BY).flatMap(([type, call]) => [
    [type, madeBy(type, "Agc-Core", "Agc-Context-demo-ada-spot", "Agc-CDKToolkit", "production")],
    [`new ${type}`, fresh(type)],
    [`${type} as it is made`, asMade(type, call)],
  ]) as [NetworkKind, Things][];
  return {
    ...(Object.fromEntries(parts) as Record<Part | `new ${Part}` | `${Part} as it is made`, Things>),
    "security group of a context": madeBy("security-group", "Agc-Context-demo-ada-spot", "Agc-Core", "production"),
    "new launch template": fresh("launch-template"),
    "launch template": {
      ours: { "without tags, as CloudFormation makes them": of("launch-template") },
      theirs: {
        "another system's": of("launch-template", { "aws:ResourceTag/groundwork:system": "duet" }),
        ...outside("launch-template"),
      },
    },
    "network interface": fresh("network-interface"),
    "any security group": fresh("security-group"),
    "any subnet": fresh("subnet"),
    "any VPC": fresh("vpc"),
    "instance of a context": tagged("instance"),
    "volume of a context": tagged("volume"),
    "launch template as it is made": asMade("launch-template", "CreateLaunchTemplate"),
  };
}
