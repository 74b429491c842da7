import { actionsChecked } from "../../../modules/api-operations";
import type { Account } from "../account";
import type { AwsCall } from "../aws-call";
import type { RequestContext } from "../judge";
import type { Question } from "./question";

/** Headers and query parameters that are condition keys under `s3:`. */
const KEYS = ["x-amz-acl", "x-amz-object-ownership", "x-amz-server-side-encryption", "if-none-match"];
const LISTING = ["prefix", "delimiter", "max-keys"];
const KMS_KEY = "x-amz-server-side-encryption-aws-kms-key-id";

/** S3: the action has another name than the operation more often than anywhere else. */
export async function s3(call: AwsCall, account: Account): Promise<readonly Question[]> {
  const { operation, parameters } = call;
  const { Bucket, Key, versionId, Objects } = parameters as Readonly<Record<string, string | undefined>>;
  if (operation === "ListBuckets") return [{ action: "s3:ListAllMyBuckets", resource: "*" }];
  const bucket = `arn:aws:s3:::${Bucket}`;
  if (Array.isArray(Objects)) {
    return Objects.map((object: { Key: string; VersionId?: string }) => ({
      action: versioned("s3:DeleteObject", object.VersionId),
      resource: `${bucket}/${object.Key}`,
    }));
  }
  const resource = Key ? `${bucket}/${Key}` : bucket;
  const context = contextOf(call);
  const named = actionsChecked(`s3:${operation}`);
  const actions = named.length > 0 ? named : [`s3:${operation}`];
  return [
    ...actions.map((action) => ({ action: versioned(action, versionId), resource, context })),
    ...(await ofTheKey(call, account)),
  ];
}

function versioned(action: string, version: string | undefined): string {
  return version === undefined ? action : `${action.replace(/Tagging$/, "")}Version${/Tagging$/.exec(action) ?? ""}`;
}

function contextOf({ headers, parameters }: AwsCall): RequestContext {
  const given = [
    ...KEYS.map((name) => [name, headers[name]] as const),
    ...LISTING.map((name) => [name, parameters[name]] as const),
  ];
  return Object.fromEntries(
    given.flatMap(([name, value]) => (value === undefined ? [] : [[`s3:${name}`, String(value)]])),
  );
}

/**
 * S3 uses the KMS key of an object in the caller's name; of one that is only looked at, for its checksum.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
 */
async function ofTheKey({ operation, headers, parameters, region }: AwsCall, account: Account): Promise<Question[]> {
  const { Bucket, Key } = parameters as Readonly<Record<string, string>>;
  const context = {
    "aws:ViaAWSService": "true",
    "kms:ViaService": `s3.${region}.amazonaws.com`,
    "kms:EncryptionContext:aws:s3:arn": `arn:aws:s3:::${Bucket}/${Key}`,
  };
  const written = operation === "PutObject" ? headers[KMS_KEY] : undefined;
  if (written) return [{ action: "kms:GenerateDataKey", resource: String(written), context }];
  const reads = operation === "GetObject" || (operation === "HeadObject" && headers["x-amz-checksum-mode"]);
  const resource = reads ? await account.keyOfObject(Bucket as string, Key as string) : undefined;
  return resource ? [{ action: "kms:Decrypt", resource, context }] : [];
}
