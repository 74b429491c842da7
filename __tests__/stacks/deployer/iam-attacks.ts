import {
  ADMIN_ROLE,
  type Attack,
  all,
  at,
  attempt,
  boundaryOf,
  bounded,
  DEPLOY_ROLE,
  each,
  FOREIGN_ROLES,
  iam,
  kept,
  OTHERS_PROFILE,
  OTHERS_ROLE,
  OWN_POLICY,
  OWN_PROFILE,
  OWN_ROLE,
  PLAN_ROLE,
} from "./attack";

const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
const WITHIN = bounded(boundaryOf("duet"));
const WRITE = ["iam:AttachRolePolicy", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePolicy"];
const BOUNDARIES = ["boundary", "deploy-boundary", "plan-boundary"].map((thing) => iam(`policy${kept(thing)}`));
const PROVIDER = iam("oidc-provider/token.actions.githubusercontent.com");
const USER = iam("user/ada");
const GROUP = iam("group/administrators");

/** Attempts in IAM and STS. */
export const IAM_ATTACKS: readonly Attack[] = [
  {
    threat: "T1",
    title: "a role is made without a boundary, with another one, or elsewhere",
    tried: [
      attempt("iam:CreateRole", OWN_ROLE),
      attempt("iam:CreateRole", OWN_ROLE, bounded(ADMINISTRATOR)),
      attempt("iam:CreateRole", OWN_ROLE, bounded(boundaryOf("slim"))),
      attempt("iam:CreateRole", OWN_ROLE, bounded(iam(`policy${kept("deploy-boundary")}`))),
      attempt("iam:CreateRole", iam("role/acme-duet-machine"), WITHIN),
      attempt("iam:CreateRole", iam("role/groundwork/acme/slim/acme-duet-machine"), WITHIN),
      attempt("iam:CreateRole", iam("role/groundwork/acme/admin/acme-duet-machine"), WITHIN),
      attempt("iam:CreateRole", iam("role/groundwork/acme/duet-2/acme-duet-machine"), WITHIN),
    ],
    honest: [attempt("iam:CreateRole", OWN_ROLE, WITHIN)],
  },
  {
    threat: "T1",
    title: "a role at the stack's path that has no boundary is filled",
    tried: [...all(WRITE, OWN_ROLE), ...all(WRITE, OWN_ROLE, bounded(ADMINISTRATOR))],
    honest: all(WRITE, OWN_ROLE, WITHIN),
  },
  {
    threat: "T2",
    title: "a boundary is taken off, or another one put on",
    tried: [
      ...all(["iam:DeleteRolePermissionsBoundary"], OWN_ROLE, WITHIN),
      ...all(["iam:PutRolePermissionsBoundary"], OWN_ROLE, WITHIN),
      attempt("iam:PutRolePermissionsBoundary", OWN_ROLE, bounded(ADMINISTRATOR)),
      attempt("iam:PutRolePermissionsBoundary", ADMIN_ROLE, WITHIN),
      attempt("iam:DeleteRolePermissionsBoundary", DEPLOY_ROLE, bounded(iam(`policy${kept("deploy-boundary")}`))),
      attempt("iam:PutRolePermissionsBoundary", DEPLOY_ROLE, bounded(ADMINISTRATOR)),
      attempt("iam:DeleteUserPermissionsBoundary", USER),
    ],
  },
  {
    threat: "T3",
    title: "a boundary is rewritten, set back, deleted, or made anew",
    tried: [
      "iam:CreatePolicyVersion",
      "iam:SetDefaultPolicyVersion",
      "iam:DeletePolicyVersion",
      "iam:DeletePolicy",
      "iam:CreatePolicy",
      "iam:TagPolicy",
    ].flatMap((action) => each(action, BOUNDARIES)),
    honest: all(["iam:CreatePolicyVersion", "iam:DeletePolicyVersion"], OWN_POLICY),
  },
  {
    threat: "T3",
    title: "a policy of the stack is set back to what it was",
    tried: [attempt("iam:SetDefaultPolicyVersion", OWN_POLICY)],
    honest: [attempt("iam:CreatePolicyVersion", OWN_POLICY)],
  },
  {
    threat: "T4",
    title: "a policy that others hold is rewritten",
    tried: ["iam:CreatePolicyVersion", "iam:DeletePolicyVersion", "iam:DeletePolicy"].flatMap((action) =>
      each(action, [
        iam("policy/AccountAdministrators"),
        iam("policy/groundwork/acme/slim/acme-slim-lambda"),
        iam("policy/groundwork/acme-2/duet/acme-2-duet-machine"),
        iam(`policy${kept("apply")}`),
      ]),
    ),
    honest: all(["iam:CreatePolicyVersion", "iam:DeletePolicyVersion", "iam:DeletePolicy"], OWN_POLICY),
  },
  {
    threat: "T4",
    title: "a policy of the stack that people have is rewritten",
    stack: "slim",
    tried: [attempt("iam:CreatePolicyVersion", iam("policy/groundwork/acme/slim/acme-slim-user"))],
    honest: [attempt("iam:CreatePolicyVersion", iam("policy/groundwork/acme/slim/acme-slim-lambda"))],
  },
  {
    threat: "T4",
    title: "a policy for people that nobody of the stack has is rewritten",
    stack: "amazon-genomics-cli",
    tried: each(
      "iam:CreatePolicyVersion",
      ["admin", "user", "user-cdk"].map((thing) =>
        iam(`policy/groundwork/acme/amazon-genomics-cli/acme-amazon-genomics-cli-${thing}`),
      ),
    ),
    honest: each("iam:CreatePolicyVersion", [
      iam("policy/groundwork/acme/amazon-genomics-cli/acme-amazon-genomics-cli-core"),
    ]),
  },
  {
    threat: "T4",
    title: "the boundary of the tool's roles is rewritten",
    stack: "amazon-genomics-cli",
    tried: all(
      ["iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:CreatePolicy"],
      iam(`policy${kept("tool-boundary", "amazon-genomics-cli")}`),
    ),
  },
  {
    threat: "T5",
    title:
      "policies of roles without the boundary are written: of the deployer itself, of administrators, of another system",
    tried: FOREIGN_ROLES.flatMap(([role, context]) => [...all(WRITE, role, context), ...all(WRITE, role, WITHIN)]),
    honest: all(WRITE, OWN_ROLE, WITHIN),
  },
  {
    threat: "T6",
    title: "the trust of such a role is changed",
    tried: FOREIGN_ROLES.flatMap(([role, context]) => [
      attempt("iam:UpdateAssumeRolePolicy", role, context),
      attempt("iam:UpdateRole", role, context),
    ]).concat(attempt("iam:UpdateAssumeRolePolicy", OWN_ROLE)),
    honest: [attempt("iam:UpdateAssumeRolePolicy", OWN_ROLE, WITHIN)],
  },
  {
    threat: "T7",
    title: "such a role is assumed",
    tried: [
      ...each("sts:AssumeRole", [
        ADMIN_ROLE,
        OTHERS_ROLE,
        PLAN_ROLE,
        DEPLOY_ROLE,
        iam(`role${kept("deploy", "slim")}`),
      ]),
      attempt("sts:AssumeRoleWithWebIdentity", DEPLOY_ROLE),
      attempt("sts:TagSession", DEPLOY_ROLE),
    ],
  },
  {
    threat: "T7",
    title: "such a role is passed on, or an own one to a service that runs what it is told",
    tried: [
      ...FOREIGN_ROLES.flatMap(([role]) =>
        ["ec2", "batch", "lambda"].map((service) =>
          attempt("iam:PassRole", role, { "iam:PassedToService": `${service}.amazonaws.com` }),
        ),
      ),
      ...["lambda", "cloudformation", "codebuild", "glue", "sagemaker", "states", "ssm", "ecs-tasks"].map((service) =>
        attempt("iam:PassRole", OWN_ROLE, { "iam:PassedToService": `${service}.amazonaws.com` }),
      ),
      attempt("iam:PassRole", OWN_ROLE),
    ],
    honest: [attempt("iam:PassRole", OWN_ROLE, { "iam:PassedToService": "ec2.amazonaws.com" })],
  },
  {
    threat: "T8",
    title: "an own role is put into somebody's profile, or somebody's profile is emptied",
    tried: ["iam:AddRoleToInstanceProfile", "iam:RemoveRoleFromInstanceProfile", "iam:DeleteInstanceProfile"].flatMap(
      (action) => each(action, [OTHERS_PROFILE, iam("instance-profile/webserver")]),
    ),
    honest: [attempt("iam:AddRoleToInstanceProfile", OWN_PROFILE)],
  },
  {
    threat: "T8",
    title: "somebody's role is put into an own profile, for which AWS asks for PassRole",
    tried: [attempt("iam:PassRole", OTHERS_ROLE, { "iam:PassedToService": "ec2.amazonaws.com" })],
    honest: [attempt("iam:PassRole", OWN_ROLE, { "iam:PassedToService": "ec2.amazonaws.com" })],
  },
  {
    threat: "T9",
    title: "a user is made, or gets a key, a password, a policy, a group",
    tried: [
      ...all(
        [
          "iam:AttachUserPolicy",
          "iam:CreateAccessKey",
          "iam:CreateLoginProfile",
          "iam:CreateServiceSpecificCredential",
          "iam:CreateUser",
          "iam:DeactivateMFADevice",
          "iam:PutUserPolicy",
          "iam:UpdateAccessKey",
          "iam:UpdateLoginProfile",
          "iam:UploadSSHPublicKey",
        ],
        USER,
      ),
      attempt("iam:CreateUser", iam("user/groundwork/acme/duet/mallory"), WITHIN),
      ...all(["iam:AddUserToGroup", "iam:AttachGroupPolicy", "iam:PutGroupPolicy"], GROUP),
    ],
  },
  {
    threat: "T9",
    title: "the stack's own group gets a member, or another policy",
    stack: "slim",
    tried: all(
      ["iam:AddUserToGroup", "iam:AttachGroupPolicy", "iam:DetachGroupPolicy", "iam:PutGroupPolicy"],
      iam("group/groundwork/acme/slim/acme-slim-users"),
    ),
    honest: [attempt("iam:CreateGroup", iam("group/groundwork/acme/slim/acme-slim-users"))],
  },
  {
    threat: "T10",
    title: "the identity provider is changed, or one is added",
    tried: [
      ...all(
        [
          "iam:AddClientIDToOpenIDConnectProvider",
          "iam:CreateOpenIDConnectProvider",
          "iam:DeleteOpenIDConnectProvider",
          "iam:UpdateOpenIDConnectProviderThumbprint",
        ],
        PROVIDER,
      ),
      ...all(["iam:CreateSAMLProvider", "iam:UpdateSAMLProvider"], iam("saml-provider/sso")),
    ],
  },
  {
    threat: "T18",
    title: "a linked role of a service that the stack does not need is made",
    tried: [
      attempt("iam:CreateServiceLinkedRole", iam("role/aws-service-role/organizations.amazonaws.com/AWSServiceRole"), {
        "iam:AWSServiceName": "organizations.amazonaws.com",
      }),
      attempt("iam:DeleteServiceLinkedRole", iam("role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch")),
    ],
    honest: [
      attempt("iam:CreateServiceLinkedRole", iam("role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch"), {
        "iam:AWSServiceName": "batch.amazonaws.com",
      }),
    ],
  },
  {
    threat: "T15",
    title: "a key is used beside the services that it is for, or its policy and grants are written",
    tried: [
      ...all(
        ["kms:PutKeyPolicy", "kms:CreateGrant", "kms:Decrypt"],
        at("kms", "key/11111111-2222-3333-4444-555555555555"),
      ),
      attempt("kms:CreateGrant", at("kms", "key/11111111-2222-3333-4444-555555555555"), {
        "kms:ViaService": "ec2.eu-west-2.amazonaws.com",
        "kms:GrantIsForAWSResource": "false",
      }),
      attempt("kms:CreateGrant", at("kms", "key/11111111-2222-3333-4444-555555555555"), {
        "kms:ViaService": "lambda.eu-west-2.amazonaws.com",
        "kms:GrantIsForAWSResource": "true",
      }),
      attempt("kms:CreateGrant", at("kms", "key/99999999-2222-3333-4444-555555555555"), {
        "kms:ViaService": "ec2.eu-west-2.amazonaws.com",
        "kms:GrantIsForAWSResource": "true",
      }),
    ],
    honest: [
      attempt("kms:CreateGrant", at("kms", "key/11111111-2222-3333-4444-555555555555"), {
        "kms:ViaService": "ec2.eu-west-2.amazonaws.com",
        "kms:GrantIsForAWSResource": "true",
      }),
    ],
  },
];
