import type { DocumentFates, DroppedActions, PolicyFate } from "../document-fates";

const LINKED_ROLES: DroppedActions = {
  actions: ["iam:CreateServiceLinkedRole"],
  because: "linked roles belong to the account, and its administrator makes them",
};

const BUCKET: DroppedActions = {
  actions: ["s3:*"],
  because: "objects of the work bucket are read and written, those of input buckets read; buckets are not administered",
};

const OBJECT_LAMBDA: DroppedActions = {
  actions: ["s3-object-lambda:*"],
  because: "the workflow has no access points that transform objects",
};

/** What AWSLambdaFullAccess has of services that nothing of the workflow is built on. */
const NOT_USED: DroppedActions = {
  actions: [
    ...["cloudformation:*", "cloudwatch:*", "cognito-identity:*", "cognito-sync:*", "dynamodb:*", "events:*", "iot:*"],
    ...["kinesis:*", "kms:*", "sns:*", "tag:*", "xray:*"],
  ],
  because: "the functions have no such triggers and call no such service",
};

/** The policy by which users could pass any role: it ended in 2021. */
const LAMBDA_OF_USERS: PolicyFate = {
  into: ["user policy"],
  dropped: [
    NOT_USED,
    BUCKET,
    {
      actions: ["iam:*"],
      because: "forms of the console that list roles; the stack's outputs name the two that are passed",
    },
    {
      actions: ["lambda:*"],
      because: "functions below the prefix and their triggers; not layers, and not sharing them with others",
    },
    { actions: ["logs:*"], because: "what functions and jobs print is read; log groups are not administered" },
    { actions: ["sqs:SendMessage"], because: "jobs and functions send messages, people look at the queues" },
  ],
};

/** Where what SLIM's page "IAM roles" attaches stands now. */
export const DOCUMENT: DocumentFates = {
  settings: { bucket: { create: "acme-slim" }, users: ["ada"], serviceRole: { create: true } },
  policies: {
    "user: AmazonEC2FullAccess": {
      into: ["user policy"],
      dropped: [
        LINKED_ROLES,
        {
          actions: ["ec2:*"],
          because: "Batch starts machines, people do not; they look up the network that functions stand in",
        },
        {
          actions: ["autoscaling:*", "elasticloadbalancing:*", "cloudwatch:*"],
          because: "nothing of the workflow is scaled, balanced or watched by alarms",
        },
      ],
    },
    "user: AWSBatchFullAccess": {
      into: ["user policy"],
      dropped: [
        LINKED_ROLES,
        {
          actions: ["batch:*"],
          because:
            "the stack makes environments and queues; people register the workflow's definitions, submit, watch and end jobs",
        },
        {
          actions: ["cloudwatch:*", "ec2:*", "ecs:*", "eks:*", "iam:*"],
          because: "forms of the console for environments, which the stack makes",
        },
        {
          actions: ["logs:Describe*", "logs:Get*", "logs:TestMetricFilter"],
          because: "what functions and jobs print is read; queries, exports and metric filters are not used",
        },
      ],
    },
    "user: AmazonEC2ContainerRegistryFullAccess": {
      into: ["user policy"],
      dropped: [
        LINKED_ROLES,
        {
          actions: ["ecr:*"],
          because: "repositories below the prefix are made and filled; who else may use them is not people's to say",
        },
        { actions: ["cloudtrail:LookupEvents"], because: "a list of the console; nothing of the workflow reads it" },
      ],
    },
    "user: AWSLambdaFullAccess": LAMBDA_OF_USERS,
    "user: AmazonSQSFullAccess": {
      into: ["user policy"],
      dropped: [
        { actions: ["sqs:*"], because: "the stack makes the queues, jobs and functions use them; people look at them" },
      ],
    },
    "user: AWSStepFunctionsFullAccess": {
      into: ["user policy"],
      dropped: [
        {
          actions: ["states:*"],
          because: "state machines below the prefix are made and run; activities, versions and aliases are not used",
        },
      ],
    },
    "user: AmazonS3ReadOnlyAccess": { into: ["user policy"], dropped: [BUCKET, OBJECT_LAMBDA] },
    "AWSBatchServiceRole: AWSBatchServiceRole": {
      attached:
        "serviceRole: { create: true } makes the role with it; by default Batch works with its service-linked role",
    },
    "StepFunctionsLambdaRole: AWSLambdaRole": { into: ["state-machine policy"] },
    "SLIM-Extras_ECS_for_EC2: AmazonSQSFullAccess": {
      into: ["instance policy"],
      dropped: [
        {
          actions: ["sqs:*"],
          because: "jobs announce gradients; functions receive them, and the stack makes the queues",
        },
      ],
    },
    "SLIM-Extras_ECS_for_EC2: AmazonS3FullAccess": { into: ["instance policy"], dropped: [BUCKET, OBJECT_LAMBDA] },
    "SLIM-Extras_ECS_for_EC2: IAMReadOnlyAccess": { dropped: "nothing that runs on the instances reads IAM" },
    "SLIM-Extras_ECS_for_EC2: AmazonEC2ContainerServiceforEC2Role": {
      into: ["instance policy"],
      dropped: [
        { actions: ["ecs:CreateCluster"], because: "Batch makes the clusters" },
        {
          actions: ["ec2:DescribeTags", "ecs:ListTagsForResource", "ecs:TagResource"],
          because: "the agent tags what it registers and hands out tags only where it is configured to",
        },
      ],
    },
    "SLIM-Extras_for_Lambda: AmazonSQSFullAccess": {
      into: ["lambda policy"],
      dropped: [
        { actions: ["sqs:*"], because: "the functions send, receive, delete and purge; the stack makes the queues" },
      ],
    },
    "SLIM-Extras_for_Lambda: AmazonS3FullAccess": { into: ["lambda policy"], dropped: [BUCKET, OBJECT_LAMBDA] },
    "SLIM-Extras_for_Lambda: AWSLambdaFullAccess": {
      into: ["lambda policy"],
      dropped: [
        NOT_USED,
        BUCKET,
        { actions: ["lambda:*"], because: "the state machine calls the functions; they call and change none" },
        {
          actions: ["iam:*"],
          because:
            "functions neither read IAM nor pass roles; where the settings have a role for jobs, they pass that one",
        },
        {
          actions: ["ec2:*"],
          because: "Lambda looks at interfaces and subnets when a function stands in a network, at nothing else",
        },
        { actions: ["logs:*"], because: "the functions write logs, each its own" },
      ],
    },
    "SLIM-Extras_for_Lambda: AWSLambdaVPCAccessExecutionRole": { into: ["lambda policy"] },
    "SLIM-Extras_for_Lambda: LambdaBatchExecutionPolicy": {
      into: ["lambda policy"],
      dropped: [
        {
          actions: ["batch:CreateJobQueue", "batch:DeleteJobQueue", "batch:UpdateJobQueue"],
          because: "the stack makes the queues",
        },
        { actions: ["batch:DeregisterJobDefinition"], because: "no function of the workflow calls it" },
        { actions: ["s3:ListBucketByTags"], because: "IAM has no such action any more; listing is s3:ListBucket" },
        {
          actions: ["s3:ListAllMyBuckets", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions"],
          because: "the workflow's parameters name its bucket, and the functions look for neither versions nor uploads",
        },
      ],
    },
  },
};
