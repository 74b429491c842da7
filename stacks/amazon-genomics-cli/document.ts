import type { DocumentFates, DroppedActions } from "../document-fates";

const STACKS: DroppedActions[] = [
  {
    actions: ["cloudformation:*Stack"],
    because:
      "the CDK makes and changes stacks by change sets, which name the role; creating or updating one outright needs none",
  },
  {
    actions: ["cloudformation:Describe*", "cloudformation:Detect*", "cloudformation:List*"],
    because: "the CDK and the command line read stacks, change sets and events, nothing else",
  },
];

const IDENTITY: DroppedActions[] = [
  {
    actions: ["sts:AssumeRole"],
    because:
      "whoever assumes the CDK's deploy role can change every stack of the account; the CDK works with its caller's own rights",
  },
  { actions: ["sts:GetCallerIdentity"], because: "everybody may call it, no policy is asked" },
];

const ROLES: DroppedActions[] = [
  {
    actions: ["iam:*Role"],
    because:
      "roles are made within the boundary and looked after; who may assume one, and its description, are not changed",
  },
  {
    actions: ["iam:*RolePolicy"],
    because: "only within the boundary, and of policies of AWS only those that the CDK apps attach",
  },
  { actions: ["iam:*InstanceProfile"], because: "profiles of contexts; their tags are not changed" },
];

const TEMPLATES: DroppedActions = {
  actions: ["ec2:*LaunchTemplate*"],
  because: "templates are made and removed; another version of one could be a version of somebody else's",
};

const ENDPOINT_SERVICES = ["ec2:DeleteVpcEndpointServiceConfigurations"];

const NO_ENDPOINT_SERVICE = "no stack offers a service to other networks";

const DESCRIBED: DroppedActions = {
  actions: ["ecs:Describe*", "elasticloadbalancing:Describe*"],
  because: "of what CloudFormation makes for contexts, and nothing else",
};

const FILE_SYSTEMS: DroppedActions = {
  actions: ["elasticfilesystem:Describe*"],
  because: "of file systems that contexts make, without their replication, and not the settings of the account",
};

const NO_NAMESPACES: DroppedActions = {
  actions: ["servicediscovery:*"],
  because: "the newest release has no namespaces: its engines stand behind load balancers",
};

const PARAMETERS: DroppedActions = {
  actions: ["ssm:DeleteParameters", "ssm:LabelParameterVersion"],
  because: "CloudFormation writes and deletes parameters one by one, without labels",
};

const VERSIONS: DroppedActions[] = [
  { actions: ["s3:ListObjectVersions"], because: "IAM has no such action" },
  { actions: ["s3:ListBucketVersions"], because: "nothing asks for old versions" },
];

const TABLE: DroppedActions = {
  actions: [
    ...["dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:ListTables"],
    ...["dynamodb:Scan", "dynamodb:UpdateItem"],
  ],
  because: "the command line gets, puts and queries runs, and calls nothing else",
};

const OF_THE_CORE = "the core stack makes it, and whoever deploys contexts changes nothing of that stack";

