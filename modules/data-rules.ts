import { type EscalationRule, hackTricks, iamGuide, named } from "./escalation-rule";

const KMS_GRANTS = "https://docs.aws.amazon.com/kms/latest/developerguide/grants.html";
const KMS_CONTROLS = "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html";
const SSM_CORE = "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMManagedInstanceCore.html";
const SECRETS = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html";

/** Calls that write who else may use a thing. */
const SHARES = [
  "apigateway:UpdateRestApiPolicy",
  "dynamodb:PutResourcePolicy",
  "ec2:ModifyImageAttribute",
  "ec2:ModifySnapshotAttribute",
  "ec2:ModifyVpcEndpointServicePermissions",
  "ecr:PutRegistryPolicy",
  "ecr:SetRepositoryPolicy",
  "elasticfilesystem:PutFileSystemPolicy",
  "events:PutPermission",
  "imagebuilder:PutImagePolicy",
  "kms:PutKeyPolicy",
  "lambda:AddLayerVersionPermission",
  "lambda:AddPermission",
  "logs:PutResourcePolicy",
  "s3:PutAccessPointPolicy",
  "s3:PutAccountPublicAccessBlock",
  "s3:PutBucketAcl",
  "s3:PutBucketPolicy",
  "s3:PutBucketPublicAccessBlock",
  "s3:PutObjectAcl",
  "s3:PutObjectVersionAcl",
  "secretsmanager:PutResourcePolicy",
  "sns:AddPermission",
  "sns:SetTopicAttributes",
  "sqs:AddPermission",
  "sqs:SetQueueAttributes",
  "ssm:ModifyDocumentPermission",
];

/** Ways to data that a policy does not name: secrets, keys, and letting others in. */
export const DATA_RULES: readonly EscalationRule[] = [
  {
    id: "any-secret",
    severity: "escalation",
    kinds: ["identity"],
    finds: "reading every secret or parameter of the account",
    why: "passwords and keys of other systems are among them",
    instead: "name the secrets and parameters, or their path",
    sources: [SSM_CORE, SECRETS],
    find: (grant) =>
      grant.isHeldByTag
        ? undefined
        : named(
            grant
              .allows([
                "secretsmanager:GetSecretValue",
                "ssm:GetParameter",
                "ssm:GetParameterHistory",
                "ssm:GetParameters",
                "ssm:GetParametersByPath",
              ])
              .filter((action) => grant.reachesAny(action)),
          ),
  },
  {
    id: "shared-with-others",
    severity: "escalation",
    kinds: ["identity"],
    finds: "writing the policy of any bucket, key, repository, queue, image or the like",
    why: "who writes the policy of a thing can let itself or anybody in",
    instead: "name the things, or leave their policies to those who make them",
    sources: [hackTricks("s3"), hackTricks("kms"), iamGuide("access_policies_identity-vs-resource")],
    find: (grant) =>
      grant.isHeldByTag ? undefined : named(grant.allows(SHARES).filter((action) => grant.reachesAny(action))),
  },
  {
    id: "key-grant",
    severity: "escalation",
    kinds: ["identity"],
    finds: "grants on keys for anybody",
    why: "a grant lets whoever it names use the key, whatever the policies say",
    instead: "hold it by Bool kms:GrantIsForAWSResource true, which only AWS services pass on",
    sources: [KMS_GRANTS, hackTricks("kms")],
    find: (grant) => {
      const forServices = grant.valuesOf("kms:GrantIsForAWSResource").flat().includes("true");
      const forNamed = ["kms:GranteePrincipal", "kms:GranteeServicePrincipal"].some((key) => grant.holds(key));
      return forServices || forNamed ? undefined : named(grant.allows(["kms:CreateGrant"]));
    },
  },
  {
    id: "any-key",
    severity: "wide",
    kinds: ["identity"],
    finds: "decrypting with any key",
    why: "every key whose policy leaves it to IAM opens, those of other accounts too",
    instead: "name the keys, or hold them by kms:ViaService, kms:ResourceAliases or an encryption context",
    sources: [KMS_CONTROLS],
    find: (grant) => {
      const held = grant.isHeldByTag || grant.holds(/^kms:(viaservice|resourcealiases|encryptioncontext:.+)$/i);
      const opens = grant.allows(["kms:Decrypt", "kms:ReEncryptFrom"]).filter((action) => grant.reachesAny(action));
      return held ? undefined : named(opens);
    },
  },
];
