import type { PolicyJson } from "../../../modules/policy-document";

/** What a call acts on: one resource, with what the request and the resource's own side say. */
export interface Target {
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
  /** Policy of the resource itself, where AWS asks for one. */
  readonly resourcePolicy?: PolicyJson;
  /** Account of a bucket, which its ARN does not say. */
  readonly resourceAccount?: string;
}

/** Where a duet of these tests stands, and what its settings name. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly bucket: string;
  /** Ends with `/`; empty for the whole bucket. */
  readonly prefix: string;
  readonly kmsKey?: string;
  readonly input?: {
    readonly bucket: string;
    readonly prefix: string;
    readonly kmsKey?: string;
    readonly account: string;
  };
}

/** Things by what they are called in a test's title. */
export type Targets = Readonly<Record<string, Target>>;

/** Kinds of things that calls act on. */
export type Kind =
  | "queue"
  | "definition"
  | "revision"
  | "job"
  | "cluster"
  | "container instance"
  | "task"
  | "instance"
  | "our own instance"
  | "repository"
  | "bucket"
  | "located bucket"
  | "object"
  | "input bucket"
  | "located input bucket"
  | "input object"
  | "job log"
  | "job log of Nextflow"
  | "key"
  | "input key"
  | "compute environment"
  | "log group"
  | "role"
  | "passed role"
  | "policy"
  | "instance profile"
  | "parameter"
  | "secret"
  | "state"
  | "nothing";

/** Things of one kind: the ones that are ours, and ones of somebody else that look like them. */
export interface Things {
  readonly ours: Targets;
  readonly theirs: Targets;
}

/** Makes targets; what is another account's lets us in, so that nothing but our own policies refuses it. */
export function arns(place: Place) {
  const { partition, region, account } = place;
  return (service: string, resource: string, owner = account, where = region): Target => ({
    resource: `arn:${partition}:${service}:${where}:${owner}:${resource}`,
    ...(owner !== account && { resourcePolicy: letIn(place) }),
  });
}

/** The policy of a resource that leaves it to our account who is let in: the rest is for our own policies. */
export function letIn({ partition, account }: Place): PolicyJson {
  const principal = { AWS: `arn:${partition}:iam::${account}:root` };
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: "*", Resource: "*" }],
  };
}
