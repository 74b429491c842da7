import { s3Operation } from "../../../tools/proof/s3-operations";

test.each([
  ["GET", "/", "ListBuckets"],
  ["PUT", "/acme", "CreateBucket"],
  ["HEAD", "/acme", "HeadBucket"],
  ["DELETE", "/acme", "DeleteBucket"],
  ["GET", "/acme?location", "GetBucketLocation"],
  ["GET", "/acme?object-lock", "GetObjectLockConfiguration"],
  ["PUT", "/acme?publicAccessBlock=", "PutPublicAccessBlock"],
  ["PUT", "/acme?lifecycle", "PutBucketLifecycleConfiguration"],
  ["DELETE", "/acme?lifecycle", "DeleteBucketLifecycle"],
  ["DELETE", "/acme?encryption", "DeleteBucketEncryption"],
  ["GET", "/acme?list-type=2&prefix=env%3A%2F", "ListObjectsV2"],
  ["GET", "/acme?prefix=a", "ListObjects"],
  ["GET", "/acme?versions", "ListObjectVersions"],
  ["POST", "/acme?delete", "DeleteObjects"],
  ["HEAD", "/acme/a/b", "HeadObject"],
  ["GET", "/acme/a/b?x-id=GetObject", "GetObject"],
  ["PUT", "/acme/a/b?x-id=PutObject", "PutObject"],
  ["DELETE", "/acme/a/b?versionId=1", "DeleteObject"],
  ["PUT", "/acme/a/b?tagging", "PutObjectTagging"],
])("%s %s is %s", (method, url, operation) => {
  expect(s3Operation(method, url, "").operation).toBe(operation);
});

test("a key keeps its slashes, and what is encoded in it is read", () => {
  expect(s3Operation("GET", "/acme/duet/a%20b", "").parameters).toEqual({ Bucket: "acme", Key: "duet/a b" });
});

test("the objects of a deletion are parameters, versions too", () => {
  const body =
    "<Delete><Object><Key>a</Key><VersionId>1</VersionId></Object><Object><Key>b</Key></Object><Quiet>true</Quiet></Delete>";
  expect(s3Operation("POST", "/acme?delete", body).parameters).toEqual({
    Bucket: "acme",
    Objects: [{ Key: "a", VersionId: "1" }, { Key: "b" }],
  });
});

test("what is done with a part of an upload is no operation that is known", () => {
  expect(s3Operation("PUT", "/acme/a?partNumber=1&uploadId=2", "").operation).toBeUndefined();
});
