import type { Arn } from "../../../modules/aws-environment";
import { equals, type Need, needsOf, on, type StackPlace } from "../need";

/** Services that use a key of one's own in the caller's name, what they do with it, and the page that says so. */
const USES = {
  ec2: {
    operations: "Decrypt DescribeKey GenerateDataKeyWithoutPlaintext ReEncrypt",
    page: "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html",
  },
  elasticfilesystem: {
    operations: "Decrypt DescribeKey GenerateDataKeyWithoutPlaintext",
    page: "https://docs.aws.amazon.com/efs/latest/ug/EFSKMS.html",
  },
};

/**
 * A key of one's own for what a service makes encrypted: only by way of the service, which hands it on only to AWS's
 * services.
 */
export function useKey(service: keyof typeof USES, { aws }: StackPlace, key: Arn): Need[] {
  const { operations, page } = USES[service];
  const need = needsOf("kms", page);
  const through = equals("kms:ViaService", aws.serviceEndpoint(service));
  const forAws = { test: "Bool", key: "kms:GrantIsForAWSResource", values: ["true"] };
  return [
    need("apply", "UseKeysThroughServices", operations, { ...on(key), conditions: [through] }),
    need("apply", "LetServicesUseKeys", "CreateGrant", { ...on(key), conditions: [through, forAws] }),
  ];
}
