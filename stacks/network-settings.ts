import { z } from "zod";
import { ipv4Range, securityGroupId, subnetId, vpcId } from "../modules/aws-rules";
import { choice, either, list, section, text } from "./settings-field";

/**
 * A range of IPv4 addresses within limits.
 *
 * A bit that is set behind the prefix is refused: AWS drops it, and every plan after would show a change.
 */
export function ipv4(widest: number, narrowest: number, allowed: string) {
  return text({ ...ipv4Range, allowed }).check(({ value, issues }) => {
    const [address = "", prefix] = value.split("/");
    const length = Number(prefix);
    const refuse = (hint: string) => issues.push({ code: "custom", input: value, message: `${allowed}\n${hint}` });
    if (length < widest || length > narrowest) refuse(`/${prefix} is too ${length < widest ? "wide" : "narrow"}`);
    else if (networkOf(address, length) !== address) refuse(`the range is ${networkOf(address, length)}/${length}`);
  });
}

function networkOf(address: string, prefix: number): string {
  const bits = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const hosts = 2 ** (32 - prefix);
  const network = Math.floor(bits / hosts) * hosts;
  return [24, 16, 8, 0].map((shift) => Math.floor(network / 2 ** shift) % 256).join(".");
}

const created = section({
  cidr: ipv4(16, 24, "an IPv4 range from /16 to /24, such as 10.0.0.0/16")
    .default("10.0.0.0/16")
    .describe("Addresses of the network, /16 to /24."),
  egress: choice(["nat", "endpoints"])
    .default("nat")
    .describe(
      "How instances reach AWS and the Internet: nat is a NAT gateway, endpoints are private ways to the services of AWS alone; container images then come from ECR only.",
    ),
});

/** The ways to write it. */
export const NETWORK_FORMS = "create, { create: { cidr, egress } }, or { vpc, subnets, securityGroups }";

/** Where instances run: a network of Groundwork's own, or one that exists and is never changed. */
export const networkSettings = either(NETWORK_FORMS, [
  z.literal("create").transform(() => ({ create: created.parse({}) })),
  section({ create: created.describe("A network of Groundwork's own: private subnets in two zones.") }),
  section({
    vpc: text(vpcId).describe("Id of the VPC."),
    subnets: list(text(subnetId), "subnet ids").describe(
      "Ids of the subnets that instances run in; they must reach ECS, ECR, S3 and the logs.",
    ),
    securityGroups: list(text(securityGroupId), "security group ids")
      .max(5, { error: "a list of at most 5 security group ids: a network interface takes no more" })
      .optional()
      .describe("Ids of security groups that instances get instead of one of their own."),
  }),
]).describe(
  "Where instances run: create, or the ids of a VPC and subnets that exist. What exists is never changed. Systems that run no instances need none.",
);
