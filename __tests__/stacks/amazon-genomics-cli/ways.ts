import type { Call } from "../../../tools/proof/judge";
import { ACCOUNT, END, HOME, UUID } from "./place";

/** Ways to rights that nobody meant to give, each by the call that it stands or falls with. */
export interface Way {
  readonly title: string;
  readonly calls: readonly Call[];
}

type Context = Record<string, string>;

const BOUNDED = { "iam:PermissionsBoundary": HOME.boundary };
const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
const OWN = "groundwork/acme/amazon-genomics-cli/acme-amazon-genomics-cli";
const MADE = `Agc-Context-demo-ada-spot-TaskBatchInstanceRole-${END}`;
const CORE = `Agc-Core-CustomCDKBucketDeployment-${END}`;
/** Roles that could do more than AGC's: the account's, the CDK's, other projects'. */
const POWERFUL = [
  "admin",
  "OrganizationAccountAccessRole",
  `cdk-agc-cfn-exec-role-${ACCOUNT}-eu-west-2`,
  `cdk-hnb659fds-cfn-exec-role-${ACCOUNT}-eu-west-2`,
  "groundwork/acme/duet/acme-duet-instance",
];

function iam(action: string, resource: string, context?: Context): Call {
  return { action: `iam:${action}`, resources: [`arn:aws:iam::${ACCOUNT}:${resource}`], context };
}

function call(action: string, resource: string, context?: Context): Call {
  return { action, resources: [`arn:aws:${action.split(":")[0]}:eu-west-2:${ACCOUNT}:${resource}`], context };
}

function pass(role: string, service: string): Call {
  return iam("PassRole", `role/${role}`, { "iam:PassedToService": `${service}.amazonaws.com` });
}

/** What IAM itself could give. */
const BY_IAM: readonly Way[] = [
  {
    title: "a user with a key or a password of one's own",
    calls: [
      iam("CreateUser", "user/mallory"),
      iam("CreateAccessKey", "user/admin"),
      iam("CreateLoginProfile", "user/admin"),
      iam("UpdateLoginProfile", "user/admin"),
    ],
  },
  {
    title: "a policy on oneself, or on a group of one's own",
    calls: [
      iam("AttachUserPolicy", "user/ada", { "iam:PolicyARN": ADMINISTRATOR }),
      iam("PutUserPolicy", "user/ada"),
      iam("DeleteUserPermissionsBoundary", "user/ada"),
      iam("AttachGroupPolicy", "group/scientists", { "iam:PolicyARN": ADMINISTRATOR }),
      iam("PutGroupPolicy", "group/scientists"),
      iam("AddUserToGroup", "group/administrators"),
    ],
  },
  {
    title: "a role without the boundary, or with one that allows everything",
    calls: [
      iam("CreateRole", `role/${MADE}`),
      iam("CreateRole", `role/${CORE}`),
      iam("CreateRole", `role/${MADE}`, { "iam:PermissionsBoundary": ADMINISTRATOR }),
      iam("CreateRole", "role/mallory", BOUNDED),
    ],
  },
  {
    title: "more rights for a role that has no boundary",
    calls: [
      iam("PutRolePolicy", `role/${MADE}`),
      iam("AttachRolePolicy", `role/${MADE}`, { "iam:PolicyARN": ADMINISTRATOR }),
      iam("AttachRolePolicy", `role/${CORE}`, { ...BOUNDED, "iam:PolicyARN": ADMINISTRATOR }),
      ...POWERFUL.map((role) => iam("PutRolePolicy", `role/${role}`)),
    ],
  },
  {
    title: "more rights for the roles of this stack itself",
    calls: ["core", "contexts", "user", "admin"].flatMap((thing) => [
      iam("PutRolePolicy", `role/${OWN}-${thing}`, BOUNDED),
      iam("AttachRolePolicy", `role/${OWN}-${thing}`, { "iam:PolicyARN": ADMINISTRATOR }),
    ]),
  },
  {
    title: "a boundary that is put off, or changed for another",
    calls: [MADE, CORE].flatMap((role) => [
      iam("DeleteRolePermissionsBoundary", `role/${role}`, BOUNDED),
      iam("PutRolePermissionsBoundary", `role/${role}`, BOUNDED),
      iam("PutRolePermissionsBoundary", `role/${role}`, { "iam:PermissionsBoundary": ADMINISTRATOR }),
    ]),
  },
  {
    title: "another version of the boundary or of one's own policy",
    calls: ["boundary", "admin", "user-cdk", "user", "core", "contexts"].flatMap((thing) => [
      iam("CreatePolicyVersion", `policy/${OWN}-${thing}`),
      iam("SetDefaultPolicyVersion", `policy/${OWN}-${thing}`),
      iam("DeletePolicyVersion", `policy/${OWN}-${thing}`),
      iam("DeletePolicy", `policy/${OWN}-${thing}`),
    ]),
  },
  {
    title: "another's policy, or a new one",
    calls: [iam("CreatePolicyVersion", "policy/boundary"), iam("CreatePolicy", "policy/Agc-Context-x")],
  },
  {
    title: "a role that lets one in",
    calls: [MADE, CORE, `${OWN}-core`, `${OWN}-contexts`, ...POWERFUL].map((role) =>
      iam("UpdateAssumeRolePolicy", `role/${role}`),
    ),
  },
  {
    title: "a role that is assumed",
    calls: [`${OWN}-core`, `${OWN}-contexts`, `cdk-agc-deploy-role-${ACCOUNT}-eu-west-2`, MADE, ...POWERFUL].map(
      (role) => ({ action: "sts:AssumeRole", resources: [`arn:aws:iam::${ACCOUNT}:role/${role}`] }),
    ),
  },
  {
    title: "another's instance profile",
    calls: [
      iam("AddRoleToInstanceProfile", "instance-profile/admin"),
      iam("RemoveRoleFromInstanceProfile", "instance-profile/acme-duet-instance"),
    ],
  },
  {
    title: "a way to sign in",
    calls: [
      iam("CreateSAMLProvider", "saml-provider/Agc-Context-x"),
      iam("UpdateSAMLProvider", "saml-provider/corporate"),
      iam("CreateOpenIDConnectProvider", "oidc-provider/example.org"),
    ],
  },
];

