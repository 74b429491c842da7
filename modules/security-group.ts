import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { and, attribute, type Condition, onlyIf } from "./deferred";

/** A range of addresses that may reach one TCP port. */
export interface Inbound {
  /** Names the rule: `ssh`. */
  readonly id: string;
  readonly port: number;
  /** IPv4 or IPv6 range. */
  readonly cidr: string;
  readonly description: string;
}

/** Props of {@link SecurityGroup}. */
export interface SecurityGroupProps {
  readonly groupName: string;
  readonly description: string;
  readonly vpcId: string;
  /** Who may reach it. @default - nobody */
  readonly inbound?: readonly Inbound[];
  /** Whether what is in it may reach each other on every port, as the nodes of an MPI job do. @default false */
  readonly amongThemselves?: Condition;
  /** @default true */
  readonly create?: Condition;
  /** @default - the provider's default tags */
  readonly tags?: Record<string, string>;
}

/**
 * A firewall around instances: nothing comes in unless it is named, everything may go out.
 *
 * Each rule is a resource of its own, so that adding one leaves the others alone.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export class SecurityGroup extends Construct {
  /** Undefined where none is created. */
  readonly securityGroupId?: string;

  constructor(scope: Construct, id: string, props: SecurityGroupProps) {
    super(scope, id);
    const { groupName, description, vpcId, inbound = [], amongThemselves = false, create = true, tags } = props;
    this.securityGroupId = onlyIf(create, (count) => {
      const group = new AwsSecurityGroup(this, "security-group", { count, name: groupName, description, vpcId, tags });
      const securityGroupId = attribute(group, "id");
      for (const { id: ruleId, port, cidr, description: why } of inbound) {
        const range = cidr.includes(":") ? { cidrIpv6: cidr } : { cidrIpv4: cidr };
        new VpcSecurityGroupIngressRule(this, ruleId, {
          count,
          securityGroupId,
          description: why,
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          ...range,
          tags,
        });
      }
      onlyIf(
        and(create, amongThemselves),
        (one) =>
          new VpcSecurityGroupIngressRule(this, "among-themselves", {
            count: one,
            securityGroupId,
            description: "Those in the group reach each other",
            ipProtocol: "-1",
            referencedSecurityGroupId: securityGroupId,
            tags,
          }),
      );
      new VpcSecurityGroupEgressRule(this, "outbound", {
        count,
        securityGroupId,
        description: "Everything may go out",
        ipProtocol: "-1",
        cidrIpv4: "0.0.0.0/0",
        tags,
      });
      return securityGroupId;
    });
  }
}
