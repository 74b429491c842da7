import {
  type Attack,
  all,
  at,
  attempt,
  each,
  ec2,
  MACHINE,
  OTHERS_PROFILE,
  OWN_PROFILE,
  STATES,
  TEMPLATE,
  tagged,
  VOLUME,
} from "./attack";

/** What somebody else's things say of themselves: another system, another name, half of the tags, none. */
const THEIRS = [
  tagged("Resource", "slim"),
  tagged("Resource", "duet", "acme-2"),
  { "aws:ResourceTag/groundwork:name": "acme" },
  { "aws:ResourceTag/groundwork:system": "duet" },
  {},
];
const OURS = tagged("Resource", "duet");
const KEYS = { "aws:TagKeys": ["groundwork:name", "groundwork:system"] };
const PUT_ON = { ...tagged("Request", "duet"), ...KEYS };

const CHANGE_MACHINES = [
  "ec2:AssociateIamInstanceProfile",
  "ec2:ModifyInstanceAttribute",
  "ec2:ModifyInstanceMetadataOptions",
  "ec2:ReplaceIamInstanceProfileAssociation",
  "ec2:StartInstances",
  "ec2:StopInstances",
  "ec2:TerminateInstances",
];
const CHANGE_TEMPLATES = ["ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate", "ec2:DeleteLaunchTemplate"];

const START = {
  ...tagged("Request", "duet"),
  "ec2:InstanceProfile": OWN_PROFILE,
};

