import type { Construct } from "constructs";
import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import { CROMWELL_SCRIPTS } from "../../modules/cromwell-config";
import { DataBucket } from "../../modules/data-bucket";
import type { Condition, List } from "../../modules/deferred";
import { type InputBucket, readInputs } from "../../modules/input-buckets";
import { PolicyDocument, type Statements } from "../../modules/policy-document";

/** A bucket that jobs work with, new or existing. */
export interface BucketProps {
  readonly name: string;
  readonly create: Condition;
  /** Folder that the system keeps to; ends with `/`. @default - the whole bucket */
  readonly prefix?: string | undefined;
  readonly forceDestroy?: Condition;
  readonly kmsKey?: string | undefined;
  readonly access: "read-write" | "read";
}

/** Props of {@link Buckets}. */
export interface BucketsProps {
  readonly aws: AwsEnvironment;
  /** The one that tools work in comes first. */
  readonly buckets: readonly [BucketProps, ...BucketProps[]];
  /** @default - none */
  readonly inputBuckets?: List<InputBucket>;
  /** Folder below the first one's prefix from which instances fetch what they cannot get elsewhere. */
  readonly toolsPrefix: string;
  /** Whether Cromwell is used, which keeps its scripts outside of every prefix. */
  readonly cromwell: boolean;
  readonly tags?: Record<string, string> | undefined;
}

interface Made {
  readonly bucket: DataBucket;
  readonly props: BucketProps;
}

/**
 * The buckets of a system, and what is allowed on them: each its own statements, reading or reading and writing.
 *
 * Nobody who works with data may administer a bucket; the document gives every action on it to every job.
 */
export class Buckets {
  readonly work: DataBucket;
  private readonly made: readonly Made[];

  constructor(
    private readonly scope: Construct,
    private readonly props: BucketsProps,
  ) {
    const { aws, buckets, tags } = props;
    this.made = buckets.map((one, index) => ({
      props: one,
      // by its name: a bucket keeps its address wherever it stands in the list
      bucket: new DataBucket(scope, index === 0 ? "data" : `bucket-${one.name.replaceAll(".", "-")}`, {
        aws,
        bucketName: one.name,
        create: one.create,
        forceDestroy: one.forceDestroy,
        kmsKeyArn: one.kmsKey,
        tags,
      }),
    }));
    this.work = (this.made[0] as Made).bucket;
  }

  /** What jobs do with data. */
  forJobs(): Statements {
    return [...this.data(), ...this.scripts((prefixes) => this.work.read(prefixes))];
  }

  /** What a tool does that sends jobs. */
  forTools(): Statements {
    return [...this.data(), ...this.scripts((prefixes) => this.work.readWrite(prefixes))];
  }

  /** What instances fetch at their start, where they do not lend their role to jobs. */
  forInstances(): Statements {
    return this.work.read([`${this.props.buckets[0].prefix ?? ""}${this.props.toolsPrefix}`]);
  }

  /** What the policies of buckets that exist should say, by name. */
  policiesToMerge(roleArns: readonly Arn[]): Record<string, string> {
    const existing = this.made.filter(({ props }) => props.create !== true);
    return Object.fromEntries(
      existing.map(({ bucket, props }, index) => {
        const statements = bucket.policyToMerge(roleArns, this.prefixes(props));
        const document = new PolicyDocument(this.scope, `bucket-policy-to-merge-${index + 1}`, { statements });
        return [bucket.bucketName, document.json];
      }),
    );
  }

  private data(): Statements {
    const { aws, inputBuckets = [] } = this.props;
    const statements = this.made.flatMap(({ bucket, props }, index) => {
      const prefixes = prefixOf(props);
      const allowed = props.access === "read" ? bucket.read(prefixes) : bucket.readWrite(prefixes);
      return index === 0 ? allowed : numbered(allowed, `${index + 1}`);
    });
    return [...statements, ...readInputs(aws, inputBuckets)];
  }

  private scripts(access: (prefixes: string[]) => Statements): Statements {
    const outside = this.props.cromwell && this.props.buckets[0].prefix !== undefined;
    return outside ? numbered(access([CROMWELL_SCRIPTS]), "Scripts") : [];
  }

  private prefixes(props: BucketProps): string[] {
    const own = prefixOf(props);
    const scripts = this.props.cromwell && props === this.props.buckets[0] && own.length > 0 ? [CROMWELL_SCRIPTS] : [];
    return [...own, ...scripts];
  }
}

function prefixOf({ prefix }: BucketProps): string[] {
  return prefix === undefined ? [] : [prefix];
}

/** Statements of one purpose for several buckets stand in one document, each by a Sid of its own. */
function numbered(statements: Statements, suffix: string): Statements {
  return statements.map((statement) => ({ ...statement, sid: `${statement.sid}${suffix}` }));
}