/** Services that work with a role which is handed to them. */
const SERVICES = [
  ...["apigateway", "batch", "cloudformation", "codebuild", "ec2", "ecs-tasks", "events", "glue", "lambda"],
  ...["sagemaker", "scheduler", "ssm", "states"],
];

const BY_PASSING: readonly Way[] = [
  ...POWERFUL.map((role) => ({
    title: `the role ${role}, handed to a service`,
    calls: SERVICES.map((service) => pass(role, service)),
  })),
  {
    title: "the roles of CloudFormation, handed to code of one's own",
    calls: ["core", "contexts"].flatMap((thing) =>
      SERVICES.filter((service) => service !== "cloudformation").map((service) => pass(`${OWN}-${thing}`, service)),
    ),
  },
  {
    title: "roles of contexts, handed to services that nobody limits here",
    calls: ["cloudformation", "codebuild", "events", "glue", "sagemaker", "ssm", "states"].map((service) =>
      pass(MADE, service),
    ),
  },
];

const STACK = (name: string) => `stack/${name}/${UUID}`;
const WITH = (role: string) => ({ "cloudformation:RoleArn": `arn:aws:iam::${ACCOUNT}:role/${role}` });

const BY_STACKS: readonly Way[] = [
  {
    title: "a stack in one's own name, or with another role",
    calls: ["Agc-Core", "Agc-Context-demo-ada-spot"].flatMap((stack) => [
      call("cloudformation:CreateStack", STACK(stack)),
      call("cloudformation:UpdateStack", STACK(stack)),
      call("cloudformation:CreateChangeSet", STACK(stack)),
      ...POWERFUL.flatMap((role) => [
        call("cloudformation:CreateChangeSet", STACK(stack), WITH(role)),
        call("cloudformation:CreateStack", STACK(stack), WITH(role)),
        call("cloudformation:UpdateStack", STACK(stack), WITH(role)),
      ]),
    ]),
  },
  {
    title: "another's stack, with the role that it has",
    calls: ["production", "CDKToolkit"].flatMap((stack) => [
      ...["core", "contexts"].map((thing) =>
        call("cloudformation:CreateChangeSet", STACK(stack), WITH(`${OWN}-${thing}`)),
      ),
      call("cloudformation:UpdateStack", STACK(stack)),
      call("cloudformation:ExecuteChangeSet", STACK(stack)),
      call("cloudformation:DeleteStack", STACK(stack)),
      call("cloudformation:SetStackPolicy", STACK(stack)),
      call("cloudformation:ContinueUpdateRollback", STACK(stack)),
      call("cloudformation:RollbackStack", STACK(stack)),
    ]),
  },
  {
    title: "an import of what others made",
    calls: ["core", "contexts"].map((thing) =>
      call("cloudformation:CreateChangeSet", STACK(thing === "core" ? "Agc-Core" : "Agc-Context-x"), {
        ...WITH(`${OWN}-${thing}`),
        "cloudformation:ImportResourceTypes": "AWS::IAM::Role",
      }),
    ),
  },
  {
    title: "a set of stacks, or a kind of resource, of one's own",
    calls: [
      { action: "cloudformation:RegisterType", resources: ["*"] },
      { action: "cloudformation:ActivateType", resources: ["*"] },
      { action: "cloudformation:CreateStackSet", resources: ["*"] },
    ],
  },
];

