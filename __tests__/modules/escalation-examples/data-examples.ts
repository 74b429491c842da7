import { ACCOUNT, allow, type Example, OURS, ROLE } from "./example";

/** Secrets, keys, and letting others in, by the ids of the rules. */
export const DATA_EXAMPLES: Readonly<Record<string, Example>> = {
  "any-secret": {
    planted: {
      "every secret": allow("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:*:secret:*"),
      "every parameter": allow(["ssm:GetParameter", "ssm:GetParameters"]),
    },
    passes: {
      "parameters below a path": allow("ssm:GetParameter", `arn:aws:ssm:*:${ACCOUNT}:parameter/groundwork/acme/*`),
      "secrets below a path": allow("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:*:secret:cromwell/*"),
      "secrets that carry the tag": allow("secretsmanager:GetSecretValue", "*", OURS),
      "secrets by name, without their text": allow("secretsmanager:ListSecrets"),
    },
  },
  "shared-with-others": {
    planted: {
      "any bucket's policy": allow("s3:PutBucketPolicy", "arn:aws:s3:::*"),
      "any object's ACL": allow("s3:*", ["arn:aws:s3:::*/*"]),
      "any repository's policy": allow("ecr:*"),
    },
    passes: {
      "one bucket's policy": allow(["s3:PutBucketPolicy", "s3:PutBucketAcl"], "arn:aws:s3:::acme-duet"),
      "seeing any bucket's policy": allow("s3:GetBucketPolicy"),
    },
  },
  "key-grant": {
    planted: {
      "grants on one key": allow(["kms:CreateGrant"], `arn:aws:kms:eu-west-2:${ACCOUNT}:key/1`),
      "grants, if the call says for whom": allow("kms:CreateGrant", "*", {
        BoolIfExists: { "kms:GrantIsForAWSResource": "true" },
      }),
      "grants for others than services": allow("kms:CreateGrant", "*", {
        Bool: { "kms:GrantIsForAWSResource": "false" },
      }),
    },
    passes: {
      "grants of services": allow("kms:CreateGrant", "*", { Bool: { "kms:GrantIsForAWSResource": "true" } }),
      "grants for one role": allow("kms:CreateGrant", "*", { StringEquals: { "kms:GranteePrincipal": ROLE } }),
    },
  },
  "any-key": {
    planted: {
      "any key": allow("kms:Decrypt", "arn:aws:kms:*:*:key/*"),
      "any key through any service": allow("kms:Decrypt", "*", { StringLike: { "kms:ViaService": "*" } }),
    },
    passes: {
      "any key through S3": allow("kms:Decrypt", "*", {
        StringEquals: { "kms:ViaService": "s3.eu-west-2.amazonaws.com" },
      }),
      "one key": allow("kms:Decrypt", `arn:aws:kms:eu-west-2:${ACCOUNT}:key/1`),
    },
  },
};
