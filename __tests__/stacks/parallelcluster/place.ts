import type { PolicyJson } from "../../../modules/policy-document";
import type { Target, Things } from "../../contract-calls";

/** Where clusters of these tests stand, and what they are called. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  /** First letters of the names of clusters; empty where any name is right. */
  readonly prefix: string;
  /** Bucket of artifacts. */
  readonly bucket: string;
  /** Path of what this stack makes in IAM. */
  readonly path: string;
  /** Path of what ParallelCluster makes in IAM. */
  readonly rolePath: string;
}

export const ACCOUNT = "111122223333";

/** Ends of names that CloudFormation makes. */
export const MADE = "0A1B2C3D4E5F";

/** Things by title. */
export type Named = Readonly<Record<string, string>>;

/** What a call says of its things, or of how it is made. */
type Context = NonNullable<Target["context"]>;

/** A call that CloudFormation makes for somebody. */
export const BY_CLOUDFORMATION: Context = { "aws:CalledVia": ["cloudformation.amazonaws.com"] };

const OF_SOMEBODY: Context = { "aws:ResourceTag/groundwork:name": "acme" };

/** Things in their place: ARNs, and the kinds of twins. */
export class Scene {
  /** A cluster that is ours. */
  readonly cluster: string;
  /** A cluster that is not; undefined where every cluster is. */
  readonly other: string | undefined;

  constructor(readonly place: Place) {
    this.cluster = `${place.prefix}run1`;
    this.other = place.prefix === "" ? undefined : "bio-run1";
  }

  arn(service: string, resource: string, region = this.place.region): string {
    return `arn:${this.place.partition}:${service}:${region}:${ACCOUNT}:${resource}`;
  }

  /** Without a region: IAM, Route 53, S3. */
  global(service: string, resource: string, account = ""): string {
    return `arn:${this.place.partition}:${service}::${account}:${resource}`;
  }

  iam(resource: string): string {
    return this.global("iam", resource, ACCOUNT);
  }

  /** The same thing in a region that is not ours. */
  private elsewhere(resource: string): string {
    return resource.replace(`:${this.place.region}:`, ":us-west-2:");
  }

  /** Things that a tag says are a cluster's; with other tags they are somebody else's. */
  tagged(named: Named, tag = "aws:ResourceTag/parallelcluster:cluster-name", more: Context = {}): Things {
    const of =
      (context: Context) =>
      (resource: string): Target => ({ resource, context: { ...context, ...more } });
    const others = this.other === undefined ? {} : { "another cluster's": { [tag]: this.other } };
    return {
      ours: map(named, of({ [tag]: this.cluster })),
      theirs: Object.assign(
        {},
        ...Object.entries({ "somebody else's": OF_SOMEBODY, ...others }).map(([title, context]) =>
          map(named, of(context), title),
        ),
      ),
    };
  }

  /** Things that are somebody's only while CloudFormation calls; the same ones by hand are refused, and things of others. */
  inStacks(named: Named, others: Named = {}): Things {
    const byCloudFormation = (resource: string): Target => ({ resource, context: BY_CLOUDFORMATION });
    return {
      ours: map(named, byCloudFormation),
      theirs: {
        ...map(named, (resource) => ({ resource }), "by hand"),
        ...map(others, byCloudFormation, "in a stack"),
      },
    };
  }

  /** Things that their names tell from others', and their region where they have one. */
  named(ours: (cluster: string) => string, others: Named = {}, context: Context = {}): Things {
    const own = ours(this.cluster);
    const moved = this.elsewhere(own);
    const theirs = {
      ...others,
      ...(this.other !== undefined && ours(this.other) !== own && { "another cluster's": ours(this.other) }),
      ...(moved !== own && { "in another region": moved }),
    };
    const target = (resource: string): Target => ({ resource, ...(Object.keys(context).length > 0 && { context }) });
    return { ours: { ours: target(own) }, theirs: map(theirs, target) };
  }

  /** Things that may be anybody's in this account and region. */
  any(named: Named): Things {
    const target = (resource: string): Target => ({ resource });
    const moved = Object.fromEntries(Object.entries(named).map(([title, it]) => [title, this.elsewhere(it)]));
    return { ours: map(named, target), theirs: map(moved, target, "in another region") };
  }

  /** A call on one thing that its context tells from others. */
  by(resource: string, ours: Context, theirs: Readonly<Record<string, Context>>): Things {
    const target = (context: Context): Target => ({ resource, context });
    return {
      ours: { ours: target(ours) },
      theirs: Object.fromEntries(Object.entries(theirs).map(([title, context]) => [title, target(context)])),
    };
  }
}

function map(named: Named, target: (resource: string) => Target, where = ""): Record<string, Target> {
  return Object.fromEntries(
    Object.entries(named).map(([title, resource]) => [where === "" ? title : `${title}, ${where}`, target(resource)]),
  );
}

/** For actions that take no resource. */
export const NOTHING: Things = { ours: { anything: { resource: "*" } }, theirs: {} };

/** AWS and other accounts let us in: what remains closed, our own policies close. */
export function letIn(partition: string): PolicyJson {
  const principal = { AWS: `arn:${partition}:iam::${ACCOUNT}:root` };
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: "*", Resource: "*" }],
  };
}