/** Where what the CDK project of the document grants stands now. */
export const DOCUMENT: DocumentFates = {
  settings: { attachTo: { groups: ["scientists"] } },
  policies: {
    "agc-admin-policy": {
      into: ["admin", "core policy", "contexts policy"],
      dropped: [
        ...STACKS,
        ...IDENTITY,
        ...ROLES,
        ...VERSIONS,
        TABLE,
        TEMPLATES,
        DESCRIBED,
        FILE_SYSTEMS,
        NO_NAMESPACES,
        PARAMETERS,
        {
          actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"],
          because: "activating an account touches no run; the user policy has it",
        },
        {
          actions: ["batch:Delete*", "batch:Update*", "batch:Describe*"],
          because: "of environments and queues; shares, service environments and jobs are none of the stack's",
        },
        {
          actions: ["ecs:Delete*", "elasticloadbalancing:Delete*"],
          because: "of what CloudFormation makes for contexts, and nothing else",
        },
        {
          actions: [...ENDPOINT_SERVICES, "ec2:DescribeVpcEndpointServiceConfigurations"],
          because: NO_ENDPOINT_SERVICE,
        },
        { actions: ["ecr:ListImages"], because: "the newest release lists no images" },
        {
          actions: ["s3:Delete*"],
          because: "AGC keeps its bucket and all that is in it; only the bucket's policy goes with the stack",
        },
      ],
    },
    "agc-user-policy-cdk": {
      into: ["user-cdk", "contexts policy"],
      dropped: [
        ...STACKS,
        ...IDENTITY,
        ...ROLES,
        TEMPLATES,
        DESCRIBED,
        {
          actions: ["apigateway:*"],
          because: "REST APIs, links to a network and the role of logs; no domain names, keys, plans or HTTP APIs",
        },
        { actions: ["ec2:*SecurityGroup*"], because: "groups that contexts made, and no rules of others" },
        {
          actions: ["ec2:Create*"],
          because:
            "security groups, launch templates and the interfaces of file systems; networks are the core stack's",
        },
        { actions: ["ec2:Describe*"], because: "what CloudFormation and the CDK look up" },
        { actions: [...ENDPOINT_SERVICES, "ec2:ModifyVpcEndpointServicePermissions"], because: NO_ENDPOINT_SERVICE },
        {
          actions: ["ecs:*Cluster", "ecs:*Service", "ecs:*Task", "ecs:List*"],
          because: "clusters, services and definitions of contexts are made and removed; tasks are what services start",
        },
        {
          actions: ["elasticloadbalancing:Create*", "elasticloadbalancing:Delete*"],
          because: "load balancers, listeners and target groups; no rules and no trust stores",
        },
        { actions: ["execute-api:Invoke"], because: "deploying a context calls no engine; the user policy has it" },
        { actions: ["execute-api:ManageConnections"], because: "the APIs are REST APIs, which keep no connections" },
        { actions: ["route53:*"], because: "the newest release makes no hosted zones" },
        {
          actions: ["s3:Delete*", "s3:CreateBucket", "s3:PutEncryptionConfiguration"],
          because: OF_THE_CORE,
        },
        {
          actions: [
            ...["s3:PutBucketPolicy", "s3:PutBucketPublicAccessBlock"],
            ...["s3:PutBucketTagging", "s3:PutBucketVersioning"],
          ],
          because: OF_THE_CORE,
        },
        {
          actions: [
            ...["ssm:AddTagsToResource", "ssm:DeleteParameter", "ssm:DeleteParameters", "ssm:LabelParameterVersion"],
            ...["ssm:PutParameter", "ssm:RemoveTagsFromResource"],
          ],
          because: OF_THE_CORE,
        },
      ],
    },
    "agc-user-policy": {
      into: ["user", "contexts policy"],
      dropped: [
        ...VERSIONS,
        TABLE,
        FILE_SYSTEMS,
        NO_NAMESPACES,
        {
          actions: [
            ...["dynamodb:DescribeTable", "dynamodb:DescribeTimeToLive", "dynamodb:ListTagsOfResource"],
            "dynamodb:UpdateTimeToLive",
          ],
          because: OF_THE_CORE,
        },
        { actions: ["batch:*Job"], because: "engines submit, watch and end jobs with roles of their own" },
        { actions: ["batch:*Tag*", "batch:Describe*", "batch:List*"], because: "of environments, queues and jobs" },
        {
          actions: ["elasticfilesystem:*Tag*"],
          because: "on file systems that contexts made; the older actions ended",
        },
        {
          actions: ["ecr:*"],
          because: "the CDK's repository is the core stack's, and the newest release looks at no images",
        },
        {
          actions: ["logs:*LogGroup", "logs:*LogStream", "logs:Describe*", "logs:Get*"],
          because: "the command line filters events, and contexts make the groups; exports and queries are not used",
        },
        {
          actions: ["s3:GetBucketPolicy", "s3:GetEncryptionConfiguration"],
          because: "running workflows reads and writes objects, and asks nothing of the bucket",
        },
        {
          actions: ["ssm:DescribeParameters", "ssm:ListTagsForResource"],
          because: "the command line gets parameters by their names",
        },
      ],
    },
  },
};
