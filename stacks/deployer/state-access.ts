import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import type { StackJson } from "./configured-resource";
import { equals, type Need, needsOf, on } from "./need";

const PAGE = "https://developer.hashicorp.com/terraform/language/backend/s3#s3-bucket-permissions";
const need = needsOf("s3", PAGE);
const needOfKey = needsOf("kms", "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html");

/** The backend as `stacks/system-stack.ts` writes it. */
interface S3Backend {
  readonly bucket: string;
  readonly key: string;
  readonly kms_key_id?: Arn;
}

/**
 * A stack's own state, and the lock beside it: a plan locks too, and writes nothing else.
 *
 * Nothing where the state is a local file.
 */
export function stateAccess({ terraform = {} }: StackJson, aws: AwsEnvironment): Need[] {
  const backend = (terraform.backend as { readonly s3?: S3Backend } | undefined)?.s3;
  if (!backend) return [];
  const { bucket, key, kms_key_id: kmsKey } = backend;
  const bucketArn = aws.bucketArn(bucket);
  const state: Arn = `${bucketArn}/${key}`;
  const lock: Arn = `${state}.tflock`;
  return [
    need("plan", "ReadState", "GetObject", on(state, lock)),
    need("plan", "LockState", "PutObject DeleteObject", on(lock)),
    // AWS says that a state is not there yet only to those who may list it; env: is where Terraform looks for workspaces
    need("plan", "FindState", "ListBucket", { ...on(bucketArn), conditions: [equals("s3:prefix", "env:/", key)] }),
    need("apply", "WriteState", "PutObject", on(state)),
    ...(kmsKey ? [useKey(kmsKey, bucketArn, state, aws)] : []),
  ];
}

/** The key of the state bucket, for these objects only. */
function useKey(key: Arn, bucket: Arn, state: Arn, aws: AwsEnvironment): Need {
  return needOfKey("plan", "EncryptState", "Decrypt GenerateDataKey", {
    resources: [key],
    conditions: [
      equals("kms:ViaService", aws.serviceEndpoint("s3")),
      // S3 gives the object, or the bucket where the bucket has a key of its own
      equals("kms:EncryptionContext:aws:s3:arn", bucket, state, `${state}.tflock`),
    ],
  });
}
