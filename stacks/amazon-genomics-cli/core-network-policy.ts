import type { Statements } from "../../modules/policy-document";
import { type AgcNames, ANY_ID } from "./agc-names";

const CORE = "https://github.com/aws/amazon-genomics-cli/blob/main/packages/cdk/lib/stacks/core-stack.ts";
const TAG_ON_CREATION = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html";

/** A VPC with its parts. Only what the core stack made is changed or removed; other networks get nothing. */
export function makeNetwork(agc: AgcNames): Statements {
  const parts = [
    "elastic-ip",
    "internet-gateway",
    "natgateway",
    "route-table",
    "security-group",
    "subnet",
    "vpc-endpoint",
  ];
  return [
    {
      sid: "SeeNetworks",
      actions: [
        "ec2:DescribeAccountAttributes",
        "ec2:DescribeAddresses",
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeInternetGateways",
        "ec2:DescribeNatGateways",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcAttribute",
        "ec2:DescribeVpcEndpointServices",
        "ec2:DescribeVpcEndpoints",
        "ec2:DescribeVpcs",
      ],
      resources: "*",
      because: "describe actions of EC2 take no resource, but for the attributes of a VPC",
      source: CORE,
    },
    {
      sid: "MakeTheNetwork",
      actions: ["ec2:CreateVpc"],
      resources: agc.ec2("vpc"),
      because: ANY_ID,
      source: CORE,
    },
    {
      sid: "MakeItsParts",
      actions: [
        "ec2:AllocateAddress",
        "ec2:CreateInternetGateway",
        "ec2:CreateRouteTable",
        "ec2:CreateSecurityGroup",
        "ec2:CreateSubnet",
      ],
      resources: agc.ec2("elastic-ip", "internet-gateway", "route-table", "security-group", "subnet"),
      because: `${ANY_ID}; what stands in a VPC also needs ChangeOnlyWhatItMade, for the VPC`,
      source: CORE,
    },
    {
      sid: "MakeGateways",
      actions: ["ec2:CreateNatGateway"],
      resources: agc.ec2("natgateway"),
      because: `${ANY_ID}; its subnet and address need ChangeOnlyWhatItMade`,
      source: CORE,
    },
    {
      sid: "MakeEndpoints",
      actions: ["ec2:CreateVpcEndpoint"],
      resources: agc.ec2("vpc-endpoint"),
      because: `${ANY_ID}; its network needs ChangeOnlyWhatItMade`,
      source: CORE,
    },
    {
      sid: "ChangeOnlyWhatItMade",
      actions: [
        "ec2:AssociateRouteTable",
        "ec2:AttachInternetGateway",
        "ec2:AuthorizeSecurityGroupEgress",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:CreateNatGateway",
        "ec2:CreateRoute",
        "ec2:CreateRouteTable",
        "ec2:CreateSecurityGroup",
        "ec2:CreateSubnet",
        "ec2:CreateTags",
        "ec2:CreateVpcEndpoint",
        "ec2:DeleteInternetGateway",
        "ec2:DeleteNatGateway",
        "ec2:DeleteRoute",
        "ec2:DeleteRouteTable",
        "ec2:DeleteSecurityGroup",
        "ec2:DeleteSubnet",
        "ec2:DeleteTags",
        "ec2:DeleteVpc",
        "ec2:DeleteVpcEndpoints",
        "ec2:DetachInternetGateway",
        "ec2:DisassociateRouteTable",
        "ec2:ModifySubnetAttribute",
        "ec2:ModifyVpcAttribute",
        "ec2:ModifyVpcEndpoint",
        "ec2:ReleaseAddress",
        "ec2:RevokeSecurityGroupEgress",
        "ec2:RevokeSecurityGroupIngress",
      ],
      resources: agc.ec2("vpc", ...parts),
      because: `${ANY_ID}; CloudFormation's own tag holds it to what the core stack made`,
      conditions: [agc.madeBy("Core")],
      source: CORE,
    },
    {
      sid: "TagWhatItMakes",
      actions: ["ec2:CreateTags"],
      resources: agc.ec2("vpc", ...parts),
      because: `${ANY_ID}; tags are set by the call that makes the thing`,
      conditions: [
        {
          test: "StringEquals",
          key: "ec2:CreateAction",
          values: [
            "AllocateAddress",
            "CreateInternetGateway",
            "CreateNatGateway",
            "CreateRouteTable",
            "CreateSecurityGroup",
            "CreateSubnet",
            "CreateVpc",
            "CreateVpcEndpoint",
          ],
        },
      ],
      source: TAG_ON_CREATION,
    },
  ];
}
