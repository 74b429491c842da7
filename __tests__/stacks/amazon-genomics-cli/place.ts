import type { PolicyJson } from "../../../modules/policy-document";
import type { Target, Things } from "../../contract-calls";

/** Where an AGC of these tests stands. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  /** The bucket that AGC works in. */
  readonly bucket: string;
  /** Path of the stack's own roles and policies. */
  readonly path: string;
  /** ARN of what every role that AGC makes must have. */
  readonly boundary: string;
}

export const ACCOUNT = "111122223333";
export const ELSEWHERE = "444455556666";
export const UUID = "0a1b2c3d-0000-4000-8000-0123456789ab";
/** What CloudFormation ends names with. */
export const END = "1A2B3C4D5E6F7";

export const HOME: Place = {
  partition: "aws",
  region: "eu-west-2",
  bucket: `agc-${ACCOUNT}-eu-west-2`,
  path: "/groundwork/acme/amazon-genomics-cli/",
  boundary: `arn:aws:iam::${ACCOUNT}:policy/groundwork/acme/amazon-genomics-cli/acme-amazon-genomics-cli-boundary`,
};

export type Maker = (
  service: string,
  resource: string,
  more?: { readonly context?: Record<string, string>; readonly owner?: string; readonly region?: string },
) => Target;

/** Makes things of a place by their service and resource. */
export function makerOf({ partition, region: home }: Place): Maker {
  return (service, resource, { context, owner = ACCOUNT, region = home } = {}) => ({
    resource: `arn:${partition}:${service}:${region}:${owner}:${resource}`,
    context,
    // another account lets us in: what remains closed, our own policies close
    ...(owner === ELSEWHERE && { resourcePolicy: letIn(partition) }),
  });
}

function letIn(partition: string): PolicyJson {
  const principal = { AWS: `arn:${partition}:iam::${ACCOUNT}:root` };
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: "*", Resource: "*" }],
  };
}

/** Things by their names, and others: of other names, of another account, of another region. */
export function named(
  arn: Maker,
  service: string,
  ours: readonly [string, ...string[]],
  theirs: readonly string[] = [],
  context?: Record<string, string>,
): Things {
  return {
    ours: Object.fromEntries(ours.map((name) => [name, arn(service, name, { context })])),
    theirs: {
      ...Object.fromEntries(theirs.map((name) => [name, arn(service, name, { context })])),
      "another account's": arn(service, ours[0], { context, owner: ELSEWHERE }),
      "another region's": arn(service, ours[0], { context, region: "xx-other-1" }),
    },
  };
}
