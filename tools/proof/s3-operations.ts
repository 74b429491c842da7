import type { Parameters } from "./form-parameters";

/** What a bucket has, by its name in the query, in the words of the operations: GetBucketPolicy, PutBucketPolicy. */
const OF_BUCKETS: Readonly<Record<string, string>> = {
  accelerate: "BucketAccelerateConfiguration",
  acl: "BucketAcl",
  cors: "BucketCors",
  encryption: "BucketEncryption",
  lifecycle: "BucketLifecycleConfiguration",
  location: "BucketLocation",
  logging: "BucketLogging",
  notification: "BucketNotificationConfiguration",
  "object-lock": "ObjectLockConfiguration",
  ownershipControls: "BucketOwnershipControls",
  policy: "BucketPolicy",
  publicAccessBlock: "PublicAccessBlock",
  replication: "BucketReplication",
  requestPayment: "BucketRequestPayment",
  tagging: "BucketTagging",
  versioning: "BucketVersioning",
  website: "BucketWebsite",
};

const VERBS: Readonly<Record<string, string>> = { GET: "Get", PUT: "Put", DELETE: "Delete" };

/**
 * The operation of S3 behind a path-style request, and its bucket, key and query as parameters.
 *
 * Of `DeleteObjects` the objects are parameters too; other bodies are no matter of permissions.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html
 */
export function s3Operation(
  method: string,
  url: string,
  body: string,
): { readonly operation?: string; readonly parameters: Parameters } {
  const { pathname, searchParams } = new URL(url, "http://s3");
  const [, Bucket = "", ...rest] = pathname.split("/").map(decodeURIComponent);
  const Key = rest.join("/");
  const { "x-id": _, ...query } = Object.fromEntries(searchParams);
  const parameters = { ...(Bucket && { Bucket }), ...(Key && { Key }), ...query };
  if (!Bucket) return { operation: method === "GET" ? "ListBuckets" : undefined, parameters };
  if (Key) return { operation: ofObject(method, query), parameters };
  if (method === "POST" && "delete" in query) {
    return { operation: "DeleteObjects", parameters: { Bucket, Objects: objectsIn(body) } };
  }
  return { operation: ofBucket(method, query), parameters };
}

function ofObject(method: string, query: Readonly<Record<string, string>>): string | undefined {
  if ("tagging" in query) return `${VERBS[method]}ObjectTagging`;
  // neither parts of uploads nor copies: Terraform's states are small
  if (Object.keys(query).some((name) => name !== "versionId")) return undefined;
  return { GET: "GetObject", HEAD: "HeadObject", PUT: "PutObject", DELETE: "DeleteObject" }[method];
}

/** What may stand in the query of a listing. */
const LISTING =
  /^(versions|uploads|list-type|prefix|delimiter|max-keys|encoding-type|fetch-owner|start-after|continuation-token|marker|key-marker|version-id-marker)$/;

function ofBucket(method: string, query: Readonly<Record<string, string>>): string | undefined {
  const names = Object.keys(query);
  const noun = names.length === 1 ? OF_BUCKETS[names[0] as string] : undefined;
  const verb = VERBS[method];
  if (noun) return verb && (verb + noun).replace("DeleteBucketLifecycleConfiguration", "DeleteBucketLifecycle");
  if (names.length === 0 && method !== "GET") {
    return { PUT: "CreateBucket", HEAD: "HeadBucket", DELETE: "DeleteBucket" }[method];
  }
  if (method !== "GET" || !names.every((name) => LISTING.test(name))) return undefined;
  if ("versions" in query) return "ListObjectVersions";
  if ("uploads" in query) return "ListMultipartUploads";
  return query["list-type"] === "2" ? "ListObjectsV2" : "ListObjects";
}

function objectsIn(body: string): { Key: string; VersionId?: string }[] {
  return [...body.matchAll(/<Object>(.*?)<\/Object>/gs)].map(([, object = ""]) => {
    const VersionId = /<VersionId>([^<]*)</.exec(object)?.[1];
    return { Key: /<Key>([^<]*)</.exec(object)?.[1] ?? "", ...(VersionId !== undefined && { VersionId }) };
  });
}
