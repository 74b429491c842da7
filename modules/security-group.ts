import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { and, attribute, type Condition, isDeferred, type List, onlyIf } from "./deferred";
import { attributes, perhaps } from "./deferred-text";
import { thingAtEachPlace, thingForEach } from "./deferred-things";

/** Who may reach one TCP port, or a range of them: addresses, or what is in another group. */
export type Inbound = {
  /** Names the rule: `ssh`. */
  readonly id: string;
  readonly port: number;
  /** Last port of a range. @default - the one port */
  readonly toPort?: number;
  readonly description: string;
} & (
  | {
      /** IPv4 or IPv6 range. */
      readonly cidr: string;
    }
  | {
      /** Ranges, each with a rule of its own. */
      readonly cidrs: List<string>;
    }
  | { readonly securityGroupId: string }
  | {
      /** What is in any of several groups. */
      readonly securityGroupIds: List<string>;
    }
);

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
  /** Its id, in a list; empty where none is created. */
  readonly securityGroupIds: string[];

  constructor(scope: Construct, id: string, props: SecurityGroupProps) {
    super(scope, id);
    const { groupName, description, vpcId, inbound = [], amongThemselves = false, create = true, tags } = props;
    const made = onlyIf(create, (count) => {
      const group = new AwsSecurityGroup(this, "security-group", { count, name: groupName, description, vpcId, tags });
      const securityGroupId = attribute(group, "id");
      this.letIn(inbound, create, { count, securityGroupId, tags });
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
      return group;
    });
    this.securityGroupId = made && perhaps(made, "id");
    this.securityGroupIds = made ? attributes(made, "id") : [];
  }

  private letIn(inbound: readonly Inbound[], create: Condition, common: CommonRuleProps): void {
    for (const rule of inbound) {
      const { id, port, toPort = port, description } = rule;
      const made = { ...common, description, ipProtocol: "tcp", fromPort: port, toPort };
      if ("securityGroupId" in rule)
        new VpcSecurityGroupIngressRule(this, id, { ...made, referencedSecurityGroupId: rule.securityGroupId });
      else if ("securityGroupIds" in rule)
        thingAtEachPlace(rule.securityGroupIds, create, (referencedSecurityGroupId, place) => {
          const count = typeof place === "number" ? made.count : place;
          const name = typeof place === "number" ? `${id}-${place}` : id;
          new VpcSecurityGroupIngressRule(this, name, { ...made, count, referencedSecurityGroupId });
        });
      else if ("cidr" in rule) new VpcSecurityGroupIngressRule(this, id, { ...made, ...range(rule.cidr) });
      // by the range and not by its place: one that is taken out must not move the others
      else
        thingForEach(rule.cidrs, create, (cidr, forEach) => {
          const times = forEach ? { count: undefined, forEach } : {};
          const name = forEach ? id : `${id}-${cidr.replaceAll(/[./:]/g, "-")}`;
          new VpcSecurityGroupIngressRule(this, name, { ...made, ...times, ...range(cidr) });
        });
    }
  }
}

interface CommonRuleProps {
  readonly count: number | undefined;
  readonly securityGroupId: string;
  readonly tags: Record<string, string> | undefined;
}

/** One that is not known yet is IPv4, as all ranges of the settings are. */
function range(cidr: string) {
  return !isDeferred(cidr) && cidr.includes(":") ? { cidrIpv6: cidr } : { cidrIpv4: cidr };
}
