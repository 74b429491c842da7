import type { WrittenSettings } from "./duet-json";
import type { Place } from "./target";

/** Settings that change what the policies say, and where things are then. */
export interface ContractCase {
  readonly title: string;
  readonly settings: WrittenSettings;
  readonly place: Place;
  /**
   * What is different from the first case, which looks at everything: what is about data, or the first words of every ARN,
   * where one thing of somebody else's is enough of each kind.
   */
  readonly changes: "everything" | "data" | "partition";
}

const HOME: Place = {
  partition: "aws",
  region: "eu-west-2",
  account: "111122223333",
  bucket: "acme-duet",
  prefix: "",
};
const KEY_ID = "0a1b2c3d-0000-4000-8000-0123456789ab";
const KEY = `arn:aws:kms:eu-west-2:111122223333:key/${KEY_ID}`;
const KEY_ABROAD = `arn:aws:kms:us-east-1:444455556666:key/${KEY_ID}`;
const KEY_IN_CHINA = `arn:aws-cn:kms:cn-north-1:111122223333:key/${KEY_ID}`;

export const CASES: readonly ContractCase[] = [
  { title: "a bucket of its own", settings: {}, place: HOME, changes: "everything" },
  {
    title: "a folder of a bucket that existed",
    settings: { duet: { bucket: { existing: "acme-runs", prefix: "duet/" } } },
    place: { ...HOME, bucket: "acme-runs", prefix: "duet/" },
    changes: "data",
  },
  {
    title: "a folder below a folder, and a key",
    settings: { duet: { bucket: { create: "acme-duet", prefix: "teams/duet/", kmsKey: KEY } } },
    place: { ...HOME, prefix: "teams/duet/", kmsKey: KEY },
    changes: "data",
  },
  {
    title: "an input bucket of another account and region, with a key",
    settings: { duet: { inputBuckets: [{ bucket: "sequencer", kmsKey: KEY_ABROAD }] } },
    place: { ...HOME, input: { bucket: "sequencer", prefix: "", kmsKey: KEY_ABROAD, account: "444455556666" } },
    changes: "data",
  },
  {
    title: "a folder of an input bucket, beside another one",
    settings: { duet: { inputBuckets: [{ bucket: "sequencer" }, { bucket: "references", prefix: "human/hg38/" }] } },
    place: { ...HOME, input: { bucket: "references", prefix: "human/hg38/", account: "111122223333" } },
    changes: "data",
  },
  {
    title: "a region of China",
    settings: {
      region: "cn-north-1",
      duet: { bucket: { create: "acme-duet", prefix: "duet/", kmsKey: KEY_IN_CHINA } },
    },
    place: { ...HOME, partition: "aws-cn", region: "cn-north-1", prefix: "duet/", kmsKey: KEY_IN_CHINA },
    changes: "partition",
  },
  {
    title: "a region of GovCloud",
    settings: { region: "us-gov-west-1" },
    place: { ...HOME, partition: "aws-us-gov", region: "us-gov-west-1" },
    changes: "partition",
  },
];
