import type { z } from "zod";
import { bucketName, kmsKeyArn, newBucketName, objectPrefix } from "../modules/aws-rules";
import { choice, either, flag, list, type Refuse, section, text } from "./settings-field";

/** KMS key of one's own. */
export function kmsKey(encrypts: string) {
  return text(kmsKeyArn).optional().describe(`ARN of the KMS key that encrypts ${encrypts}. Default: AWS's own key.`);
}

const prefix = text(objectPrefix).optional();

function bucketWith<T extends z.ZodRawShape>(more: T) {
  return either("{ create: <name> } or { existing: <name> }, one of the two", [
    section({
      create: text(newBucketName).describe("Name of the bucket to create; unique among all buckets of the world."),
      forceDestroy: flag()
        .default(false)
        .describe(
          "Whether destroying may delete the bucket with the objects in it. It must be applied before it counts.",
        ),
      prefix: prefix.describe("Folder in the bucket that the system keeps to. Default: the whole bucket."),
      kmsKey: kmsKey("the objects"),
      ...more,
    }),
    section({
      existing: text(bucketName).describe(
        "Name of a bucket that exists. It is never changed: what it needs is an output.",
      ),
      prefix: prefix.describe(
        "Folder in the bucket that the system keeps to; recommended where others use the bucket too.",
      ),
      kmsKey: kmsKey("the objects"),
      ...more,
    }),
  ]);
}

/** The bucket that a system works in. */
export const bucketSettings = bucketWith({});

/** More buckets that a system works with. */
export const bucketsSettings = list(
  bucketWith({
    access: choice(["read-write", "read"])
      .default("read-write")
      .describe("What jobs may do there; none of it is administering the bucket."),
  }),
  "buckets",
);

/** Buckets that a system only reads: references, raw data, other accounts' buckets. */
export const inputBucketsSettings = list(
  section({
    bucket: text(bucketName).describe("Name of the bucket."),
    prefix: prefix.describe("Folder in the bucket that may be read. Default: the whole bucket."),
    requesterPays: flag().default(false).describe("Whether the account of the settings pays for what it reads."),
    kmsKey: text(kmsKeyArn).optional().describe("ARN of the KMS key that the objects are encrypted with."),
  }),
  "input buckets",
);

/** A folder of a bucket, as settings name it. */
interface Place {
  readonly bucket: string;
  readonly prefix?: string | undefined;
}

function overlap(one: Place, other: Place): boolean {
  const [a = "", b = ""] = [one.prefix, other.prefix];
  return one.bucket === other.bucket && (a.startsWith(b) || b.startsWith(a));
}

/** Refuses input buckets that are named twice, or that are the work bucket, which can be read already. */
export function checkInputBuckets(work: Place | readonly Place[], inputs: readonly Place[], refuse: Refuse): void {
  inputs.forEach((input, index) => {
    const path = ["inputBuckets", index, "bucket"];
    const earlier = inputs.findIndex((other) => overlap(other, input));
    if (earlier < index) refuse(path, "each place once", `it overlaps with inputBuckets[${earlier}]`);
    if ([work].flat().some((place) => overlap(place, input)))
      refuse(
        path,
        "places outside of the work bucket",
        "the work bucket can be read already: leave it out, or give both a prefix",
      );
  });
}