/** Attempts on machines, data, states and other services. */
export const THING_ATTACKS: readonly Attack[] = [
  {
    threat: "T11",
    title: "code of one's own runs under the role of a thing that exists",
    tried: [
      ...all(
        [
          "lambda:CreateFunction",
          "lambda:UpdateFunctionCode",
          "lambda:UpdateFunctionConfiguration",
          "lambda:AddPermission",
        ],
        at("lambda", "function:backup"),
      ),
      ...all(
        ["codebuild:StartBuild", "codebuild:UpdateProject", "codebuild:CreateProject"],
        at("codebuild", "project/release"),
      ),
      ...all(["glue:UpdateDevEndpoint"], at("glue", "devEndpoint/notebook")),
      ...all(["glue:UpdateJob", "glue:CreateJob"], at("glue", "job/nightly")),
      ...all(
        ["cloudformation:CreateStack", "cloudformation:UpdateStack", "cloudformation:ExecuteChangeSet"],
        at("cloudformation", "stack/landing-zone/0a1b2c3d-0000-4000-8000-000000000000"),
      ),
      ...all(["batch:SubmitJob"], at("batch", "job-definition/acme-duet-theirs:1")),
      ...all(["batch:RegisterJobDefinition"], at("batch", "job-definition/acme-duet-mine")),
      ...all(["ecs:RunTask"], at("ecs", "task-definition/web:1")),
      ...all(["ecs:RegisterTaskDefinition"], at("ecs", "task-definition/web:1")),
      ...all(["ecr:PutImage"], at("ecr", "repository/base")),
      ...all(["states:UpdateStateMachine"], at("states", "stateMachine:nightly")),
      ...all(["sagemaker:CreateNotebookInstance"], at("sagemaker", "notebook-instance/x")),
      ...all(["apprunner:UpdateService"], at("apprunner", "service/web/0a1b")),
      ...all(["ec2:RequestSpotFleet"], ec2("spot-fleet-request/sfr-0a1b")),
    ],
  },
  {
    threat: "T12",
    title: "somebody's machine is changed, stopped or ended, or gets another profile",
    tried: THEIRS.flatMap((context) => all(CHANGE_MACHINES, MACHINE, context)),
    honest: all(["ec2:ModifyInstanceAttribute", "ec2:StopInstances", "ec2:TerminateInstances"], MACHINE, OURS),
  },
  {
    threat: "T12",
    title: "somebody's launch template gets a version with other user data",
    tried: THEIRS.flatMap((context) => all(CHANGE_TEMPLATES, TEMPLATE, context)),
    honest: all(CHANGE_TEMPLATES, TEMPLATE, OURS),
  },
  {
    threat: "T12",
    title: "somebody's volume is taken off, mounted elsewhere, copied or deleted",
    tried: [
      ...THEIRS.flatMap((context) =>
        all(["ec2:DeleteVolume", "ec2:DetachVolume", "ec2:ModifyVolume", "ec2:AttachVolume"], VOLUME, context),
      ),
      ...all(["ec2:CreateSnapshot"], VOLUME, OURS),
      ...all(["ec2:ModifySnapshotAttribute", "ec2:DeleteSnapshot"], "arn:aws:ec2:eu-west-2::snapshot/snap-0a1b"),
      ...all(["ec2:CreateImage", "ec2:CreateReplaceRootVolumeTask"], MACHINE, OURS),
    ],
    honest: [attempt("ec2:ModifyVolume", VOLUME, OURS)],
  },
  {
    threat: "T12",
    title: "a shell on a machine, or a look at its password or its start",
    tried: [
      ...all(["ssm:SendCommand", "ssm:StartSession"], MACHINE, OURS),
      ...all(["ec2-instance-connect:SendSSHPublicKey"], MACHINE, OURS),
      ...all(["ec2:GetPasswordData", "ec2:GetLaunchTemplateData", "ec2:GetConsoleScreenshot"], MACHINE, OURS),
      ...all(["ssm:CreateAssociation"], at("ssm", "document/AWS-RunShellScript")),
    ],
  },
  {
    threat: "T13",
    title: "somebody's thing gets the owner tags",
    tried: [MACHINE, VOLUME, TEMPLATE, ec2("security-group/sg-0a1b"), ec2("vpc/vpc-0a1b")].flatMap((thing) => [
      ...THEIRS.map((context) => attempt("ec2:CreateTags", thing, { ...context, ...PUT_ON })),
      ...THEIRS.map((context) => attempt("ec2:DeleteTags", thing, { ...context, ...KEYS })),
    ]),
    honest: [
      attempt("ec2:CreateTags", MACHINE, { ...PUT_ON, "ec2:CreateAction": "RunInstances" }),
      attempt("ec2:CreateTags", MACHINE, { ...OURS, "aws:TagKeys": ["Name"] }),
    ],
  },
  {
    threat: "T13",
    title: "somebody's thing gets them by way of another service",
    tried: [
      attempt("tag:TagResources", "*"),
      attempt("autoscaling:CreateOrUpdateTags", at("autoscaling", "autoScalingGroup:0a1b:autoScalingGroupName/web")),
      attempt("resource-groups:Tag", at("resource-groups", "group/web")),
    ],
  },
  {
    threat: "T13",
    title: "somebody's file system gets them",
    stack: "genomics-workflows",
    tried: [
      attempt("elasticfilesystem:TagResource", at("elasticfilesystem", "file-system/fs-0a1b"), {
        ...tagged("Request", "genomics-workflows"),
        ...KEYS,
      }),
      attempt("fsx:TagResource", at("fsx", "file-system/fs-0a1b"), {
        ...tagged("Request", "genomics-workflows"),
        ...KEYS,
      }),
      attempt("elasticfilesystem:PutFileSystemPolicy", at("elasticfilesystem", "file-system/fs-0a1b"), {
        ...tagged("Resource", "genomics-workflows"),
      }),
    ],
    honest: [
      attempt("elasticfilesystem:TagResource", at("elasticfilesystem", "file-system/fs-0a1b"), {
        ...tagged("Request", "genomics-workflows"),
        ...KEYS,
        "elasticfilesystem:CreateAction": "CreateFileSystem",
      }),
    ],
  },
  {
    threat: "T14",
    title: "a machine is started with somebody's profile, with none, or without the tags",
    tried: [
      attempt("ec2:RunInstances", MACHINE, { ...START, "ec2:InstanceProfile": OTHERS_PROFILE }),
      attempt("ec2:RunInstances", MACHINE, tagged("Request", "duet")),
      attempt("ec2:RunInstances", MACHINE, { "ec2:InstanceProfile": OWN_PROFILE }),
      attempt("ec2:RunInstances", MACHINE, { ...START, ...tagged("Request", "slim") }),
      attempt("ec2:RunInstances", TEMPLATE, tagged("Resource", "slim")),
    ],
    honest: [attempt("ec2:RunInstances", MACHINE, START)],
  },
  {
    threat: "T16",
    title: "another state is read, written or deleted, or its lock taken",
    tried: [
      `${STATES}/acme/slim/terraform.tfstate`,
      `${STATES}/acme/state-backend/terraform.tfstate`,
      `${STATES}/acme/deployer/terraform.tfstate`,
      `${STATES}/acme/slim/terraform.tfstate.tflock`,
      `${STATES}/acme-2/duet/terraform.tfstate`,
    ].flatMap((state) => all(["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObject"], state)),
    honest: all(["s3:GetObject", "s3:PutObject"], `${STATES}/acme/duet/terraform.tfstate`),
  },
  {
    threat: "T16",
    title: "the bucket of states is opened, emptied of old versions, or deleted",
    tried: [
      ...all(
        [
          "s3:DeleteBucket",
          "s3:DeleteBucketPolicy",
          "s3:PutBucketAcl",
          "s3:PutBucketPolicy",
          "s3:PutBucketPublicAccessBlock",
          "s3:PutBucketVersioning",
          "s3:PutLifecycleConfiguration",
          "s3:PutReplicationConfiguration",
        ],
        STATES,
      ),
      attempt("s3:DeleteObjectVersion", `${STATES}/acme/duet/terraform.tfstate`),
    ],
    honest: all(["s3:PutBucketPolicy", "s3:PutBucketVersioning"], "arn:aws:s3:::acme-duet"),
  },
  {
    threat: "T16",
    title: "another system's bucket, or anybody's, is opened",
    tried: ["acme-slim", "payroll"].flatMap((bucket) =>
      all(
        ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy", "s3:DeleteBucket", "s3:ListBucket"],
        `arn:aws:s3:::${bucket}`,
      ),
    ),
    honest: [attempt("s3:PutBucketPolicy", "arn:aws:s3:::acme-duet")],
  },
  {
    threat: "T17",
    title: "data is read: in the stack's bucket, in another one, a table, a secret",
    as: "plan",
    tried: [
      ...each("s3:GetObject", [
        "arn:aws:s3:::acme-duet/runs/1",
        "arn:aws:s3:::references/hg38",
        "arn:aws:s3:::acme-slim/x",
      ]),
      attempt("secretsmanager:GetSecretValue", at("secretsmanager", "secret:database-a1B2c3")),
      attempt("dynamodb:GetItem", at("dynamodb", "table/people")),
      attempt("sqs:ReceiveMessage", at("sqs", "acme-slim-gradients-1")),
      attempt("logs:GetLogEvents", at("logs", "log-group:/aws/batch/job:log-stream:x")),
      attempt("ec2:GetPasswordData", MACHINE, OURS),
    ],
    honest: [attempt("s3:GetBucketPolicy", "arn:aws:s3:::acme-duet"), attempt("ec2:DescribeInstances", "*")],
  },
  {
    threat: "T17",
    title: "a parameter of somebody's is read, or what encrypts a SecureString is opened",
    as: "plan",
    tried: [
      attempt("ssm:GetParameter", at("ssm", "parameter/payroll/password")),
      attempt("ssm:GetParameters", at("ssm", "parameter/groundwork/acme/slim/bucket")),
      attempt("ssm:GetParametersByPath", at("ssm", "parameter/groundwork/acme/duet/bucket")),
      attempt("kms:Decrypt", at("kms", "key/11111111-2222-3333-4444-555555555555"), {
        "kms:ViaService": "ssm.eu-west-2.amazonaws.com",
      }),
    ],
    honest: [
      attempt("ssm:GetParameter", "arn:aws:ssm:eu-west-2::parameter/aws/service/ami-amazon-linux-latest/al2023"),
    ],
  },
  {
    threat: "T17",
    title: "a plan changes something: the state, a role, a machine, a bucket",
    as: "plan",
    tried: [
      ...all(["s3:PutObject", "s3:DeleteObject"], `${STATES}/acme/duet/terraform.tfstate`),
      attempt("ec2:TerminateInstances", MACHINE, OURS),
      attempt("ec2:RunInstances", MACHINE, START),
      attempt("s3:PutBucketPolicy", "arn:aws:s3:::acme-duet"),
      attempt("batch:UpdateJobQueue", at("batch", "job-queue/acme-duet-queue")),
      attempt("ssm:PutParameter", at("ssm", "parameter/groundwork/acme/duet/bucket")),
    ],
    honest: [
      attempt("s3:GetObject", `${STATES}/acme/duet/terraform.tfstate`),
      ...all(["s3:PutObject", "s3:DeleteObject"], `${STATES}/acme/duet/terraform.tfstate.tflock`),
    ],
  },
  {
    threat: "T18",
    title: "another service is asked",
    tried: [
      attempt("organizations:LeaveOrganization", "*"),
      attempt("rolesanywhere:CreateProfile", "*"),
      attempt("sso:CreateAccountAssignment", "arn:aws:sso:::account/111122223333"),
      attempt("datapipeline:CreatePipeline", "*"),
      attempt("events:PutTargets", at("events", "rule/nightly")),
      attempt("scheduler:CreateSchedule", at("scheduler", "schedule/default/nightly")),
      attempt("secretsmanager:PutResourcePolicy", at("secretsmanager", "secret:database-a1B2c3")),
      attempt("cloudtrail:StopLogging", at("cloudtrail", "trail/all")),
    ],
  },
];
