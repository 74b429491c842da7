import type { Arn } from "../../modules/aws-environment";
import type { Statement } from "../../modules/policy-document";
import type { DeployedStack } from "./reach";

const BACKEND = "https://developer.hashicorp.com/terraform/language/backend/s3#s3-bucket-permissions";

/** The state of the one stack, and its lock, which whoever plans sets and takes away. Nothing where it is a file. */
export function stateLimits({ aws, state }: DeployedStack, kind: "plan" | "deploy"): Statement[] {
  if (state === undefined) return [];
  const bucket = aws.bucketArn(state.bucket);
  const object: Arn = `${bucket}/${state.key}`;
  const lock: Arn = `${object}.tflock`;
  const key: Statement = {
    sid: "UseKeyOfState",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [state.kmsKey as Arn],
    conditions: [{ test: "StringEquals", key: "kms:ViaService", values: [aws.serviceEndpoint("s3")] }],
    source: BACKEND,
  };
  const lockIt = ["s3:DeleteObject", "s3:PutObject"];
  const read = ["s3:GetObject", "s3:ListBucket"];
  const own: Statement[] =
    kind === "plan"
      ? [
          { sid: "ReadItsState", actions: read, resources: [bucket, object, lock], source: BACKEND },
          { sid: "LockItsState", actions: lockIt, resources: [lock], source: BACKEND },
        ]
      : [
          {
            sid: "UseItsState",
            actions: [...read, ...lockIt],
            resources: [bucket, `${object}*`],
            because: "the lock stands beside the state",
            source: BACKEND,
          },
        ];
  return [...own, ...(state.kmsKey === undefined ? [] : [key])];
}
