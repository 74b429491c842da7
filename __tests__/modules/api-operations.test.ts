import { actionsChecked, operationsWithoutAction } from "../../modules/api-operations";
import { actionFacts } from "../../modules/iam-catalog";

test.each([
  ["s3:ListObjectsV2", ["s3:ListBucket"]],
  ["s3:ListObjects", ["s3:ListBucket"]],
  ["s3:ListBucketByTags", ["s3:ListBucket"]],
  ["s3:HeadBucket", ["s3:ListBucket"]],
  ["s3:HeadObject", ["s3:GetObject"]],
  ["s3:ListBuckets", ["s3:ListAllMyBuckets"]],
  ["s3:ListObjectVersions", ["s3:ListBucketVersions"]],
  ["s3:ListMultipartUploads", ["s3:ListBucketMultipartUploads"]],
  ["s3:ListParts", ["s3:ListMultipartUploadParts"]],
  ["s3:CreateMultipartUpload", ["s3:PutObject"]],
  ["s3:UploadPart", ["s3:PutObject"]],
  ["s3:CompleteMultipartUpload", ["s3:PutObject"]],
  ["s3:CopyObject", ["s3:GetObject", "s3:PutObject"]],
  ["s3:DeleteObjects", ["s3:DeleteObject"]],
  ["s3:GetBucketEncryption", ["s3:GetEncryptionConfiguration"]],
  ["s3:DeleteBucketEncryption", ["s3:PutEncryptionConfiguration"]],
  ["s3:DeleteBucketLifecycle", ["s3:PutLifecycleConfiguration"]],
  ["s3:DeleteBucketTagging", ["s3:PutBucketTagging"]],
  ["s3:DeletePublicAccessBlock", ["s3:PutBucketPublicAccessBlock"]],
  ["s3:GetObjectLockConfiguration", ["s3:GetBucketObjectLockConfiguration"]],
  ["S3:headbucket", ["s3:ListBucket"]],
  ["lambda:Invoke", ["lambda:InvokeFunction"]],
  ["kms:ReEncrypt", ["kms:ReEncryptFrom", "kms:ReEncryptTo"]],
  ["s3:GetObject", []],
  ["s3:NoSuchThing", []],
  ["constructor:toString", []],
  ["", []],
])("the operation '%s' is checked as %j", (operation, actions) => {
  expect(actionsChecked(operation)).toEqual(actions);
});

test("every operation of the table has no action of its own name, and is checked as actions that exist", () => {
  const operations = operationsWithoutAction();
  expect(operations.length).toBeGreaterThan(60);
  expect(new Set(operations).size).toBe(operations.length);
  expect(operations.filter((operation) => actionFacts(operation))).toEqual([]);
  const actions = operations.flatMap((operation) => actionsChecked(operation));
  expect(actions.filter((action) => actionFacts(action)?.action !== action)).toEqual([]);
});
