/**
 * Operations of AWS's APIs that have no action of their own name in IAM, and the actions that are checked instead.
 *
 * Most of them are S3's; people take the name of the call for the name of the permission. Names that IAM once had are here
 * too (`ListBucketByTags`).
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
const OPERATIONS: Record<string, Record<string, string>> = {
  s3: {
    "s3:CreateBucketMetadataTableConfiguration": "CreateBucketMetadataConfiguration",
    "s3:DeleteBucketMetadataTableConfiguration": "DeleteBucketMetadataConfiguration",
    "s3:DeleteObject": "DeleteObjects DeleteMultipleObjects",
    "s3:GetAccelerateConfiguration": "GetBucketAccelerateConfiguration",
    "s3:GetAnalyticsConfiguration": "GetBucketAnalyticsConfiguration ListBucketAnalyticsConfigurations",
    "s3:GetBucketMetadataTableConfiguration": "GetBucketMetadataConfiguration",
    "s3:GetBucketNotification": "GetBucketNotificationConfiguration",
    "s3:GetBucketObjectLockConfiguration": "GetObjectLockConfiguration",
    "s3:GetBucketPublicAccessBlock": "GetPublicAccessBlock",
    "s3:GetEncryptionConfiguration": "GetBucketEncryption",
    "s3:GetIntelligentTieringConfiguration":
      "GetBucketIntelligentTieringConfiguration ListBucketIntelligentTieringConfigurations",
    "s3:GetInventoryConfiguration": "GetBucketInventoryConfiguration ListBucketInventoryConfigurations",
    "s3:GetLifecycleConfiguration": "GetBucketLifecycle GetBucketLifecycleConfiguration",
    "s3:GetMetricsConfiguration": "GetBucketMetricsConfiguration ListBucketMetricsConfigurations",
    "s3:GetObject": "HeadObject SelectObjectContent",
    "s3:GetObject s3:PutObject": "CopyObject UploadPartCopy",
    "s3:GetReplicationConfiguration": "GetBucketReplication",
    "s3:ListAllMyBuckets": "ListBuckets",
    "s3:ListBucket": "HeadBucket ListBucketByTags ListObjects ListObjectsV2",
    "s3:ListBucketMultipartUploads": "ListMultipartUploads",
    "s3:ListBucketVersions": "ListObjectVersions",
    "s3:ListMultipartUploadParts": "ListParts",
    "s3:PutAccelerateConfiguration": "PutBucketAccelerateConfiguration",
    "s3:PutAnalyticsConfiguration": "PutBucketAnalyticsConfiguration DeleteBucketAnalyticsConfiguration",
    "s3:PutBucketCORS": "DeleteBucketCors",
    "s3:PutBucketNotification": "PutBucketNotificationConfiguration",
    "s3:PutBucketObjectLockConfiguration": "PutObjectLockConfiguration",
    "s3:PutBucketOwnershipControls": "DeleteBucketOwnershipControls",
    "s3:PutBucketPublicAccessBlock": "PutPublicAccessBlock DeletePublicAccessBlock",
    "s3:PutBucketTagging": "DeleteBucketTagging",
    "s3:PutEncryptionConfiguration": "PutBucketEncryption DeleteBucketEncryption",
    "s3:PutIntelligentTieringConfiguration":
      "PutBucketIntelligentTieringConfiguration DeleteBucketIntelligentTieringConfiguration",
    "s3:PutInventoryConfiguration": "PutBucketInventoryConfiguration DeleteBucketInventoryConfiguration",
    "s3:PutLifecycleConfiguration":
      "PutBucketLifecycle PutBucketLifecycleConfiguration DeleteBucketLifecycle DeleteBucketLifecycleConfiguration",
    "s3:PutMetricsConfiguration": "PutBucketMetricsConfiguration DeleteBucketMetricsConfiguration",
    "s3:PutObject": "CreateMultipartUpload InitiateMultipartUpload UploadPart CompleteMultipartUpload",
    "s3:PutReplicationConfiguration": "PutBucketReplication DeleteBucketReplication",
    "s3-object-lambda:WriteGetObjectResponse": "WriteGetObjectResponse",
    "s3express:CreateSession": "CreateSession RenameObject",
    "s3express:ListAllMyDirectoryBuckets": "ListDirectoryBuckets",
  },
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
  dynamodb: {
    "dynamodb:GetItem": "TransactGetItems",
    "dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem dynamodb:ConditionCheckItem": "TransactWriteItems",
    "dynamodb:PartiQLSelect dynamodb:PartiQLInsert dynamodb:PartiQLUpdate dynamodb:PartiQLDelete":
      "ExecuteStatement BatchExecuteStatement ExecuteTransaction",
  },
  kms: { "kms:ReEncryptFrom kms:ReEncryptTo": "ReEncrypt" },
  lambda: {
    "lambda:GetLayerVersion": "GetLayerVersionByArn",
    "lambda:InvokeFunction": "Invoke InvokeWithResponseStream",
  },
  sns: { "sns:Publish": "PublishBatch" },
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
  sqs: {
    "sqs:ChangeMessageVisibility": "ChangeMessageVisibilityBatch",
    "sqs:DeleteMessage": "DeleteMessageBatch",
    "sqs:SendMessage": "SendMessageBatch",
  },
};

/**
 * The IAM actions that are checked when an operation without an action of its own name is called.
 *
 * @param operation service prefix and operation, in any case: `s3:HeadBucket`
 * @returns for instance `["s3:ListBucket"]`; empty where the operation is not one of these
 */
export function actionsChecked(operation: string): readonly string[] {
  const [service = "", name = ""] = operation.toLowerCase().split(":");
  const actions = Object.entries(OPERATIONS[service] ?? {}).find(([, names]) =>
    names.toLowerCase().split(" ").includes(name),
  );
  return actions?.[0].split(" ") ?? [];
}

/** Every operation that {@link actionsChecked} knows: `s3:HeadBucket`. */
export function operationsWithoutAction(): readonly string[] {
  return Object.entries(OPERATIONS).flatMap(([service, table]) =>
    Object.values(table).flatMap((names) => names.split(" ").map((name) => `${service}:${name}`)),
  );
}
