import type { PolicyKind } from "../../modules/escalation-rules";

/** A statement as people write it. */
type Written = Readonly<Record<string, unknown>>;

/** Policies that a rule is shown by. */
export interface Example {
  /** @default "identity" */
  readonly kind?: PolicyKind;
  /** What the rule finds, each in its own words. */
  readonly planted: Readonly<Record<string, Written | readonly Written[]>>;
  /** What it lets pass, though it looks much the same. */
  readonly passes: Readonly<Record<string, Written | readonly Written[]>>;
}

const ACCOUNT = "111122223333";
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
const ROLES = `arn:aws:iam::${ACCOUNT}:role/groundwork/acme/duet/*`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/groundwork/acme/duet/acme-duet-machine`;
const POLICY = `arn:aws:iam::${ACCOUNT}:policy/groundwork/acme/duet/acme-duet-machine`;
const OURS = { StringEquals: { "aws:ResourceTag/groundwork:name": "acme" } };
const BOUNDED = { StringEquals: { "iam:PermissionsBoundary": BOUNDARY } };

function allow(Action: string | string[], Resource: string | string[] = "*", Condition?: object): Written {
  return { Effect: "Allow", Action, Resource, ...(Condition && { Condition }) };
}

function deny(Action: string | string[], Condition?: object, Resource: string | string[] = "*"): Written {
  return { Effect: "Deny", Action, Resource, ...(Condition && { Condition }) };
}

function trust(Principal: unknown, Condition?: object, Action = "sts:AssumeRole"): Written {
  return { Effect: "Allow", Principal, Action, ...(Condition && { Condition }) };
}

function ec2(resource: string): string {
  return `arn:aws:ec2:eu-west-2:${ACCOUNT}:${resource}`;
}

/** Each rule by its id, with what it finds and what it does not. */
export const EXAMPLES: Readonly<Record<string, Example>> = {
  administrator: {
    planted: {
      "everything on everything": allow("*"),
      "everything on every resource of IAM": allow(["*"], [`arn:aws:iam::${ACCOUNT}:*`]),
    },
    passes: { "everything on one bucket": allow("*", "arn:aws:s3:::acme/*") },
  },
  "iam-wildcard": {
    planted: { "all of IAM": allow("iam:*"), "all of IAM on the own roles": allow("iam:*", ROLES) },
    passes: {
      "reading IAM": allow("iam:Get*"),
      "all of IAM on a bucket, which is nothing": allow("iam:*", "arn:aws:s3:::acme"),
    },
  },
  "not-action": {
    planted: { "all but S3": { Effect: "Allow", NotAction: "s3:*", Resource: "*" } },
    passes: { "refusing all but S3": { Effect: "Deny", NotAction: "s3:*", Resource: "*" } },
  },
  "not-resource": {
    planted: {
      "every bucket but one": { Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::state/*" },
    },
    passes: {
      "refusing every bucket but one": { Effect: "Deny", Action: "s3:GetObject", NotResource: "arn:aws:s3:::acme/*" },
    },
  },
  "role-policy": {
    planted: {
      "writing the policies of roles below a path": allow(["iam:PutRolePolicy"], ROLES),
      "attaching any policy to one role": allow("iam:AttachRolePolicy", ROLE),
      "attaching policies by a pattern of names": allow("iam:AttachRolePolicy", ROLES, {
        ArnLike: { "iam:PolicyARN": `arn:aws:iam::${ACCOUNT}:policy/parallelcluster*` },
      }),
      "attaching the administrator's policy by its name": allow("iam:AttachRolePolicy", ROLES, {
        ArnEquals: { "iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess" },
      }),
      "a boundary only where the call says one": allow("iam:PutRolePolicy", ROLES, {
        StringEqualsIfExists: { "iam:PermissionsBoundary": BOUNDARY },
      }),
      "any boundary": allow("iam:PutRolePolicy", ROLES, { StringLike: { "iam:PermissionsBoundary": "*" } }),
      "a wildcard of names": allow("iam:*RolePolicy", ROLES),
      "a refusal that holds sometimes": [
        allow("iam:PutRolePolicy", ROLES),
        deny("iam:PutRolePolicy", { Bool: { "aws:MultiFactorAuthPresent": "false" } }),
      ],
      "a refusal of other boundaries that holds sometimes": [
        allow("iam:PutRolePolicy", ROLES),
        deny("iam:*", {
          StringNotEquals: { "iam:PermissionsBoundary": BOUNDARY },
          Bool: { "aws:MultiFactorAuthPresent": "false" },
        }),
      ],
      "a refusal of other boundaries on other roles": [
        allow("iam:PutRolePolicy", ROLES),
        deny(
          "iam:*",
          { StringNotEquals: { "iam:PermissionsBoundary": BOUNDARY } },
          `arn:aws:iam::${ACCOUNT}:role/theirs/*`,
        ),
      ],
      "a user's own policies": allow("iam:PutUserPolicy", "arn:aws:iam::111122223333:user/${aws:username}"),
    },
    passes: {
      "writing them with the boundary": allow(["iam:PutRolePolicy", "iam:AttachRolePolicy"], ROLES, BOUNDED),
      "attaching exact policies": allow("iam:AttachRolePolicy", ROLES, { ArnEquals: { "iam:PolicyARN": POLICY } }),
      "a refusal of every other boundary": [
        allow("iam:PutRolePolicy", ROLES),
        deny("iam:*", { StringNotEquals: { "iam:PermissionsBoundary": BOUNDARY } }),
      ],
      "a refusal of the action": [allow("iam:*RolePolicy", ROLES), deny(["iam:PutRolePolicy", "iam:AttachRolePolicy"])],
      "reading the policies": allow(["iam:GetRolePolicy", "iam:ListRolePolicies"], ROLES),
    },
  },
  "group-rights": {
    planted: {
      "writing a group's policies": allow("iam:PutGroupPolicy", `arn:aws:iam::${ACCOUNT}:group/scientists`),
      "attaching any policy to it": allow("iam:AttachGroupPolicy", `arn:aws:iam::${ACCOUNT}:group/scientists`),
      "joining any group": allow("iam:AddUserToGroup", `arn:aws:iam::${ACCOUNT}:group/*`),
    },
    passes: {
      "joining the one group": allow("iam:AddUserToGroup", `arn:aws:iam::${ACCOUNT}:group/scientists`),
      "attaching the exact policy": allow("iam:AttachGroupPolicy", `arn:aws:iam::${ACCOUNT}:group/scientists`, {
        ArnEquals: { "iam:PolicyARN": POLICY },
      }),
    },
  },
  "unbounded-principal": {
    planted: { "a role below a path": allow("iam:CreateRole", ROLES), "a user": allow(["iam:CreateUser"]) },
    passes: {
      "a role with the boundary": allow("iam:CreateRole", ROLES, BOUNDED),
      "an instance profile": allow("iam:CreateInstanceProfile", `arn:aws:iam::${ACCOUNT}:instance-profile/acme`),
    },
  },
  "role-trust": {
    planted: { "one role's": allow("iam:UpdateAssumeRolePolicy", ROLE) },
    passes: { "with the boundary": allow("iam:UpdateAssumeRolePolicy", ROLES, BOUNDED) },
  },
  "policy-version": {
    planted: {
      "any policy": allow("iam:CreatePolicyVersion"),
      "one policy that anybody may have": allow("iam:CreatePolicyVersion", POLICY),
      "policies by a pattern": [
        allow("iam:CreatePolicyVersion", `${POLICY}*`),
        allow("iam:AttachRolePolicy", ROLES, BOUNDED),
      ],
      "a policy that also comes to roles without the boundary": [
        allow("iam:CreatePolicyVersion", POLICY),
        allow("iam:AttachRolePolicy", ROLES, BOUNDED),
        allow("iam:AttachRolePolicy", ROLE),
      ],
      "going back, exact as it is": [
        allow("iam:SetDefaultPolicyVersion", POLICY),
        allow("iam:AttachRolePolicy", ROLES, BOUNDED),
      ],
    },
    passes: {
      "exact policies that come to roles only with the boundary": [
        allow("iam:CreatePolicyVersion", POLICY),
        allow("iam:AttachRolePolicy", ROLES, BOUNDED),
      ],
      "deleting old versions": allow("iam:DeletePolicyVersion", POLICY),
    },
  },
  "boundary-policy": {
    planted: {
      "a policy below the same path": [
        allow("iam:CreateRole", ROLES, BOUNDED),
        allow(["iam:CreatePolicy", "iam:DeletePolicy"], `arn:aws:iam::${ACCOUNT}:policy/*`),
      ],
      "by its name": [
        allow("iam:CreatePolicyVersion", [POLICY, BOUNDARY]),
        allow("iam:AttachRolePolicy", ROLES, BOUNDED),
      ],
      "though another is refused": [
        allow("iam:AttachRolePolicy", ROLES, BOUNDED),
        allow("iam:DeletePolicyVersion"),
        deny("iam:*", undefined, POLICY),
      ],
    },
    passes: {
      "policies below another path": [
        allow("iam:CreateRole", ROLES, BOUNDED),
        allow(["iam:CreatePolicy", "iam:DeletePolicy"], `arn:aws:iam::${ACCOUNT}:policy/groundwork/acme/duet/*`),
      ],
      "any policy but the boundary": [
        allow("iam:CreateRole", ROLES, BOUNDED),
        allow("iam:DeletePolicy"),
        deny("iam:*Policy*", undefined, [BOUNDARY]),
      ],
      "reading it": [allow("iam:CreateRole", ROLES, BOUNDED), allow("iam:GetPolicyVersion", BOUNDARY)],
    },
  },
  "boundary-change": {
    planted: {
      "taking it off, though it is the one": allow("iam:DeleteRolePermissionsBoundary", ROLES, BOUNDED),
      "putting on any": allow(["iam:PutRolePermissionsBoundary"], ROLES),
    },
    passes: { "putting on the one": allow("iam:PutRolePermissionsBoundary", ROLES, BOUNDED) },
  },
  credentials: {
    planted: {
      "keys of any user": allow("iam:CreateAccessKey"),
      "a password of a named user": allow(["iam:UpdateLoginProfile"], `arn:aws:iam::${ACCOUNT}:user/ada`),
      "another second factor": allow("iam:DeactivateMFADevice", `arn:aws:iam::${ACCOUNT}:user/*`),
    },
    passes: {
      "keys of one's own": allow(["iam:CreateAccessKey", "iam:UpdateAccessKey"], "arn:aws:iam::*:user/${aws:username}"),
      "seeing keys": allow("iam:ListAccessKeys"),
    },
  },
  "identity-provider": {
    planted: {
      "the metadata of a provider": allow("iam:UpdateSAMLProvider", `arn:aws:iam::${ACCOUNT}:saml-provider/company`),
    },
    passes: { "seeing it": allow("iam:GetSAMLProvider", `arn:aws:iam::${ACCOUNT}:saml-provider/company`) },
  },
  "profile-role": {
    planted: { "any profile": allow("iam:AddRoleToInstanceProfile", `arn:aws:iam::${ACCOUNT}:instance-profile/*`) },
    passes: {
      "profiles below a path": allow(
        "iam:AddRoleToInstanceProfile",
        `arn:aws:iam::${ACCOUNT}:instance-profile/parallelcluster/*`,
      ),
    },
  },
  "removed-policy": {
    planted: { "off any role": allow(["iam:DetachRolePolicy", "iam:DeleteRolePolicy"], ROLES) },
    passes: { "off roles with the boundary": allow(["iam:DetachRolePolicy", "iam:DeleteRolePolicy"], ROLES, BOUNDED) },
  },
  "linked-role": {
    planted: { "of any service": allow("iam:CreateServiceLinkedRole") },
    passes: {
      "of Batch, by condition": allow("iam:CreateServiceLinkedRole", "*", {
        StringEquals: { "iam:AWSServiceName": "batch.amazonaws.com" },
      }),
      "of Batch, by path": allow(
        "iam:CreateServiceLinkedRole",
        `arn:aws:iam::${ACCOUNT}:role/aws-service-role/batch.amazonaws.com/*`,
      ),
    },
  },
  "pass-role": {
    planted: {
      "any role to EC2": allow("iam:PassRole", "*", { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } }),
      "a role to any service": allow("iam:PassRole", ROLE),
      "a role to EC2, if the call says where": allow("iam:PassRole", ROLE, {
        StringEqualsIfExists: { "iam:PassedToService": "ec2.amazonaws.com" },
      }),
      "a role to any service by a pattern": allow("iam:PassRole", ROLE, {
        StringLike: { "iam:PassedToService": "*.amazonaws.com" },
      }),
      "hidden in a wildcard": allow("iam:*Role", [ROLE, `arn:aws:iam::${ACCOUNT}:role/Agc-*`]),
    },
    passes: {
      "a role to EC2": allow("iam:PassRole", ROLE, { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } }),
      "roles below a path to two services": allow("iam:PassRole", ROLES, {
        StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com", "lambda.amazonaws.com"] },
      }),
    },
  },
  "assume-role": {
    planted: {
      "any role": allow("sts:AssumeRole"),
      "any role of any account": allow("sts:*", "arn:aws:iam::*:role/*"),
    },
    passes: { "roles below a path": allow("sts:AssumeRole", ROLES) },
  },
  "existing-role": {
    planted: {
      "any function's code": allow("lambda:UpdateFunctionCode", `arn:aws:lambda:*:${ACCOUNT}:function:*`),
      "any stack": allow(["cloudformation:UpdateStack"], "arn:aws:cloudformation:*:*:stack/*/*"),
      "any build": allow("codebuild:StartBuild"),
      "any launch template": allow("ec2:CreateLaunchTemplateVersion", ec2("launch-template/*")),
      "any job definition": allow("batch:SubmitJob", `arn:aws:batch:*:${ACCOUNT}:*`),
      "any image": allow("ecr:PutImage"),
    },
    passes: {
      "one function's code": allow("lambda:UpdateFunctionCode", `arn:aws:lambda:*:${ACCOUNT}:function:acme-*`),
      "own job definitions, as any job": allow("batch:SubmitJob", [
        `arn:aws:batch:eu-west-2:${ACCOUNT}:job-definition/nf-*`,
        `arn:aws:batch:eu-west-2:${ACCOUNT}:job-queue/acme-duet-queue`,
        `arn:aws:batch:eu-west-2:${ACCOUNT}:job/*`,
      ]),
      "own launch templates": allow("ec2:CreateLaunchTemplateVersion", ec2("launch-template/*"), OURS),
      "calling functions": allow("lambda:InvokeFunction"),
    },
  },
  "any-shell": {
    planted: {
      "commands on any machine": allow("ssm:SendCommand", [
        ec2("instance/*"),
        "arn:aws:ssm:*:*:document/AWS-RunShellScript",
      ]),
      "sessions everywhere": allow("ssm:StartSession"),
      "sessions on own machines and those without any tag": allow("ssm:StartSession", ec2("instance/*"), {
        "ForAllValues:StringEquals": { "aws:ResourceTag/groundwork:name": "acme" },
      }),
      "a key for any machine": allow("ec2-instance-connect:SendSSHPublicKey", "arn:aws:ec2:*:*:instance/*"),
    },
    passes: {
      "sessions on own machines": allow("ssm:StartSession", ec2("instance/*"), OURS),
      "a session on one machine": allow("ssm:StartSession", ec2("instance/i-0a1b")),
      "one document, and no machine": allow("ssm:SendCommand", "arn:aws:ssm:*:*:document/*"),
    },
  },
  "instance-attribute": {
    planted: {
      "any attribute": allow("ec2:ModifyInstanceAttribute"),
      "user data itself": allow("ec2:ModifyInstanceAttribute", ec2("instance/*"), {
        StringEquals: { "ec2:Attribute": "UserData" },
      }),
    },
    passes: {
      "the disks' attribute": allow("ec2:ModifyInstanceAttribute", ec2("instance/*"), {
        StringEquals: { "ec2:Attribute": "BlockDeviceMapping" },
      }),
      "own machines": allow("ec2:ModifyInstanceAttribute", ec2("instance/*"), OURS),
      "a volume's": allow("ec2:ModifyVolumeAttribute", ec2("volume/*")),
    },
  },
  "tag-anything": {
    planted: {
      "tags on any machine, and ending those that carry one": [
        allow("ec2:CreateTags", [ec2("instance/*"), ec2("volume/*")]),
        allow("ec2:TerminateInstances", "*", {
          StringEquals: { "ec2:ResourceTag/parallelcluster:node-type": "Compute" },
        }),
      ],
      "tags on any role, where roles are told apart by one": [
        allow("iam:TagRole", `arn:aws:iam::${ACCOUNT}:role/*`),
        allow("iam:DeleteRole", "*", { StringEquals: { "iam:ResourceTag/groundwork:name": "acme" } }),
      ],
      "tags on anything of any service": [
        allow("tag:TagResources"),
        allow("batch:TerminateJob", `arn:aws:batch:*:${ACCOUNT}:job/*`, OURS),
      ],
      "the very tag among those that may be put": [
        allow("ec2:CreateTags", ec2("*"), {
          "ForAllValues:StringEquals": { "aws:TagKeys": ["Name", "groundwork:name"] },
        }),
        allow("ec2:TerminateInstances", ec2("instance/*"), OURS),
      ],
    },
    passes: {
      "tags on creation": [
        allow("ec2:CreateTags", ec2("*"), { StringEquals: { "ec2:CreateAction": "CreateVolume" } }),
        allow("ec2:AttachVolume", [ec2("volume/*"), ec2("instance/*")], OURS),
      ],
      "tags on creation in another service": [
        allow("elasticfilesystem:TagResource", "arn:aws:elasticfilesystem:*:*:file-system/*", {
          StringEquals: { "elasticfilesystem:CreateAction": "CreateFileSystem" },
        }),
        allow("elasticfilesystem:DeleteFileSystem", "arn:aws:elasticfilesystem:*:*:file-system/*", OURS),
      ],
      "tags on what carries the tag": [
        allow("ec2:CreateTags", ec2("volume/*"), OURS),
        allow("ec2:DeleteVolume", ec2("volume/*"), OURS),
      ],
      "tags on one machine": [
        allow("ec2:CreateTags", ec2("instance/i-0a1b")),
        allow("ec2:TerminateInstances", ec2("instance/*"), OURS),
      ],
      "other tags than the one": [
        allow("ec2:CreateTags", ec2("*"), { "ForAllValues:StringEquals": { "aws:TagKeys": ["Name"] } }),
        allow("ec2:TerminateInstances", ec2("instance/*"), OURS),
      ],
      "tags where nothing is told apart by them": [
        allow("ec2:CreateTags", ec2("volume/*")),
        allow("ecr:PutImage", "arn:aws:ecr:*:*:repository/acme/*", OURS),
      ],
    },
  },
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
  "service-wildcard": {
    planted: { "all of S3 on one bucket": allow("s3:*", ["arn:aws:s3:::acme", "arn:aws:s3:::acme/*"]) },
    passes: { "lists of S3": allow("s3:List*", "arn:aws:s3:::acme") },
  },
  "any-resource": {
    planted: {
      "repositories of everybody": allow(["ecr:InitiateLayerUpload", "ecr:GetAuthorizationToken"]),
      "volumes of everybody": allow("ec2:DeleteVolume", ec2("volume/*")),
      "APIs of everybody": allow("apigateway:DELETE", "arn:aws:apigateway:eu-west-2::/restapis/*"),
    },
    passes: {
      "what takes no resource": allow(["ecr:GetAuthorizationToken", "batch:DescribeJobs"]),
      "repositories below a prefix": allow("ecr:InitiateLayerUpload", "arn:aws:ecr:*:*:repository/acme/*"),
      "own volumes": allow("ec2:DeleteVolume", ec2("volume/*"), OURS),
      "what has no name": allow("apigateway:PATCH", "arn:aws:apigateway:eu-west-2::/account"),
      "the place where things are made": allow("apigateway:POST", "arn:aws:apigateway:eu-west-2::/restapis"),
    },
  },
  "not-principal": {
    kind: "resource",
    planted: { "everybody but one": { ...allow("s3:GetObject", "arn:aws:s3:::acme/*"), NotPrincipal: { AWS: ROLE } } },
    passes: { "refusing everybody but one": { ...deny("s3:*"), NotPrincipal: { AWS: ROLE } } },
  },
  everybody: {
    kind: "trust",
    planted: {
      "the world": trust("*"),
      "the world, as AWS": trust({ AWS: ["*"] }),
      "whoever tags itself so": trust({ AWS: "*" }, { StringEquals: { "aws:PrincipalTag/team": "genomics" } }),
      "whoever knows a number": trust({ AWS: "*" }, { StringEquals: { "sts:ExternalId": "42" } }),
    },
    passes: {
      "one organisation": trust({ AWS: "*" }, { StringEquals: { "aws:PrincipalOrgID": "o-1" } }),
      "one role": trust({ AWS: ROLE }),
    },
  },
  "foreign-account": {
    kind: "trust",
    planted: {
      "an account": trust({ AWS: "444455556666" }),
      "an account, by its root": trust({ AWS: ["arn:aws:iam::444455556666:root"] }),
    },
    passes: {
      "the own account": trust({ AWS: `arn:aws:iam::${ACCOUNT}:root` }),
      "an account with an external id": trust({ AWS: "444455556666" }, { StringEquals: { "sts:ExternalId": "42" } }),
      "a role of an account": trust({ AWS: "arn:aws:iam::444455556666:role/ci" }),
    },
  },
  "service-for-anybody": {
    kind: "trust",
    planted: {
      Batch: trust({ Service: "batch.amazonaws.com" }),
      "tasks, if the call says for whom": trust(
        { Service: ["ecs-tasks.amazonaws.com"] },
        { StringEqualsIfExists: { "aws:SourceAccount": ACCOUNT } },
      ),
      "spot fleets": trust({ Service: "spotfleet.amazonaws.com" }),
      "state machines": trust({ Service: "states.amazonaws.com" }),
      builds: trust({ Service: "codebuild.amazonaws.com" }),
    },
    passes: {
      "Batch for the account": trust(
        { Service: "batch.amazonaws.com" },
        { StringEquals: { "aws:SourceAccount": ACCOUNT } },
      ),
      "tasks of the account": trust(
        { Service: "ecs-tasks.amazonaws.com" },
        { ArnLike: { "aws:SourceArn": `arn:aws:ecs:eu-west-2:${ACCOUNT}:*` } },
      ),
      EC2: trust({ Service: "ec2.amazonaws.com" }),
    },
  },
  "locked-out-service": {
    kind: "trust",
    planted: {
      "EC2 for the account": trust(
        { Service: "ec2.amazonaws.com" },
        { StringEquals: { "aws:SourceAccount": ACCOUNT } },
      ),
      "EC2 in China": trust({ Service: "ec2.amazonaws.com.cn" }, { StringEquals: { "aws:SourceAccount": ACCOUNT } }),
      "Lambda for a function": trust(
        { Service: "lambda.amazonaws.com" },
        { ArnLike: { "aws:SourceArn": `arn:aws:lambda:*:${ACCOUNT}:function:acme-*` } },
      ),
    },
    passes: { EC2: trust({ Service: "ec2.amazonaws.com" }), Lambda: trust({ Service: "lambda.amazonaws.com" }) },
  },
  "any-web-identity": {
    kind: "trust",
    planted: Object.fromEntries(
      Object.entries({
        "every repository of GitHub": {
          StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
        },
        "every repository whose name begins so": {
          StringLike: { "token.actions.githubusercontent.com:sub": "repo:acme*" },
        },
      }).map(([name, condition]) => [name, webIdentity(condition)]),
    ),
    passes: {
      "one branch": webIdentity({
        StringEquals: { "token.actions.githubusercontent.com:sub": "repo:acme/runs:ref:refs/heads/main" },
      }),
    },
  },
  "service-for-any-source": {
    kind: "resource",
    planted: {
      "a queue for any bucket": {
        ...allow("sqs:SendMessage", `arn:aws:sqs:eu-west-2:${ACCOUNT}:gradients`),
        Principal: { Service: "s3.amazonaws.com" },
      },
    },
    passes: {
      "a queue for buckets of the account": {
        ...allow("sqs:SendMessage", `arn:aws:sqs:eu-west-2:${ACCOUNT}:gradients`, {
          StringEquals: { "aws:SourceAccount": ACCOUNT },
        }),
        Principal: { Service: "s3.amazonaws.com" },
      },
    },
  },
};

function webIdentity(condition: object): Written {
  const provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
  return trust({ Federated: provider }, condition, "sts:AssumeRoleWithWebIdentity");
}
