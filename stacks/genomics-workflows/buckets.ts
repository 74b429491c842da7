import type { Construct } from "constructs";
import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import { bucketPolicyToMerge, workWithBucket } from "../../modules/bucket-access";
import { CROMWELL_SCRIPTS } from "../../modules/cromwell-config";
import { DataBucket } from "../../modules/data-bucket";
import { and, type Condition, equal, type List, not, onlyIf, present, when } from "../../modules/deferred";
import { itemList, itemsIf, itemsOf } from "../../modules/deferred-items";
import {
  allTexts,
  attributesByName,
  forEachThing,
  oneTextIf,
  repeatThings,
  type Things,
  thingsWhere,
} from "../../modules/deferred-map";
import { firstGiven, oneOrNone } from "../../modules/deferred-text";
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
}

/** One of more buckets. */
export interface MoreBucketProps extends BucketProps {
  readonly access: "read-write" | "read";
  /** Its place among all buckets, from 2, which the names of its statements end with. */
  readonly number: string;
}

/** Props of {@link Buckets}. */
export interface BucketsProps {
  readonly aws: AwsEnvironment;
  /** The one that tools work in. */
  readonly bucket: BucketProps;
  /** By their names. */
  readonly moreBuckets: Things<MoreBucketProps>;
  /** @default - none */
  readonly inputBuckets?: List<InputBucket>;
  /** Folder below the first one's prefix from which instances fetch what they cannot get elsewhere. */
  readonly toolsPrefix: string;
  /** Whether Cromwell is used, which keeps its scripts outside of every prefix. */
  readonly cromwell: Condition;
  readonly tags?: Record<string, string> | undefined;
}

/**
 * The buckets of a system, and what is allowed on them: each its own statements, reading or reading and writing.
 *
 * Nobody who works with data may administer a bucket; the document gives every action on it to every job.
 */
export class Buckets {
  readonly work: DataBucket;

  constructor(
    private readonly scope: Construct,
    private readonly props: BucketsProps,
  ) {
    const { aws, bucket, moreBuckets, tags } = props;
    const made = ({ name, create, forceDestroy, kmsKey }: BucketProps) => ({
      aws,
      bucketName: name,
      create,
      forceDestroy,
      kmsKeyArn: kmsKey,
      tags,
    });
    this.work = new DataBucket(scope, "data", made(bucket));
    forEachThing(
      thingsWhere(moreBuckets, ({ create }) => create),
      // by its name: a bucket keeps its address wherever it stands in the list
      ({ thing, name, forEach }) =>
        new DataBucket(scope, forEach ? "more" : `bucket-${name.replaceAll(".", "-")}`, {
          ...made(thing),
          create: true,
          forEach,
        }),
    );
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
    const { bucket, toolsPrefix } = this.props;
    return this.work.read([`${firstGiven(bucket.prefix, "")}${toolsPrefix}`]);
  }

  /** What the policies of buckets that exist should say, by name. */
  policiesToMerge(roleArns: List<Arn>): Record<string, string> {
    const { aws, bucket, moreBuckets, cromwell } = this.props;
    const exists = not(bucket.create);
    const own = itemsOf(oneOrNone(bucket.prefix));
    const scripts = itemsIf(and(cromwell, present(bucket.prefix)), CROMWELL_SCRIPTS);
    const first = onlyIf(
      exists,
      (count) =>
        new PolicyDocument(this.scope, count === undefined ? "bucket-policy-to-merge-1" : "bucket-policy-to-merge", {
          count,
          statements: this.work.policyToMerge(roleArns, itemList([...own, ...scripts])),
        }),
    );
    let place = first ? 2 : 1;
    const others = forEachThing(
      thingsWhere(moreBuckets, ({ create }) => not(create)),
      ({ thing, name, forEach }) => {
        const id = forEach ? "bucket-policies-to-merge" : `bucket-policy-to-merge-${place++}`;
        const access = { bucketArn: aws.bucketArn(thing.name), prefixes: oneOrNone(thing.prefix) };
        const { document, json } = new PolicyDocument(this.scope, id, {
          forEach,
          statements: bucketPolicyToMerge(access, roleArns),
        });
        return forEach ? attributesByName(document, "minified_json") : { [name]: json };
      },
    );
    return allTexts(...(first ? [oneTextIf(exists, bucket.name, first.json)] : []), ...others);
  }

  private data(): Statements {
    const { aws, bucket, moreBuckets, inputBuckets = [] } = this.props;
    const more = repeatThings(moreBuckets, "statement", ({ name, prefix, kmsKey, access, number }) => {
      const given = { aws, bucketArn: aws.bucketArn(name), kmsKeyArn: kmsKey, prefixes: oneOrNone(prefix) };
      return numbered(workWithBucket(given, equal(access, "read-write")), number);
    });
    return [...this.work.readWrite(oneOrNone(bucket.prefix)), ...more, ...readInputs(aws, inputBuckets)];
  }

  private scripts(access: (prefixes: string[]) => Statements): Statements {
    const { bucket, cromwell } = this.props;
    const outside = and(cromwell, present(bucket.prefix));
    return when(outside, ...numbered(access([CROMWELL_SCRIPTS]), "Scripts"));
  }
}

/** Statements of one purpose for several buckets stand in one document, each by a Sid of its own. */
function numbered(statements: Statements, suffix: string): Statements {
  return statements.map((statement) => ({ ...statement, sid: `${statement.sid}${suffix}` }));
}
