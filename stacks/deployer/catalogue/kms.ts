import type { Arn } from "../../../modules/aws-environment";
import { equals, type Need, needsOf, on, type StackPlace } from "../need";

const need = needsOf("kms", "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html");

/**
 * A key of one's own for what a service makes encrypted: the service uses it in the caller's name, and hands it on only to
 * AWS's services.
 */
export function useKey(service: "ec2", { aws }: StackPlace, key: Arn): Need[] {
  const through = equals("kms:ViaService", aws.serviceEndpoint(service));
  const forAws = { test: "Bool", key: "kms:GrantIsForAWSResource", values: ["true"] };
  const use = "Decrypt DescribeKey GenerateDataKeyWithoutPlaintext ReEncrypt";
  return [
    need("apply", "UseKeysThroughServices", use, { ...on(key), conditions: [through] }),
    need("apply", "LetServicesUseKeys", "CreateGrant", { ...on(key), conditions: [through, forAws] }),
  ];
}