/** Code of others, with their roles. */
const BY_OTHERS: readonly Way[] = [
  {
    title: "another's function",
    calls: [
      ...["UpdateFunctionCode", "UpdateFunctionConfiguration", "InvokeFunction", "DeleteFunction"].map((action) =>
        call(`lambda:${action}`, "function:orders"),
      ),
      call("lambda:CreateFunction", "function:mallory"),
      call("lambda:AddPermission", "function:orders", { "lambda:Principal": "apigateway.amazonaws.com" }),
      call("lambda:CreateFunctionUrlConfig", `function:Agc-Context-demo-ada-spot-Adapter-${END}`),
    ],
  },
  {
    title: "another's tasks",
    calls: [
      call("ecs:RunTask", "task-definition/orders:1"),
      call("ecs:StartTask", "task-definition/orders:1"),
      call("ecs:RegisterTaskDefinition", "task-definition/orders:2"),
      call("ecs:UpdateService", "service/production/orders"),
      call("ecs:ExecuteCommand", "task/production/0a1b"),
    ],
  },
  {
    title: "another's jobs",
    calls: [
      call("batch:SubmitJob", "job-definition/production:1"),
      call("batch:SubmitJob", "job-queue/production"),
      call("batch:RegisterJobDefinition", "job-definition/production"),
      call("batch:UpdateComputeEnvironment", "compute-environment/acme-duet-batch"),
    ],
  },
  {
    title: "another's machines",
    calls: [
      ...["ModifyInstanceAttribute", "TerminateInstances", "AssociateIamInstanceProfile"].map((action) =>
        call(`ec2:${action}`, "instance/i-0123456789abcdef0"),
      ),
      call("ec2:CreateLaunchTemplateVersion", "launch-template/lt-0123456789abcdef0"),
      call("ec2:ModifyLaunchTemplate", "launch-template/lt-0123456789abcdef0"),
      { action: "ssm:SendCommand", resources: [`arn:aws:ec2:eu-west-2:${ACCOUNT}:instance/i-0123456789abcdef0`] },
      call("ssm:StartSession", "document/SSM-SessionManagerRunShell"),
      call("ec2:AuthorizeSecurityGroupIngress", "security-group/sg-0123456789abcdef0"),
      call("ec2:ModifyVpcAttribute", "vpc/vpc-0123456789abcdef0"),
    ],
  },
  {
    title: "services that run code with a role, which AGC does not use",
    calls: [
      call("codebuild:CreateProject", "project/mallory"),
      call("states:CreateStateMachine", "stateMachine:mallory"),
      call("glue:CreateJob", "job/mallory"),
      call("sagemaker:CreateNotebookInstance", "notebook-instance/mallory"),
      call("ssm:StartAutomationExecution", "automation-definition/AWS-RunShellScript:1"),
      call("events:PutTargets", "rule/mallory"),
    ],
  },
];

function s3(action: string, resource: string): Call {
  return { action: `s3:${action}`, resources: [`arn:aws:s3:::${resource}`] };
}

const BY_DATA: readonly Way[] = [
  {
    title: "another's buckets: data, the state, the CDK's own",
    calls: ["acme-duet", "acme-terraform-state", `cdk-hnb659fds-assets-${ACCOUNT}-eu-west-2`].flatMap((bucket) => [
      s3("GetObject", `${bucket}/project/x`),
      s3("PutObject", `${bucket}/project/x`),
      s3("DeleteObject", `${bucket}/project/x`),
      s3("ListBucket", bucket),
      s3("PutBucketPolicy", bucket),
      s3("PutEncryptionConfiguration", bucket),
    ]),
  },
  {
    title: "scripts that instances of all contexts run",
    calls: [
      s3("PutObject", `${HOME.bucket}/artifacts/batch-artifacts/install.sh`),
      s3("DeleteObject", `${HOME.bucket}/artifacts/batch-artifacts/install.sh`),
    ],
  },
  {
    title: "another's parameters and secrets",
    calls: [
      call("ssm:GetParameter", "parameter/acme/password"),
      call("ssm:GetParameters", "parameter/acme/password"),
      call("ssm:GetParametersByPath", "parameter/acme"),
      call("ssm:PutParameter", "parameter/acme/password"),
      call("ssm:DeleteParameter", "parameter/acme/password"),
      call("secretsmanager:GetSecretValue", "secret:password-0a1b2c"),
      call("kms:Decrypt", `key/${UUID}`),
    ],
  },
  {
    title: "another's images, tables, logs and APIs",
    calls: [
      call("ecr:PutImage", "repository/acme-duet/modkit"),
      call("ecr:SetRepositoryPolicy", "repository/acme-duet/modkit"),
      call("ecr:DeleteRepository", "repository/acme-duet/modkit"),
      call("dynamodb:GetItem", "table/orders"),
      call("dynamodb:DeleteTable", "table/orders"),
      call("logs:DeleteLogGroup", "log-group:production"),
      { action: "apigateway:UpdateRestApiPolicy", resources: ["arn:aws:apigateway:eu-west-2::/restapis/a1b2c3d4e5"] },
    ],
  },
];

export const WAYS: readonly Way[] = [...BY_IAM, ...BY_PASSING, ...BY_STACKS, ...BY_OTHERS, ...BY_DATA];
